"""A lock between processes: a file that the system unlocks when its holder ends, however."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _lock_now(file: int, *, shared: bool) -> None:  # noqa: ARG001 - it knows no shared ones
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock_now(file: int, *, shared: bool) -> None:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


_LOOK = 0.05
"""Seconds for which each try goes on: longer than anybody who only looks is in the way."""


@contextmanager
def lock(path: Path, *, timeout: float = 0) -> Iterator[bool]:
    """Hold the lock `path`, or yield False when another holds it for `timeout` seconds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        start, now = time.monotonic(), 0.0
        while not (ours := _try_once(file)) and now < max(timeout, _LOOK):
            time.sleep(0.001 if now < _LOOK else 0.05)
            now = time.monotonic() - start
        yield ours
    finally:
        os.close(file)


def is_held(path: Path) -> bool:
    """Whether a living process holds the lock at this moment; whoever wants it gets it meanwhile.

    The look is over at once, which a try survives, and two that look are not in each other's way.
    """
    try:
        file = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _try_once(file, shared=True)
    finally:
        os.close(file)


def _try_once(file: int, *, shared: bool = False) -> bool:
    try:
        _lock_now(file, shared=shared)
    except (BlockingIOError, PermissionError):  # Windows answers with the second one
        return False
    except OSError:  # a file system without locks (some network folders): go on without
        return True
    return True
