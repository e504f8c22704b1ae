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
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workshop.base.errors import MaterialError
from workshop.borrows.model import Act, Event, Lane, Row, Timeline
from workshop.course.declarations import decode, read_toml

FOLDER = Path("lessons") / "timelines"
_EVENT = re.compile(r"(?P<line>\d+) (?P<act>[a-z ]+): (?P<label>.+)")


@dataclass(frozen=True)
class Variant:
    """A change of one line that must not compile: its code, and the line that is marked."""

    line: int
    becomes: str
    code: str
    marks: int | None = None

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

    name: str
    kind: Literal["owner", "shared", "mutable"]
    events: tuple[str, ...]


@dataclass(frozen=True)
class _File:
    """The file as it is written."""

    title: str
    code: str
    lane: tuple[_LaneEntry, ...]
    variant: tuple[Variant, ...] = ()


def find_timeline(root: Path, name: str) -> Timeline:
    """The picture of `lessons/timelines/NAME.toml`; a MaterialError says what is wrong there."""
    return read_timeline(root / FOLDER / f"{name}.toml").picture


def read_timeline(file: Path) -> Authored:
    """Read one file; a MaterialError names the file and what is wrong in it."""
    written = decode(read_toml(file), _File, file)
    code = written.code.strip("\n") + "\n"
    rows = tuple(Row(number, line) for number, line in enumerate(code.splitlines(), 1))
    lanes = tuple(Lane(lane.name, lane.kind) for lane in written.lane)
    events = [
        _event(text, number, file)
        for number, lane in enumerate(written.lane)
        for text in lane.events
    ]
    in_order = tuple(sorted(events, key=lambda event: event.line))
    found = Authored(Timeline(written.title, None, rows, lanes, in_order), code, written.variant)
    for problem in _problems(found):
        raise MaterialError(f"{file}: {problem}.")
    return found


def _event(text: str, lane: int, file: Path) -> Event:
    found = _EVENT.fullmatch(text)
    if found is None:
        raise MaterialError(f"{file}: {text!r} is not of the form `LINE ACT: LABEL`.")
    if found["act"] not in set(Act):
        allowed = ", ".join(Act)
        raise MaterialError(f"{file}: {found['act']!r} in {text!r} must be one of {allowed}.")
    return Event(int(found["line"]), Act(found["act"]), lane, found["label"])


def _problems(found: Authored) -> list[str]:
    """What the text alone shows to be wrong; the tests compile the rest."""
    picture, last = found.picture, len(found.picture.rows)
    wrong = [f"an event is on line {e.line} of {last}" for e in picture.events if e.line > last]
    wrong += [f"a variant changes line {v.line} of {last}" for v in found.variants if v.line > last]
    if not picture.lanes or picture.lanes[0].kind != "owner":
        wrong.append("the first lane must be the owner's")
    if wrong:
        return wrong
    for event in picture.events:
        name, text = picture.lanes[event.lane].name, picture.rows[event.line - 1].text
        mentioned = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        if event.act is not Act.DROPPED and not mentioned:
            wrong.append(f"line {event.line} is said to be about {name}, and is not")
    return wrong
