"""The learner's notebooks in `work/lessons/`: new versions come, and no change is ever lost."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from itertools import chain, count
from pathlib import Path

from workshop.base.atomic import move, write_atomically
from workshop.base.digest import digest_of
from workshop.learner.ledger import Digests, Ledger

_BACKUP = "backup"
"""The folder for a learner's own versions of notebooks that the course no longer has."""


def episode_of(name: str) -> str:
    """The episode that a notebook was made from: `moves` also for `moves-new-2.ipynb`."""
    return re.sub(r"(-new-\d+)?\.ipynb$", "", name)


class NotebookFolder:
    """The notebooks below the learner's folder `work`, and what is known of their versions."""

    def __init__(self, work: Path) -> None:
        self.folder = work / "lessons"
        self._ledger = Ledger(work)
        self._known = self._ledger.read()
        self._new: dict[str, Digests] = {}

    def write(self, name: str, text: str) -> str | None:
        """Write a notebook if it is new, under the name that is returned; None where it is not."""
        version = {"text": digest_of(text), "sources": _digest_of_sources(text) or ""}
        chosen = self._choose_name(name, version)
        if chosen is not None:
            write_atomically(self.folder / chosen, text)
            self._record(chosen, version)
        return chosen

    def retire(self, episodes: Collection[str]) -> dict[str, str | None]:
        """Put away the notebooks whose episodes the course no longer has.

        What the learner has changed is moved, to the name that is returned; the others are deleted.
        """
        retired: dict[str, str | None] = {}
        for key, known in list(self._known.items()):
            name = key.removeprefix("lessons/")
            if name == key or not known or episode_of(name) in episodes:
                continue
            if (self.folder / name).is_file():
                retired[name] = self._put_away(name, known)
            self._record(name, {})
        return retired

    def _put_away(self, name: str, known: Digests) -> str | None:
        file = self.folder / name
        if _digest_of_sources(_read(file)) == known.get("sources"):
            file.unlink()
            return None
        names = chain([name], (f"{file.stem}-{number}.ipynb" for number in count(2)))
        backup = next(b for b in (f"{_BACKUP}/{n}" for n in names) if not self._has(b))
        move(file, self.folder / backup)
        return backup

    def _has(self, name: str) -> bool:
        return (self.folder / name).exists()

    def is_as_written(self, name: str) -> bool:
        """Whether a notebook holds, letter for letter, what was written here last."""
        text = self._of(name).get("text")
        return text is not None and digest_of(_read(self.folder / name)) == text

    def is_unedited(self, name: str) -> bool:
        """Whether the learner has at most run a notebook."""
        sources = self._of(name).get("sources")
        return bool(sources) and _digest_of_sources(_read(self.folder / name)) == sources

    def save(self) -> None:
        """Keep for the next time what was written."""
        self._ledger.write(self._new)

    def _choose_name(self, name: str, version: Digests) -> str | None:
        """Under which name to write the notebook; None where that version was written before."""
        file, known = self.folder / name, self._of(name)
        if not file.exists():
            return name
        sources = _digest_of_sources(_read(file))
        if sources is None:  # no notebook any more: a whole one is due, even of the same version
            self._known.pop(f"lessons/{name}", None)
        elif sources == known.get("sources"):  # the learner has not edited it
            return None if known.get("text") == version["text"] else name
        elif sources == version["sources"]:
            self._record(name, version)
            return None
        return None if version["sources"] in self._offered(name) else self._beside(name)

    def _offered(self, name: str) -> set[str]:
        """The sources of all versions that were ever written for this notebook."""
        pattern = re.compile(rf"lessons/{re.escape(Path(name).stem)}(-new-\d+)?\.ipynb")
        return {
            digests.get("sources", "")
            for key, digests in self._known.items()
            if pattern.fullmatch(key)
        }

    def _beside(self, name: str) -> str:
        """The first `-new-N` name that is free, or that the learner has left as it was."""
        for number in count(1):
            beside = f"{Path(name).stem}-new-{number}.ipynb"
            file, known = self.folder / beside, self._of(beside)
            if not file.exists():
                return beside
            if known and _digest_of_sources(_read(file)) == known.get("sources"):
                return beside
        raise AssertionError

    def _of(self, name: str) -> Digests:
        return self._known.get(f"lessons/{name}", {})

    def _record(self, name: str, version: Digests) -> None:
        self._known[f"lessons/{name}"] = self._new[f"lessons/{name}"] = version


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
    return digest_of(json.dumps(sources))
