"""Remember which notebooks were written, so that what a learner has changed is never replaced."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from workshop.base.atomic import write_atomically


@dataclass(frozen=True)
class _Written:
    """Digests of a notebook as it was written: all of it, and its cells' sources alone."""

    text: str
    sources: str


@dataclass
class Record:
    """What was written, by the notebook's name."""

    file: Path
    written: dict[str, _Written]

    @classmethod
    def read(cls, file: Path) -> Record:
        """The record that `save` wrote; an empty one where there is none."""
        try:
            facts = json.loads(file.read_text(encoding="utf-8"))
            return cls(file, {name: _Written(**entry) for name, entry in facts.items()})
        except (OSError, ValueError, TypeError, AttributeError):
            return cls(file, {})

    def write(self, file: Path, text: str) -> str | None:
        """Write a notebook if it is new, under the name that is returned; None where it is not."""
        new = _Written(digest(text), _digest_of_sources(text) or "")
        name = self._place(file, new)
        if name is not None:
            write_atomically(file.with_name(name), text)
            self.written[name] = new
        return name

    def _place(self, file: Path, new: _Written) -> str | None:
        """Under which name to write the notebook; None where that version was written before."""
        known = self.written.get(file.name)
        if not file.exists():
            return file.name
        sources = _digest_of_sources(_read(file))
        if sources is None:  # no notebook any more: a whole one is due, even of the same version
            self.written.pop(file.name, None)
        elif known is not None and sources == known.sources:  # untouched
            return None if known.text == new.text else file.name
        elif sources == new.sources:
            self.written[file.name] = new
            return None
        return None if new.sources in self._offered(file) else self._name_beside(file)

    def _offered(self, file: Path) -> set[str]:
        """The sources of all versions that were ever written for this notebook."""
        pattern = re.compile(rf"{re.escape(file.stem)}(-new-\d+)?\.ipynb")
        return {entry.sources for name, entry in self.written.items() if pattern.fullmatch(name)}

    def _name_beside(self, file: Path) -> str:
        """The first `-new-N` name that is free, or that the learner has left as it was."""
        for number in count(1):
            beside = file.with_name(f"{file.stem}-new-{number}.ipynb")
            known = self.written.get(beside.name)
            if not beside.exists() or (
                known is not None and _digest_of_sources(_read(beside)) == known.sources
            ):
                return beside.name
        raise AssertionError

    def save(self) -> None:
        """Keep the record for the next time."""
        facts = {name: asdict(entry) for name, entry in self.written.items()}
        write_atomically(self.file, json.dumps(facts, indent=1, sort_keys=True) + "\n")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _digest_of_sources(text: str) -> str | None:
    """What a learner changes by editing, and not by running: kinds and sources of the cells.

    None for what is no notebook.
    """
    try:
        cells = json.loads(text)["cells"]
        sources = [[cell["cell_type"], "".join(cell["source"])] for cell in cells]
    except (ValueError, KeyError, TypeError):
        return None
    return digest(json.dumps(sources))


def digest(text: str) -> str:
    """A short name for a text."""
    return hashlib.sha256(text.encode()).hexdigest()
