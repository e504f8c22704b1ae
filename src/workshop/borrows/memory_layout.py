"""Where things are in a memory picture: areas side by side, boxes below each other."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import cached_property

from workshop.borrows.figure import CHARACTER, LINE, SMALL
from workshop.borrows.memory import Box, Memory, Step
from workshop.borrows.text import columns

TOP = 12
ROW = 21
_CELL = 26
PAD = 11
_ARROWS = 46
"""The room for arrows between two areas."""
_BELOW = 14
"""The room below the cells for the bracket of a slice."""


@dataclass(frozen=True)
class Frame:
    """A rectangle of the picture."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The `x` of its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The `y` of its lower edge."""
        return self.y + self.height


@dataclass(frozen=True)
class Layout:
    """Where the areas and boxes of one step are; all steps give an area the same width."""

    memory: Memory
    step: Step

    @cached_property
    def top(self) -> float:
        """The upper edge of the areas, below the code."""
        return TOP + len(self.step.lines) * LINE

    @cached_property
    def boxes(self) -> dict[str, Frame]:
        """The frame of each box, without its name above it."""
        found = {}
        for area, frame in self.areas.items():
            y = frame.y + LINE + 8
            for box in self.step.boxes:
                if box.area == area:
                    y += LINE + 2
                    width = frame.width - 2 * PAD if box.rows else _width(box)
                    found[box.name] = Frame(frame.x + PAD, y, width, _height(box))
                    y = found[box.name].bottom + 10
        return found

    @cached_property
    def areas(self) -> dict[str, Frame]:
        """The frame of each area."""
        tallest = max(self._area_height(area) for area in self.memory.areas)
        found, x = {}, 0.0
        for area in self.memory.areas:
            inside = max(
                max(_width(box), _title_width(box))
                for step in self.memory.steps
                for box in step.boxes
                if box.area == area
            )
            found[area] = Frame(x, self.top, inside + 2 * PAD, tallest)
            x = found[area].right + _ARROWS
        return found

    def _area_height(self, area: str) -> float:
        inside = [LINE + 12 + _height(box) for box in self.step.boxes if box.area == area]
        return LINE + 12 + sum(inside) + (_BELOW if self._has_bracket(area) else 0)

    def _has_bracket(self, area: str) -> bool:
        names = {box.name for box in self.step.boxes if box.area == area}
        targets = [row.target for box in self.step.boxes for row in box.rows]
        return any(t and t.box in names and t.first is not None for t in targets)

    @cached_property
    def note(self) -> list[str]:
        """The lines of the note, no longer than the picture is wide."""
        return textwrap.wrap(self.step.note, int(self.width / SMALL))

    @cached_property
    def width(self) -> float:
        """The width of the picture."""
        code = max(columns(line) for line in self.step.lines) * CHARACTER
        return max([code, *(frame.right for frame in self.areas.values())]) + 1

    @property
    def height(self) -> float:
        """The height of the picture."""
        return self.top + self.areas[self.memory.areas[0]].height + len(self.note) * LINE + 8


def _width(box: Box) -> float:
    if box.values:
        return len(box.values) * cell_width(box)
    names = max((columns(row.name) for row in box.rows), default=0)
    values = max((columns(row.value) for row in box.rows), default=0)
    return max(names + max(values, 2) + 4, 13) * CHARACTER


def _height(box: Box) -> float:
    return _CELL if box.values else max(len(box.rows), 1) * ROW


def cell_width(box: Box) -> float:
    """The width of each cell of a box that has cells."""
    return max(columns(value) for value in box.values) * CHARACTER + 16


def _title_width(box: Box) -> float:
    words = columns(box.name) * CHARACTER + columns(box.type) * SMALL
    return words + (columns(box.state) * SMALL if box.state else 0) + 16
