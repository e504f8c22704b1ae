"""Crates, and their workspace in `work/`: written before each build, members by name, and lock.

Members are named, so that a broken copy breaks only itself: what stops cargo is left out.
Cargo drops from the lock what no member needs at the moment; so the course's lock is copied again
whenever a manifest has changed, or cargo would take other versions, from the network.
"""

from __future__ import annotations

import contextlib
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from workshop.base.atomic import write_atomically
from workshop.base.digest import digest_of

_NAME = re.compile(r"[\w-]+")
_NO_COPIES = {"mine", "lessons", "target"}
_MEMBERS = 60
_LEFT_OUT = ".left-out.json"
_LOCK_SOURCE = ".Cargo.lock.from"
_IN_PATTERNS = re.compile(r"[\[\]*?]")
_HEAD = """\
# Made by the workshop before each build: change the root's Cargo.toml instead.
[workspace]
resolver = "3"
members = [
{members}]
exclude = ["mine", "lessons", ".backups"{left_out}]

"""


@dataclass(frozen=True)
class Crate:
    """A crate whose manifest was read once; `package` is the name that cargo knows it by.

    `stands_alone`: it has a `[workspace]` of its own, so it is a member of no other.
    """

    folder: Path
    package: str
    stands_alone: bool = False

    @property
    def manifest(self) -> Path:
        """Its `Cargo.toml`."""
        return self.folder / "Cargo.toml"


def read_crate(folder: Path) -> Crate:
    """Read the manifest in `folder`; OSError, ValueError or LookupError where it has no name.

    Some editors begin a file with a byte order mark; cargo accepts that, so this does, too.
    """
    text = (folder / "Cargo.toml").read_text(encoding="utf-8-sig")
    manifest = tomllib.loads(text)
    package = manifest.get("package")
    name = package.get("name") if isinstance(package, dict) else None
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise LookupError(name)
    return Crate(folder, name, stands_alone="workspace" in manifest)


def write_workspace(root: Path, crate: Crate | None = None) -> tuple[str, ...]:
    """Write `work/Cargo.toml` and its lock; return the copies that cargo could not read.

    `crate` is about to be built: it is a member, however old it is, and whatever cargo said of it.
    """
    folder, own = root / "work", crate and crate.manifest
    # Only the copies made last, for cargo reads every member at every call; sorted by name.
    found = {*_manifests(folder), *([own] if own and own.is_relative_to(folder) else [])}
    ages = {file: (file == own, file.stat().st_mtime_ns) for file in found}
    manifests = sorted(sorted(ages, key=ages.__getitem__, reverse=True)[:_MEMBERS])
    recorded = _left_out(folder)
    left_out = [file for file in recorded if file != own]
    if left_out != recorded:  # it is built itself: it gets another chance
        _record_left_out(folder, left_out)
    members = _members([file for file in manifests if file not in left_out], crate)
    lines = "".join(f'    "{name}",\n' for name in _patterns(_names(members, folder), folder))
    more = "".join(f', "{name}"' for name in _names(left_out, folder))
    course = (root / "Cargo.toml").read_text(encoding="utf-8")
    rest = re.split(r"(?ms)^\[workspace\]$.*?(?=^\[)", course, maxsplit=1)[-1]
    text = _HEAD.format(members=lines, left_out=more) + rest
    file = folder / "Cargo.toml"
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        write_atomically(file, text)
    _copy_lock(root, [file, *members])
    unread = [file for file in manifests if file not in members and not stands_alone(file)]
    return tuple(_names(unread, root))


def leave_out(root: Path, crate: Crate, said: str) -> tuple[str, ...]:
    """Record the copies that cargo complains of in what it `said`, except `crate`; return them.

    They are no members from now on, until their manifest changes or they are built themselves.
    """
    folder = root / "work"
    known = _left_out(folder)
    named = [
        file
        for file in _manifests(folder)
        if file != crate.manifest
        and file not in known
        and re.search(rf"{re.escape(str(file.parent))}(?=[/\\`)])", said)
    ]
    if named:
        _record_left_out(folder, [*known, *named])
    return tuple(_names(named, root))


def forget_lock(root: Path) -> None:
    """Remove the lock in `work/`, whatever has become of it; the next build copies the course's."""
    for name in ("Cargo.lock", _LOCK_SOURCE):
        (root / "work" / name).unlink(missing_ok=True)


