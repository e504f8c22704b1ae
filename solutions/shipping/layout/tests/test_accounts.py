"""The tests of the package, in Python."""

import pytest
from accounts import Account


@pytest.mark.parametrize("amount", [50.0, 0.25, 0.1 + 0.2, 1e-9])
def test_deposit_and_withdraw(amount: float) -> None:
    account = Account(100.0)
    account.deposit(amount)
    assert account.get_balance() == 100.0 + amount
    account.withdraw(amount)
    assert account.get_balance() == 100.0 + amount - amount


def test_overdrawn() -> None:
    account = Account(-0.5)
    assert account.overdrawn
    account.deposit(0.5)
    assert not account.overdrawn


def test_blocked_account_allows_no_withdrawal() -> None:
    account = Account(100.0)
    account.block("card lost")
    with pytest.raises(ValueError, match="card lost"):
        account.withdraw(25.0)
    assert account.get_balance() == 100.0
    assert account.status == "blocked"


def test_equal_accounts() -> None:
    assert Account(1.5) == Account(1.5)
    assert Account(1.5) != Account(-1.5)
    assert repr(Account(1.5)) == "Account(balance=1.5, status='open')"
