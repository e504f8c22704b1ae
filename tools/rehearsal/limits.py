"""A control group with the limits of a session: one CPU, so much memory; and what was used."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from workshop.base.errors import EnvironmentBroken

_MOUNTED = Path("/sys/fs/cgroup")
_PERIOD = 100_000
_ENTER = """
while [ "$1" != -- ]; do echo $$ >"$1/cgroup.procs"; shift; done
shift
exec "$@"
"""
_PAUSE = 0.1
"""Seconds between two looks at what is used."""


@dataclass
class Group:
    """Control groups of one name; with version 1 one for each controller."""

    folders: tuple[Path, ...]
    is_v1: bool
    _peak: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def used(self) -> int:
        """Bytes of memory that processes hold, without the files that are cached."""
        names = ("total_rss", "total_shmem") if self.is_v1 else ("anon", "shmem")
        lines = (self.folders[0] / "memory.stat").read_text().splitlines()
        facts = dict(line.split() for line in lines)
        return sum(int(facts.get(name, 0)) for name in names)

    def killed(self) -> int:
        """How many processes the system has ended for want of memory."""
        name = "memory.oom_control" if self.is_v1 else "memory.events"
        facts = dict(line.split() for line in (self.folders[0] / name).read_text().splitlines())
        return int(facts.get("oom_kill", 0))

    def peak(self) -> int:
        """The most bytes that were seen since the last call."""
        peak, self._peak = max(self._peak, self.used()), 0
        return peak

    def watch(self) -> None:
        """Look again and again, until the group is removed."""
        while not self._over.wait(_PAUSE):
            with contextlib.suppress(OSError):
                self._peak = max(self._peak, self.used())

    def remove(self) -> None:
        """End what is left in the group, and take it away."""
        self._over.set()
        for folder in self.folders:
            end = time.monotonic() + 10
            while folder.is_dir() and time.monotonic() < end:
                for number in (folder / "cgroup.procs").read_text().split():
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(int(number), 9)
                with contextlib.suppress(OSError):
                    folder.rmdir()
                time.sleep(0.05)


def entering(group: Group | None) -> list[str]:
    """The words before a command that put it into the group."""
    if group is None:
        return []
    return ["bash", "-c", _ENTER, "enter", *map(str, group.folders), "--"]


@contextmanager
def limited(name: str, memory: int, cpus: float = 1.0) -> Iterator[Group]:
    """A group with these limits; at the end nothing is left in it."""
    group = _make(f"{name}-{os.getpid()}", memory, cpus)
    watcher = threading.Thread(target=group.watch, daemon=True)
    watcher.start()
    try:
        yield group
    finally:
        group.remove()


def _make(name: str, memory: int, cpus: float) -> Group:
    share = int(cpus * _PERIOD)
    if (_MOUNTED / "memory").is_dir():
        memories, processors = _MOUNTED / "memory" / name, _MOUNTED / "cpu" / name
        settings = {
            memories / "memory.limit_in_bytes": str(memory),
            processors / "cpu.cfs_period_us": str(_PERIOD),
            processors / "cpu.cfs_quota_us": str(share),
        }
        group = Group((memories, processors), is_v1=True)
    else:
        folder = _MOUNTED / name
        settings = {
            folder / "memory.max": str(memory),
            folder / "memory.swap.max": "0",
            folder / "cpu.max": f"{share} {_PERIOD}",
        }
        group = Group((folder,), is_v1=False)
    try:
        for folder in group.folders:
            folder.mkdir()
        for file, value in settings.items():
            if file.exists() or file.name != "memory.swap.max":
                file.write_text(value)
    except OSError as error:
        group.remove()
        raise EnvironmentBroken(f"No control group can be made here: {error}.") from error
    return group
