"""How far a benchmark is: one line that is written over, or a line for each step."""

from __future__ import annotations

import shutil
import sys
from typing import TextIO

from workshop.base.console import understands_codes

_WIDTH = 20


class Progress:
    """A bar in a terminal; elsewhere, such as in a file, each measurement has a line."""

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._total, self._done, self._drawn = total, 0, False
        self._in_place = self._stream.isatty() and understands_codes()

    def expect(self, total: int) -> None:
        """Say how many measurements there are, where that was not known before."""
        self._total = total

    def doing(self, text: str) -> None:
        """Say what it is doing now, where the next word can take its place."""
        if self._in_place:
            self._draw(text)

    def note(self, text: str) -> None:
        """Say what it is doing or has found, also where each word stays."""
        if self._in_place:
            self._draw(text)
        else:
            self._write(f"{text}\n")

    def add(self, count: int = 1) -> None:
        """So many measurements more are done, or need not be made."""
        self._done += count

    def end(self) -> None:
        """Remove the bar."""
        if self._drawn:
            self._write("\r\x1b[K")
        self._drawn = False

    def _draw(self, text: str) -> None:
        room = max(shutil.get_terminal_size().columns - 1, 0)
        bar = "█" * round(_WIDTH * min(self._done / (self._total or 1), 1.0))
        self._write(f"\r\x1b[K{f'[{bar:░<{_WIDTH}}] {text}'[:room]}")
        self._drawn = True

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
