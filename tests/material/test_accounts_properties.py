"""The finished accounts against a model of the bank in Python, by random operations.

Hypothesis draws them, always the same ones. Amounts are multiples of 0.25, so that sums of floats
are exact, in any order. How many operations there were is printed at the end: `-s` shows it.
"""

from __future__ import annotations

import math
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import bank_model
from replica import solution_module

STAGE = "accounts-deadlock"
"""Nothing is added to the classes after it."""
ONE_THREAD = 50
"""Operations of a case."""
THREADS, EACH = 8, 40
"""Threads of a case, and operations of each."""
LONG = 1500
"""How often a long deposit repeats its amounts, so that others run while it computes."""
tried: Counter[str] = Counter()


class Operation(NamedTuple):
    """What to do, with which accounts, by their indices, and with which amounts."""

    name: str
    i: int
    j: int
    amounts: tuple[float, ...]

    @property
    def amount(self) -> float:
        return self.amounts[0]


# What is drawn.

CALLS = (
    *("open", "deposit", "withdraw", "deposit_many", "deposit_each", "block", "close"),
    *("account transfer", "transfer", "get", "equal", "remove_closed"),
    *("callback withdraws", "callback transfers", "callback raises"),
    *("open", "deposit", "withdraw", "transfer"),  # more often
)
ODD = {0: 0.0, -1: -0.25, -2: math.nan, -3: math.inf, -4: -math.inf}
amounts = st.integers(-4, 800).map(lambda n: ODD.get(n, n / 4))
indices = st.integers(-4, 5)
operations = st.builds(
    Operation,
    st.sampled_from(CALLS),
    indices,
    indices,
    st.tuples(amounts, amounts, amounts),
)
at_once = st.builds(
    Operation,
    st.sampled_from(["deposit", "withdraw", "long deposit", "deposit_each", "transfer"]),
    st.integers(0, 3),
    st.integers(0, 3),
    st.tuples(amounts, amounts, amounts),
)
transfers = st.builds(
    Operation,
    st.sampled_from(["transfer", "account transfer"]),
    st.integers(-3, 3),
    st.integers(-3, 3),
    st.tuples(amounts),
)


def in_threads(operation: st.SearchStrategy[Operation]) -> st.SearchStrategy[Any]:
    """A list for each thread."""
    each = st.lists(operation, min_size=EACH, max_size=EACH)
    return st.lists(each, min_size=THREADS, max_size=THREADS)


# What the operations do, with the module or with its model.


def outcome(work: Callable[[], Any]) -> Any:
    """What was returned, or the name of the exception and what a blocked account says."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - which ones is what is compared
        name = type(error).__name__
        return name, str(error) if name == "AccountBlocked" else ""


def apply(bank: Any, operation: Operation) -> Any:
    """Do it, and return what a caller sees; callbacks note what they get."""
    name, i, j, given_amounts = operation
    amount, seen = operation.amount, list[float]()

    def withdraw(balance: float) -> None:
        seen.append(balance)
        bank[i].withdraw(amount / 2)

    def transfer(balance: float) -> None:
        seen.append(balance)
        bank.transfer(i, j, 0.5)

    def stop(balance: float) -> None:
        seen.append(balance)
        if len(seen) == 2:
            raise KeyError(balance)

    callbacks: dict[str, Callable[[float], None]] = {
        "deposit_each": seen.append,
        "callback withdraws": withdraw,
        "callback transfers": transfer,
        "callback raises": stop,
    }
    works: dict[str, Callable[[], Any]] = {
        "open": lambda: look(bank.open(given_amounts[0], limit=given_amounts[1])),
        "deposit": lambda: bank[i].deposit(amount),
        "withdraw": lambda: bank[i].withdraw(amount),
        "deposit_many": lambda: bank[i].deposit_many(list(given_amounts)),
        "long deposit": lambda: bank[i].deposit_many(given_amounts * LONG),
        "block": lambda: bank[i].block(f"reason {j}"),
        "close": lambda: bank[i].close(),  # noqa: PLW0108 - `bank[i]` may raise
        "account transfer": lambda: bank[i].transfer(bank[j], amount),
        "transfer": lambda: bank.transfer(i, j, amount),
        "get": lambda: look(bank[i]),
        "equal": lambda: (bank[i] == bank[j], bank[i] is bank[j]),
        "remove_closed": bank.remove_closed,
    }
    if name in callbacks:
        works[name] = lambda: bank[i].deposit_each(given_amounts, callbacks[name])
    return outcome(works[name]), seen


def look(account: Any) -> Any:
    """All that Python sees of an account."""
    return account.get_balance(), account.overdrawn, account.status, repr(account)


def look_at_all(bank: Any) -> Any:
    """All accounts in their order, and what the bank says of them."""
    return len(bank), bank.total(), [look(account) for account in bank]


def run_at_once(*works: Callable[[], None]) -> None:
    """Run each in a thread of its own; an exception of one fails the test."""
    raised: list[BaseException] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        start.wait()
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - it is raised below
            raised.append(error)

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not raised, raised


@pytest.fixture(autouse=True, scope="module")
def count() -> Iterator[None]:
    yield
    sys.stderr.write(f"\n{tried.total()} operations of accounts: {dict(tried)}\n")


@pytest.fixture
def often() -> Iterator[None]:
    """Threads lose the interpreter to each other all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def for_all(cases: int, strategy: st.SearchStrategy[Any], holds: Callable[[Any], None]) -> None:
    """Draw the same cases in each run, and check each."""

    @settings(
        max_examples=cases,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # to shrink so many operations takes minutes
    )
    @given(strategy)
    def drawn(case: Any) -> None:
        holds(case)

    drawn()


