"""The workspace in `work/`, written anew before each build: the copies by name, and the lock.

Members are named, so that a broken copy breaks only itself: what stops cargo is left out.
Cargo drops from the lock what no member needs at the moment; so the course's lock is brought again
whenever a manifest has changed, or cargo would take other versions, from the network.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from workshop.base.atomic import write_atomically
from workshop.rust.crate import read_crate

_NO_COPIES = {"mine", "lessons", "target"}
_MEMBERS = 60
_LEFT_OUT = ".left-out.json"
_HEAD = """\
# Made by the workshop before each build: change the root's Cargo.toml instead.
[workspace]
resolver = "3"
members = [
{members}]
exclude = ["mine", "lessons", ".backups"{left_out}]

"""


def write_workspace(root: Path, crate: Path | None = None) -> tuple[str, ...]:
    """Write `work/Cargo.toml` and its lock; return the copies that cargo could not read.

    `crate` is about to be built: it is a member, however old it is, and whatever cargo said of it.
    """
    folder = root / "work"
    manifests = _newest(_manifests(folder), crate)
    noted = _left_out(folder)
    left_out = [file for file in noted if file.parent != crate]
    if left_out != noted:  # it is built itself: it gets another chance
        _note_left_out(folder, left_out)
    members = _members([file for file in manifests if file not in left_out], crate)
    text = _text(root / "Cargo.toml", _names(members, folder), _names(left_out, folder))
    file = folder / "Cargo.toml"
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        write_atomically(file, text)
    _bring_lock(root, [file, *members])
    return tuple(_names([file for file in manifests if file not in members], root))


def leave_out(root: Path, crate: Path, said: str) -> tuple[str, ...]:
    """Note the copies that cargo complains of in what it `said`, except `crate`; return them.

    They are no members from now on, until their manifest changes or they are built themselves.
    """
    folder = root / "work"
    known = _left_out(folder)
    others = [file for file in _manifests(folder) if file.parent != crate and file not in known]
    named = [file for file in others if _names_it(said, file)]
    if named:
        _note_left_out(folder, [*known, *named])
    return tuple(_names(named, root))


def _names_it(said: str, manifest: Path) -> bool:
    return re.search(rf"{re.escape(str(manifest.parent))}(?=[/\\`)])", said) is not None


def _left_out(folder: Path) -> list[Path]:
    """The manifests that cargo could not read and that nobody has changed since."""
    try:
        looks = json.loads((folder / _LEFT_OUT).read_text(encoding="utf-8"))
        noted = [(folder / name, look) for name, look in looks.items()]
    except (OSError, ValueError, AttributeError):
        return []
    return [file for file, look in noted if file.is_file() and _look(file) == look]


def _note_left_out(folder: Path, manifests: list[Path]) -> None:
    looks = {file.relative_to(folder).as_posix(): _look(file) for file in sorted(manifests)}
    write_atomically(folder / _LEFT_OUT, json.dumps(looks, indent=1))


def _manifests(folder: Path) -> list[Path]:
    """Those of the copies, and of crates that somebody made beside them by `cargo new`."""
    found = [*folder.glob("[!.]*/Cargo.toml"), *folder.glob("[!.]*/[!.]*/Cargo.toml")]
    return [file for file in found if file.relative_to(folder).parts[0] not in _NO_COPIES]


def _newest(copies: list[Path], crate: Path | None) -> list[Path]:
    """The copies made last, sorted by name: cargo reads every member at every call."""
    ages = {file: (file.parent == crate, file.stat().st_mtime_ns) for file in copies}
    return sorted(sorted(copies, key=ages.__getitem__, reverse=True)[:_MEMBERS])


def _members(manifests: list[Path], crate: Path | None) -> list[Path]:
    """What cargo can read. It takes one package of each name: a folder copied by hand is none."""
    named = [(name, file) for file in manifests if (name := _crate_name(file))]
    named.sort(key=lambda pair: (pair[1].parent == crate, _is_at_home(*pair)))
    return sorted(dict(named).values())  # the last one of a name counts


def _is_at_home(name: str, manifest: Path) -> bool:
    """Whether the folders are those that the name says, as in every copy of an exercise."""
    return "-".join(manifest.parts[-3:-1]) == name


def _crate_name(manifest: Path) -> str | None:
    sources = ("src/lib.rs", "src/main.rs")
    try:
        name = read_crate(manifest.parent).package
    except (OSError, ValueError, LookupError):
        return None
    return name if any((manifest.parent / source).is_file() for source in sources) else None


def _names(files: list[Path], folder: Path) -> list[str]:
    return [file.parent.relative_to(folder).as_posix() for file in files]


def renew_lock(root: Path) -> None:
    """Forget the lock in `work/`, whatever has become of it; the next build brings the course's."""
    for name in ("Cargo.lock", ".Cargo.lock.from"):
        (root / "work" / name).unlink(missing_ok=True)


def _text(course: Path, members: list[str], left_out: list[str]) -> str:
    lines = "".join(f'    "{member}",\n' for member in members)
    more = "".join(f', "{name}"' for name in left_out)
    rest = re.split(r"(?ms)^\[workspace\]$.*?(?=^\[)", course.read_text("utf-8"), maxsplit=1)[-1]
    return _HEAD.format(members=lines, left_out=more) + rest


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
    facts = [f"{file.as_posix()} {_look(file)}" for file in files]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def _look(file: Path) -> str:
    stat = file.stat()
    return f"{stat.st_mtime_ns} {stat.st_size}"


def _merged(course: str, own: str) -> str:
    """The course's lock, and the packages that only a learner's own manifest has brought in."""
    known = _packages(course)
    more = [text for name, text in _packages(own).items() if name not in known]
    return "\n".join([course, *more])


def _packages(lock: str) -> dict[str, str]:
    texts = re.findall(r"(?ms)^\[\[package\]\]\n.*?(?=\n\n\[\[|\n*\Z)", lock)
    found = {re.search(r'(?m)^name = "(.+)"$', text): text for text in texts}
    return {name[1]: f"{text}\n" for name, text in found.items() if name and "source = " in text}
