"""The file that `save` writes and `restore` reads: a zip archive with work, progress and ledger.

It may come from anywhere. What is read out of it goes to a fresh folder, under names that every
system can have, and within limits; an archive that breaks a rule is refused as a whole.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import stat
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workshop.base.atomic import patiently
from workshop.base.errors import UsageError, why_unreadable
from workshop.learner.work_folder import BACKUPS

LARGEST = 10_000_000
"""Bytes of one file."""
MOST = 100_000_000
"""Bytes of all files together, and of the archive."""
COUNT = 5000
"""Files in one archive."""
_RECORD = 1_000_000
"""Bytes of what is said about the files: progress, ledger, form."""
_FORM = 1
_ABOUT, _PROGRESS, _LEDGER, _WORK = "workshop.json", "progress.json", "given.json", "work/"
_DIRECTORY = 2_000_000
"""Bytes of the archive's list of files, which is read at once."""
_FIRST_ENTRY, _NAME_AT = b"PK\x03\x04", 30
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_END_LENGTH, _LOCATOR_LENGTH, _LONGEST_COMMENT = 22, 20, 65_535
_DEEPEST, _LONGEST, _LONGEST_PART = 12, 200, 255
_UNUSABLE = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff<>:"|?*\\]|[ .]$|^$'
)
"""What Windows takes in no name, has another meaning in a path, or changes what a line shows."""
_DEVICES = re.compile(
    r"(con|conin\$|conout\$|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(\..*)?", re.IGNORECASE
)
_NOT_READ = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What Python raises for an archive that is damaged, or made to be."""


class Unusable(Exception):
    """Why an archive is refused."""


@dataclass(frozen=True)
class Contents:
    """What an archive holds: `files` are the paths below `work/`, which lie in a folder now."""

    saved: str
    files: tuple[str, ...]
    progress: Mapping[str, Any]
    ledger: Mapping[str, Any]


def why_unusable(name: str) -> str | None:
    """Why no file of this path can be in an archive, or None."""
    parts = name.split("/")
    longest = max(len(part.encode(errors="surrogatepass")) for part in parts)
    if len(name) > _LONGEST or len(parts) > _DEEPEST or longest > _LONGEST_PART:
        return "its path is too long"
    if any(part in {".", ".."} for part in parts):
        return "its path leads elsewhere"
    if any(_UNUSABLE.search(part) or _DEVICES.fullmatch(part) for part in parts):
        return "not every system can have a file of this name"
    return None


def write(
    file: Path,
    paths: Iterable[tuple[str, bytes]],
    *,
    progress: Mapping[str, Any],
    ledger: Mapping[str, Any],
) -> None:
    """Write the archive; a crash leaves none, or the whole one."""
    unfinished = file.with_name(f".{file.name}.unfinished")
    about = {"form": _FORM, "saved": time.strftime("%Y-%m-%d %H:%M")}
    texts = {_ABOUT: about, _PROGRESS: progress, _LEDGER: ledger}
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, allowZip64=False) as archive:
            for name, content in texts.items():
                _add(archive, name, json.dumps(content, ensure_ascii=False).encode())
            for name, data in paths:
                _add(archive, _WORK + name, data)
        patiently(lambda: unfinished.replace(file))
    finally:
        unfinished.unlink(missing_ok=True)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, time.localtime()[:6])
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def unpack(file: Path, folder: Path) -> Contents:
    """Write the files of an archive below `folder`, which is empty, and return what it says.

    Raises UsageError, which says what is wrong with it.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST + 1)
    except OSError as error:
        raise UsageError(f"{file} {why_unreadable(error)}.") from error
    try:
        _require_short_directory(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Reader(archive, folder).read()
    except (Unusable, *_NOT_READ) as error:
        reason = str(error) if isinstance(error, Unusable) else "it is damaged"
        raise UsageError(
            f"{file} can't be restored: {reason}. Nothing was changed. "
            "`workshop restore` takes a file that `workshop save` made."
        ) from error


def _require_short_directory(data: bytes) -> None:
    """Refuse an archive whose list of files alone would fill the memory."""
    if len(data) > MOST:
        raise Unusable(f"it is larger than {MOST // 1_000_000} MB")
    tail = data[-_LOCATOR_LENGTH - _END_LENGTH - _LONGEST_COMMENT :]
    end = tail.rfind(_END)
    if end < 0 or len(tail) < end + _END_LENGTH:
        raise Unusable("it is no zip archive")
    length = int.from_bytes(tail[end + 12 : end + 16], "little")
    if length > _DIRECTORY or _END_64 in tail[max(0, end - _LOCATOR_LENGTH) : end]:
        raise Unusable("it holds too many files")


class _Reader:
    """Reads one archive; everything in it is looked at before a file is written."""

    def __init__(self, archive: zipfile.ZipFile, folder: Path) -> None:
        self._archive = archive
        self._folder = folder
        self._read = 0

    def read(self) -> Contents:
        everything = self._archive.infolist()
        entries = [entry for entry in everything if not entry.filename.endswith("/")]
        if len(entries) > COUNT:
            raise Unusable(f"it holds more than {COUNT} files")
        for entry in entries:
            _require_plain(entry)
        by_name = dict[str, zipfile.ZipInfo]()
        for entry in entries:
            if by_name.setdefault(entry.filename, entry) is not entry:
                raise Unusable(f"it holds {entry.filename!r} twice")
        about = self._json(by_name.pop(_ABOUT, None))
        if about.get("form") != _FORM:
            raise Unusable("it comes from no version of the workshop that this one knows")
        progress = self._json(by_name.pop(_PROGRESS, None))
        ledger = self._json(by_name.pop(_LEDGER, None))
        names = [_below_work(name) for name in by_name]
        _require_apart(names)
        for name, entry in zip(names, by_name.values(), strict=True):
            self._unpack(entry, self._folder / name)
        saved = about.get("saved")
        known = isinstance(saved, str) and re.fullmatch(r"[\d :-]{16}", saved)
        return Contents(str(saved) if known else "", tuple(names), progress, ledger)

    def _json(self, entry: zipfile.ZipInfo | None) -> dict[str, Any]:
        if entry is None:
            raise Unusable("`workshop save` did not make it")
        try:
            content = json.loads(self._content(entry, _RECORD))
            json.dumps(content, ensure_ascii=False).encode()  # half a character is no text
        except (ValueError, RecursionError) as error:
            raise Unusable("it is damaged") from error
        if not isinstance(content, dict):
            raise Unusable("it is damaged")
        return content

    def _content(self, entry: zipfile.ZipInfo, most: int) -> bytes:
        """What a file holds, however much the archive says that it is."""
        room = min(most, MOST - self._read)
        with self._archive.open(entry) as stream:
            data = stream.read(room + 1)
        self._read += len(data)
        if len(data) > room:
            raise Unusable(
                f"{entry.filename!r} is larger than {most // 1_000_000} MB, or what it holds is "
                f"larger than {MOST // 1_000_000} MB in all"
            )
        return data

    def _unpack(self, entry: zipfile.ZipInfo, target: Path) -> None:
        data = self._content(entry, LARGEST)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            stream.write(data)


def _require_plain(entry: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG}:
        raise Unusable(f"{entry.filename!r} is a link or another special file")
    if entry.flag_bits & 1:
        raise Unusable(f"{entry.filename!r} is encrypted")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Unusable(
            f"{entry.filename!r} is compressed in a way that `workshop save` does not use"
        )


def _below_work(name: str) -> str:
    below = name.removeprefix(_WORK)
    if below == name:
        raise Unusable(f"{name!r} is outside `work/`")
    if reason := why_unusable(below):
        raise Unusable(f"it holds {name!r}: {reason}")
    if not is_the_learners(below) or below.casefold() == BACKUPS:
        raise Unusable(f"it holds {name!r}, which belongs to the workshop or to a tool")
    return below


def _require_apart(names: Iterable[str]) -> None:
    """Refuse two files under one name, also where a system takes two spellings for the same."""
    seen, folders = set[str](), set[str]()
    for name in names:
        folded = unicodedata.normalize("NFC", name.casefold())
        if folded in seen:
            raise Unusable(f"it holds {name!r} twice")
        seen.add(folded)
        parts = folded.split("/")
        folders |= {"/".join(parts[:end]) for end in range(1, len(parts))}
    if both := seen & folders:
        raise Unusable(f"in it {min(both)!r} is a file and a folder")


_OF_THE_KIT = {"cargo.toml", "cargo.lock", "target", "rust-toolchain", "rust-toolchain.toml"}
"""At the top of `work/`; the last two would choose another Rust for every exercise."""
_OF_TOOLS = {".git", ".cargo", ".venv", "node_modules"}


def is_the_learners(name: str) -> bool:
    """Whether a path below `work/` can be a file of the learner's own, and no kit's or tool's."""
    parts = name.casefold().split("/")
    first = parts[0]
    if first in _OF_THE_KIT or (first.startswith(".") and first != BACKUPS):
        return False
    return not any(part in _OF_TOOLS for part in parts)


def is_one(data: bytes) -> bool:
    """Whether a file begins as those that `write` makes."""
    begins = data.startswith(_FIRST_ENTRY)
    return begins and data[_NAME_AT : _NAME_AT + len(_ABOUT)] == _ABOUT.encode()


def clear(folder: Path) -> Path:
    """An empty folder of this name."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
