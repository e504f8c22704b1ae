"""The finished accounts lose no memory, and a bank holds one reference to each of its accounts.

`./workshop bench calls` measures the same with more objects, in a process of its own.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import chain
from types import ModuleType
from typing import Any

import pytest

from replica import solution_module
from workshop.bench.memory import MIB, held

pytestmark = pytest.mark.cargo

MANY, SOME = 1_000_000, 100_000
ROOM = 4 * MIB
"""What a process may grow by without a leak: a million pointers that are lost take twice that."""
OPENED = 100.0


@pytest.fixture(scope="module")
def accounts() -> ModuleType:
    return solution_module("accounts-deadlock")


@pytest.fixture(autouse=True, scope="module")
def nothing_else() -> Iterator[None]:
    """Let the collector leave alone what other tests and pytest keep."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def growth(once: Callable[[], object], count: int) -> int:
    """The bytes that this process holds more after so many calls than after the first tenth."""
    for _ in range(count // 10):
        once()
    before = held()
    for _ in range(count - count // 10):
        once()
    return held() - before


def test_a_leak_is_seen() -> None:
    kept: list[object] = []
    assert growth(lambda: kept.append(object()), SOME * 4) > ROOM


def test_a_million_accounts_are_freed(accounts: ModuleType) -> None:
    assert growth(partial(accounts.Account, OPENED, limit=50.0), MANY) < ROOM


def test_a_bank_frees_the_accounts_that_it_removes(accounts: ModuleType) -> None:
    bank = accounts.Bank()

    def open_close_remove() -> None:
        for _ in range(100):
            bank.open(OPENED).close()
        assert bank.remove_closed() == 100

    assert growth(open_close_remove, SOME // 100) < ROOM
    assert len(bank) == 0


def test_a_bank_frees_its_accounts_when_it_is_freed(accounts: ModuleType) -> None:
    def open_and_forget() -> None:
        bank = accounts.Bank()
        for _ in range(100):
            bank.open(OPENED)

    assert growth(open_and_forget, SOME // 100) < ROOM


Call = Callable[[ModuleType, Any, Any], object]


def quietly(function: Callable[..., object], *arguments: Any) -> object:
    """Call what raises an exception; which one is for the exercises' tests to say."""
    with suppress(Exception):
        return pytest.fail(f"{function} returned {function(*arguments)}")
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


@pytest.fixture
def bank(accounts: ModuleType) -> Any:
    bank = accounts.Bank()
    for _ in range(3):
        bank.open(1e6)
    return bank


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_no_call_changes_a_reference_count(call: Call, accounts: ModuleType, bank: Any) -> None:
    first, *others = bank
    shared = [first, *others, bank, accounts.Account, accounts.Bank, divide]
    call(accounts, bank, first)
    before = [sys.getrefcount(one) for one in shared]
    for _ in range(50):
        call(accounts, bank, first)
    assert [sys.getrefcount(one) for one in shared] == before


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_no_call_keeps_memory(call: Call, accounts: ModuleType, bank: Any) -> None:
    first = bank[0]
    assert growth(lambda: call(accounts, bank, first), SOME // 5) < ROOM // 8


def references(account: object) -> int:
    """How many references there are, with some that this call adds: only differences count."""
    return sys.getrefcount(account)


def test_a_bank_adds_one_reference_and_each_name_another(accounts: ModuleType) -> None:
    alone = accounts.Account(OPENED)
    bank = accounts.Bank()
    account = bank.open(OPENED)
    assert references(account) == references(alone) + 1
    again = bank[0]
    assert again is account
    assert references(account) == references(alone) + 2
    every = list(chain(bank, bank))
    assert references(account) == references(alone) + 4
    del again, every
    assert references(account) == references(alone) + 1


def test_a_removed_account_belongs_to_its_names_alone(accounts: ModuleType) -> None:
    alone = accounts.Account(OPENED)
    bank = accounts.Bank()
    account = bank.open(OPENED)
    account.close()
    assert bank.remove_closed() == 1
    assert references(account) == references(alone)
    assert account.status == "closed"
    assert account.get_balance() == OPENED


def test_a_freed_bank_leaves_its_accounts_to_their_names(accounts: ModuleType) -> None:
    alone = accounts.Account(OPENED)
    bank = accounts.Bank()
    account = bank.open(OPENED)
    del bank
    assert references(account) == references(alone)
    account.deposit(1.0)
    assert account.get_balance() == OPENED + 1.0
