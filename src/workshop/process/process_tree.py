"""All that a learner's program starts, so that none of it stays behind, and nothing else is ended.

Each program gets a token of its own in its environment, which all that it starts inherits, also
what leaves its group and outlives its parent. So nothing depends on who is whose parent: other
threads of this process (a kernel, JupyterLab) may start programs meanwhile, and wait for them.
Windows: a job object holds them together.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from workshop.process.windows_job import WindowsJob

TOKEN = "WORKSHOP_RUN"  # noqa: S105 - no secret: the variable that marks what a program starts
_TRIES = 200
"""How often to look for what is left: a program that was killed may take a moment to end."""


class ProcessTree:
    """One program, started here in a group of its own, and its descendants."""

    def __init__(
        self,
        words: list[str],
        folder: Path,
        environment: Mapping[str, str],
        *,
        keep_stdin: bool,
        memory: int | None = None,
    ) -> None:
        """Start the program; only `keep_stdin` opens a pipe to it.

        `memory` is the limit of all together, in bytes, where the system has one (Windows).
        """
        token = secrets.token_hex(16)
        self._mark = f"{TOKEN}={token}".encode()
        self.process = subprocess.Popen(
            words,
            cwd=folder,
            env={**environment, TOKEN: token},
            stdin=subprocess.PIPE if keep_stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=os.name == "posix",
        )
        self._pipes = _pipes(self.process)
        self._job = WindowsJob(self.process, memory)  # it does nothing on other systems

    def end(self) -> None:
        """Kill the program, its group, and whatever it left behind."""
        self._job.end()
        if sys.platform == "win32":
            self.process.kill()  # where it could not be put into the job
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if sys.platform != "win32":
            for _ in range(_TRIES):
                left = list(self._left())
                for pid in left:
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.kill(pid, signal.SIGKILL)
                if not left:
                    break
                time.sleep(0.005)

    def _left(self) -> Iterator[int]:
        """What has this program's token, or has none and writes into its pipes."""
        if sys.platform != "linux":
            yield from _with_token(self._mark.decode())
            return
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # it has ended, or is another user's
                has_token = self._mark in (folder / "environ").read_bytes()
                is_ours = has_token or _outputs(folder) & self._pipes
                if is_ours and int(folder.name) != os.getpid():
                    yield int(folder.name)


def _outputs(folder: Path) -> set[str]:
    """Where a process writes to, its two standard streams."""
    return {os.readlink(folder / "fd" / number) for number in "12"}  # noqa: PTH115


def _pipes(process: subprocess.Popen[str]) -> frozenset[str]:
    """The names of a program's output and error pipes (Linux; elsewhere nothing)."""
    if sys.platform != "linux":
        return frozenset()
    pipes = [pipe.fileno() for pipe in (process.stdout, process.stderr) if pipe is not None]
    return frozenset(os.readlink(f"/proc/self/fd/{pipe}") for pipe in pipes)  # noqa: PTH115


def _with_token(mark: str) -> Iterator[int]:
    """The programs of this user whose environment has the token; macOS has no /proc to read."""
    import psutil

    name, _, value = mark.partition("=")
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get(name) == value:
                yield process.pid
