"""The tests of `accounts-deadlock`. Calls that may wait forever are in `call_back.py`."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

CALLS = Path(__file__).with_name("call_back.py")
STACK = re.compile(r"\(most recent call first\):\n((?:  .*(?:\n|$))+)")
FRAME = re.compile(rf'File ".*{CALLS.name}", line (\d+) in (?!<module>|run)')
stuck: list[str] = []


@cache
def in_a_child(function: str) -> Any:
    """Run a function of `call_back.py` in a process of its own, which gives up in time."""
    if stuck:
        pytest.skip(f"the calls of {stuck[0]} never return")
    path = os.pathsep.join(folder for folder in sys.path if folder)
    command, environment = [sys.executable, CALLS, function], {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return json.loads(done.stdout)
    lines = CALLS.read_text(encoding="utf-8").splitlines()
    stacks = [FRAME.findall(frames) for frames in STACK.findall(done.stderr)]
    calls = [
        " → ".join(lines[int(number) - 1].strip() for number in reversed(stack))
        for stack in stacks
        if stack
    ]
    if not calls:
        raise AssertionError(done.stderr.strip())
    stuck.append(function)
    raise AssertionError("These calls wait forever: " + " · ".join(dict.fromkeys(calls)))


# One thread, and a callback that doesn't use the account.


def test_each_balance_is_reported() -> None:
    found = in_a_child("balances")
    assert found["seen"] == [[-0.25], [2.0], [3.0], [103.75]]
    assert found["all seen"] is True
    assert found["returned"] is None
    assert found["balance"] == 128.75


def test_an_exception_of_the_callback_arrives() -> None:
    found = in_a_child("callback_that_raises")
    assert found["error"] == "KeyError: 102.25"
    assert found["seen"] == [100.25, 100.75, 102.25]
    assert found["balance"] == 102.25
    assert found["no callback"] == "TypeError"


def test_an_amount_that_is_not_valid_ends_the_call() -> None:
    after = in_a_child("invalid_amounts")
    assert len(after) == 4
    expected = {"error": "ValueError", "seen": [10.25, 12.75], "balance": 12.75}
    for call, then in after.items():
        assert {call: then} == {call: expected}


# A callback that uses accounts.


def test_a_callback_may_read_the_account() -> None:
    found = in_a_child("callback_reads_the_account")
    assert found["balances"] == found["reported"] == [50.25, 51.75]
    assert found["reprs"][1] == "Account(balance=51.75, status='open')"
    assert found["equal"] == [True, True]


def test_a_callback_may_change_the_account() -> None:
    found = in_a_child("callback_changes_the_account")
    assert found["seen"] == [22.5, 25.75, 25.25]
    assert found["balance"] == 24.25
    assert found["error"] == "AccountClosed"
    assert found["status"] == "closed"


def test_a_callback_may_use_other_accounts() -> None:
    found = in_a_child("callback_uses_other_accounts")
    assert found["balances"] == [9.5, 8.0]
    assert found["totals"] == [8.75, 17.5]


def test_a_callback_may_deposit_each_again() -> None:
    found = in_a_child("callback_calls_again")
    assert found["reported"] == [1.25, 2.5, 5.0, 10.0, 10.75]
    assert found["other"] == [100.5, 101.0, 101.5, 102.0, 102.5]
    assert found["balances"] == [10.75, 102.5]


# More than one thread.


def test_a_callback_may_wait_for_a_thread() -> None:
    found = in_a_child("callback_waits_for_a_thread")
    assert found["seen"] == [0.75, 102.75]
    assert found["balance"] == 202.75


def test_four_threads_call_back() -> None:
    found = in_a_child("four_threads_call_back")
    assert found["errors"] == []
    assert found["turns"] == [25, 25, 25, 25]
    assert found["balance"] == -2.25
