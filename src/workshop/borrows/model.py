"""The picture of borrows as data: a timeline with a lane for each owner and each borrow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What happens to a value or a borrow on one line."""

    DECLARED = "declared"
    LOOP = "loop"
    MOVED = "moved"
    BORROWED = "borrow"
    SHARED = "shared borrow"
    MUTABLE = "mutable borrow"
    DETAIL = "detail"
    ERROR = "error"
    DROPPED = "dropped"
    USED = "used later"


BORROWS = frozenset({Act.BORROWED, Act.SHARED, Act.MUTABLE})

UNNAMED = "the borrow"
"""The name of a borrow's lane if the compiler doesn't say what holds it."""


@dataclass(frozen=True)
class Event:
    """One act in one lane (an index). `label` is the compiler's or the author's."""

    line: int
    act: Act
    lane: int
    label: str


@dataclass(frozen=True)
class Lane:
    """A column of the picture: the owner of a value, or a borrow of it."""

    name: str
    kind: str
    """"owner", or for a borrow "shared", "mutable", "borrow" (the compiler does not say)."""


@dataclass(frozen=True)
class Row:
    """A line of the source; `number` is None where lines are left out."""

    number: int | None
    text: str


@dataclass(frozen=True)
class Timeline:
    """A picture: events are in the order in which they happen, rows in the order of the file."""

    title: str
    code: str | None
    rows: tuple[Row, ...]
    lanes: tuple[Lane, ...]
    events: tuple[Event, ...]

    def at(self, line: int | None) -> tuple[Event, ...]:
        """The events on one line, in the order in which they happen."""
        return tuple(event for event in self.events if event.line == line)
