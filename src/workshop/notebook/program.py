"""Run a compiled cell: its output as it comes, its end in one sentence, the kernel unharmed."""

from __future__ import annotations

import re
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TextIO

from workshop.process.sandbox import Child, running
from workshop.rust.toolchain import build_environment

SHOWN = 100_000
"""Characters of output after which a program is ended: a page can't hold more."""
PANIC_STATUS = 101
_THREAD_NUMBER = re.compile(r"^(thread '[^']*') \(\d+\) (?=panicked|has overflowed)")
_BACKTRACE_NOTE = "note: run with `RUST_BACKTRACE=1`"


@dataclass(frozen=True)
class ProgramExit:
    """How a program ended: `problem` is one sentence, or None when all went well."""

    status: int | None
    problem: str | None

    @property
    def panicked(self) -> bool:
        """Whether it ended by a panic of its main thread."""
        return self.status == PANIC_STATUS


class _Screen:
    """Collects lines from the two reading threads; the main thread prints them."""

    def __init__(self, output: TextIO, errors: TextIO) -> None:
        self._streams = {"output": output, "errors": errors}
        self._lines: SimpleQueue[tuple[str, str]] = SimpleQueue()
        self._length = 0

    @property
    def full(self) -> bool:
        return self._length > SHOWN

    def add(self, stream: str, line: str) -> None:
        if self.full:  # reading on would keep this process from ending the program
            raise BrokenPipeError
        self._length += len(line)
        self._lines.put((stream, line[:SHOWN]))

    def show(self) -> None:
        try:
            while True:
                stream, line = self._lines.get_nowait()
                if not line.startswith(_BACKTRACE_NOTE):
                    self._streams[stream].write(_THREAD_NUMBER.sub(r"\1 ", line))
        except Empty:
            for output in self._streams.values():
                output.flush()


def run(
    program: Path, *, folder: Path, seconds: float, output: TextIO, errors: TextIO
) -> ProgramExit:
    """Run the program in `folder` for at most `seconds`; nothing of it survives."""
    screen, end = _Screen(output, errors), time.monotonic() + seconds

    def seconds_left() -> float:
        screen.show()
        return 0.0 if screen.full else end - time.monotonic()

    def start() -> Child:
        return Child(
            [program],
            folder=folder,
            environment={**build_environment(), "RUST_BACKTRACE": "0"},
            on_output=lambda line: screen.add("output", line),
            on_error=lambda line: screen.add("errors", line),
            limit_memory=True,
        )

    try:
        with running(start) as child:
            if child.process.stdin is not None:
                child.process.stdin.close()
            ended = child.wait(seconds_left)
    finally:
        screen.show()
    return ProgramExit(
        ended.status, _problem(ended.status, seconds, full=screen.full, errors=ended.errors)
    )


def _problem(status: int | None, seconds: float, *, full: bool, errors: str) -> str | None:
    if full:
        return f"The program was stopped: it wrote more than {SHOWN:,} characters."
    if status is None:
        return f"The program was stopped after {seconds:g} s: is there an endless loop?"
    if "has overflowed its stack" in errors:
        return "The program overflowed its stack: is there an endless recursion?"
    if status == PANIC_STATUS:
        return "A panic ended the program; its message says where."
    if status < 0:
        return f"The program crashed ({_signal(-status)})."
    return f"The program ended with status {status}." if status else None


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
