"""A program in a terminal of its own, its screen, keys to press: for tests and measurements."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

COMMAND = """\
import sys
from pathlib import Path
from workshop import cli
from workshop.prefetch import runner
runner.start = lambda root: False  # nothing is downloaded or built ahead
sys.exit(cli.main(sys.argv[2:], Path(sys.argv[1])))
"""
"""The real command in another root than the clone's."""
_LOGIN = """\
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C and a hang-up arrive
os.execv(sys.argv[1], sys.argv[1:])
"""
_CLEAR = "\x1b[2J\x1b[H"
_ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def command(root: Path, *arguments: str) -> list[str]:
    """The words that start `workshop ARGUMENTS` in a root of one's own."""
    return [sys.executable, "-c", COMMAND, str(root), *arguments]


class Terminal:
    """A program that has a terminal of its own, until the block ends."""

    process: subprocess.Popen[bytes]
    its_end: int
    _own: int

    def __init__(self, words: list[str], environment: dict[str, str] | None = None) -> None:
        self.written = ""
        self._news = threading.Condition()
        if sys.platform == "win32":
            raise OSError("Windows has no such terminals.")
        self._own, self.its_end = os.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-S", "-c", _LOGIN, *words],
            stdin=self.its_end,
            stdout=self.its_end,
            stderr=self.its_end,
            env={**os.environ, "TERM": "xterm", **(environment or {})},
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.press("\x03")
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for end in (self._own, self.its_end):
            os.close(end)

    def _read(self) -> None:
        try:
            while data := os.read(self._own, 65536):
                with self._news:
                    self.written += data.decode("utf-8", "replace")
                    self._news.notify_all()
        except OSError:
            pass  # the program has ended

    @property
    def screen(self) -> str:
        """What is seen since the screen was cleared last, without colors."""
        return _ESCAPE.sub("", self.written.rpartition(_CLEAR)[2]).replace("\r\n", "\n")

    @property
    def screens(self) -> list[str]:
        """Everything that was ever seen, one piece for each time the screen was cleared."""
        return [_ESCAPE.sub("", screen) for screen in self.written.split(_CLEAR)]

    def press(self, keys: str) -> None:
        """Type, as a learner does."""
        os.write(self._own, keys.encode())

    def see(self, text: str, seconds: float = 120) -> str:
        """Wait until the screen shows the text; where it does not, the error says what it shows."""
        end = time.monotonic() + seconds
        while text not in (screen := self.screen):
            left = end - time.monotonic()
            ended = self.process.poll() is not None
            with self._news:
                news = self._news.wait(min(left, 0.2)) if left > 0 else False
            if not news and (ended or left <= 0):
                state = "ended" if ended else "still runs"
                raise AssertionError(f"{text!r} is not seen; the program {state}:\n{self.screen}")
        return screen

    def end(self, seconds: float = 10) -> int:
        """Wait for the program's end; its exit status."""
        return self.process.wait(seconds)
