"""The tests of `accounts-class`. The last one runs the script of the talk."""

import re

import pytest
from accounts import Account

SCRIPT = """
from accounts import Account

account1 = Account(100.0)
account2 = Account(100.0)

account1.deposit(50.0)

account2.withdraw(25.0)

print("balance of account 1:", account1.get_balance())
print("balance of account 2:", account2.get_balance())
"""


AMOUNTS = [number * 0.3 - 4.1 for number in range(30)]
"""Amounts of money with cents, below and above zero."""


def says_something(doc: str) -> bool:
    """Whether a doc comment has words of its own, however it is wrapped: no TODO, no dots."""
    return len(re.findall(r"[^\W\d_]{2,}", doc)) > 1 and not re.search(r"(?i)todo|fixme|tbd", doc)


def test_class_belongs_to_its_module() -> None:
    assert Account.__module__ == "accounts"


def test_calling_the_class_makes_an_account() -> None:
    assert isinstance(Account(100.0), Account)


def test_account_opens_with_a_balance() -> None:
    assert Account(100.0).get_balance() == 100.0
    for balance in AMOUNTS:
        assert Account(balance).get_balance() == balance


def test_deposit_adds() -> None:
    account = Account(100.0)
    account.deposit(50.0)
    account.deposit(0.5)
    assert account.get_balance() == 150.5
    account, balance = Account(-8.1), -8.1
    for amount in AMOUNTS:
        account.deposit(amount)
        balance += amount
        assert account.get_balance() == balance


def test_withdraw_subtracts() -> None:
    account = Account(100.0)
    account.withdraw(25.0)
    account.withdraw(0.5)
    assert account.get_balance() == 74.5
    account, balance = Account(3.7), 3.7
    for amount in reversed(AMOUNTS):
        account.withdraw(amount)
        balance -= amount
        assert account.get_balance() == balance


def test_withdraw_from_a_blocked_account_is_a_value_error() -> None:
    account = Account(100.0)
    account.block("card lost: call us")
    with pytest.raises(ValueError, match=r"^the account is blocked: card lost: call us$"):
        account.withdraw(25.5)
    assert account.get_balance() == 100.0
    account.deposit(0.5)
    assert account.get_balance() == 100.5


def test_withdraw_from_a_closed_account_is_a_value_error() -> None:
    account = Account(-3.25)
    account.close()
    with pytest.raises(ValueError, match=r"^the account is closed$"):
        account.withdraw(25.5)
    assert account.get_balance() == -3.25


def test_two_accounts_share_nothing() -> None:
    first, second = Account(1.0), Account(2.0)
    first.deposit(10.0)
    first.close()
    assert (first.get_balance(), second.get_balance()) == (11.0, 2.0)
    second.withdraw(0.5)
    assert (first.get_balance(), second.get_balance()) == (11.0, 1.5)


def test_overdrawn_is_a_property() -> None:
    account = Account(10.0)
    assert account.overdrawn is False
    account.withdraw(10.0)
    assert account.overdrawn is False
    account.withdraw(0.01)
    assert account.overdrawn is True
    account.deposit(0.02)
    assert account.overdrawn is False
    for balance in AMOUNTS:
        assert Account(balance).overdrawn is (balance < 0)


def test_status_is_a_property() -> None:
    account, other = Account(100.0), Account(100.0)
    assert account.status == "open"
    account.block("")
    assert account.status == "blocked"
    account.block("card stolen")
    assert account.status == "blocked"
    account.close()
    assert account.status == "closed"
    with pytest.raises(ValueError, match="closed"):
        account.block("card stolen")
    assert account.status == "closed"
    assert other.status == "open"


@pytest.mark.parametrize(("name", "value"), [("overdrawn", True), ("status", "open")])
def test_properties_can_not_be_set(name: str, value: object) -> None:
    with pytest.raises(AttributeError, match="not writable"):
        setattr(Account(10.0), name, value)


@pytest.mark.parametrize("method", ["deposit", "withdraw", "get_balance"])
def test_help_tells_what_each_method_does(method: str) -> None:
    doc = getattr(Account, method).__doc__ or ""
    assert says_something(doc), f"help(Account.{method}) shows {doc!r}"


def test_script_of_the_talk(capsys: pytest.CaptureFixture[str]) -> None:
    exec(SCRIPT, {})  # noqa: S102
    printed = capsys.readouterr().out.splitlines()
    assert printed == ["balance of account 1: 150.0", "balance of account 2: 75.0"]
