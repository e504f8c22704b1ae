"""All that a learner's program starts, so that none of it stays behind.

Linux: this process inherits what its children leave behind, and ends it. Windows: a job object
holds them together. macOS: the program's process group; what leaves the group can't be found.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workshop.process.windows_job import WindowsJob

_SET_CHILD_SUBREAPER = 36
_kept: set[int] = set()
"""Children of this process that outlive a run, such as a warm runner."""
_starting = threading.Lock()
"""Held while a child is started and while orphans are ended: a new child is no orphan."""


class ProcessTree:
    """One program and its descendants."""

    def __init__(self) -> None:
        _become_subreaper()
        self._before = _children()
        self._job: WindowsJob | None = None

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Start the program inside this block: it is no orphan before `adopt` has it."""
        with _starting:
            yield

    def adopt(self, process: subprocess.Popen[str]) -> None:
        """Take the program that was started as the root of the tree."""
        _kept.add(process.pid)
        if sys.platform == "win32":
            self._job = WindowsJob(process)

    def end(self, process: subprocess.Popen[str]) -> None:
        """Kill the program, its group, and whatever it left behind."""
        if self._job is not None:
            self._job.end()
        elif sys.platform != "win32":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        _kept.discard(process.pid)
        _kill_orphans(self._before)


def _become_subreaper() -> None:
    """Inherit the grandchildren whose parents die (Linux), so that they can be ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _children() -> set[int]:
    """The direct children of this process (Linux; elsewhere nothing)."""
    if sys.platform != "linux":
        return set()
    tasks = Path("/proc/self/task")
    if any(tasks.glob("*/children")):
        # Twice, because a child that ends meanwhile may hide another.
        return _listed_children(tasks) | _listed_children(tasks)
    return {int(file.parent.name) for file in Path("/proc").glob("[0-9]*/stat") if _is_mine(file)}


def _listed_children(tasks: Path) -> set[int]:
    pids: set[int] = set()
    for file in tasks.glob("*/children"):
        with contextlib.suppress(OSError):  # the thread has ended; another one has its children
            pids.update(map(int, file.read_text().split()))
    return pids


def _is_mine(stat: Path) -> bool:
    try:
        after_name = stat.read_text(errors="replace").rpartition(")")[2]
    except OSError:
        return False  # it ended meanwhile
    return int(after_name.split()[1]) == os.getpid()


def _kill_orphans(before: set[int]) -> None:
    if sys.platform == "win32":
        return  # a job has no orphans
    with _starting:
        while orphans := _children() - before - _kept:
            for pid in orphans:
                with contextlib.suppress(ProcessLookupError, ChildProcessError):
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)
