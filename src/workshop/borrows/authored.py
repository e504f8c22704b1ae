"""Timelines that an author writes, for code that compiles and so gives no message to draw.

A file `lessons/timelines/NAME.toml`:

    title = "One owner at a time"
    code = '''
    let run = vec![3.5, 4.0];
    let kept = run;
    println!("{}", kept.len());
    '''

    [[lane]]                      # the owner first, then the borrows of its value
    name = "run"
    kind = "owner"                # or "shared", "mutable"
    events = ["1 declared: owns the vector", "2 moved: no longer owns it"]

    [[variant]]                   # must not compile, which a test checks
    line = 3                      # the line that changes, and the line of the error
    becomes = 'println!("{}", run.len());'
    code = "E0382"

Lines count from the first line of the code. The acts are those of `model.Act`. Where
the error is on another line, `marks = 4` says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from workshop.borrows.model import Act, Event, Lane, Row, Timeline
from workshop.course.declarations import Text, decode, mistake, read_toml, require_file
from workshop.course.positions import Place

FOLDER = Path("lessons") / "timelines"
_EVENT = re.compile(r"(?P<line>\d+) (?P<act>[a-z ]+): (?P<label>.+)")


LineNumber = Annotated[int, Meta(ge=1, le=100)]


@dataclass(frozen=True)
class Variant:
    """A change of one line that must not compile: its code, and the line that is marked."""

    line: LineNumber
    becomes: Text
    code: Text
    marks: LineNumber | None = None

    @property
    def marked_line(self) -> int:
        """The line that the compiler marks: the one that changes, if no other is named."""
        return self.line if self.marks is None else self.marks


@dataclass(frozen=True)
class Authored:
    """A written timeline: its picture, and what the tests compile."""

    picture: Timeline
    code: str
    variants: tuple[Variant, ...]

    def changed(self, variant: Variant) -> str:
        """The code with the variant's line."""
        lines = self.code.splitlines()
        lines[variant.line - 1] = variant.becomes
        return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class _LaneEntry:
    """One `[[lane]]` of the file."""

    name: Text
    kind: Literal["owner", "shared", "mutable"]
    events: tuple[Text, ...]


@dataclass(frozen=True)
class _File:
    """The file as it is written."""

    title: Text
    code: Text
    lane: Annotated[tuple[_LaneEntry, ...], Meta(min_length=1)]
    variant: tuple[Variant, ...] = ()


def find_timeline(root: Path, name: str) -> Timeline:
    """The picture of `lessons/timelines/NAME.toml`; a MaterialError says what is wrong there."""
    return read_timeline(require_file(root / FOLDER / f"{name}.toml", "timeline")).picture


def read_timeline(file: Path) -> Authored:
    """Read one file; a MaterialError names the file and what is wrong in it."""
    written = decode(read_toml(file), _File, file)
    code = written.code.strip("\n") + "\n"
    rows = tuple(Row(number, line) for number, line in enumerate(code.splitlines(), 1))
    lanes = tuple(Lane(lane.name, lane.kind) for lane in written.lane)
    events = [
        _event(text, number, file, place)
        for number, lane in enumerate(written.lane)
        for place, text in enumerate(lane.events)
    ]
    in_order = tuple(sorted(events, key=lambda event: event.line))
    found = Authored(Timeline(written.title, None, rows, lanes, in_order), code, written.variant)
    for at, problem in _problems(found):
        raise mistake(file, problem, *at)
    return found


def _event(text: str, lane: int, file: Path, place: int) -> Event:
    found, at = _EVENT.fullmatch(text), ("lane", lane, "events", place)
    if found is None:
        raise mistake(file, f"{text!r} is not of the form `LINE ACT: LABEL`", *at)
    if found["act"] not in set(Act):
        allowed = ", ".join(Act)
        raise mistake(file, f"{found['act']!r} in {text!r} must be one of {allowed}", *at)
    return Event(int(found["line"]), Act(found["act"]), lane, found["label"])


def _problems(found: Authored) -> Iterator[tuple[Place, str]]:
    """What the text alone shows to be wrong, each with its place; the tests compile the rest."""
    picture, last = found.picture, len(found.picture.rows)
    if picture.lanes[0].kind != "owner":
        yield ("lane", 0, "kind"), "the first lane must be the owner's"
    for number, variant in enumerate(found.variants):
        for key, line in (("line", variant.line), ("marks", variant.marked_line)):
            if line > last:
                yield ("variant", number, key), f"a variant changes line {line} of {last}"
    for event in picture.events:
        at = ("lane", event.lane, "events")
        if not 1 <= event.line <= last:
            yield at, f"an event is on line {event.line} of {last}"
            continue
        name, text = picture.lanes[event.lane].name, picture.rows[event.line - 1].text
        mentioned = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        if event.act is not Act.DROPPED and not mentioned:
            yield at, f"line {event.line} is said to be about {name}, and is not"
