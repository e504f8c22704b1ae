"""The finished accounts lose no memory, and a bank holds one reference to each of its accounts.

`./workshop bench calls` measures the same with more objects.
"""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import chain
from types import ModuleType
from typing import Any

import pytest

import account_calls
from account_calls import CALLS, OPENED, Call, divide, open_bank
from replica import solution_module
from workshop.bench.memory import MIB

pytestmark = pytest.mark.cargo

ROOM = 4 * MIB
"""What a process may grow by without a leak: a million pointers that are lost take twice that."""


@pytest.fixture(scope="module")
def accounts() -> ModuleType:
    return solution_module("accounts-deadlock")


@pytest.fixture(scope="module")
def grown(accounts: ModuleType) -> dict[str, int]:
    words = [sys.executable, account_calls.__file__, str(accounts.__file__)]
    done = subprocess.run(words, stdout=subprocess.PIPE, check=True, text=True)
    return {name: int(size) for name, size in json.loads(done.stdout).items()}


def test_a_leak_is_seen(grown: dict[str, int]) -> None:
    assert grown["a leak"] > ROOM


@pytest.mark.parametrize(
    "many",
    ["a million accounts", "accounts that a bank removes", "banks with their accounts"],
)
def test_what_is_not_needed_is_freed(many: str, grown: dict[str, int]) -> None:
    assert grown[many] < ROOM


@pytest.mark.parametrize("call", CALLS)
def test_no_call_keeps_memory(call: str, grown: dict[str, int]) -> None:
    assert grown[call] < ROOM // 8


@pytest.fixture
def bank(accounts: ModuleType) -> Any:
    return open_bank(accounts)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_no_call_changes_a_reference_count(call: Call, accounts: ModuleType, bank: Any) -> None:
    first, *others = bank
    shared = [first, *others, bank, accounts.Account, accounts.Bank, divide]
    call(accounts, bank, first)
    before = [sys.getrefcount(one) for one in shared]
    for _ in range(50):
        call(accounts, bank, first)
    assert [sys.getrefcount(one) for one in shared] == before


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
