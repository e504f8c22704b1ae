"""What a learner's files hold at one moment, so that no verdict speaks of other content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

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
