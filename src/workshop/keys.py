"""Single keys from a terminal, without waiting for the Enter key."""

from __future__ import annotations

import os
import sys
import threading
from queue import Empty, Queue
from types import TracebackType
from typing import Any, Self


class Keys:
    """While entered, the terminal hands over each key at once; it is restored afterwards."""

    def __init__(self) -> None:
        self.ended = False
        self._queue: Queue[str] = Queue()
        self._mode: Any = None

    def __enter__(self) -> Self:
        if os.name == "posix":
            import termios
            import tty

            self._mode = termios.tcgetattr(sys.stdin)
            tty.setcbreak(sys.stdin)
        threading.Thread(target=self._read, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._mode is not None:
            import termios

            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._mode)

    def get(self, seconds: float) -> str | None:
        """The next key, or None when none came within `seconds`."""
        try:
            return self._queue.get(timeout=seconds)
        except Empty:
            return None

    def _read(self) -> None:
        while key := _one_key():
            self._queue.put(key)
        self.ended = True


def _one_key() -> str:
    if os.name == "posix":
        try:
            return os.read(sys.stdin.fileno(), 1).decode("ascii", "replace")
        except OSError:
            return ""
    import msvcrt

    return str(msvcrt.getwch())  # type: ignore[attr-defined, unused-ignore]
