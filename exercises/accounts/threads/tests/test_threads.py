"""The tests of `accounts-threads`. Calls that may wait forever are in `share_an_account.py`."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

CALLS = Path(__file__).with_name("share_an_account.py")
STUCK = re.compile(rf'\(most recent call first\):\n  File ".*{CALLS.name}", line (\d+)')
stuck: list[str] = []


@cache
def in_a_child(function: str) -> Any:
    """Run a function of `share_an_account.py` in a process of its own, which gives up in time."""
    if stuck:
        pytest.skip(f"the calls of {stuck[0]} never return")
    path = os.pathsep.join(folder for folder in sys.path if folder)
    command, environment = [sys.executable, CALLS, function], {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return json.loads(done.stdout)
    lines = CALLS.read_text(encoding="utf-8").splitlines()
    calls = [
        lines[number - 1].strip() for number in sorted({*map(int, STUCK.findall(done.stderr))})
    ]
    if not calls:
        raise AssertionError(done.stderr.strip())
    stuck.append(function)
    raise AssertionError("These calls wait forever: " + " · ".join(calls))


def require_that_threads_share() -> None:
    """Without that, chance decides which of the other tests fail."""
    if in_a_child("four_threads_deposit") != {"errors": [], "missing": 0.0}:
        pytest.skip("first of all, four threads must share an account")


# One thread, as before.


def test_one_thread_uses_accounts_as_before() -> None:
    found = in_a_child("one_thread")
    balance_after = found["balance after"]
    assert balance_after["account.deposit(0.25)"] == 100.75
    assert balance_after["account.deposit_many([0.5, 2.75, 1])"] == 105.0
    assert balance_after["account.deposit_many([])"] == 105.0
    assert balance_after["account.withdraw(4.75)"] == 100.25
    assert found["balances after account.transfer(other, 50.25)"] == [50.0, 48.0]
    assert found["overdrawn"] == [True, False]
    assert found["repr"] == "Account(balance=48.0, status='open')"
    assert found["equal"] == [True, False, False]
    assert found["module"] == "accounts"
    assert found["no limit"] == "InsufficientFunds"
    assert found["limit by position"] == "TypeError"
    assert found["subclass"] == "TypeError"


def test_status_decides_as_before() -> None:
    found = in_a_child("status")
    assert found["status"] == ["open", "blocked", "closed"]
    assert found["withdrawal"] == "AccountBlocked"
    assert found["errors"] == ["AccountClosed"] * 4
    assert found["balances"] == [10.75, 1.0]


def test_an_amount_that_is_not_valid_changes_nothing() -> None:
    after = in_a_child("invalid_amount_in_the_middle")
    assert len(after) == 5
    for call, then in after.items():
        assert {call: then} == {call: "ValueError, balance as before"}


def test_an_account_meets_itself() -> None:
    found = in_a_child("an_account_and_itself")
    assert ["same" in message for message in found["said"]] == [True, True, True]
    assert found["equal"] is True
    assert found["balances"] == [100.0, 20.0]


# Several threads. Nothing here depends on how fast they are.


def test_threads_share_an_account() -> None:
    found = in_a_child("four_threads_deposit")
    assert found["errors"] == []
    assert found["missing"] == 0.0


def test_other_python_threads_run_meanwhile() -> None:
    ticks_during_the_call = in_a_child("ticks_during_a_call")
    assert ticks_during_the_call >= 1


def test_opposite_transfers_lose_nothing() -> None:
    require_that_threads_share()
    found = in_a_child("opposite_transfers")
    assert found["errors"] == []
    assert found["balances"] == [500.25, 600.0, 700.5]


def test_eight_threads_use_an_account() -> None:
    require_that_threads_share()
    found = in_a_child("eight_threads_use_an_account")
    assert found["errors"] == []
    assert found["missing"] == [0.0, 0.0]


def test_threads_never_withdraw_too_much() -> None:
    found = in_a_child("overdraft_by_two_threads")
    assert found == {"errors": [], "failed": 100, "balance": -25.0}


def test_threads_close_and_remove_accounts() -> None:
    found = in_a_child("closed_accounts")
    assert found["errors"] == []
    assert found["removed"] == 30
    assert found["left"] == [number + 0.25 for number in range(0, 40, 4)]
    assert found["closed"] is True
