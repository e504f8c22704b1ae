"""What is shown of a table: the lines of code, a column for each path, and each change with why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workshop.borrows.permissions.model import State

Cell = tuple[int, int]
"""A place in a picture: the row of a line, and the column of a path, both counted from 0."""


class Event(StrEnum):
    """What happens to a path on a line, for its color and symbol."""

    DECLARED = "declared"
    SHARED = "shared borrow"
    MUTABLE = "mutable borrow"
    MOVED = "moved"
    BACK = "borrow ended"
    LAST_USE = "last use"
    BREAKS = "can't be used"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Note:
    """What a line of code does to one path (an index), in one phrase with `code` in backticks."""

    path: int
    event: Event
    text: str


@dataclass(frozen=True)
class Line:
    """A line of code, and behind it the state of each path.

    `states` has an entry for each column: None where the path is not in scope. `shown` are the
    columns whose permissions change here; a line where nothing changes has none, and no notes.
    """

    number: int
    text: str
    states: tuple[State | None, ...]
    shown: frozenset[int] = frozenset()
    notes: tuple[Note, ...] = ()
    has_error: bool = False
    """Whether the compiler reports an error here."""


@dataclass(frozen=True)
class Column:
    """A path: its name, its type, and the line of its declaration."""

    name: str
    type: str
    copies: bool
    declared: int


@dataclass(frozen=True)
class Picture:
    """What a renderer gets. `others` are the names of the variables to which nothing happens.

    `limits` are sentences on what the picture can't show.
    """

    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    others: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
