"""What a folder of source files holds at one moment: cheaply by `stat`, and surely by content."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workshop.base.digest import digest_of

_SHORT_PAUSE, _LONG_PAUSE, _RECENTLY = 0.01, 0.05, 60.0
"""Seconds between two polls: soon after a change, later, and how long soon is."""
_IN_FULL = 1.0
"""Seconds after which the files are read even when their signature is the same."""
_IGNORED = frozenset({"__pycache__", ".ipynb_checkpoints"})
_TEMPORARY = re.compile(r"\..*|.*~|#.*#|4913|.*___jb_(?:tmp|old)___")
"""What editors write beside a file while they save it, and hidden files."""

StatSignature = tuple[tuple[str, int, int, int], ...]
"""For each file its name, time of change in ns, inode and size."""


def stat_signature(folder: Path) -> StatSignature:
    """Two equal signatures nearly always mean equal content, and take no reading."""
    found = []
    for file in _files(folder):
        try:
            stat = file.stat()
            found.append((str(file), stat.st_mtime_ns, stat.st_ino, stat.st_size))
        except OSError:
            found.append((str(file), 0, 0, 0))
    return tuple(found)


def folder_digest(folder: Path) -> str:
    """A digest of the names and the contents of all files of a crate."""
    parts: list[bytes | str] = []
    for file in _files(folder):
        parts += [file.relative_to(folder).as_posix(), _content(file)]
    return digest_of(*parts)


@dataclass(frozen=True)
class Snapshot:
    """What a folder holds at one moment; it is read once, and compared later."""

    folder: Path
    signature: StatSignature
    digest: str

    def still_holds(self) -> bool:
        """Whether the folder holds the same now; another signature spares reading the files."""
        same_signature = stat_signature(self.folder) == self.signature
        return same_signature and folder_digest(self.folder) == self.digest


def take_snapshot(folder: Path) -> Snapshot:
    """Read a folder; its signature first, so that a change while it is read is seen later."""
    return Snapshot(folder, stat_signature(folder), folder_digest(folder))


class WatchedFolder:
    """A folder that is polled; this works also where no events arrive."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last_change = time.monotonic()
        self._last_read = 0.0
        self._signature: StatSignature | None = None
        self._digest = ""

    @property
    def pause(self) -> float:
        """Seconds until the next poll."""
        recently = time.monotonic() - self._last_change < _RECENTLY
        return _SHORT_PAUSE if recently else _LONG_PAUSE

    def changed(self) -> bool:
        """Whether the content is another one than at the last poll; true at the first one."""
        signature, now = stat_signature(self._folder), time.monotonic()
        if signature == self._signature and now - self._last_read < _IN_FULL:
            return False
        before, self._digest = self._digest, folder_digest(self._folder)
        self._signature, self._last_read = signature, now
        if self._digest != before:
            self._last_change = now
        return self._digest != before

    def forget(self) -> None:
        """Let the next poll find a change."""
        self._signature, self._digest = None, ""


def _content(file: Path) -> bytes:
    try:
        if file.exists() and not file.is_file():
            return b"no file"  # reading a pipe or a device may never end
        return file.read_bytes()
    except OSError as error:
        return type(error).__name__.encode()


def _files(folder: Path, ignored: frozenset[str] = _IGNORED | {"target"}) -> Iterator[Path]:
    """All files in order; `target` is what cargo builds at the top, and a module's name below."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.name in ignored or _TEMPORARY.fullmatch(entry.name):
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
