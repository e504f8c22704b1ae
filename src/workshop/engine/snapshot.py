"""What a learner's files hold at one moment, so that no verdict speaks of other content."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

_OFTEN, _SELDOM, _RECENTLY = 0.01, 0.05, 60.0
"""Seconds between two looks: soon after a change, later, and how long soon is."""
_IN_FULL = 1.0
"""Seconds after which the files are read even when they look the same from outside."""
_IGNORED = {"target", "__pycache__", ".ipynb_checkpoints"}

Seen = tuple[tuple[str, int, int, int], ...]
"""For each file its name, time of change in ns, inode and size: cheap, and nearly always enough."""


def glance(folder: Path) -> Seen:
    """How the files look from outside; two equal glances nearly always mean equal content."""
    return tuple(_stats(folder))


def digest(folder: Path) -> str:
    """A digest of the names and the contents of all files of a crate."""
    found = hashlib.sha256()
    for file in _files(folder):
        found.update(file.relative_to(folder).as_posix().encode() + b"\0")
        try:
            found.update(file.read_bytes() + b"\0")
        except OSError as error:
            found.update(type(error).__name__.encode())
    return found.hexdigest()


class Watched:
    """A folder that is looked at again and again; this works also where no events arrive."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._changed = time.monotonic()
        self._looked = 0.0
        self._seen: Seen | None = None
        self._content = ""

    @property
    def pause(self) -> float:
        """Seconds until the next look."""
        return _OFTEN if time.monotonic() - self._changed < _RECENTLY else _SELDOM

    def changed(self) -> bool:
        """Whether the content is another one than at the last look; true at the first look."""
        seen, now = glance(self._folder), time.monotonic()
        if seen == self._seen and now - self._looked < _IN_FULL:
            return False
        before, self._content = self._content, digest(self._folder)
        self._seen, self._looked = seen, now
        if self._content == before:
            return False
        self._changed = now
        return True

    def forget(self) -> None:
        """Let the next look find a change."""
        self._seen, self._content = None, ""


def _stats(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    for file in _files(folder):
        try:
            stat = file.stat()
        except OSError:
            yield (str(file), 0, 0, 0)
        else:
            yield (str(file), stat.st_mtime_ns, stat.st_ino, stat.st_size)


def _files(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.name in _IGNORED or entry.name.startswith(".") or entry.name.endswith("~"):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _files(entry)
        else:
            yield entry