def _left_out(folder: Path) -> list[Path]:
    """The manifests that cargo could not read and that nobody has changed since."""
    try:
        stamps = json.loads((folder / _LEFT_OUT).read_text(encoding="utf-8"))
        recorded = [(folder / name, stamp) for name, stamp in stamps.items()]
    except (OSError, ValueError, AttributeError):
        return []
    return [file for file, stamp in recorded if file.is_file() and _stamp(file) == stamp]


def _record_left_out(folder: Path, manifests: list[Path]) -> None:
    stamps = {file.relative_to(folder).as_posix(): _stamp(file) for file in sorted(manifests)}
    write_atomically(folder / _LEFT_OUT, json.dumps(stamps, indent=1))


def _manifests(folder: Path) -> list[Path]:
    """Those of the copies, and of crates that somebody made beside them by `cargo new`."""
    found = [*folder.glob("[!.]*/Cargo.toml"), *folder.glob("[!.]*/[!.]*/Cargo.toml")]
    return [file for file in found if file.relative_to(folder).parts[0] not in _NO_COPIES]


def _members(manifests: list[Path], crate: Crate | None) -> list[Path]:
    """What cargo can read. It takes one package of each name: a folder copied by hand is none."""
    own, crates = crate and crate.manifest, list[Crate]()
    for manifest in manifests:
        folder = manifest.parent
        has_source = (folder / "src/lib.rs").is_file() or (folder / "src/main.rs").is_file()
        if crate and manifest == own:
            crates.append(crate)
        elif has_source:
            with contextlib.suppress(OSError, ValueError, LookupError):
                crates.append(read_crate(folder))
    # The one that is built counts, then a copy of an exercise, whose folders say its name.
    crates.sort(key=lambda c: (c.manifest == own, "-".join(c.folder.parts[-2:]) == c.package))
    joined = [crate for crate in crates if not crate.stands_alone]
    return sorted({member.package: member.manifest for member in joined}.values())


def stands_alone(manifest: Path) -> bool:
    """Whether a manifest can be read, and its crate is a member of no workspace but its own."""
    try:
        return read_crate(manifest.parent).stands_alone
    except (OSError, ValueError, LookupError):
        return False


def _names(manifests: list[Path], folder: Path) -> list[str]:
    return [file.parent.relative_to(folder).as_posix() for file in manifests]


def _patterns(names: list[str], folder: Path) -> list[str]:
    """The members as patterns that also match when their folder is removed: cargo goes on then.

    A member that is named and missing stops every cargo, also one that is typed in another copy.
    `[.m]oves/first` matches the copy, and an empty file `.oves/first`, which cargo passes over.
    """
    if _IN_PATTERNS.search(str(folder)):
        return names  # cargo takes the whole path for a pattern, and would find nothing
    patterns = list[str]()
    for name in names:
        place = folder / f".{name[1:]}"
        if name.startswith(".") or _IN_PATTERNS.search(name) or not _is_marked(place):
            patterns.append(name)
        else:
            patterns.append(f"[.{name[0]}]{name[1:]}")
    return patterns


def _is_marked(place: Path) -> bool:
    if not place.is_file():
        with contextlib.suppress(OSError):
            place.parent.mkdir(exist_ok=True)
            place.touch()
    return place.is_file()


def _copy_lock(root: Path, manifests: list[Path]) -> None:
    """Put the course's lock in place whenever it, or a manifest, is another than last time."""
    course, ours = root / "Cargo.lock", root / "work" / "Cargo.lock"
    source = root / "work" / _LOCK_SOURCE
    if not course.is_file():
        return
    state = digest_of(
        "\n".join(f"{file.as_posix()} {_stamp(file)}" for file in (course, *manifests))
    )
    if ours.is_file() and source.is_file() and source.read_text("utf-8") == state:
        return
    text = course.read_text(encoding="utf-8")
    own = ours.read_text("utf-8", "replace") if ours.is_file() else ""
    known = _packages(text)  # a learner's own manifest may have brought in more
    more = [package for name, package in _packages(own).items() if name not in known]
    write_atomically(ours, "\n".join([text, *more]))
    write_atomically(source, state)


def _stamp(file: Path) -> str:
    stat = file.stat()
    return f"{stat.st_mtime_ns} {stat.st_size}"


def _packages(lock: str) -> dict[str, str]:
    """The entries of a lock that come from a registry, by name."""
    texts = re.findall(r"(?ms)^\[\[package\]\]\n.*?(?=\n\n\[\[|\n*\Z)", lock)
    found = {re.search(r'(?m)^name = "(.+)"$', text): text for text in texts}
    return {name[1]: f"{text}\n" for name, text in found.items() if name and "source = " in text}
