"""End a command at a signal as at an exit, so that nothing that it started stays behind."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = ("SIGHUP", "SIGTERM", "SIGBREAK")
"""A closed terminal, a plain `kill`, and Ctrl-Break, which Windows alone knows."""


@contextmanager
def exit_on_signals() -> Iterator[None]:
    """Let a closed terminal or a `kill` raise SystemExit, so that every `finally` is run."""

    def leave(number: int, _frame: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)  # one is enough
        sys.exit(128 + number)

    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {each: signal.signal(each, leave) for each in numbers}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def exit_delayed() -> Iterator[None]:
    """Let what ends the command wait until the block is done, so that it can't come in between.

    Without this a program could be started, and nobody know yet that it is to be ended.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals come to the main thread
        return
    come: list[tuple[int, FrameType | None]] = []
    names = ("SIGINT", *_SIGNALS)
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {each: signal.signal(each, lambda *what: come.append(what)) for each in numbers}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        for number, _frame in come[:1]:
            signal.raise_signal(number)
