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
    events = ["1 declared: owns the list", "2 moved: gives the list away"]

    [[variant]]                   # a change that must be refused: a test compiles it
    line = 3                      # the line that changes, and that the compiler must mark
    becomes = 'println!("{}", run.len());'
    code = "E0382"

Lines count from the first line of the code. The acts are those of `timeline.Act`. Where
the compiler marks another line than the one that changes, `marks = 4` says which.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workshop.base.errors import MaterialError
from workshop.borrows.model import Act, Event, Lane, Row, Timeline

FOLDER = Path("lessons") / "timelines"
_EVENT = re.compile(r"(?P<line>\d+) (?P<act>[a-z ]+): (?P<words>.+)")


@dataclass(frozen=True)
class Variant:
    """A change of one line that the compiler must refuse, with the code, at the line `marks`."""

    line: int
    becomes: str
    code: str
    marks: int


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


def authored(root: Path, name: str) -> Timeline:
    """The picture of `lessons/timelines/NAME.toml`; a MaterialError says what is wrong there."""
    return read(root / FOLDER / f"{name}.toml").picture


def read(file: Path) -> Authored:
    """Read one file; a MaterialError names the file and what is wrong in it."""
    try:
        facts = tomllib.loads(file.read_text(encoding="utf-8"))
        found = _authored(facts)
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        what = f"the key {error} is missing" if isinstance(error, KeyError) else str(error)
        raise MaterialError(f"{file}: {what}.") from error
    for problem in _problems(found):
        raise MaterialError(f"{file}: {problem}.")
    return found


def _authored(facts: dict[str, Any]) -> Authored:
    lanes = tuple(Lane(lane["name"], lane["kind"]) for lane in facts["lane"])
    events = [_event(text, n) for n, lane in enumerate(facts["lane"]) for text in lane["events"]]
    order = sorted(events, key=lambda event: event.line)
    code = facts["code"].strip("\n") + "\n"
    rows = tuple(Row(number, line) for number, line in enumerate(code.splitlines(), 1))
    picture = Timeline(facts["title"], None, rows, lanes, tuple(order))
    variants = tuple(
        Variant(v["line"], v["becomes"], v["code"], v.get("marks", v["line"]))
        for v in facts.get("variant", ())
    )
    return Authored(picture, code, variants)


def _event(text: str, lane: int) -> Event:
    found = _EVENT.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not of the form `LINE ACT: WORDS`")
    return Event(int(found["line"]), Act(found["act"]), lane, found["words"])


def _problems(found: Authored) -> list[str]:
    """What the text alone shows to be wrong; the tests compile the rest."""
    picture, last = found.picture, len(found.picture.rows)
    wrong = [f"an event is on line {e.line} of {last}" for e in picture.events if e.line > last]
    wrong += [f"a variant changes line {v.line} of {last}" for v in found.variants if v.line > last]
    if not picture.lanes or picture.lanes[0].kind != "owner":
        wrong.append("the first lane must be the owner's")
    wrong += [
        f"{lane.name}: kind {lane.kind!r} is none of owner, shared, mutable"
        for lane in picture.lanes
        if lane.kind not in {"owner", "shared", "mutable"}
    ]
    return wrong or [
        f"line {event.line} is said to be about {picture.lanes[event.lane].name}, and is not"
        for event in picture.events
        if event.act is not Act.DROPPED and not _mentions(picture, event)
    ]


def _mentions(picture: Timeline, event: Event) -> bool:
    name = picture.lanes[event.lane].name
    return (
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", picture.rows[event.line - 1].text) is not None
    )
