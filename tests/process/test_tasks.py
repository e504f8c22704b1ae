"""Work in a thread can be cancelled and waited for; what it raises is not lost."""

from __future__ import annotations

import threading

import pytest

from workshop.process.sandbox import Cancelled
from workshop.process.tasks import Task


def test_the_result_is_there_when_it_wakes() -> None:
    woken = threading.Event()
    task = Task(lambda _cancelled: 42, woken.set)
    assert woken.wait(10)
    assert task.done
    assert task.result == 42


def test_an_error_is_raised_by_whoever_asks_for_the_result() -> None:
    def fail(_cancelled: threading.Event) -> int:
        raise KeyError("why")

    woken = threading.Event()
    task = Task(fail, woken.set)
    assert woken.wait(10)
    assert task.done
    with pytest.raises(KeyError, match="why"):
        _ = task.result


def test_what_is_cancelled_is_over_and_never_done() -> None:
    def work(cancelled: threading.Event) -> int:
        cancelled.wait(10)
        raise Cancelled

    task = Task(work, lambda: None)
    assert not task.over
    task.cancel()
    task.join(10)
    assert task.over
    assert not task.done


def test_a_result_that_comes_after_the_cancellation_does_not_count() -> None:
    go = threading.Event()
    task = Task(lambda _cancelled: go.wait(10), lambda: None)
    task.cancel()
    go.set()
    task.join(10)
    assert not task.done
