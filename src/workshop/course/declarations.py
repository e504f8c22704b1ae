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
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".toml":
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise MaterialError(f"{file}: {error}.") from error
    if file.suffix == ".md":
        text = _front_matter(file, text)
    return _yaml(file, text)


def _front_matter(file: Path, text: str) -> str:
    if not text.startswith("---\n"):
        raise MaterialError(f"{file}:1: an episode starts with its front matter, a line `---`.")
    return text.split("---\n", 2)[1]


def _yaml(file: Path, text: str) -> dict[str, Any]:
    import yaml

    try:
        facts = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise MaterialError(f"{file}: {' '.join(str(error).split())}.") from error
    if not isinstance(facts, dict):
        raise MaterialError(f"{file}: it holds no keys.")
    return facts
