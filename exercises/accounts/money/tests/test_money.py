"""The tests of `accounts-money`. Python's `decimal` knows what is right."""

import random
import re
from decimal import Decimal

import pytest
from accounts import Account, InsufficientFunds, parse_cents, show_cents

LARGEST = 2**63 - 1
"""The most cents that an `i64` can hold."""

CENTS = [
    *range(-1234, 1234),
    *(number * 1_000_003 * (-1) ** number for number in range(500)),
    *(2**53 + number for number in range(50)),
    *(-(10**17) - number * 7 for number in range(50)),
]
"""Small amounts, all cents of them, and larger ones; from 2**53 on a float misses some integers."""

OTHER_TEXT = ["", "-", ".", ".5", "-.50", "1.2.3", "1.-5", "1.+5", "--5", "5-", "+5", " 5", "5.0 "]
OTHER_TEXT += ["1,50", "1e3", "0x1f", "1_000", "nan", "Infinity", "٣", "1.٣", "1.²5", "five"]


def exact(cents: int) -> Decimal:
    """Cents as an amount with two places, computed by Python."""
    return Decimal(cents).scaleb(-2)


def test_cents_of_an_amount() -> None:
    assert parse_cents("12.50") == 1250
    assert parse_cents("0.29") == 29
    assert parse_cents("0.05") == 5
    assert parse_cents("007.00") == 700
    assert parse_cents("12") == 1200
    assert parse_cents("0") == 0


def test_one_place_means_tenths() -> None:
    assert parse_cents("0.5") == 50
    assert parse_cents("12.0") == 1200
    assert parse_cents("-1.5") == -150


def test_minus_sign_is_kept() -> None:
    assert parse_cents("-12.05") == -1205
    assert parse_cents("-3") == -300
    assert parse_cents("-0.05") == -5


def test_every_amount_is_exact() -> None:
    for cents in CENTS:
        assert parse_cents(str(exact(cents))) == cents


@pytest.mark.parametrize("text", ["1.005", "0.001", "-2.999", "1.500", "1.", "-0."])
def test_other_than_one_or_two_places_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        parse_cents(text)


@pytest.mark.parametrize("text", OTHER_TEXT)
def test_other_text_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text) or r"."):
        parse_cents(text)


def test_amount_that_is_too_large_is_no_amount() -> None:
    assert parse_cents("92233720368547758.07") == LARGEST
    assert parse_cents("-92233720368547758.07") == -LARGEST
    # `-92233720368547758.08` would fit, but its digits without the sign don't: either is fine.
    for text in ["92233720368547758.08", "92233720368547759", "-1" + "0" * 18, "9" * 40]:
        with pytest.raises(ValueError, match=re.escape(text)):
            parse_cents(text)


def test_cents_are_shown_with_two_places() -> None:
    assert show_cents(1250) == "12.50"
    assert show_cents(1205) == "12.05"
    assert show_cents(5) == "0.05"
    assert show_cents(0) == "0.00"


def test_sign_is_shown() -> None:
    assert show_cents(-1250) == "-12.50"
    assert show_cents(-5) == "-0.05"


def test_every_amount_is_shown_exactly() -> None:
    for cents in [*CENTS, LARGEST, -LARGEST]:
        assert show_cents(cents) == str(exact(cents))
        assert parse_cents(show_cents(cents)) == cents


def test_thousand_deposits_add_up_exactly() -> None:
    account = Account(0)
    for _ in range(1000):
        account.deposit(Decimal("0.10"))
    assert str(account.get_balance()) == "100.00"


def test_account_takes_decimals_and_integers() -> None:
    account = Account(Decimal("-0.05"), limit=5)
    assert repr(account) == "Account(balance=Decimal('-0.05'), status='open')"
    account.deposit(3)
    account.deposit(Decimal("1E+2"))
    assert str(account.get_balance()) == "102.95"
    for amount in [0.1, True, "0.10", None]:
        with pytest.raises(TypeError, match="pass a Decimal"):
            account.deposit(amount)
    assert str(account.get_balance()) == "102.95"


@pytest.mark.parametrize("amount", ["0", "-0.05", "0.001", "nan", "-inf", "1e999999999", "1e-99"])
def test_account_rejects_other_amounts(amount: str) -> None:
    account = Account(5)
    for change in [account.deposit, account.withdraw]:
        with pytest.raises(ValueError, match=r"."):
            change(Decimal(amount))
    assert str(account.get_balance()) == "5.00"


def test_balance_never_overflows() -> None:
    account = Account(exact(LARGEST - 1))
    with pytest.raises(ValueError, match=r"."):
        account.deposit(Decimal("0.02"))
    assert account.get_balance() == exact(LARGEST - 1)
    account.deposit(Decimal("0.01"))
    assert account.get_balance() == exact(LARGEST)


def test_account_agrees_with_python_decimals() -> None:
    chance = random.Random(11)
    account, balance, limit = Account(Decimal("7.5"), limit=2), Decimal("7.50"), Decimal(2)
    for _ in range(2000):
        amount = exact(chance.randrange(1, 1500))
        if chance.random() < 0.5:
            account.deposit(amount)
            balance += amount
        elif balance - amount < -limit:
            with pytest.raises(InsufficientFunds, match=f"^only {balance + limit} available$"):
                account.withdraw(amount)
        else:
            account.withdraw(amount)
            balance -= amount
        assert str(account.get_balance()) == str(balance)
