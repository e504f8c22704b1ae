"""The tests of `accounts-half-done`."""

import math
import random

import pytest
from accounts import Account, AccountBlocked, AccountClosed, AccountError, InsufficientFunds


def state(payer: Account, payee: Account) -> tuple[str, str]:
    """Balance, to the last bit, and status of both: `repr` shows them."""
    return repr(payer), repr(payee)


def blocked(balance: float, reason: str = "audit") -> Account:
    account = Account(balance)
    account.block(reason)
    return account


def closed(balance: float) -> Account:
    account = Account(balance)
    account.close()
    return account


def test_transfer_moves_the_amount() -> None:
    payer, payee = Account(100.0), Account(20.25)
    payer.transfer(payee, 30.5)
    assert (payer.get_balance(), payee.get_balance()) == (69.5, 50.75)
    payee.transfer(payer, 50.75)
    assert (payer.get_balance(), payee.get_balance()) == (120.25, 0.0)


def test_fractional_amounts() -> None:
    numbers = random.Random(1)
    payer, payee = Account(1e6), Account(-0.7, limit=1.0)
    left, right = 1e6, -0.7
    for _ in range(200):
        amount = numbers.randrange(1, 10000) / 100
        payer.transfer(payee, amount)
        left, right = left - amount, right + amount
        assert (payer.get_balance(), payee.get_balance()) == (left, right)


def test_transfer_may_use_the_limit() -> None:
    payer, payee = Account(10.0, limit=40.0), Account(-5.5, limit=6.0)
    payer.transfer(payee, 50.0)
    assert (payer.get_balance(), payee.get_balance()) == (-40.0, 44.5)
    assert payer.overdrawn


def test_blocked_payee_may_receive() -> None:
    payer, payee = Account(10.5), blocked(0.0)
    payer.transfer(payee, 10.5)
    assert state(payer, payee) == state(Account(0.0), blocked(10.5))


def test_failed_withdrawal_changes_neither() -> None:
    for payee in (Account(20.5), blocked(20.5)):
        payer = Account(100.0, limit=50.0)
        before = state(payer, payee)
        with pytest.raises(InsufficientFunds):
            payer.transfer(payee, 150.25)
        assert state(payer, payee) == before


def test_blocked_or_closed_payer_changes_neither() -> None:
    payer, payee = blocked(100.0), Account(20.5)
    before = state(payer, payee)
    with pytest.raises(AccountBlocked, match="audit"):
        payer.transfer(payee, 0.5)
    assert state(payer, payee) == before
    payer, payee = closed(100.0), Account(20.5)
    before = state(payer, payee)
    with pytest.raises(AccountClosed):
        payer.transfer(payee, 0.5)
    assert state(payer, payee) == before


def test_closed_payee_changes_neither() -> None:
    payer, payee = Account(100.0), closed(20.5)
    before = state(payer, payee)
    with pytest.raises(AccountClosed):
        payer.transfer(payee, 0.5)
    assert state(payer, payee) == before


def test_payee_whose_balance_would_overflow_changes_neither() -> None:
    payer, payee = Account(1.5e308), Account(1e308)
    before = state(payer, payee)
    with pytest.raises(ValueError):  # noqa: PT011
        payer.transfer(payee, 1.25e308)
    assert state(payer, payee) == before


@pytest.mark.parametrize("amount", [-25.5, 0.0, -0.0, math.nan, math.inf, -math.inf])
def test_invalid_amount_changes_neither(amount: float) -> None:
    payer, payee = Account(100.0), Account(20.5)
    before = state(payer, payee)
    with pytest.raises(ValueError):  # noqa: PT011
        payer.transfer(payee, amount)
    assert state(payer, payee) == before


def test_several_reasons_to_fail_change_neither() -> None:
    for payer in (Account(0.0), blocked(0.5), closed(0.5)):
        payee = closed(20.5)
        before = state(payer, payee)
        with pytest.raises(AccountError):
            payer.transfer(payee, 0.5)
        assert state(payer, payee) == before


def test_failed_transfer_leaves_no_rounding_error() -> None:
    numbers = random.Random(2)
    for _ in range(100):
        balance, amount = numbers.uniform(-1.0, 1.0), numbers.uniform(1.0, 1000.0)
        payer, payee = Account(balance, limit=2000.0), closed(0.0)
        before = state(payer, payee)
        with pytest.raises(AccountClosed):
            payer.transfer(payee, amount)
        assert state(payer, payee) == before
        payer, payee = Account(0.0), Account(balance, limit=2000.0)
        before = state(payer, payee)
        with pytest.raises(InsufficientFunds):
            payer.transfer(payee, amount)
        assert state(payer, payee) == before


def test_failed_transfer_keeps_limit_and_reason() -> None:
    payer, payee = Account(10.0, limit=40.0), closed(0.0)
    with pytest.raises(AccountClosed):
        payer.transfer(payee, 0.5)
    assert payer == Account(10.0, limit=40.0)
    payer, payee = blocked(10.0, "court order 7"), Account(0.0, limit=2.5)
    with pytest.raises(AccountBlocked):
        payer.transfer(payee, 0.5)
    assert payer == blocked(10.0, "court order 7")
    assert payee == Account(0.0, limit=2.5)
