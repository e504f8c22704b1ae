"""The tests of `accounts-bank`."""

import gc
import math
import random
import sys
from collections.abc import Callable
from typing import Any

import pytest
from accounts import Account, Bank, InsufficientFunds


class CallsBack:
    """An amount that calls a function when Rust asks for its value, in the middle of a method."""

    def __init__(self, function: Callable[[], object]) -> None:
        self.function = function

    def __float__(self) -> float:
        self.function()
        return 1.0


def bank_with(*balances: float) -> tuple[Bank, list[Account]]:
    """A bank with these balances, and what `open` returned for each."""
    bank = Bank()
    return bank, [bank.open(balance, limit=100.0) for balance in balances]


def balances(bank: Bank) -> list[float]:
    return [bank[index].get_balance() for index in range(len(bank))]


# The accounts are shared: the bank and Python hold the same objects.


def test_deposit_reaches_the_bank() -> None:
    bank, _ = bank_with(10.5, 20.0)
    bank[0].deposit(2.25)
    balance_in_the_bank = bank[0].get_balance()
    assert balance_in_the_bank == 12.75


def test_open_returns_the_account_of_the_bank() -> None:
    bank = Bank()
    account = bank.open(-5.0, limit=8.5)
    account.deposit(0.25)
    assert len(bank) == 1
    assert bank[0].get_balance() == -4.75
    account.block("lost card")
    assert bank[0].status == "blocked"
    for rejected in (math.nan, -0.25):
        with pytest.raises(ValueError, match="balance"):
            bank.open(rejected)
    with pytest.raises(TypeError):
        bank.open(1.0, 8.5)
    assert len(bank) == 1


def test_every_index_returns_the_account_itself() -> None:
    bank, opened = bank_with(1.5, -2.25, 1.5)
    same_object = [bank[index] is account for index, account in enumerate(opened)]
    assert same_object == [True, True, True]


def test_loop_yields_the_accounts_themselves() -> None:
    bank, opened = bank_with(0.5, -7.75, 300.0)
    for account in bank:
        account.deposit(1.0)
    assert balances(bank) == [1.5, -6.75, 301.0]
    same_object = [a is b for a, b in zip(list(bank), opened, strict=True)]
    assert same_object == [True, True, True]
    assert [account.get_balance() for account in reversed(bank)] == [301.0, -6.75, 1.5]


def test_in_finds_an_account_of_the_bank() -> None:
    bank, opened = bank_with(3.0, -0.5)
    assert opened[1] in bank
    assert Account(7.25) not in bank


def test_account_that_python_forgot_lives_on_in_the_bank() -> None:
    bank = Bank()
    bank.open(2.5)
    bank.open(-1.5, limit=4.0)
    gc.collect()
    bank[0].deposit(1.25)
    assert balances(bank) == [3.75, -1.5]


def test_each_reference_is_counted_once() -> None:
    bank, (account, _) = bank_with(1.0, 2.0)
    before = sys.getrefcount(account)
    for _ in range(100):
        assert bank[0] is account
        assert len(list(bank)) == 2
        bank.total()
        bank.remove_closed()
    references_added = sys.getrefcount(account) - before
    assert references_added == 0
    del bank
    references_after_the_bank = sys.getrefcount(account) - before
    assert references_after_the_bank == -1
    account.deposit(1.25)
    assert account.get_balance() == 2.25


# Indices, as a list has them.


@pytest.mark.parametrize("index", [-3, -2, -1, 0, 1, 2, True])
def test_index_counts_from_the_start_or_from_the_end(index: int) -> None:
    bank, _ = bank_with(10.5, -20.25, 30.0)
    assert bank[index].get_balance() == [10.5, -20.25, 30.0][index]


@pytest.mark.parametrize("index", [3, -4, 2**63, -(10**30), 0.0, "0", None])
def test_other_index_raises_what_a_list_raises(index: Any) -> None:
    bank, opened = bank_with(1.0, 2.0, 3.0)
    with pytest.raises((IndexError, TypeError)) as from_a_list:
        opened[index]
    with pytest.raises(from_a_list.type):
        bank[index]
    with pytest.raises(from_a_list.type):
        bank.transfer(index, 0, 0.5)
    with pytest.raises(from_a_list.type):
        bank.transfer(0, index, 0.5)
    assert balances(bank) == [1.0, 2.0, 3.0]


def test_empty_bank_has_no_accounts() -> None:
    bank = Bank()
    assert (len(bank), list(bank), bank.remove_closed()) == (0, [], 0)
    assert Bank.__module__ == "accounts"
    with pytest.raises(IndexError):
        bank[0]
    with pytest.raises(IndexError):
        bank[-1]


# What the bank does with its accounts.


def test_transfer_goes_from_one_index_to_another() -> None:
    bank, opened = bank_with(10.5, 20.0, 30.0)
    bank.transfer(0, -1, 0.75)
    assert [account.get_balance() for account in opened] == [9.75, 20.0, 30.75]
    bank.transfer(2, 1, 50.25)
    with pytest.raises(InsufficientFunds):
        bank.transfer(1, 0, 170.5)
    assert balances(bank) == [9.75, 70.25, -19.5]


def test_total_of_an_empty_bank() -> None:
    total_of_an_empty_bank = repr(Bank().total())
    assert total_of_an_empty_bank == "0.0"


def test_total_of_two_balances() -> None:
    bank, opened = bank_with(10.5, -2.25)
    assert bank.total() == 8.25
    opened[1].deposit(1.0)
    assert bank.total() == 9.25


def test_total_counts_every_account() -> None:
    rng = random.Random(1)
    bank, opened = bank_with(*(rng.randrange(-400, 4000) / 4 for _ in range(250)))
    opened[3].block("lost card")
    opened[4].close()
    assert bank.total() == sum(account.get_balance() for account in opened)


def test_total_is_a_runtime_error_while_a_balance_changes() -> None:
    bank, opened = bank_with(10.5, 20.25)
    with pytest.raises(RuntimeError, match="borrowed"):
        opened[1].deposit(CallsBack(bank.total))
    assert bank.total() == 30.75


def test_closed_accounts_are_removed() -> None:
    bank, opened = bank_with(1.5, -2.5, 3.5)
    opened[1].close()
    number_removed = bank.remove_closed()
    assert number_removed == 1
    assert balances(bank) == [1.5, 3.5]


@pytest.mark.parametrize("closed", ["", "0", "3", "12", "0123", "023", "01"])
def test_the_others_stay_in_their_order(closed: str) -> None:
    bank, opened = bank_with(4.0, -0.25, 4.0, 0.0)
    for index in closed:
        opened[int(index)].close()
    assert bank.remove_closed() == len(closed)
    indices_left = [opened.index(a) for a in opened if any(a is b for b in bank)]
    others = [account for account in opened if account.status == "open"]
    same_object = [a is b for a, b in zip(list(bank), others, strict=True)]
    assert same_object == [True] * len(others), f"left: {indices_left}"
    assert bank.remove_closed() == 0


def test_only_closed_accounts_are_removed() -> None:
    bank, opened = bank_with(0.0, -1.5, 2.5)
    opened[2].block("lost card")
    assert bank.remove_closed() == 0
    assert balances(bank) == [0.0, -1.5, 2.5]


def test_removed_account_lives_on_in_python() -> None:
    bank, (account, _) = bank_with(2.5, 8.0)
    account.close()
    before = sys.getrefcount(account)
    bank.remove_closed()
    references_added = sys.getrefcount(account) - before
    assert references_added == -1
    assert (account.get_balance(), account.status) == (2.5, "closed")
    assert balances(bank) == [8.0]
