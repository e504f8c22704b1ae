"""How a command ends when somebody else ends it: in order, so that nothing of it stays behind."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ENDS = ("SIGHUP", "SIGTERM")
"""A closed terminal, and a plain `kill`; Windows knows the second one alone."""


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Let a closed terminal or a `kill` end this like an exit: what was started is ended too."""

    def leave(number: int, _frame: FrameType | None) -> None:
        for name in before:
            signal.signal(getattr(signal, name), signal.SIG_IGN)  # one is enough
        sys.exit(128 + number)

    names = [name for name in _ENDS if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), leave) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
