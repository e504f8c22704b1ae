"""Run a program that may loop without end, crash, flood or leave children behind, and end it."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from workshop.process.excerpt import Excerpt
from workshop.process.leftovers import Leftovers
from workshop.process.process_tree import ProcessTree
from workshop.process.termination import exit_delayed

if TYPE_CHECKING:
    import psutil

OUTPUT_LIMIT = 200_000
"""Bytes kept of each stream: the first half and the last half."""
LINE_LIMIT = 8_000_000
"""Characters read at once; the compiler's longest messages are shorter."""
MEMORY_LIMIT = 2 * 1024**3
"""Bytes that a learner's program may use: of address space (Linux), or allocated (Windows)."""
POLLS_MEMORY = sys.platform == "darwin"
"""Where the system has no limit to set, a program's memory is read now and then."""
_FAMILY_PAUSE = 1.0
"""Seconds between two looks for a program's children there: each lists all processes."""
_TOO_LARGE = -9
_GRACE = 0.05
"""Seconds to see that a program has ended: after Ctrl-Z and `fg` its time is up at once."""


class Cancelled(Exception):
    """The check was stopped because a newer one takes its place."""


@dataclass(frozen=True)
class Exit:
    """How a program ended. `status` is negative for a signal, None when its time was up."""

    status: int | None
    output: str
    errors: str
    seconds: float


class Child:
    """A program in a process group of its own, whose two streams are read as they come."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        folder: Path,
        environment: Mapping[str, str],
        on_output: Callable[[str], None] | None = None,
        on_error: Callable[[str], None] | None = None,
        limit_memory: bool = False,
        limit_cpu: float | None = None,
        keep_stdin: bool = False,
        leftovers: Leftovers | None = None,
    ) -> None:
        """Start `command` in `folder`; only `keep_stdin` lets it read what `send` writes.

        `on_output` and `on_error` get each line; an OSError of theirs ends the reading.
        `limit_cpu` (seconds, all threads together) ends the program even if this process is
        killed and can't do it. With `leftovers` the caller ends what is left of several programs.
        """
        self._is_ended = False
        self._leftovers, self._is_last = leftovers or Leftovers(), leftovers is None
        words = [str(word) for word in command]
        if limit_memory and not keep_stdin and sys.platform == "linux" and not POLLS_MEMORY:
            # The limit holds from the program's first instruction on.
            words = ["/bin/sh", "-c", f'ulimit -v {MEMORY_LIMIT >> 10}; exec "$0" "$@"', *words]
        memory = MEMORY_LIMIT if limit_memory else None
        self._tree = ProcessTree(
            words, folder, environment, self._leftovers, keep_stdin=keep_stdin, memory=memory
        )
        self.process = self._tree.process
        self._family = _Family(self.process.pid) if limit_memory and POLLS_MEMORY else None
        _limit(self.process.pid, memory=limit_memory, cpu=limit_cpu)
        self._streams = [
            _Stream(self.process.stdout, on_output),
            _Stream(self.process.stderr, on_error),
        ]
        self._ended = threading.Event()
        threading.Thread(target=self._await, daemon=True).start()

    def _await(self) -> None:
        self.process.wait()
        self._ended.set()

    def send(self, line: str) -> None:
        """Write one line to the program; one that has already ended is no error."""
        with contextlib.suppress(BrokenPipeError, OSError):
            assert self.process.stdin is not None  # noqa: S101
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()

    def wait(
        self,
        seconds_left: Callable[[], float],
        cancel: threading.Event | None = None,
    ) -> Exit:
        """Wait until the program ends or `seconds_left()` is 0; nothing of it survives."""
        started = time.monotonic()
        try:
            status = self._poll(seconds_left, cancel)
        finally:
            self.end()
        output, errors = (stream.text() for stream in self._streams)
        if status == _TOO_LARGE:
            errors += f"\nmemory allocation of more than {MEMORY_LIMIT} bytes was stopped"
        return Exit(status, output, errors, time.monotonic() - started)

    def _poll(
        self, seconds_left: Callable[[], float], cancel: threading.Event | None
    ) -> int | None:
        while (left := seconds_left()) > 0:
            if cancel is not None and cancel.is_set():
                raise Cancelled
            if self._ended.wait(min(0.05, left)):
                break
            if self._family is not None and self._family.memory() > MEMORY_LIMIT:
                return _TOO_LARGE
        self._ended.wait(_GRACE)
        return self.process.returncode

    def end(self) -> None:
        """Kill the program, its group, and whatever it left behind; once."""
        if self._is_ended:
            return
        self._tree.end()
        if self._is_last or any(stream.is_held() for stream in self._streams):
            self._leftovers.end()
        if self.process.stdin is not None:
            with contextlib.suppress(OSError):
                self.process.stdin.close()
        self._is_ended = True


@contextmanager
def running(start: Callable[[], Child]) -> Iterator[Child]:
    """A program that ends with the block, also if a Ctrl-C comes while it is being started."""
    child: Child | None = None
    try:
        with exit_delayed():
            child = start()
        yield child
    finally:
        if child is not None:
            child.end()


class _Stream:
    """Reads a pipe in a thread, calls `on_line` with each line, keeps the head and the tail."""

    def __init__(self, pipe: IO[str] | None, on_line: Callable[[str], None] | None) -> None:
        self._pipe, self._on_line = pipe, on_line
        self._kept = Excerpt(OUTPUT_LIMIT)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._pipe is not None  # noqa: S101
        with contextlib.suppress(ValueError, OSError), self._pipe as pipe:
            while line := pipe.readline(LINE_LIMIT):
                if self._on_line is not None:
                    self._on_line(line)
                self._kept.add(line)

    def is_held(self) -> bool:
        """Whether something still writes into the pipe of a program that has ended."""
        self._thread.join(timeout=_GRACE)
        return self._thread.is_alive()

    def text(self) -> str:
        self._thread.join(timeout=1)
        return self._kept.text


def _limit(pid: int, *, memory: bool, cpu: float | None) -> None:
    if sys.platform != "linux":
        return
    import resource

    with contextlib.suppress(ProcessLookupError):
        if memory:
            resource.prlimit(pid, resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
            resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))
        if cpu is not None:
            resource.prlimit(pid, resource.RLIMIT_CPU, (int(cpu) + 1, int(cpu) + 1))


class _Family:
    """A program and its children, whose memory is read."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._members: list[psutil.Process] = []
        self._next_look = 0.0

    def memory(self) -> int:
        """Bytes that they hold at this moment."""
        import psutil

        if time.monotonic() >= self._next_look:
            with contextlib.suppress(psutil.Error):
                program = psutil.Process(self._pid)
                self._members = [program, *program.children(recursive=True)]
            self._next_look = time.monotonic() + _FAMILY_PAUSE
        total = 0
        for member in self._members:
            with contextlib.suppress(psutil.Error):
                total += member.memory_info().rss
        return total
