"""Where a session loses its files at its end, a reminder of that below a cell, now and then."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

BINDER = "BINDER_REPO_URL"
"""A variable that Binder sets in every session."""
REMINDER = (
    "This session is temporary. Binder ends it after 10 minutes without activity, or after "
    "6 hours, and everything in it is lost. `workshop save` makes a small file to download."
)
_PAUSE = 30 * 60.0
"""Seconds between two reminders."""


def is_temporary(environment: Mapping[str, str]) -> bool:
    """Whether this session's files are lost when it ends."""
    return bool(environment.get(BINDER))


class Reminder:
    """Shows the reminder after the first cell that runs, and again when it was long ago."""

    def __init__(
        self, tell: Callable[[str], object], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._tell = tell
        self._now = now
        self._last: float | None = None

    def __call__(self, *_: object) -> None:
        """A cell has run."""
        if self._last is None or self._now() - self._last >= _PAUSE:
            self._last = self._now()
            self._tell(REMINDER)
