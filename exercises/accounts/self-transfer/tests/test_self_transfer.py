"""The tests of `accounts-self-transfer`."""

import math
import random
from collections.abc import Callable

import pytest
from accounts import Account, AccountClosed, Bank, InsufficientFunds

SOME_WORDS = r"\w \w"


class CallsBack:
    """An amount that calls a function when Rust asks for its value, in the middle of a method."""

    def __init__(self, function: Callable[[], object]) -> None:
        self.function = function

    def __float__(self) -> float:
        self.function()
        return 1.0


def balances(bank: Bank) -> list[float]:
    return [account.get_balance() for account in bank]


# The same account twice.


def test_same_account_is_a_value_error() -> None:
    account = Account(100.5)
    with pytest.raises(ValueError, match=SOME_WORDS):
        account.transfer(account, 10.0)
    assert account.get_balance() == 100.5


@pytest.mark.parametrize(("i", "j"), [(0, 0), (1, 1), (0, -2), (-1, 1), (-2, -2)])
def test_same_account_of_a_bank_is_a_value_error(i: int, j: int) -> None:
    bank = Bank()
    bank.open(20.25)
    bank.open(-1.5, limit=50.0)
    with pytest.raises(ValueError, match=SOME_WORDS):
        bank.transfer(i, j, 0.25)
    assert balances(bank) == [20.25, -1.5]


def test_same_account_under_two_names_is_a_value_error() -> None:
    bank = Bank()
    account, other_name = bank.open(20.25), bank[0]
    with pytest.raises(ValueError, match=SOME_WORDS):
        account.transfer(other_name, 0.25)
    assert balances(bank) == [20.25]


def test_message_says_nothing_about_borrows() -> None:
    account = Account(100.5)
    with pytest.raises(ValueError, match=SOME_WORDS) as raised:
        account.transfer(account, 10.0)
    message = str(raised.value).lower()
    assert "borrow" not in message


def test_same_account_is_a_value_error_whatever_its_status() -> None:
    empty, blocked, closed = Account(0.0), Account(5.5), Account(7.25)
    blocked.block("lost card")
    closed.close()
    for account in (empty, blocked, closed):
        with pytest.raises(ValueError, match=SOME_WORDS):
            account.transfer(account, 2.5)
    assert (empty.get_balance(), empty.status) == (0.0, "open")
    assert (blocked.get_balance(), blocked.status) == (5.5, "blocked")
    assert (closed.get_balance(), closed.status) == (7.25, "closed")


def test_account_can_be_used_after_the_error() -> None:
    account, other = Account(100.5), Account(-8.25, limit=10.0)
    with pytest.raises(ValueError, match=SOME_WORDS):
        account.transfer(account, 10.0)
    account.deposit(1.0)
    account.withdraw(0.25)
    account.transfer(other, 0.5)
    assert repr(account) == "Account(balance=100.75, status='open')"
    assert (other.get_balance(), other.overdrawn, account.overdrawn) == (-7.75, True, False)
    assert Account.__module__ == "accounts"


# Two accounts.


@pytest.mark.parametrize("balance", [10.5, 0.0, -2.25])
def test_equal_accounts_are_two_accounts(balance: float) -> None:
    payer, payee = Account(balance, limit=20.0), Account(balance, limit=20.0)
    assert payer == payee
    payer.transfer(payee, 0.75)
    assert (payer.get_balance(), payee.get_balance()) == (balance - 0.75, balance + 0.75)


def test_accounts_with_the_same_balance_are_two_accounts() -> None:
    payer, payee = Account(10.5), Account(10.5, limit=3.0)
    payer.transfer(payee, 0.75)
    assert (payer.get_balance(), payee.get_balance()) == (9.75, 11.25)


def test_many_transfers() -> None:
    rng = random.Random(2)
    bank, model = Bank(), [rng.randrange(-4, 5) / 4 for _ in range(5)]
    for balance in model:
        bank.open(balance, limit=1e6)
    for _ in range(300):
        i, j = rng.sample(range(5), 2)
        amount = rng.randrange(1, 5) / 4
        bank.transfer(i, j, amount)
        model[i] -= amount
        model[j] += amount
    assert balances(bank) == model


def test_failed_transfer_changes_nothing() -> None:
    payer, payee, closed = Account(10.5), Account(-2.25, limit=5.0), Account(1.0)
    closed.close()
    with pytest.raises(InsufficientFunds):
        payer.transfer(payee, 10.75)
    with pytest.raises(AccountClosed):
        payer.transfer(closed, 0.5)
    for amount in (0.0, -1.0, math.nan, math.inf):
        with pytest.raises(ValueError, match="amount"):
            payer.transfer(payee, amount)
    assert (payer.get_balance(), payee.get_balance()) == (10.5, -2.25)


# Another borrow of an account is not the same account twice.


def test_account_in_use_is_still_a_runtime_error() -> None:
    in_use, other = Account(10.5), Account(20.25)
    with pytest.raises(RuntimeError, match="borrowed"):
        in_use.deposit(CallsBack(lambda: in_use.transfer(other, 0.5)))
    with pytest.raises(RuntimeError, match="borrowed"):
        in_use.deposit(CallsBack(lambda: other.transfer(in_use, 0.5)))
    assert (in_use.get_balance(), other.get_balance()) == (10.5, 20.25)
