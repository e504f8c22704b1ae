"""The workspace in `work/`, written anew before each build: the copies by name, and the lock.

Members are named, so that a broken copy breaks only itself. Cargo drops from the lock what no
member needs at the moment; so the course's lock is brought again whenever a manifest has changed,
or cargo would take other versions, from the network.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

from workshop.files import write_atomically

_NO_COPIES = {"mine", "lessons", "target"}
_MEMBERS = 60
_HEAD = """\
# Made by the workshop before each build: change the root's Cargo.toml instead.
[workspace]
resolver = "3"
members = [
{members}]
exclude = ["mine", "lessons", ".backups"]

"""


def write_workspace(root: Path, crate: Path | None = None) -> tuple[str, ...]:
    """Write `work/Cargo.toml` and its lock; return the copies that cargo could not read.

    `crate` is about to be built: it is a member, however old it is.
    """
    folder = root / "work"
    manifests = _newest([*folder.glob("[!.]*/[!.]*/Cargo.toml")], crate)
    members = [file for file in manifests if _is_crate(file)]
    names = [file.parent.relative_to(folder).as_posix() for file in members]
    text = _text(root / "Cargo.toml", names)
    file = folder / "Cargo.toml"
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        write_atomically(file, text)
    _bring_lock(root, [file, *members])
    broken = [file.parent for file in manifests if file not in members]
    return tuple(copy.relative_to(root).as_posix() for copy in broken)


def _newest(manifests: list[Path], crate: Path | None) -> list[Path]:
    """The copies made last, sorted by name: cargo reads every member at every call."""
    copies = [file for file in manifests if file.parts[-3] not in _NO_COPIES]
    copies.sort(key=lambda file: (file.parent == crate, file.stat().st_mtime_ns), reverse=True)
    return sorted(copies[:_MEMBERS])


def renew_lock(root: Path) -> None:
    """Forget the lock in `work/`, whatever has become of it; the next build brings the course's."""
    for name in ("Cargo.lock", ".Cargo.lock.from"):
        (root / "work" / name).unlink(missing_ok=True)


def _text(course: Path, members: list[str]) -> str:
    lines = "".join(f'    "{member}",\n' for member in members)
    rest = re.split(r"(?ms)^\[workspace\]$.*?(?=^\[)", course.read_text("utf-8"), maxsplit=1)[-1]
    return _HEAD.format(members=lines) + rest


def _is_crate(manifest: Path) -> bool:
    try:
        package = tomllib.loads(manifest.read_text(encoding="utf-8"))["package"]
    except (OSError, ValueError, KeyError):
        return False
    sources = ("src/lib.rs", "src/main.rs")
    return "name" in package and any((manifest.parent / name).is_file() for name in sources)


def _bring_lock(root: Path, manifests: list[Path]) -> None:
    """Put the course's lock in place whenever it, or a manifest, is another than last time."""
    course, ours = root / "Cargo.lock", root / "work" / "Cargo.lock"
    stamp = root / "work" / ".Cargo.lock.from"
    if not course.is_file():
        return
    seen = _seen([course, *manifests])
    if ours.is_file() and stamp.is_file() and stamp.read_text("utf-8") == seen:
        return
    own = ours.read_text("utf-8", "replace") if ours.is_file() else ""
    write_atomically(ours, _merged(course.read_text(encoding="utf-8"), own))
    write_atomically(stamp, seen)


def _seen(files: list[Path]) -> str:
    stats = [(file.as_posix(), file.stat()) for file in files]
    facts = [f"{name} {stat.st_mtime_ns} {stat.st_size}" for name, stat in stats]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def _merged(course: str, own: str) -> str:
    """The course's lock, and the packages that only a learner's own manifest has brought in."""
    known = _packages(course)
    more = [text for name, text in _packages(own).items() if name not in known]
    return "\n".join([course, *more])


def _packages(lock: str) -> dict[str, str]:
    texts = re.findall(r"(?ms)^\[\[package\]\]\n.*?(?=\n\n\[\[|\n*\Z)", lock)
    found = {re.search(r'(?m)^name = "(.+)"$', text): text for text in texts}
    return {name[1]: f"{text}\n" for name, text in found.items() if name and "source = " in text}
