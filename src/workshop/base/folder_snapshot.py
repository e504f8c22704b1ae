"""What a learner's files hold at one moment, so that no verdict speaks of other content."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_OFTEN, _SELDOM, _RECENTLY = 0.01, 0.05, 60.0
"""Seconds between two looks: soon after a change, later, and how long soon is."""
_IN_FULL = 1.0
"""Seconds after which the files are read even when they look the same from outside."""
_IGNORED = frozenset({"__pycache__", ".ipynb_checkpoints"})
_PASSING = re.compile(r"\..*|.*~|#.*#|4913|.*___jb_(?:tmp|old)___")
"""What editors write beside a file while they save it, and hidden files."""

Seen = tuple[tuple[str, int, int, int], ...]
"""For each file its name, time of change in ns, inode and size: cheap, and nearly always enough."""


def stat_signature(folder: Path) -> Seen:
    """How the files look from outside; two equal glances nearly always mean equal content."""
    return tuple(_stats(folder))


def digest(folder: Path) -> str:
    """A digest of the names and the contents of all files of a crate."""
    found = hashlib.sha256()
    for file in _files(folder):
        found.update(file.relative_to(folder).as_posix().encode() + b"\0")
        try:
            found.update(_content(file) + b"\0")
        except OSError as error:
            found.update(type(error).__name__.encode())
    return found.hexdigest()


@dataclass(frozen=True)
class Snapshot:
    """What a folder holds at one moment; it is read once, and compared later."""

    folder: Path
    signature: Seen
    digest: str

    def still_holds(self) -> bool:
        """Whether the folder holds the same now; only where it looks the same are files read."""
        return stat_signature(self.folder) == self.signature and digest(self.folder) == self.digest


def take_snapshot(folder: Path) -> Snapshot:
    """Read a folder; its signature first, so that a change while it is read is seen later."""
    return Snapshot(folder, stat_signature(folder), digest(folder))


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
        seen, now = stat_signature(self._folder), time.monotonic()
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


def _content(file: Path) -> bytes:
    if file.exists() and not file.is_file():
        return b"no file"  # reading a pipe or a device may never end
    return file.read_bytes()


def _files(folder: Path, ignored: frozenset[str] = _IGNORED | {"target"}) -> Iterator[Path]:
    """All files in order; `target` is what cargo builds at the top, and a module's name below."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.name in ignored or _PASSING.fullmatch(entry.name):
            continue
        if _is_folder(entry):
            yield from _files(entry, _IGNORED)
        else:
            yield entry


def _is_folder(entry: Path) -> bool:
    try:
        return entry.is_dir() and not entry.is_symlink()
    except OSError:  # the folder around it may be listed and not be entered
        return False
