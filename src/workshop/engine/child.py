"""Run a program that may hang, crash, flood or leave children behind, and survive it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

OUTPUT_LIMIT = 200_000
"""Bytes kept of each stream: the first half and the last half."""
LINE_LIMIT = 8_000_000
"""Characters read at once; the compiler's longest messages are shorter."""
MEMORY_LIMIT = 2 * 1024**3
"""Bytes of address space that a learner's program may use (Linux)."""
LOOKS_AT_MEMORY = sys.platform != "linux"
"""Where no limit of the system holds, a program's memory is looked at now and then."""
_TOO_LARGE = -9
_SET_CHILD_SUBREAPER = 36
_kept: set[int] = set()
"""Children of this process that outlive a run, such as a runner started ahead."""
_starting = threading.Lock()
"""Held while a child is started and while orphans are ended: a new child is no orphan."""


class Cancelled(Exception):
    """The check was stopped because a newer one takes its place."""


@dataclass(frozen=True)
class Ended:
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
    ) -> None:
        """Start `command` in `folder`; only `keep_stdin` lets it read what `send` writes.

        `limit_cpu` (seconds, all threads together) ends the program even if this process is
        killed and can't do it.
        """
        _become_subreaper()
        self._over = False
        self._watched = limit_memory and LOOKS_AT_MEMORY
        self._before = _children()
        with _starting:
            self.process = subprocess.Popen(
                [str(word) for word in command],
                cwd=folder,
                env=dict(environment),
                stdin=subprocess.PIPE if keep_stdin else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
                start_new_session=os.name == "posix",
            )
            _kept.add(self.process.pid)
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
    ) -> Ended:
        """Wait until the program ends or `seconds_left()` is 0; nothing of it survives."""
        started = time.monotonic()
        try:
            status = self._poll(seconds_left, cancel)
        finally:
            self.end()
        output, errors = (stream.text() for stream in self._streams)
        if status == _TOO_LARGE:
            errors += f"\nmemory allocation of more than {MEMORY_LIMIT} bytes was stopped"
        return Ended(status, output, errors, time.monotonic() - started)

    def _poll(
        self, seconds_left: Callable[[], float], cancel: threading.Event | None
    ) -> int | None:
        while (left := seconds_left()) > 0:
            if cancel is not None and cancel.is_set():
                raise Cancelled
            if self._ended.wait(min(0.05, left)):
                break
            if self._watched and _memory(self.process.pid) > MEMORY_LIMIT:
                return _TOO_LARGE
        return self.process.poll()

    def end(self) -> None:
        """Kill the program, its group, and whatever it left behind; once."""
        if self._over:
            return
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        else:
            _kill_tree(self.process.pid)
        self.process.wait()
        _kept.discard(self.process.pid)
        _kill_orphans(self._before)
        if self.process.stdin is not None:
            with contextlib.suppress(OSError):
                self.process.stdin.close()
        self._over = True


class _Stream:
    """Reads a pipe in a thread, hands on each line, keeps the head and the tail."""

    def __init__(self, pipe: IO[str] | None, on_line: Callable[[str], None] | None) -> None:
        self._pipe, self._on_line = pipe, on_line
        self._head: list[str] = []
        self._tail: list[str] = []
        self._head_size = self._tail_size = self._dropped = 0
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._pipe is not None  # noqa: S101
        with contextlib.suppress(ValueError, OSError), self._pipe as pipe:
            while line := pipe.readline(LINE_LIMIT):
                if self._on_line is not None:
                    self._on_line(line)
                self._keep(line)

    def _keep(self, line: str) -> None:
        line = line[: OUTPUT_LIMIT // 2]
        if self._head_size < OUTPUT_LIMIT // 2:
            self._head.append(line)
            self._head_size += len(line)
            return
        self._tail.append(line)
        self._tail_size += len(line)
        while self._tail_size > OUTPUT_LIMIT // 2 and len(self._tail) > 1:
            gone = len(self._tail.pop(0))
            self._tail_size -= gone
            self._dropped += gone

    def text(self) -> str:
        self._thread.join(timeout=1)
        cut = f"\n[… {self._dropped} characters left out …]\n" if self._dropped else ""
        return "".join(self._head) + cut + "".join(self._tail)


def _become_subreaper() -> None:
    """Inherit the grandchildren whose parents die (Linux), so that they can be ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


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


def _children() -> set[int]:
    """The direct children of this process (Linux; elsewhere nothing)."""
    if sys.platform != "linux":
        return set()
    tasks = Path("/proc/self/task")
    if any(tasks.glob("*/children")):  # twice: a child that ends meanwhile may hide another
        return {int(pid) for _ in "12" for file in tasks.glob("*/children") for pid in _words(file)}
    return {int(file.parent.name) for file in Path("/proc").glob("[0-9]*/stat") if _is_mine(file)}


def _words(file: Path) -> list[str]:
    try:
        return file.read_text().split()
    except OSError:
        return []  # the thread has ended; another one has its children


def _is_mine(stat: Path) -> bool:
    try:
        after_name = stat.read_text(errors="replace").rpartition(")")[2]
    except OSError:
        return False  # it ended meanwhile
    return int(after_name.split()[1]) == os.getpid()


def _kill_orphans(before: set[int]) -> None:
    with _starting:
        while orphans := _children() - before - _kept:
            for pid in orphans:
                with contextlib.suppress(ProcessLookupError, ChildProcessError):
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)


def _memory(pid: int) -> int:
    """Bytes that a program and its children hold at this moment."""
    import psutil

    total = 0
    with contextlib.suppress(psutil.Error):
        for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
            total += process.memory_info().rss
    return total


def _kill_tree(pid: int) -> None:
    import psutil

    with contextlib.suppress(psutil.NoSuchProcess):
        for process in [*psutil.Process(pid).children(recursive=True), psutil.Process(pid)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
