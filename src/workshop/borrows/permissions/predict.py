"""Cells of a picture whose permissions a reader predicts before they are shown.

An author names them as `2 run, 4 *view`: the line as it is shown, then the path. The name of a
reference alone means what it points to, as there is no other column for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from workshop.base.errors import UsageError
from workshop.borrows.permissions.picture import Cell, Event, Line, Note, Picture

_ASKED = re.compile(r"\s*(\d+)\s+(\S+)\s*")
_UNTIL = re.compile(r" until line \d+$")


@dataclass(frozen=True)
class Asked:
    """A cell as an author names it."""

    line: int
    path: str

    def __str__(self) -> str:
        return f"{self.line} {self.path}"


def read(text: str) -> tuple[Asked, ...]:
    """The cells that an option names; a UsageError says what is wrong with it."""
    found = [(part.strip(), _ASKED.fullmatch(part)) for part in text.split(",")]
    if wrong := [part for part, match in found if match is None]:
        said = f", not `{wrong[0]}`" if text.strip() else ""
        raise UsageError(f"`predict` needs lines with paths, such as `2 run, 4 *view`{said}.")
    asked = [Asked(int(match[1]), match[2]) for _, match in found if match]
    for place, one in enumerate(asked):
        if one in asked[:place]:
            raise UsageError(f"`predict` names `{one}` twice.")
    return tuple(asked)


@dataclass(frozen=True)
class Prediction:
    """A picture, and the cells whose permissions are predicted, in the order of the picture."""

    picture: Picture
    cells: tuple[Cell, ...]

    @cached_property
    def hidden(self) -> frozenset[Cell]:
        """Where a state would give an answer away: from an asked cell to the next marks."""
        return frozenset(cell for asked in self.cells for cell in self._unknown(asked))

    @cached_property
    def masked(self) -> Picture:
        """The picture without the states and notes that give an answer away."""
        rows = range(len(self.picture.lines))
        return replace(self.picture, lines=tuple(map(self._masked, self.picture.lines, rows)))

    def _unknown(self, asked: Cell) -> Iterator[Cell]:
        first, path = asked
        yield asked
        for row in range(first + 1, len(self.picture.lines)):
            line = self.picture.lines[row]
            if line.states[path] is None or path in line.shown:
                return
            yield row, path

    def _masked(self, line: Line, row: int) -> Line:
        unknown = {path for at, path in self.hidden if at == row}
        behind = {path for at, path in self.hidden if at == row - 1} - unknown
        ends = {path for path in behind & line.shown if line.states[path] is None}
        later = {path for at, path in self.cells if at > row}
        return replace(
            line,
            states=tuple(None if at in unknown else state for at, state in enumerate(line.states)),
            shown=line.shown - ends,
            notes=tuple(
                _without_until(note) if note.path in later else note
                for note in line.notes
                if note.path not in unknown | ends
                if note.event is not Event.BACK or note.path not in behind
            ),
        )


def prediction(picture: Picture, asked: tuple[Asked, ...]) -> Prediction:
    """The prediction of these cells; a UsageError names the first without marks."""
    cells = [_cell(picture, one) for one in asked]
    for place, cell in enumerate(cells):
        if cell in cells[:place]:
            raise UsageError(f"`predict` names the cell of `{asked[place]}` twice.")
    return Prediction(picture, tuple(sorted(cells)))


def _cell(picture: Picture, asked: Asked) -> Cell:
    rows = [row for row, line in enumerate(picture.lines) if line.number == asked.line]
    if not rows:
        numbers = f"{picture.lines[0].number} to {picture.lines[-1].number}"
        raise UsageError(f"`predict: {asked}`: the picture shows the lines {numbers}.")
    line = picture.lines[rows[0]]
    marked = {
        place: column.name
        for place, column in enumerate(picture.columns)
        if place in line.shown and line.states[place] is not None
    }
    found = [place for place, name in marked.items() if name == asked.path]
    found = found or [place for place, name in marked.items() if name == f"*{asked.path}"]
    if len(found) > 1:
        raise UsageError(f"`predict: {asked}`: line {asked.line} shows two paths of this name.")
    if not found:
        names = " and ".join(f"`{name}`" for name in marked.values()) or "no path"
        raise UsageError(f"`predict: {asked}`: line {asked.line} shows the marks of {names}.")
    return rows[0], found[0]


def _without_until(note: Note) -> Note:
    """The note without the line after which a borrow ends: that is for the reader to predict."""
    return replace(note, text=_UNTIL.sub("", note.text))
