"""A line below a running cell: what it waits for, and for how long; it changes in place."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

_PAUSE = 1.0
"""Seconds before the line is first seen, and between two looks: what is quicker needs no words."""


def _to_page(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


class StatusLine:
    """While entered, shows the last text that it was called with, and the seconds that pass."""

    def __init__(self, write: Callable[[str], None] = _to_page) -> None:
        self._write = write
        self._text = ""
        self._width = 0
        self._since = 0.0
        self._over = threading.Event()
        self._drawer = threading.Thread(target=self._draw_on, daemon=True)

    def __call__(self, text: str) -> None:
        """From now on this is what is waited for."""
        self._since = self._since or time.monotonic()
        self._text = text

    def __enter__(self) -> Self:
        self._drawer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._drawer.join()
        if self._width:
            end = "done" if kind is None else "stopped"
            self._draw(f"{self._text}: {end} after {self._seconds:.0f} s.")
            self._write("\n")

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._since

    def _draw_on(self) -> None:
        while not self._over.wait(_PAUSE):
            if self._text and self._seconds >= _PAUSE:
                self._draw(f"{self._text} · {self._seconds:.0f} s")

    def _draw(self, line: str) -> None:
        """Write over what the line said before."""
        self._write("\r" + line.ljust(self._width))
        self._width = len(line)
