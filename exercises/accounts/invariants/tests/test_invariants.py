"""The tests of `accounts-invariants`."""

import math
import random

import accounts
import pytest
from accounts import Account, AccountBlocked, AccountClosed, AccountError, InsufficientFunds


def test_balance_may_go_down_to_the_limit() -> None:
    account = Account(100.0, limit=50.0)
    account.withdraw(149.5)
    account.withdraw(0.5)
    assert account.get_balance() == -50.0
    account = Account(100.0)
    account.withdraw(100.0)
    assert account.get_balance() == 0.0


def test_positive_amounts_are_accepted() -> None:
    account = Account(100.0)
    account.deposit(0.1)
    assert account.get_balance() == 100.1
    account.withdraw(99.9)
    assert account.get_balance() == 100.1 - 99.9
    for amount in (5e-324, 1e-310, 0.25, 1e308):  # from the smallest float to a large one
        account = Account(0.0)
        account.deposit(amount)
        assert account.get_balance() == amount
        account.withdraw(amount)
        assert account.get_balance() == 0.0


def test_negative_amount_is_a_value_error() -> None:
    account = Account(100.5, limit=1000.0)
    with pytest.raises(ValueError, match="-25"):
        account.deposit(-25.5)
    with pytest.raises(ValueError, match="-25"):
        account.withdraw(-25.5)
    with pytest.raises(ValueError, match="-"):
        account.deposit(-5e-324)
    assert account.get_balance() == 100.5


def test_zero_is_a_value_error() -> None:
    account = Account(100.5, limit=1000.0)
    with pytest.raises(ValueError, match="0"):
        account.deposit(0.0)
    with pytest.raises(ValueError, match="0"):
        account.withdraw(-0.0)
    assert account.get_balance() == 100.5


def test_infinity_is_a_value_error() -> None:
    account = Account(100.5, limit=1000.0)
    with pytest.raises(ValueError, match="inf"):
        account.withdraw(math.inf)
    with pytest.raises(ValueError, match="inf"):
        account.deposit(math.inf)
    with pytest.raises(ValueError, match="-inf"):
        account.deposit(-math.inf)
    assert account.get_balance() == 100.5


def test_nan_is_a_value_error() -> None:
    account = Account(100.5, limit=1000.0)
    with pytest.raises(ValueError, match="NaN"):
        account.deposit(math.nan)
    with pytest.raises(ValueError, match="NaN"):
        account.withdraw(math.nan)
    assert account.get_balance() == 100.5


def test_more_than_available_is_insufficient_funds() -> None:
    account = Account(100.0, limit=50.0)
    with pytest.raises(InsufficientFunds, match="150"):
        account.withdraw(200.25)
    assert account.get_balance() == 100.0
    account = Account(-20.5, limit=50.0)
    with pytest.raises(InsufficientFunds, match="29"):
        account.withdraw(29.75)
    assert account.get_balance() == -20.5


def test_rounding_never_takes_a_balance_below_the_limit() -> None:
    numbers = random.Random(1)
    for _ in range(300):
        limit, balance = numbers.randrange(1, 100) / 100, numbers.randrange(1, 100) / 100
        account = Account(balance, limit=limit)
        amount = balance + limit  # Rounded, perhaps up.
        try:
            account.withdraw(amount)
        except InsufficientFunds:
            assert balance - amount < -limit
        assert account.get_balance() >= -limit


def test_blocked_account_rejects_withdrawals() -> None:
    account = Account(100.0)
    account.block("court order 7")
    with pytest.raises(AccountBlocked, match="court order 7"):
        account.withdraw(0.5)
    account.deposit(0.5)
    assert account.get_balance() == 100.5


def test_closed_account_rejects_everything() -> None:
    account = Account(100.0)
    account.close()
    with pytest.raises(AccountClosed) as raised:
        account.withdraw(0.5)
    message = str(raised.value)
    assert message != ""
    with pytest.raises(AccountClosed):
        account.deposit(0.5)
    with pytest.raises(AccountClosed):
        account.block("too late")
    assert (account.get_balance(), account.status) == (100.0, "closed")


def test_invalid_amount_is_a_value_error_whatever_the_status() -> None:
    blocked, closed = Account(100.0), Account(100.0)
    blocked.block("court order 7")
    closed.close()
    for account in (blocked, closed):
        with pytest.raises(ValueError, match="-3"):
            account.withdraw(-3.5)
        with pytest.raises(ValueError, match="NaN"):
            account.deposit(math.nan)
        assert account.get_balance() == 100.0


def test_deposit_that_is_too_large_is_a_value_error() -> None:
    account = Account(1e308)
    with pytest.raises(ValueError, match="1e308"):
        account.deposit(1e308)
    assert account.get_balance() == 1e308


def test_opening_is_checked() -> None:
    for balance in (math.nan, math.inf, -math.inf, -50.25):
        with pytest.raises(ValueError, match=f"(?i){balance}"):
            Account(balance, limit=50.0)
    for limit in (math.nan, math.inf, -math.inf, -0.25):
        with pytest.raises(ValueError, match=f"(?i){limit}"):
            Account(100.0, limit=limit)
    assert Account(-50.0, limit=50.0).overdrawn


def test_python_can_import_and_catch_the_exceptions() -> None:
    assert issubclass(AccountError, Exception)
    assert not issubclass(AccountError, ValueError)
    for below in (InsufficientFunds, AccountBlocked, AccountClosed):
        assert issubclass(below, AccountError)
        assert getattr(accounts, below.__name__) is below
        assert below.__module__ == "accounts"
    with pytest.raises(AccountError):
        Account(0.0).withdraw(0.5)


def test_many_calls_keep_the_rules() -> None:
    numbers = random.Random(2)
    limit, balance = 20.0, 5.0
    account = Account(balance, limit=limit)
    for _ in range(500):
        amount = numbers.randrange(-8, 64) / 4
        if numbers.random() < 0.4:
            call, after = account.deposit, balance + amount
        else:
            call, after = account.withdraw, balance - amount
        expected = None
        if amount <= 0:
            expected = ValueError
        elif after < -limit:
            expected = InsufficientFunds
        if expected is None:
            call(amount)
            balance = after
        else:
            with pytest.raises(expected):
                call(amount)
        assert account.get_balance() == balance
