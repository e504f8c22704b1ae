"""What one check of the machine gets, and what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from workshop.base.errors import WorkshopError
from workshop.bootstrap.environment import Installation


@dataclass(frozen=True)
class Machine:
    """The clone, and the variables that reach its programs."""

    installation: Installation
    environment: Mapping[str, str]

    @property
    def root(self) -> Path:
        """The folder of the clone."""
        return self.installation.root


class Level(Enum):
    """How much a finding matters: fine, worth knowing, or in the way."""

    OK = "ok"
    WARN = "warn"
    FAIL = "FAIL"


@dataclass(frozen=True)
class Finding:
    """What was checked, what was found, and what to do about it (empty when all is well)."""

    level: Level
    name: str
    found: str
    todo: str = ""

    def __str__(self) -> str:
        first = f"{self.level.value:>4}  {self.name}: {self.found}"
        return "\n".join([first, *(f"      {line}" for line in self.todo.splitlines())])


def ok(name: str, found: str) -> Finding:
    """All is well."""
    return Finding(Level.OK, name, found)


def warn(name: str, found: str, todo: str) -> Finding:
    """It works, but something will be slow, or fail later."""
    return Finding(Level.WARN, name, found, todo)


def fail(name: str, found: str, todo: str) -> Finding:
    """The workshop does not work until this is fixed."""
    return Finding(Level.FAIL, name, found, todo)


def fail_by(name: str, error: WorkshopError) -> Finding:
    """What an error says: the workshop does not work until this is fixed."""
    found, _, todo = str(error).partition("\n  ")
    return fail(name, " ".join(found.split()), todo.replace("\n  ", "\n"))
