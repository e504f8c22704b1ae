"""cffi: a Python class around the functions of `account.c`."""

from pathlib import Path

from cffi import FFI

_ffi = FFI()
_ffi.cdef("""
    typedef struct { double balance; } Account;
    Account *account_open(double balance);
    void account_deposit(Account *account, double amount);
    double account_balance(const Account *account);
    void account_free(Account *account);
""")
library = _ffi.dlopen(str(Path(__file__).with_name("account.so")))
_deposit, _balance = library.account_deposit, library.account_balance


class Account:
    """A bank account that C holds."""

    def __init__(self, balance):
        pointer = library.account_open(balance)
        if not pointer:
            raise MemoryError
        self.pointer = _ffi.gc(pointer, library.account_free)

    def deposit(self, amount):
        """Add an amount to the balance."""
        _deposit(self.pointer, amount)

    def get_balance(self):
        """Return the balance."""
        return _balance(self.pointer)
