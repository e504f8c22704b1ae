"""Calls of the finished accounts, and by how much a process grows that makes them again and again.

    python tests/support/account_calls.py LIBRARY

prints the bytes for each, as JSON: in a process of its own, because memory that earlier tests
have freed would hide what is lost.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from workshop.bench.memory import held
from workshop.notebook.load_extension import import_library

MANY, SOME = 1_000_000, 100_000
OPENED = 100.0

Call = Callable[[ModuleType, Any, Any], object]


def quietly(function: Callable[..., object], *arguments: Any) -> object:
    """Call what raises an exception; which one is for the exercises' tests to say."""
    with suppress(Exception):
        found = function(*arguments)
        sys.exit(f"{function} returned {found}")
    return None


def divide(balance: float) -> float:
    return balance / 0.0


CALLS: dict[str, Call] = {
    "deposit": lambda _m, _b, a: a.deposit(1.0),
    "deposit many": lambda _m, _b, a: a.deposit_many([1.0, 2.0]),
    "deposit each": lambda _m, _b, a: a.deposit_each([1.0], float),
    "withdraw": lambda _m, _b, a: a.withdraw(0.0001),
    "read": lambda _m, b, a: (a.get_balance(), a.overdrawn, a.status, repr(a), a == b[1]),
    "transfer": lambda _m, b, a: a.transfer(b[1], 0.0001),
    "transfer in the bank": lambda _m, b, _a: b.transfer(0, 1, 0.0001),
    "index": lambda _m, b, _a: (b[0], b[-1], len(b)),
    "iterate": lambda _m, b, _a: list(b),
    "total": lambda _m, b, _a: b.total(),
    "remove none": lambda _m, b, _a: b.remove_closed(),
    "block": lambda _m, b, _a: b[2].block("a lost card"),
    "wrong amount": lambda _m, _b, a: quietly(a.deposit, -1.0),
    "wrong type": lambda _m, _b, a: quietly(a.deposit, "1"),
    "wrong amounts": lambda _m, _b, a: quietly(a.deposit_many, [1.0, -1.0]),
    "wrong opening": lambda m, b, _a: (quietly(m.Account, -1.0), quietly(b.open, -1.0)),
    "too much": lambda _m, b, a: quietly(a.transfer, b[1], 1e300),
    "same account": lambda _m, b, a: (quietly(a.transfer, a, 1.0), quietly(b.transfer, 0, 0, 1.0)),
    "no such account": lambda _m, b, _a: (quietly(lambda: b[9]), quietly(b.transfer, 0, 9, 1.0)),
    "failing callback": lambda _m, _b, a: quietly(a.deposit_each, [1.0, 2.0], divide),
}
"""What is called again and again with the module, a bank, and the bank's first account."""


def open_bank(accounts: ModuleType) -> Any:
    """A bank with three accounts."""
    bank = accounts.Bank()
    for _ in range(3):
        bank.open(1e6)
    return bank


def growth(once: Callable[[], object], count: int) -> int:
    """The bytes that this process holds more after so many calls than after the first tenth."""
    for _ in range(count // 10):
        once()
    before = held()
    for _ in range(count - count // 10):
        once()
    return held() - before


def measure(accounts: ModuleType) -> dict[str, int]:
    """The growth by each call, by many objects, and by a leak."""
    bank = open_bank(accounts)
    first, emptied = bank[0], accounts.Bank()

    def open_close_remove() -> None:
        for _ in range(100):
            emptied.open(OPENED).close()
        if emptied.remove_closed() != 100 or len(emptied):
            sys.exit("the bank kept closed accounts")

    def open_and_forget() -> None:
        forgotten = accounts.Bank()
        for _ in range(100):
            forgotten.open(OPENED)

    gc.collect()
    gc.freeze()
    found = {
        name: growth(partial(call, accounts, bank, first), SOME // 5)
        for name, call in CALLS.items()
    }
    found["a million accounts"] = growth(partial(accounts.Account, OPENED, limit=50.0), MANY)
    found["accounts that a bank removes"] = growth(open_close_remove, SOME // 100)
    found["banks with their accounts"] = growth(open_and_forget, SOME // 100)
    kept: list[object] = []
    found["a leak"] = growth(lambda: kept.append(object()), SOME * 4)
    return found


if __name__ == "__main__":
    json.dump(measure(import_library("accounts", Path(sys.argv[1]))), sys.stdout)
