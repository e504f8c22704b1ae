"""Calls of `deposit_each` whose callback may wait forever, each function in a Python of its own.

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

from accounts import Account, Bank

PATIENCE = 4.0
"""Seconds until a function gives up, and says which calls still wait: it needs less than one."""


def error_of(work: Callable[[], object]) -> str:
    try:
        work()
    except BaseException as error:  # noqa: BLE001 - a Rust panic is no Exception
        return f"{type(error).__name__}: {error}"
    return "no error"


def run_in_threads(*works: Callable[[], object]) -> list[str]:
    """Start all at once, and return what they raised, each message once."""
    start, raised = threading.Barrier(len(works)), set()

    def run(work: Callable[[], object]) -> None:
        start.wait()
        raised.add(error_of(work))

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(raised - {"no error"})


def balances() -> dict[str, Any]:
    account, seen = Account(-0.75, limit=5.0), []
    returned = account.deposit_each([0.5, 2.25, 1, 100.75], lambda *given: seen.append(given))
    account.deposit_each([], lambda *given: seen.append(given))
    again: list[float] = []
    account.deposit_each((0.25,) * 100, again.append)
    expected = [103.75 + 0.25 * (number + 1) for number in range(100)]
    return {
        "seen": seen,
        "returned": returned,
        "all seen": again == expected,
        "balance": account.get_balance(),
    }


def callback_that_raises() -> dict[str, Any]:
    account, seen = Account(100.0), []

    def stop_at_the_third(balance: float) -> None:
        seen.append(balance)
        if len(seen) == 3:
            raise KeyError(balance)

    error = error_of(lambda: account.deposit_each([0.25, 0.5, 1.5, 4.0], stop_at_the_third))
    no_callback = error_of(lambda: Account(1.0).deposit_each([0.25], None))
    return {
        "error": error,
        "seen": seen,
        "no callback": no_callback.partition(":")[0],
        "balance": account.get_balance(),
    }


def invalid_amounts() -> dict[str, Any]:
    found = {}
    for amount in (-0.25, 0.0, math.nan, math.inf):
        account, seen = Account(10.0), []
        error = error_of(lambda: account.deposit_each([0.25, 2.5, amount, 1.0], seen.append))  # noqa: B023
        call = f"account.deposit_each([0.25, 2.5, {amount}, 1.0], seen.append)"
        found[call] = {
            "error": error.partition(":")[0],
            "seen": seen,
            "balance": account.get_balance(),
        }
    return found


def callback_reads_the_account() -> dict[str, Any]:
    account, found = Account(50.0), {"reported": [], "balances": [], "reprs": [], "equal": []}

    def look(balance: float) -> None:
        found["reported"].append(balance)
        read = account.get_balance()
        found["balances"].append(read)
        found["reprs"].append(repr(account))
        found["equal"].append(account == account)  # noqa: PLR0124

    account.deposit_each([0.25, 1.5], look)
    return found


def callback_changes_the_account() -> dict[str, Any]:
    """It withdraws 1.0 after each deposit, and closes the account in the end."""
    account, seen = Account(20.0), []

    def withdraw(balance: float) -> None:
        seen.append(balance)
        account.withdraw(1.0)
        if len(seen) == 3:
            account.close()

    error = error_of(lambda: account.deposit_each([2.5, 4.25, 0.5, 8.0], withdraw))
    return {
        "seen": seen,
        "error": error.partition(":")[0],
        "balance": account.get_balance(),
        "status": account.status,
    }


def callback_uses_other_accounts() -> dict[str, Any]:
    """Half of each deposit goes to savings, and the total is read."""
    bank, totals = Bank(), []
    account, savings = bank.open(10.0), bank.open(-3.5, limit=5.0)

    def save(balance: float) -> None:
        account.transfer(savings, balance / 2)
        savings.deposit(0.25)
        bank.transfer(-1, 0, 1.5)
        totals.append(bank.total())

    account.deposit_each([2.0, 8.5], save)
    return {"balances": [account.get_balance(), savings.get_balance()], "totals": totals}


def callback_calls_again() -> dict[str, Any]:
    account, other, reported, seen = Account(1.0), Account(100.0), [], []

    def match(balance: float) -> None:
        reported.append(balance)
        if balance < 8.0:
            account.deposit_each([balance], match)
        other.deposit_each([0.5], seen.append)

    account.deposit_each([0.25, 0.75], match)
    balances = [account.get_balance(), other.get_balance()]
    return {"reported": reported, "other": seen, "balances": balances}


def callback_waits_for_a_thread() -> dict[str, Any]:
    """After each deposit, another thread deposits 100.0; the callback waits until it has."""
    account, seen = Account(0.5), []

    def wait_for_a_thread(balance: float) -> None:
        seen.append(balance)
        thread = threading.Thread(target=account.deposit, args=[100.0])
        thread.start()
        thread.join()

    account.deposit_each([0.25, 2.0], wait_for_a_thread)
    return {"seen": seen, "balance": account.get_balance()}


def four_threads_call_back() -> dict[str, Any]:
    """Each callback lets other threads run before it returns."""
    account, turns = Account(-2.25, limit=5.0), [0] * 4

    def work(number: int, amount: float) -> Callable[[], None]:
        def progress(_balance: float) -> None:
            turns[number] += 1
            time.sleep(0.0001)
            account.withdraw(amount)

        return lambda: account.deposit_each([amount] * 25, progress)

    errors = run_in_threads(*(work(n, amount) for n, amount in enumerate([0.25, 1.5, 2.75, 4.0])))
    return {"errors": errors, "turns": turns, "balance": account.get_balance()}


if __name__ == "__main__":
    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    print(json.dumps(globals()[sys.argv[1]]()))