def tiers(usual: int) -> pytest.MarkDecorator:
    cases = [usual, pytest.param(20 * usual, marks=pytest.mark.more)]
    return pytest.mark.parametrize("cases", cases)


@pytest.mark.cargo
@tiers(200)
def test_one_thread_sees_what_the_model_says(cases: int) -> None:
    accounts = solution_module(STAGE)

    def holds(case: list[Operation]) -> None:
        real, model = accounts.Bank(), bank_model.Bank()
        for bank in (real, model):
            for balance in (100.25, -7.5, 0.0):
                bank.open(balance, limit=20.0)
        for operation in case:
            tried["of one thread"] += 1
            assert apply(real, operation) == apply(model, operation), operation
            assert look_at_all(real) == look_at_all(model), operation

    for_all(cases, st.lists(operations, min_size=ONE_THREAD, max_size=ONE_THREAD), holds)


@pytest.mark.cargo
@pytest.mark.usefixtures("often")
@tiers(24)
def test_eight_threads_lose_nothing(cases: int) -> None:
    accounts = solution_module(STAGE)

    def holds(case: list[list[Operation]]) -> None:
        tried["of eight threads"] += THREADS * EACH
        bank = accounts.Bank()
        opened = [100.25, 0.0, -50.5, 2000.75]
        for balance in opened:
            bank.open(balance, limit=75.0)
        changes = [[0.0] * len(opened) for _ in case]
        run_at_once(*(worker(bank, *both) for both in zip(case, changes, strict=True)))
        expected = [sum(column) for column in zip(opened, *changes, strict=True)]
        assert [account.get_balance() for account in bank] == expected
        assert bank.total() == sum(expected)

    for_all(cases, in_threads(at_once), holds)


def worker(bank: Any, todo: list[Operation], changes: list[float]) -> Callable[[], None]:
    """Do it all, and note by how much each account must have changed: of what has succeeded."""

    def work() -> None:
        for operation in todo:
            result, seen = apply(bank, operation)
            name, i, j, given_amounts = operation
            if name == "deposit_each":
                changes[i] += sum(given_amounts[: len(seen)])
            elif result is None:
                moved = LONG * sum(given_amounts) if name == "long deposit" else operation.amount
                changes[i] += moved if "deposit" in name else -moved
                changes[j] += moved if name == "transfer" else 0.0
            else:
                assert result[0] in {"ValueError", "InsufficientFunds"}

    return work


@pytest.mark.cargo
@pytest.mark.usefixtures("often")
@tiers(8)
def test_transfers_alone_leave_the_total(cases: int) -> None:
    accounts = solution_module(STAGE)

    def holds(case: list[list[Operation]]) -> None:
        tried["transfers of eight threads"] += THREADS * EACH
        bank = accounts.Bank()
        for balance in (500.5, 250.25, 1000.0):
            bank.open(balance)

        def work(todo: list[Operation]) -> None:
            for operation in todo:
                result, _seen = apply(bank, operation)
                assert result is None or result[0] in {
                    "ValueError",
                    "InsufficientFunds",
                    "IndexError",
                }

        run_at_once(*(lambda todo=todo: work(todo) for todo in case))
        assert bank.total() == 1750.75
        assert all(account.get_balance() >= 0.0 for account in bank)

    for_all(cases, in_threads(transfers), holds)
