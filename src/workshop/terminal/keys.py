"""Single keys from a terminal, without waiting for the Enter key."""

from __future__ import annotations

import os
import re
import sys
import threading
import time
from queue import Empty, Queue
from types import TracebackType
from typing import Any, Self


class Keys:
    """While entered, the terminal hands over each key at once; it is restored afterwards."""

    def __init__(self) -> None:
        self._queue: Queue[str] = Queue()
        self._mode: Any = None
        self._closed = False

    def __enter__(self) -> Self:
        if sys.platform != "win32":
            import termios

            self._mode = termios.tcgetattr(sys.stdin)
            self._at_once()
        threading.Thread(target=self._read, daemon=True).start()
        return self

    def _at_once(self, *_signal: object) -> None:
        if sys.platform == "win32":
            return

        import signal
        import tty

        tty.setcbreak(sys.stdin)
        # Ctrl-Z and `fg`: the shell has changed the mode meanwhile.
        signal.signal(signal.SIGCONT, self._at_once)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if sys.platform != "win32" and self._mode is not None:
            import signal
            import termios

            signal.signal(signal.SIGCONT, signal.SIG_DFL)
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._mode)

    @property
    def ended(self) -> bool:
        """Whether the input has ended and every key was taken."""
        return self._closed and self._queue.empty()

    def wake(self) -> None:
        """Let `get` return at once, without a key; may be called from any thread."""
        self._queue.put("")

    def get(self, seconds: float) -> str | None:
        """The next key, or None when none came within `seconds` or `wake` was called.

        Windows hands over Ctrl-C as a key, because it is read without waiting for Enter.
        """
        try:
            key = self._queue.get(timeout=seconds) or None
        except Empty:
            return None
        if key == _CTRL_C:
            raise KeyboardInterrupt
        return key

    def answer(self, seconds: float) -> bool:
        """Whether the next key is a yes."""
        end = time.monotonic() + seconds
        while not self.ended and (left := end - time.monotonic()) > 0:
            if key := self.get(left):
                return key in {"y", "Y"}
        return False

    def _read(self) -> None:
        while typed := _typed():
            for key in _SEQUENCE.sub("", typed):
                self._queue.put(key)
        self._closed = True
        self.wake()


_CTRL_C = "\x03"
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?|[\x00\xe0].", re.DOTALL)
"""What arrows and other keys without a letter send; on Windows two characters."""


def _typed() -> str:
    if os.name == "posix":
        try:
            return os.read(sys.stdin.fileno(), 1024).decode("ascii", "replace")
        except OSError:
            return ""
    import msvcrt

    key = str(msvcrt.getwch())  # type: ignore[attr-defined, unused-ignore]
    return key + str(msvcrt.getwch()) if key in "\x00\xe0" else key  # type: ignore[attr-defined, unused-ignore]
