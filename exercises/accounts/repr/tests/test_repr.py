"""The tests of `accounts-repr`."""

import re

import pytest
from accounts import Account

AMOUNTS = [number * 0.3 - 4.1 for number in range(30)]
"""Amounts of money with cents, below and above zero."""


def blocked(balance: float, reason: str) -> Account:
    account = Account(balance)
    account.block(reason)
    return account


def closed(balance: float) -> Account:
    account = Account(balance)
    account.close()
    return account


def test_repr_of_an_open_account() -> None:
    assert repr(Account(100.0)) == "Account(balance=100.0, status='open')"
    assert repr(Account(0.0)) == "Account(balance=0.0, status='open')"
    assert repr(Account(-2.75)) == "Account(balance=-2.75, status='open')"


def test_repr_shows_every_digit_of_the_balance() -> None:
    for balance in AMOUNTS:
        assert repr(Account(balance)) == f"Account(balance={balance}, status='open')"


@pytest.mark.parametrize("balance", [1e300, -1e22, 123456789012345680.0, 1e-300])
def test_repr_shows_a_float_of_any_size(balance: float) -> None:
    shown = repr(Account(balance))
    parts = re.fullmatch(r"Account\(balance=(\S+), status='open'\)", shown)
    assert parts is not None, f"`repr` returned {shown}"
    assert float(parts[1]) == balance


def test_repr_shows_the_status() -> None:
    assert repr(blocked(0.5, "card lost")) == "Account(balance=0.5, status='blocked')"
    assert repr(closed(-7.25)) == "Account(balance=-7.25, status='closed')"


def test_repr_follows_each_change() -> None:
    account = Account(100.0)
    account.deposit(50.25)
    assert repr(account) == "Account(balance=150.25, status='open')"
    account.withdraw(200.5)
    assert repr(account) == "Account(balance=-50.25, status='open')"
    account.close()
    assert repr(account) == "Account(balance=-50.25, status='closed')"
    assert (account.get_balance(), account.overdrawn) == (-50.25, True)
    assert account.status == "closed"


def test_accounts_with_the_same_balance_and_status_are_equal() -> None:
    for balance in AMOUNTS:
        assert (Account(balance) == Account(balance)) is True
        assert (Account(balance) != Account(balance)) is False
        assert (closed(balance) == closed(balance)) is True
        assert (blocked(balance, "card lost") == blocked(balance, "card lost")) is True
    account = Account(-0.5)
    same = account
    assert (account == same) is True
    assert (account != same) is False


def test_zero_and_minus_zero_are_one_balance() -> None:
    assert (Account(0.0) == Account(-0.0)) is True


def test_another_balance_or_status_is_not_equal() -> None:
    assert (Account(100.0) == Account(75.0)) is False
    assert (Account(100.0) != Account(75.0)) is True
    assert (Account(0.1 + 0.2) != Account(0.3)) is True
    assert (Account(1.5) != Account(-1.5)) is True
    assert (closed(1.5) != closed(2.5)) is True
    assert (Account(1.5) == closed(1.5)) is False
    assert (Account(1.5) != closed(1.5)) is True
    assert (closed(1.5) != blocked(1.5, "card lost")) is True
    assert (Account(1.5) != blocked(1.5, "card lost")) is True


def test_another_reason_is_not_equal() -> None:
    assert (blocked(1.5, "card lost") == blocked(1.5, "court order")) is False
    assert (blocked(1.5, "card lost") != blocked(1.5, "court order")) is True


def test_equality_follows_each_change() -> None:
    first, second = Account(100.0), Account(100.0)
    first.deposit(0.25)
    assert (first == second) is False
    second.deposit(0.25)
    assert (first == second) is True
    second.close()
    assert (first == second) is False
    first.close()
    assert (first == second) is True


@pytest.mark.parametrize(
    "other",
    [1.5, 1, "Account(balance=1.5, status='open')", None, (1.5, "open"), Account],
    ids=["float", "int", "str", "None", "tuple", "class"],
)
def test_account_equals_no_other_type(other: object) -> None:
    account = Account(1.5)
    assert (account == other) is False
    assert (account != other) is True
    assert (other == account) is False


def test_account_can_change_so_it_has_no_hash() -> None:
    with pytest.raises(TypeError):
        hash(Account(1.5))
    with pytest.raises(TypeError):
        {closed(1.5)}


def test_class_still_belongs_to_its_module() -> None:
    assert Account.__module__ == "accounts"
