"""What a folder of source files holds at one moment: cheaply by `stat`, and surely by content.

Links are followed. Large files, and most of a large heap of data, don't count: a look at a folder
takes bounded time and memory, whatever lies beside the sources.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from workshop.base.digest import digest_of

_SHORT_PAUSE, _LONG_PAUSE, _RECENTLY = 0.01, 0.05, 60.0
"""Seconds between two polls: soon after a change, later, and how long soon is."""
_IN_FULL = 1.0
"""Seconds after which the files are read even when their signature is the same."""
_SHARE = 4
"""A poll that takes long is followed by a pause that is as many times as long."""
LARGE = 1 << 20
"""Bytes of a file that no source has."""
_MANY = 500
"""As many entries of one folder are data: only the sources among them count."""
_MOST = 2000
"""Files that are looked at; those beside `Cargo.toml` and in `src` come first."""
_ENTRIES = 10_000
"""Names after which no other folder is listed."""
_SOURCE_FOLDERS = ("src", "python")
_SOURCES = (".c", ".cc", ".cpp", ".f90", ".h", ".ipynb", ".py", ".pyi", ".rs", ".toml")
_CARGO_WRITES = ("Cargo.lock", "target")
"""A lock file follows the manifest, in the middle of the build after a change of the version."""
_TOOLS_LEAVE = re.compile(
    r"__pycache__|\.ipynb_checkpoints|\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|.*\.pyc"
    r"|.*~|#.*#|\.#.*|.*\.sw[a-px]|4913|.*___jb_(?:tmp|old)___",
    re.IGNORECASE,
)


def tools_leave(name: str) -> bool:
    """Whether a file or folder of this name is what editors, systems and Python leave behind."""
    return _TOOLS_LEAVE.fullmatch(name) is not None


StatSignature = tuple[tuple[str, int, int, int], ...]
"""For each file its name, time of change in ns, inode and size."""


def stat_signature(folder: Path) -> StatSignature:
    """Two equal signatures nearly always mean equal content, and take no reading."""
    return tuple(
        (file.path, file.stat.st_mtime_ns, file.stat.st_ino, file.stat.st_size)
        if file.stat
        else (file.path, 0, 0, 0)
        for file in _files(folder)
    )


def folder_digest(folder: Path) -> str:
    """A digest of the names and the contents of all files of a crate."""
    parts: list[str] = []
    for file in _files(folder):
        parts += [Path(file.path).relative_to(folder).as_posix(), _content(file)]
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
        self._cost = 0.0
        self._signature: StatSignature | None = None
        self._digest = ""

    @property
    def pause(self) -> float:
        """Seconds until the next poll."""
        recently = time.monotonic() - self._last_change < _RECENTLY
        return max(_SHORT_PAUSE if recently else _LONG_PAUSE, _SHARE * self._cost)

    def changed(self) -> bool:
        """Whether the content is another one than at the last poll; true at the first one."""
        started = time.monotonic()
        signature, now = stat_signature(self._folder), time.monotonic()
        self._cost = now - started
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


@dataclass(frozen=True)
class _File:
    """One file that was found; `stat` is that of the file behind a link, None where it has none."""

    path: str
    stat: os.stat_result | None


def _content(file: _File) -> str:
    """The digest of what a file holds, or what keeps it from being read."""
    if file.stat is not None and not stat.S_ISREG(file.stat.st_mode):
        return "no file"  # reading a pipe or a device may never end
    try:
        return digest_of(Path(file.path))
    except OSError as error:
        return type(error).__name__


def _files(folder: Path) -> Iterator[_File]:
    """The files that count, in order."""
    return islice(_Walk().files(str(folder), ignored=_CARGO_WRITES), _MOST)


class _Walk:
    """A walk through folders, which enters none twice, for links may go around."""

    def __init__(self) -> None:
        self._entered = set[tuple[int, int]]()
        self._seen = 0

    def files(self, folder: str, ignored: tuple[str, ...] = ()) -> Iterator[_File]:
        """The files of a folder, then those in its folders.

        What cargo writes is `ignored` at the top; below it, `target` is a module's name.
        """
        folders = list[str]()
        for name in self._names(folder):
            if name in ignored:
                continue
            path = os.path.join(folder, name)  # noqa: PTH118
            try:
                status = os.stat(path)  # noqa: PTH116
            except OSError:  # gone, or a broken link; a folder may be listed and not entered
                yield _File(path, None)
                continue
            if stat.S_ISDIR(status.st_mode):
                folders.append(path)
            elif status.st_size <= LARGE:
                yield _File(path, status)
        for path in sorted(folders, key=lambda f: not f.endswith(_SOURCE_FOLDERS)):
            yield from self.files(path)

    def _names(self, folder: str) -> list[str]:
        """What lies in a folder that was not entered before, in order."""
        try:
            status = os.stat(folder)  # noqa: PTH116
            place = (status.st_dev, status.st_ino)
            if place in self._entered or self._seen > _ENTRIES:
                return []
            names = os.listdir(folder)  # noqa: PTH208 - there may be very many
        except OSError:
            return []
        self._entered.add(place)
        self._seen += len(names)
        if len(names) > _MANY:
            names = [name for name in names if _is_source(name)]
        return sorted(name for name in names if not (name.startswith(".") or tools_leave(name)))


def _is_source(name: str) -> bool:
    return name in _SOURCE_FOLDERS or name.endswith(_SOURCES)
