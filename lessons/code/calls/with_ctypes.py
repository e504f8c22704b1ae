"""ctypes: a Python class around the functions of `account.c`."""

import ctypes
from pathlib import Path

library = ctypes.CDLL(str(Path(__file__).with_name("account.so")))
_pointer, _number = ctypes.c_void_p, ctypes.c_double
library.account_open.argtypes, library.account_open.restype = [_number], _pointer
library.account_deposit.argtypes, library.account_deposit.restype = [_pointer, _number], None
library.account_balance.argtypes, library.account_balance.restype = [_pointer], _number
library.account_free.argtypes, library.account_free.restype = [_pointer], None
_deposit, _balance = library.account_deposit, library.account_balance


class Account:
    """A bank account that C holds."""

    def __init__(self, balance):
        self.pointer = library.account_open(balance)
        if self.pointer is None:
            raise MemoryError

    def __del__(self):
        library.account_free(self.pointer)

    def deposit(self, amount):
        """Add an amount to the balance."""
        _deposit(self.pointer, amount)

    def get_balance(self):
        """Return the balance."""
        return _balance(self.pointer)
