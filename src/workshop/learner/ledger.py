"""What the kit wrote into `work/`, as digests, so that a learner's changes are never replaced."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from workshop.base.atomic import read_replaced, write_atomically
from workshop.base.locks import lock

Digests = Mapping[str, str]
"""The digests of one copy's files, or of one notebook's parts, by name."""
_PATIENCE = 10.0
_FORMER_NOTEBOOKS = ".made.json"
"""Where notebooks were recorded once, under their names alone."""


@dataclass(frozen=True)
class Ledger:
    """The file `.given.json` of a learner's folder.

    A copy is an entry under its exercise's id, a notebook one under its path, `lessons/NAME.ipynb`.
    What can't be read counts as unknown, and what is unknown counts as changed by the learner.
    """

    folder: Path

    def read(self) -> dict[str, Digests]:
        """All entries, also those that an older kit has written."""
        former = _read(self.folder / _FORMER_NOTEBOOKS)
        notebooks = {f"lessons/{name}": digests for name, digests in former.items()}
        return {**notebooks, **_read(self.folder / ".given.json")}

    def write(self, entries: Mapping[str, Digests]) -> None:
        """Add these entries, or replace them; the others stay."""
        with lock(self.folder / ".given.lock", timeout=_PATIENCE):
            content = {name: dict(digests) for name, digests in {**self.read(), **entries}.items()}
            text = json.dumps(content, indent=1, sort_keys=True)
            write_atomically(self.folder / ".given.json", text + "\n")
            (self.folder / _FORMER_NOTEBOOKS).unlink(missing_ok=True)


def _read(file: Path) -> dict[str, Digests]:
    try:
        content = json.loads(read_replaced(file))
    except (OSError, ValueError, RecursionError):
        return {}
    return whole_entries(content) if isinstance(content, dict) else {}


def whole_entries(content: Mapping[str, object]) -> dict[str, Digests]:
    """The entries that have the form of one; whatever else is there is not known."""
    return {name: digests for name, digests in content.items() if _is_whole(digests)}


def _is_whole(digests: object) -> TypeGuard[Digests]:
    return isinstance(digests, dict) and all(isinstance(one, str) for one in digests.values())
