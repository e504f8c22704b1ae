"""Permissions as data: for each path what may be done with it after each statement, and why not.

A *path* is what a program can name: a variable `run`, what a reference points to `*view`, a field
`station.name`. A *boundary* is the place between two statements. At each boundary a path in
scope has a state: may it be read, may it be written, is it still owned?
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from workshop.rust.diagnostics import Diagnostic


class Kind(StrEnum):
    """Why a permission is missing, in rustc's words."""

    NOT_MUT = "not declared `mut`"
    SHARED_REFERENCE = "behind a shared reference"
    REFERENCE = "a reference owns nothing"
    SHARED = "shared borrow"
    MUTABLE = "mutable borrow"
    MOVED = "moved"
    PARTLY_MOVED = "partially moved"
    UNASSIGNED = "no value yet"
    BREAKS = "a use here would break an earlier line"


@dataclass(frozen=True)
class Reason:
    """Why a permission is missing; lines count from 1 in the source.

    `line` is where it was lost (for BREAKS: the line that a use here would break), `until` the line
    after which it is back, `by` what holds the borrow or where the value went, and `maybe` says
    that it happened on one path through the program only.
    """

    kind: Kind
    line: int | None = None
    by: str | None = None
    until: int | None = None
    maybe: bool = False


@dataclass(frozen=True)
class State:
    """What may be done with a path at a boundary.

    `own` says whether the value may be moved from here, or for a type that implements `Copy`,
    copied. `reasons` are those of what is missing. `used_later` is False after the last use.
    """

    read: bool
    write: bool
    own: bool
    reasons: tuple[Reason, ...] = ()
    used_later: bool = True

    @property
    def letters(self) -> str:
        """The permissions as three letters, a dash for one that is missing: `RW-`."""
        return "".join(
            letter if has else "-"
            for letter, has in zip("RWO", (self.read, self.write, self.own), strict=True)
        )


@dataclass(frozen=True)
class Path:
    """A path of the program. Two variables of one name are two paths.

    `first` and `last` are the lines of its scope, from the declaration to the closing brace;
    `place` and `end` are the same in bytes. `drops` says that a value which is still owned at the
    end is dropped, and `returned` is the line of a last expression which is this path alone, and
    `receiver` what gets it.
    """

    name: str
    type: str
    copies: bool
    first: int
    last: int
    place: int
    end: int
    drops: bool = False
    returned: int | None = None
    receiver: str | None = None


@dataclass(frozen=True)
class Boundary:
    """The place behind a statement or an opening brace, on the line where that ends.

    A state belongs to the line; where a line has several boundaries, to its last. `offset` is the
    place in the source, in bytes. The path through the program may never come here.
    """

    line: int
    offset: int
    function: str
    reachable: bool = True


@dataclass(frozen=True)
class Table:
    """All states of a program, `states[boundary][path]` where the path is in scope there.

    `errors` are the borrow errors of the program, `limits` sentences on what could not be seen.
    """

    source: str
    paths: tuple[Path, ...]
    boundaries: tuple[Boundary, ...]
    states: dict[Boundary, dict[Path, State]] = field(hash=False)
    errors: tuple[Diagnostic, ...] = ()
    limits: tuple[str, ...] = ()

    def of(self, path: Path) -> Iterator[tuple[Boundary, State]]:
        """The states of one path, in the order of the source."""
        for boundary in self.boundaries:
            if state := self.states.get(boundary, {}).get(path):
                yield boundary, state
