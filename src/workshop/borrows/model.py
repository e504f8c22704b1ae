"""The picture of a borrow error as data: lanes and events, taken from the compiler's own labels.

Nothing is added to what the compiler says: a line, a name and an act all come from a label, the
message, or the source text that a label points to. A label that is not known means no picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from workshop.borrows.labels import CODES, OF_ONE_LABEL, Meaning, meanings
from workshop.rust.diagnostics import Diagnostic, Span

_CONTEXT = 1
"""Lines of the source shown before the first event and after the last."""
_GAP = 3
"""A longer row of lines without events is left out."""
_BACKTICKS = re.compile(r"`([^`]+)`")
_PLACE = re.compile(r"\**(?P<name>[^\W\d]\w*)(?:\.\w+|\[[^\]]*\])*(?:\s[-+*/%|&^]?=[^=].*)?")


class Act(StrEnum):
    """What happens to a value or a borrow at one place."""

    DECLARED = "declared"
    LOOP = "loop"
    MOVED = "moved"
    BORROWED = "borrowed"
    SHARED = "borrowed shared"
    MUTABLE = "borrowed mutable"
    DETAIL = "detail"
    CLASH = "clash"
    DROPPED = "dropped"
    USED = "used later"
    IN_USE = "used"


BORROWS = frozenset({Act.BORROWED, Act.SHARED, Act.MUTABLE})


@dataclass(frozen=True)
class Event:
    """One act in one lane (an index). `words` are the compiler's or the author's."""

    line: int
    act: Act
    lane: int
    words: str


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

    def extent(self, lane: int) -> tuple[int, int]:
        """The first and the last line on which something happens in a lane."""
        lines = [event.line for event in self.events if event.lane == lane]
        return min(lines), max(lines)


def of(diagnostic: Diagnostic, source: str | None = None) -> Timeline | None:
    """The picture of a diagnostic, or None where its labels do not give one.

    `source` is the text of the file; without it only the lines that the compiler quotes are shown.
    """
    primary = diagnostic.primary
    if diagnostic.code not in CODES or primary is None:
        return None
    owner = _owner(diagnostic, primary)
    found = _found(diagnostic, primary)
    if owner is None or not found or (len(found) == 1 and diagnostic.code not in OF_ONE_LABEL):
        return None
    borrow = _borrow_lane(found, owner)
    events = _events(found, borrow)
    lanes = (Lane(owner, "owner"), *([borrow] if any(e.lane for e in events) else []))
    rows = rows_around(events, _known_lines(diagnostic, primary.file, source))
    return Timeline(diagnostic.message, diagnostic.code, rows, lanes, events)


@dataclass(frozen=True)
class _Found:
    span: Span
    meaning: Meaning
    words: str

    @property
    def source(self) -> str:
        """The text that the span marks, if it lies on one line."""
        span = self.span
        if len(span.text) != 1:
            return ""
        return span.text[0][span.column - 1 : span.end_column - 1]

    @property
    def act(self) -> Act:
        """The act; for a borrow whose kind no label says, the marked text may say it."""
        act = Act(self.meaning.act)
        if act is Act.BORROWED and self.source.startswith("&"):
            return Act.MUTABLE if self.source.startswith("&mut ") else Act.SHARED
        return act


def _found(diagnostic: Diagnostic, primary: Span) -> list[_Found] | None:
    """Every label of the file with its meaning, or None when one is not known."""
    found = []
    for span in diagnostic.spans:
        if span.label is None or span.label.startswith("help:"):
            continue
        if span.file != primary.file:
            return None
        known = meanings(diagnostic.code or "", span.label, primary=span.primary)
        if not known:
            return None
        words = [span.label, *([diagnostic.message] * (len(known) - 1))]
        found += [_Found(span, *pair) for pair in zip(known, words, strict=True)]
    return sorted(found, key=lambda one: (one.meaning.rank, one.span.line, one.span.column))


def _owner(diagnostic: Diagnostic, primary: Span) -> str | None:
    names = _BACKTICKS.findall(diagnostic.message)
    if diagnostic.code == "E0507":
        direct = re.match(r"cannot move out of `([^`]+)`", diagnostic.message)
        return direct[1] if direct else _Found(primary, Meaning("", 0, 0), "").source or None
    if diagnostic.code == "E0515":
        return str(names[-1]) if names else "temporary value"
    if diagnostic.code == "E0716":
        return "temporary value"
    return str(names[0]) if names else None


def _borrow_lane(found: list[_Found], owner: str) -> Lane:
    acts = [one.act for one in found if one.meaning.lane and one.act in BORROWS]
    kind = {Act.SHARED: "shared", Act.MUTABLE: "mutable"}.get(acts[0] if acts else Act.USED)
    for one in found:
        place = _PLACE.fullmatch(one.source) if one.meaning.names_borrow else None
        if place and place["name"] != _PLACE.sub(r"\g<name>", owner):
            return Lane(place["name"], kind or "borrow")
    sign = {"shared": "&", "mutable": "&mut "}.get(kind or "")
    return Lane(
        f"{sign}{owner}" if sign and owner.isidentifier() else "the borrow", kind or "borrow"
    )


def _events(found: list[_Found], borrow: Lane) -> tuple[Event, ...]:
    events = [Event(one.span.line, one.act, one.meaning.lane, one.words) for one in found]
    for place, event in enumerate(events):
        names = _BACKTICKS.findall(event.words)
        if event.act is Act.DECLARED and event.words.startswith("variable"):
            holds = names == [borrow.name]
            events[place] = replace(event, lane=1) if holds else replace(event, act=Act.DETAIL)
    return tuple(dict.fromkeys(events))


def _known_lines(diagnostic: Diagnostic, file: str, source: str | None) -> dict[int, str]:
    quoted = {
        span.line + offset: text
        for span in diagnostic.spans
        if span.file == file
        for offset, text in enumerate(span.text)
    }
    return {**dict(enumerate((source or "").splitlines(), 1)), **quoted}


def rows_around(events: tuple[Event, ...], lines: dict[int, str]) -> tuple[Row, ...]:
    """The lines with events and those between them; long gaps become one empty row."""
    wanted = sorted({event.line for event in events})
    shown = set(wanted)
    for first, last in pairwise(wanted):
        shown.update(range(first, last) if last - first - 1 <= _GAP else ())
    around = [*range(wanted[0] - _CONTEXT, wanted[0])]
    around += [*range(wanted[-1] + 1, wanted[-1] + 1 + _CONTEXT)]
    shown.update(number for number in around if lines.get(number, "").strip())
    known = [number for number in shown if number in lines or number in wanted]
    return tuple(_rows(sorted(known), lines))


def _rows(numbers: list[int], lines: dict[int, str]) -> Iterator[Row]:
    for place, number in enumerate(numbers):
        if place and numbers[place - 1] != number - 1:
            yield Row(None, "")
        yield Row(number, lines.get(number, "").expandtabs(4))
