"""What programs have left behind when they ended: found by a token, and ended.

The token stands in the environment, which all that a program starts inherits, also what leaves its
group and outlives its parent. So nothing depends on who is whose parent: other threads of this
process (a kernel, JupyterLab) may start programs meanwhile, and wait for them.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

TOKEN = "WORKSHOP_RUN"  # noqa: S105 - no secret: the variable that marks what a program starts
_TRIES = 200
"""How often to look for what is left: a program that was killed may take a moment to end."""


class Leftovers:
    """What one program leaves, or several that have run one after the other."""

    def __init__(self) -> None:
        token = secrets.token_hex(16)
        self.variables = {TOKEN: token}
        self._mark = f"{TOKEN}={token}".encode()
        self._pipes = frozenset[str]()

    def add(self, process: subprocess.Popen[str]) -> None:
        """Take in a program that was started with `variables`."""
        self._pipes |= _pipes(process)

    def end(self) -> None:
        """Kill all of it. Windows: the programs' job objects have done so."""
        if sys.platform == "win32":
            return
        for _ in range(_TRIES):
            left = list(self._left())
            for pid in left:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            if not left:
                break
            time.sleep(0.005)

    def _left(self) -> Iterator[int]:
        """What has the token, or has none and writes into the pipes of a program."""
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
