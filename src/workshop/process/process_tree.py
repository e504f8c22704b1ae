"""A program and all that it starts, so that none of it stays behind, and nothing else is ended.

A group of its own holds them together, on Windows a job object; leftovers.py finds the rest.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from workshop.process.leftovers import Leftovers
from workshop.process.windows_job import WindowsJob


class ProcessTree:
    """One program, started here in a group of its own, and those of its descendants in it."""

    def __init__(
        self,
        words: list[str],
        folder: Path,
        environment: Mapping[str, str],
        leftovers: Leftovers,
        *,
        keep_stdin: bool,
        memory: int | None = None,
    ) -> None:
        """Start the program; only `keep_stdin` opens a pipe to it.

        `memory` is the limit of all together, in bytes, where the system has one (Windows).
        """
        self.process = subprocess.Popen(
            words,
            cwd=folder,
            env={**environment, **leftovers.variables},
            stdin=subprocess.PIPE if keep_stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=os.name == "posix",
        )
        leftovers.add(self.process)
        self._job = WindowsJob(self.process, memory)  # it does nothing on other systems

    def end(self) -> None:
        """Kill the program and its group."""
        self._job.end()
        if sys.platform == "win32":
            self.process.kill()  # where it could not be put into the job
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
