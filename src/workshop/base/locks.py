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

    def _lock_now(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock_now(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def lock(path: Path, *, timeout: float = 0) -> Iterator[bool]:
    """Hold the lock `path`, or yield False when another holds it for `timeout` seconds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        end = time.monotonic() + timeout
        while not (ours := _try_once(file)) and time.monotonic() < end:
            time.sleep(0.05)
        yield ours
    finally:
        os.close(file)


def is_held(path: Path) -> bool:
    """Whether a living process holds the lock at this moment."""
    if not path.exists():
        return False
    with lock(path) as ours:
        return not ours


def _try_once(file: int) -> bool:
    try:
        _lock_now(file)
    except (BlockingIOError, PermissionError):  # Windows answers with the second one
        return False
    except OSError:  # a file system without locks (some network folders): go on without
        return True
    return True
