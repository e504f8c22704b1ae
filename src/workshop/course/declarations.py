"""Facts read from the material's files, kept, so that only a changed file is read again.

Reading YAML and TOML is what grows with the course: 500 exercises take half a second. What was read
is kept in `work/.cache` with each file's date and size; a file that looks otherwise is read anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workshop.base.errors import MaterialError


class Facts:
    """A store of what files of one kind hold; where it can't be kept, all are read each time."""

    def __init__(self, root: Path, name: str) -> None:
        self._store = root / "work" / ".cache" / f"{name}.json"
        self.read = 0
        """How many files were read: for tests of what a command costs."""

    def of(self, files: Sequence[Path]) -> list[dict[str, Any]]:
        """The facts of each file; a MaterialError names the file that can't be read."""
        kept, found = self._load(), dict[str, list[Any]]()
        for file in files:
            look = _look(file)
            entry = kept.get(str(file))
            found[str(file)] = entry if entry and entry[0] == look else [look, self._read(file)]
        if found != kept:
            self._keep(found)
        return [entry[1] for entry in found.values()]

    def _read(self, file: Path) -> dict[str, Any]:
        self.read += 1
        return read_facts(file)

    def _load(self) -> dict[str, list[Any]]:
        with contextlib.suppress(OSError, ValueError):
            kept = json.loads(self._store.read_text(encoding="utf-8"))
            if isinstance(kept, dict):
                return kept
        return {}

    def _keep(self, found: dict[str, list[Any]]) -> None:
        if not self._store.parent.parent.is_dir():
            return  # there is no learner here
        beside = self._store.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            self._store.parent.mkdir(exist_ok=True)
            beside.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
            beside.replace(self._store)  # half a file is never read


def _look(file: Path) -> str:
    try:
        stat = file.stat()
    except OSError as error:
        raise MaterialError(f"{file}: {error.strerror}.") from error
    return f"{stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_size}"


def read_facts(file: Path) -> dict[str, Any]:
    """What a TOML or YAML file holds, or the front matter of a lesson."""
    if file.suffix == ".md":
        from workshop.course.front_matter import read_front_matter

        return read_front_matter(file)
    text = read_text(file)
    if file.suffix != ".toml":
        return parse_yaml(text, file)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MaterialError(f"{file}: {error}.") from error


def read_text(file: Path) -> str:
    """The text of a file of the material; a MaterialError names one that can't be read."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise MaterialError(f"{file}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise MaterialError(f"{file}: it is not UTF-8: {error}.") from error


def parse_yaml(text: str, file: Path) -> dict[str, Any]:
    """The keys and values of YAML; `file` is where it stands."""
    import yaml

    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    try:
        content = yaml.load(text, loader)  # noqa: S506 (both loaders are safe)
    except yaml.YAMLError as error:
        raise MaterialError(f"{file}: {' '.join(str(error).split())}.") from error
    if not isinstance(content, dict):
        raise MaterialError(f"{file}: it holds no keys.")
    return content
