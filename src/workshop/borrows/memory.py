"""Memory pictures that an author writes: what a variable holds, and what it points to.

    :::{workshop-memory} vec-move
    :::

A file `lessons/memory/NAME.toml` has one or more steps. Each shows memory after its code has run:

    title = "A move copies the pointer, not the floats"

    [[steps]]
    code = "let run = vec![3.5, 4.0];"    # continues the code of the steps before
    note = "`run` owns the vector."       # optional, below the picture

    [[steps.boxes]]
    area = "Stack"                        # any name: "Heap", "Python objects"
    name = "run"                          # no other box of the step has it
    type = "Vec<f64>"                     # optional
    kind = "owner"                        # optional: or "shared", "mutable"; gives the color
    state = "moved"                       # optional: or "dropped"; hatched, with this word
    rows = [{ name = "pointer", to = "elements" }, { name = "length", value = "2" }]

    [[steps.boxes]]
    area = "Heap"
    name = "elements"
    values = ["3.5", "4.0"]               # cells side by side; "" is unused capacity

A row holds a value, an arrow, or nothing. An arrow leads to a box (`to = "elements"`) or to some
of its cells, as Rust writes a range (`to = "elements[1..3]"`). Areas stand side by side in the
order in which their first boxes stand in the file. A test compiles the code, and compares each
`Vec`, slice and string with the pointer, length, capacity and elements that the file states.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from workshop.base import ansi
from workshop.course.declarations import Text, decode, mistake, read_toml, require_file
from workshop.course.positions import Place

FOLDER = Path("lessons") / "memory"
_TARGET = re.compile(r"(?P<box>[^\[\]]+)(?:\[(?P<first>\d+)\.\.(?P<end>\d+)\])?")
_MEANS = {"moved": "moved: it can't be used", "dropped": "dropped"}


@dataclass(frozen=True)
class Target:
    """What an arrow leads to: a box, or its cells from `first` up to and not including `end`."""

    box: str
    first: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Row:
    """One line of a box: a value, an arrow, or neither."""

    name: str = ""
    value: str = ""
    to: str = ""

    @property
    def target(self) -> Target | None:
        """What the arrow leads to; a row without an arrow has no target."""
        found = _TARGET.fullmatch(self.to)
        if found is None:
            return None
        if found["first"] is None:
            return Target(found["box"])
        return Target(found["box"], int(found["first"]), int(found["end"]))


@dataclass(frozen=True)
class Box:
    """A variable with its rows, or a block of memory with its cells."""

    area: Text
    name: Text
    type: str = ""
    kind: Literal["owner", "shared", "mutable"] | None = None
    state: Literal["moved", "dropped"] | None = None
    rows: tuple[Row, ...] = ()
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """Memory after some code has run."""

    code: Text
    boxes: Annotated[tuple[Box, ...], Meta(min_length=1)]
    note: str = ""

    @property
    def lines(self) -> list[str]:
        """The code, line by line."""
        return self.code.strip("\n").splitlines()

    def at(self, name: str) -> Box:
        """The box of that name."""
        return next(box for box in self.boxes if box.name == name)


@dataclass(frozen=True)
class Memory:
    """A picture of memory, in steps."""

    title: Text
    steps: Annotated[tuple[Step, ...], Meta(min_length=1)]

    @property
    def areas(self) -> list[str]:
        """The areas, in the order in which they stand side by side."""
        return list(dict.fromkeys(box.area for step in self.steps for box in step.boxes))


def find_memory(root: Path, name: str) -> Memory:
    """The picture of `lessons/memory/NAME.toml`; a MaterialError says what is wrong there."""
    return read_memory(require_file(root / FOLDER / f"{name}.toml", "picture of memory"))


def read_memory(file: Path) -> Memory:
    """Read one file; a MaterialError names the file and what is wrong in it."""
    found = decode(read_toml(file), Memory, file)
    for number, step in enumerate(found.steps):
        for at, problem in _problems(step):
            raise mistake(file, problem, "steps", number, *at)
    return found


def _problems(step: Step) -> Iterator[tuple[Place, str]]:
    """What is wrong with the names and arrows of a step, each with its place in it."""
    names = [box.name for box in step.boxes]
    for number, box in enumerate(step.boxes):
        if box.name in names[:number]:
            yield ("boxes", number, "name"), f"two boxes are named {box.name!r}"
        if box.rows and box.values:
            problem = f"the box {box.name!r} has both `rows` and `values`; it can have one"
            yield ("boxes", number), problem
        for place, row in enumerate(box.rows):
            if problem := _problem(row, step, names):
                yield ("boxes", number, "rows", place), problem


def _problem(row: Row, step: Step, names: list[str]) -> str:
    if not row.to:
        return ""
    if row.value:
        return f"the row {row.name!r} has both `value` and `to`; it can have one"
    target = row.target
    if target is None or target.box not in names:
        known = ", ".join(names)
        return f"{row.to!r} must be BOX or BOX[FIRST..END]; the boxes here are {known}"
    cells = len(step.at(target.box).values)
    first, end = target.first, target.end
    if first is not None and end is not None and not first < end <= cells:
        return f"{row.to!r} must be a range of the {cells} values of {target.box!r}"
    return ""


def sentences(memory: Memory, step: Step) -> list[str]:
    """A step in words: its boxes area by area, and its note."""
    said = [
        f"{area}: {_sentence(box)}."
        for area in memory.areas
        for box in step.boxes
        if box.area == area
    ]
    return [*said, *([step.note.replace("`", "")] if step.note else [])]


def _sentence(box: Box) -> str:
    named = f"{box.name} ({box.type})" if box.type else box.name
    if box.state:
        return f"{named} is {_MEANS[box.state]}"
    if box.values:
        return f"{named}: {', '.join(value or 'unused' for value in box.values)}"
    rows = [
        " ".join(filter(None, (row.name, f"to {row.to}" if row.to else row.value)))
        for row in box.rows
    ]
    return f"{named}: {', '.join(rows)}" if rows else named


def draw_text(memory: Memory, *, color: bool) -> str:
    """The picture for a terminal: the code of each step, and its boxes below each other."""
    drawn = [ansi.paint(memory.title, "1")]
    for step in memory.steps:
        drawn += ["", *(ansi.paint(line, "36") for line in step.lines)]
        for area in memory.areas:
            drawn.append(f"  {area}")
            drawn += [f"    {_line(box)}" for box in step.boxes if box.area == area]
        drawn += [f"  {step.note.replace('`', '')}"] if step.note else []
    text = "\n".join(drawn) + "\n"
    return text if color else ansi.plain(text)


def _line(box: Box) -> str:
    head = ansi.paint(box.name, "1") + (f": {box.type}" if box.type else "")
    if box.state:
        return f"{head}   {ansi.paint(box.state, '33')}"
    if box.values:
        return f"{head}   [{' | '.join(value or ' ' for value in box.values)}]"
    rows = (f"{row.name} {'→ ' + row.to if row.to else row.value}".strip() for row in box.rows)
    return f"{head}   {' · '.join(rows)}".rstrip()
