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
from collections.abc import Mapping
from pathlib import Path

from workshop.process.windows_job import WindowsJob

_SET_CHILD_SUBREAPER = 36
_kept: set[int] = set()
"""Children of this process that outlive a run, such as a warm runner."""
_starting = threading.Lock()
"""Held while a child is started and while orphans are ended: a new child is no orphan."""


class ProcessTree:
    """One program, started here in a group of its own, and its descendants."""

    def __init__(
        self, words: list[str], folder: Path, environment: Mapping[str, str], *, keep_stdin: bool
    ) -> None:
        """Start the program; only `keep_stdin` opens a pipe to it."""
        if sys.platform == "linux":  # inherit the grandchildren whose parents die
            ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self._before = _children()
        with _starting:
            self.process = subprocess.Popen(
                words,
                cwd=folder,
                env=dict(environment),
                stdin=subprocess.PIPE if keep_stdin else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                start_new_session=os.name == "posix",
            )
            _kept.add(self.process.pid)
            self._job = WindowsJob(self.process)  # it does nothing on other systems

    def end(self) -> None:
        """Kill the program, its group, and whatever it left behind."""
        self._job.end()
        if sys.platform != "win32":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        _kept.discard(self.process.pid)
        if sys.platform == "linux":
            with _starting:
                while orphans := _children() - self._before - _kept:
                    for pid in orphans:
                        with contextlib.suppress(ProcessLookupError, ChildProcessError):
                            os.kill(pid, signal.SIGKILL)
                            os.waitpid(pid, 0)


def _children() -> set[int]:
    """The direct children of this process (Linux; elsewhere nothing)."""
    pids: set[int] = set()
    if sys.platform != "linux":
        return pids
    tasks = Path("/proc/self/task")
    if any(tasks.glob("*/children")):
        # Twice, because a child that ends meanwhile may hide another.
        for _time in range(2):
            for file in tasks.glob("*/children"):
                with contextlib.suppress(OSError):  # the thread has ended; another has its children
                    pids.update(map(int, file.read_text().split()))
        return pids
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            after_name = file.read_text(errors="replace").rpartition(")")[2]
            if int(after_name.split()[1]) == os.getpid():
                pids.add(int(file.parent.name))
    return pids
