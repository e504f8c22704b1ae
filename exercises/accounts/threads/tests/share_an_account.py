"""Calls that may wait for each other, each function in a Python of its own.

What a function returns is printed as JSON. Every amount is a multiple of 0.25, so that sums of
floats are exact, in any order.
"""

import faulthandler
import json
import math
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from accounts import Account, AccountClosed, Bank, InsufficientFunds

ENOUGH = 0.01
"""Seconds of a call in which another thread gets its turn, if it can."""
PATIENCE = 6.0
"""Seconds until a function gives up, and says which calls still wait: it needs less than one."""


def run_in_threads(*works: Callable[[], object]) -> list[str]:
    """Start all at once, and return what they raised, each message once."""
    start, raised = threading.Barrier(len(works)), set()

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - a Rust panic is no Exception
            raised.add(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(raised)


def repeat(times: int, *works: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        for _round in range(times):
            for work in works:
                work()

    return run


def name_of_error(work: Callable[[], object]) -> str:
    try:
        work()
    except BaseException as error:  # noqa: BLE001 - a Rust panic is no Exception
        return type(error).__name__
    return "no error"


def amounts_of_a_long_call() -> list[float]:
    amounts, seconds = [0.25, 0.75, 1.5, 0.5] * 1000, 0.0
    while seconds < ENOUGH:
        amounts = amounts * 2
        seconds = time.thread_time()
        Account(0.0).deposit_many(amounts)
        seconds = time.thread_time() - seconds
    return amounts


def one_thread() -> dict[str, Any]:
    account, other = Account(100.5), Account(-2.25, limit=10.0)
    balance_after = {}
    for method, argument in [
        ("deposit", 0.25),
        ("deposit_many", [0.5, 2.75, 1]),
        ("deposit_many", []),
        ("withdraw", 4.75),
    ]:
        getattr(account, method)(argument)
        balance_after[f"account.{method}({argument})"] = account.get_balance()
    account.transfer(other, 50.25)
    return {
        "balance after": balance_after,
        "balances after account.transfer(other, 50.25)": [
            account.get_balance(),
            other.get_balance(),
        ],
        "overdrawn": [Account(-0.25, limit=1.0).overdrawn, account.overdrawn],
        "repr": repr(other),
        "equal": [account == Account(50.0), account == other, account == Account(50.0, limit=1.0)],
        "module": Account.__module__,
        "no limit": name_of_error(lambda: Account(1.0).withdraw(1.25)),
        "limit by position": name_of_error(lambda: Account(1.0, 2.0)),
        "subclass": name_of_error(lambda: type("Savings", (Account,), {})),
    }


def status() -> dict[str, Any]:
    account, other = Account(10.0), Account(1.0)
    names = [account.status]
    account.block("lost card")
    names.append(account.status)
    withdrawal = name_of_error(lambda: account.withdraw(1.0))
    account.deposit_many([0.5, 0.25])
    account.close()
    names.append(account.status)
    errors = [
        name_of_error(lambda: account.deposit(1.0)),
        name_of_error(lambda: account.deposit_many([1.0])),
        name_of_error(lambda: account.block("again")),
        name_of_error(lambda: other.transfer(account, 1.0)),
    ]
    balances = [account.get_balance(), other.get_balance()]
    return {"status": names, "withdrawal": withdrawal, "errors": errors, "balances": balances}


def invalid_amount_in_the_middle() -> dict[str, str]:
    found = {}
    for amount in (-1.0, 0.0, math.nan, math.inf, sys.float_info.max):
        account = Account(sys.float_info.max / 2)
        before = repr(account)
        error = name_of_error(lambda: account.deposit_many([0.25, 1e300, amount, 2.0]))  # noqa: B023
        then = "as before" if repr(account) == before else "changed"
        found[f"account.deposit_many([0.25, 1e300, {amount}, 2.0])"] = f"{error}, balance {then}"
    return found


def an_account_and_itself() -> dict[str, Any]:
    account, bank, said = Account(100.0), Bank(), []
    bank.open(20.0)
    for transfer in (
        lambda: account.transfer(account, 10.25),
        lambda: bank.transfer(0, -1, 10.25),
        lambda: bank[0].transfer(bank[0], 10.25),
    ):
        try:
            transfer()
        except ValueError as error:
            said.append(str(error))
    return {
        "said": said,
        "equal": account == account,  # noqa: PLR0124
        "balances": [account.get_balance(), bank.total()],
    }


def until(done: threading.Event, *works: Callable[[], object]) -> Callable[[], None]:
    """Repeat all until it is set, and ten times at least."""

    def run() -> None:
        rounds = 0
        while rounds < 10 or not done.is_set():
            for work in works:
                work()
            rounds += 1

    return run


def before(done: threading.Event, work: Callable[[], object]) -> Callable[[], None]:
    """Do it, and set `done` whatever happens."""

    def run() -> None:
        try:
            work()
        finally:
            done.set()

    return run


def four_threads_deposit() -> dict[str, Any]:
    """One thread deposits for a long time, and meanwhile three others a little, in five rounds."""
    account, amounts, expected = Account(-8.5, limit=10.0), amounts_of_a_long_call(), -8.5
    errors: list[str] = []
    for _round in range(5):
        done, little = threading.Event(), []

        def deposit_little() -> None:
            account.deposit_many([0.25, 0.5, 2.75])
            little.append(3.5)  # noqa: B023 - the threads end in this round

        deposit_much = before(done, lambda: account.deposit_many(amounts))
        errors = run_in_threads(deposit_much, *[until(done, deposit_little)] * 3)
        expected += sum(amounts) + sum(little)
        if errors or account.get_balance() != expected:
            break
    return {"errors": errors, "missing": expected - account.get_balance()}


def opposite_transfers() -> dict[str, Any]:
    """Transfers around two and three accounts, while deposits keep one of them locked."""
    bank, amounts, done = Bank(), amounts_of_a_long_call(), threading.Event()
    amounts = amounts[: len(amounts) // 4]
    one, two, three = (bank.open(balance) for balance in (500.25, 600.0, 700.5))

    def circle(amount: float, *accounts: Account) -> Callable[[], None]:
        around = zip(accounts, [*accounts[1:], accounts[0]], strict=True)
        return until(done, *[lambda a=a, b=b: a.transfer(b, amount) for a, b in around])

    errors = run_in_threads(
        before(done, repeat(10, lambda: two.deposit_many(amounts))),
        *(circle(amount, one, two) for amount in (0.25, 1.75)),
        *(circle(amount, two, one) for amount in (0.5, 2.25)),
        *(circle(amount, one, two, three) for amount in (1.0, 3.5)),
        *(circle(amount, three, two, one) for amount in (0.75, 4.0)),
    )
    two.withdraw(10 * sum(amounts))
    return {"errors": errors, "balances": [account.get_balance() for account in bank]}


def eight_threads_use_an_account() -> dict[str, Any]:
    """All but the two long deposits is undone by the thread that did it."""
    bank, amounts, done = Bank(), amounts_of_a_long_call(), threading.Event()
    shared, other = bank.open(1000.0), bank.open(1000.0)
    look = (shared.get_balance, lambda: repr(shared), lambda: shared.status, bank.total)

    errors = run_in_threads(
        before(done, repeat(2, lambda: shared.deposit_many(amounts))),
        until(done, lambda: shared.deposit_many([1.25, 1.5]), lambda: shared.withdraw(2.75)),
        until(done, lambda: shared.deposit(0.25), lambda: shared.withdraw(0.25)),
        until(done, lambda: shared.transfer(other, 0.75), lambda: other.transfer(shared, 0.75)),
        until(done, lambda: other.transfer(shared, 0.5), lambda: shared.transfer(other, 0.5)),
        until(done, lambda: bank.transfer(1, 0, 2.25), lambda: bank.transfer(0, 1, 2.25)),
        until(done, *look, lambda: shared == other),
        until(done, *look, lambda: other == shared),
    )
    missing = [1000.0 + 2 * sum(amounts) - shared.get_balance(), 1000.0 - other.get_balance()]
    return {"errors": errors, "missing": missing}


def overdraft_by_two_threads() -> dict[str, Any]:
    """Two threads withdraw the same money: as many withdrawals fail as must."""
    account, failed = Account(50.0, limit=25.0), []

    def withdraw() -> None:
        for _round in range(100):
            try:
                account.withdraw(0.75)
            except InsufficientFunds:
                failed.append(0.75)

    errors = run_in_threads(withdraw, withdraw)
    return {"errors": errors, "failed": len(failed), "balance": account.get_balance()}


def ticks_during_a_call() -> int:
    """How often another Python thread ticks while `deposit_many` runs, at least once if it can.

    No thread loses the interpreter to another here, unless it waits or detaches.
    """
    sys.setswitchinterval(60.0)
    account, amounts, ticks, done = Account(0.0), amounts_of_a_long_call(), [0], threading.Event()

    def tick() -> None:
        while not done.is_set():
            ticks[0] += 1
            time.sleep(0.0001)

    thread = threading.Thread(target=tick, daemon=True)
    thread.start()
    counted, seconds = 0, 0.0
    while counted == 0 and seconds < 0.4:
        time.sleep(0.001)
        seconds, before = time.thread_time(), ticks[0]
        account.deposit_many(amounts)
        counted, seconds = ticks[0] - before, time.thread_time() - seconds
        amounts = amounts * 2
    done.set()
    thread.join()
    return counted


def closed_accounts() -> dict[str, Any]:
    """Two threads remove what a third one closes."""
    bank, removed = Bank(), [0]
    accounts = [bank.open(balance + 0.25) for balance in range(40)]
    close = [account for number, account in enumerate(accounts) if number % 4]

    def remove() -> None:
        for _round in range(100):
            removed[0] += bank.remove_closed()

    errors = run_in_threads(remove, remove, lambda: [account.close() for account in close])
    remove()
    left = [account.get_balance() for account in bank]
    error = name_of_error(lambda: close[0].withdraw(0.25)) == AccountClosed.__name__
    return {"errors": errors, "removed": removed[0], "left": left, "closed": error}


if __name__ == "__main__":
    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    sys.setswitchinterval(0.0002)  # seconds until the next thread gets its turn
    print(json.dumps(globals()[sys.argv[1]]()))
