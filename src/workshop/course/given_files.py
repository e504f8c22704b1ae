"""The files of an exercise that are given, such as its tests: which of them somebody has changed.

Comments and blanks don't count, nor what a learner adds to a manifest, such as a dependency. The
tests and the starters are compared with the digests in `exercises/given-files.json`, because git
may be missing; a test keeps these up to date. Without the file, everything there is as given.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workshop.base.digest import digest_of
from workshop.base.errors import why_unreadable
from workshop.course.catalog import Exercise

RECORD = "given-files.json"
_NOT_GIVEN = {"exercise.toml", "target", "__pycache__", ".ipynb_checkpoints"}
_MANIFESTS = {"Cargo.toml", "pyproject.toml"}
_MAY_GROW = {"package", "project", "dependencies", "dev-dependencies", "build-dependencies"}
"""Tables of a manifest that may have more keys than the given one."""
_RUST = re.compile(
    r"(?P<nothing>//[^\n]*|/\*.*?\*/|\s+)"
    r'|(?<!\w)[bc]?r(?P<fence>#*)".*?"(?P=fence)|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\\\'])\'|.',
    re.DOTALL,
)


@dataclass(frozen=True)
class Change:
    """A given file that is not as it was: its name, and what is wrong.

    `stops`: nothing can be judged before it is restored.
    """

    name: str
    what: str
    stops: bool = False


def given_names(exercise: Exercise) -> tuple[str, ...]:
    """The files of the exercise that nobody is asked to change, its tests among them."""
    start = f"{exercise.path}/"
    names = _recorded(exercise) or sorted(_given(exercise))
    return tuple(name.removeprefix(start) for name in names if name.startswith(start))


def changes_in_course(exercise: Exercise) -> tuple[Change, ...]:
    """What has changed in the course's own files since the digests were taken.

    These names begin below `exercises/`, because what the tests of a topic share is among them.
    """
    found = []
    for name, digest in _recorded(exercise).items():
        file = exercise.folder.parents[1] / name
        if not file.is_file():
            found.append(Change(name, "is missing", stops=True))
        elif _digest(file) != digest:
            found.append(Change(name, "was changed"))
    return tuple(found)


def changes_in_copy(exercise: Exercise, copy: Path) -> tuple[Change, ...]:
    """Which given files of the learner's copy differ from the exercise's own.

    Of a project none is given: where its files lie, and what its manifests say, is the task.
    """
    found = []
    for name in given_names(exercise) if exercise.kind != "project" else ():
        given, own = exercise.folder / name, copy / name
        if name.startswith("tests/") or not given.is_file():
            continue
        if not own.is_file():
            what = "is not an ordinary file" if own.exists() else "is missing"
            found.append(Change(name, what, stops=True))
        elif name in _MANIFESTS:
            if what := _change_of_manifest(given, own):
                found.append(Change(name, what, stops=True))
        elif _digest(own) != _digest(given):
            found.append(Change(name, "was changed"))
    return tuple(found)


def digests(exercises: Mapping[str, Exercise]) -> dict[str, str]:
    """What `exercises/given-files.json` has to say of these exercises."""
    return {
        name: _digest(exercise.folder.parents[1] / name)
        for exercise in sorted(exercises.values(), key=lambda exercise: exercise.path)
        for name in sorted((*_given(exercise), *_shared(exercise)))
    }


def _recorded(exercise: Exercise) -> dict[str, str]:
    try:
        record = json.loads((exercise.folder.parents[1] / RECORD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {
        name: digest
        for name, digest in record.items()
        if name.startswith(f"{exercise.path}/") or name.rpartition("/")[0] == exercise.topic
    }


def _given(exercise: Exercise) -> Iterator[str]:
    for file in exercise.folder.rglob("*"):
        path = file.relative_to(exercise.folder)
        ignored = _NOT_GIVEN & set(path.parts) or file.name.startswith(".")
        if file.is_file() and not ignored and path.as_posix() not in exercise.files:
            yield f"{exercise.path}/{path.as_posix()}"


def _shared(exercise: Exercise) -> Iterator[str]:
    """What the tests of a topic's exercises use."""
    for file in exercise.folder.parent.glob("*.*"):
        if file.is_file() and not file.name.startswith("."):
            yield f"{exercise.topic}/{file.name}"


def _digest(file: Path) -> str:
    """The digest of what counts in a file; one that can't be read is like no other."""
    try:
        return digest_of(_essence(file.read_bytes().decode("utf-8-sig", "replace"), file.suffix))
    except OSError as error:
        return type(error).__name__


def _essence(text: str, suffix: str) -> str:
    """The text without what an editor or a formatter changes."""
    if suffix == ".rs":
        tokens = (match[0] for match in _RUST.finditer(text) if match["nothing"] is None)
        return re.sub(r",\n([)\]}])", r"\1", "\n".join(tokens))
    lines = [line.rstrip() for line in text.splitlines()]
    if suffix in {".py", ".toml"}:
        lines = [line for line in lines if line and not line.lstrip().startswith("#")]
    return "\n".join(lines).rstrip("\n")


def _change_of_manifest(given: Path, own: Path) -> str:
    """What is wrong with a manifest, such as the tables that differ; or nothing."""
    tables = tomllib.loads(given.read_text("utf-8-sig"))
    try:
        now = tomllib.loads(own.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        return why_unreadable(error)
    changed = [
        f"`[{table}]` {'differs' if table in now else 'is missing'}"
        for table, value in tables.items()
        if not _holds(now.get(table), value, grows=table in _MAY_GROW)
    ]
    return f"was changed ({', '.join(changed)})" if changed else ""


def _holds(now: Any, given: Any, *, grows: bool) -> bool:
    """Whether all that is given is there still; a list may always have more."""
    if isinstance(given, dict) and isinstance(now, dict) and grows:
        return all(now.get(key) == value for key, value in given.items())
    if isinstance(given, list) and isinstance(now, list):
        return all(entry in now for entry in given)
    return bool(now == given)
