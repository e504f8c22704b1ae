"""Where things are in the picture of a timeline: beside each other, or narrow, below each other."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import cached_property

from workshop.borrows.figure import CHARACTER, LINE, SMALL
from workshop.borrows.model import Event, Timeline
from workshop.borrows.text import columns, cut

ROW = 6
NARROW = 52 * CHARACTER
"""The width of a narrow picture at most: what the notebook has beside a source file."""
_TOP = 30
_CODE_WIDTHS = (44, 58)
"""Characters shown of a line at most: less where nothing happens, if no other line needs more."""
_LABEL_WIDTHS = (24, 64)
"""The least and the most characters of a line of a label; between them the picture stays narrow."""
_PICTURE_WIDTH = 86
"""Characters that a picture should not exceed: the column of the book on a small laptop."""


@dataclass(frozen=True)
class Layout:
    """Labels to the right of the code and its lanes."""

    timeline: Timeline
    name_width: int = 16
    """Characters shown of a lane's name at most."""

    @property
    def names(self) -> list[str]:
        """The lanes' names."""
        return [cut(lane.name, self.name_width) for lane in self.timeline.lanes]

    @cached_property
    def labels(self) -> dict[Event, list[str]]:
        """The lines into which the label of each event is broken."""
        return {
            event: textwrap.wrap(event.label, self._label_room) or [""]
            for event in self.timeline.events
        }

    @property
    def _label_room(self) -> int:
        least, most = _LABEL_WIDTHS
        room = int((_PICTURE_WIDTH - self.labels_x / CHARACTER) * 12 / 11)
        return min(max(room, least), most)

    @cached_property
    def tops(self) -> list[float]:
        """The upper edge of each row, and the lower edge of the last."""
        tops = [float(_TOP)]
        for row, code in zip(self.timeline.rows, self.code, strict=True):
            lines = sum(len(self.labels[event]) for event in self.timeline.at(row.number))
            tops.append(tops[-1] + self._lines(len(code), lines) * LINE + ROW)
        return tops

    def _lines(self, code: int, labels: int) -> int:
        return max(code, labels)

    def first_line(self, place: int) -> float:
        """The middle of the first line of a row."""
        return self.tops[place] + ROW / 2 + LINE / 2

    @cached_property
    def heights(self) -> dict[Event, float]:
        """The `y` of each event: in a row with more than one they stand below each other."""
        found = {}
        for place, row in enumerate(self.timeline.rows):
            line = self.first_line(place) + self._above_labels(place)
            for event in self.timeline.at(row.number):
                found[event] = line
                line += len(self.labels[event]) * LINE
        return found

    def _above_labels(self, _place: int) -> float:
        return 0.0

    @cached_property
    def code(self) -> list[list[str]]:
        """The text of each row: lines on which nothing happens make the picture no wider."""
        least, most = _CODE_WIDTHS
        busy = [row for row in self.timeline.rows if self.timeline.at(row.number)]
        needed = max([least, *(min(columns(row.text), most) for row in busy)])
        return [[cut(row.text, most if row in busy else needed)] for row in self.timeline.rows]

    @cached_property
    def numbers_x(self) -> float:
        """The right edge of the line numbers."""
        numbers = [row.number for row in self.timeline.rows if row.number is not None]
        return (len(str(max(numbers))) + 1) * CHARACTER

    @property
    def code_x(self) -> float:
        """The left edge of the code."""
        return self.numbers_x + CHARACTER

    @cached_property
    def lanes_x(self) -> list[float]:
        """The middle of each lane, and the right edge of the last."""
        widest = max(columns(line) for lines in self.code for line in lines)
        return self._lanes_from(self.code_x + (widest + 2) * CHARACTER, least=7)

    def _lanes_from(self, x: float, *, least: int) -> list[float]:
        middles = []
        for name in self.names:
            half = max(columns(name) + 2, least) * CHARACTER / 2
            middles.append(x + half)
            x += 2 * half
        return [*middles, x]

    @property
    def labels_x(self) -> float:
        """The left edge of the labels."""
        return self.lanes_x[-1] + 26

    @cached_property
    def width(self) -> float:
        """The width of all but the legend."""
        longest = max(columns(line) for lines in self.labels.values() for line in lines)
        return self.labels_x + longest * SMALL + 8

    def legend_places(self, names: list[str]) -> list[tuple[float, float]]:
        """Where the symbols of the legend stand, below the picture."""
        x, y, places = self.code_x + 7, self.tops[-1] + 16, list[tuple[float, float]]()
        for name in names:
            end = x + 11 + len(name) * SMALL
            if places and end > self._legend_width:
                x, y = self.code_x + 7, y + LINE
            places.append((x, y))
            x += 11 + (len(name) + 3) * SMALL
        return places

    @property
    def _legend_width(self) -> float:
        return float("inf")


@dataclass(frozen=True)
class NarrowLayout(Layout):
    """The lanes to the left of the code, long lines broken, and each label below its line."""

    name_width: int = 10

    @property
    def _label_room(self) -> int:
        return int((NARROW - self.labels_x) / SMALL)

    def _lines(self, code: int, labels: int) -> int:
        return code + labels

    def _above_labels(self, place: int) -> float:
        return float(len(self.code[place]) * LINE)

    @cached_property
    def code(self) -> list[list[str]]:
        """The text of each row without what all are indented by, in lines that fit."""
        shift = min(columns(text) - columns(text.lstrip()) for text in self._texts if text.strip())
        room = max(int((NARROW - self.code_x) / CHARACTER), _LABEL_WIDTHS[0])
        return [_broken(text[shift:], room) for text in self._texts]

    @property
    def _texts(self) -> list[str]:
        return [row.text for row in self.timeline.rows]

    @cached_property
    def lanes_x(self) -> list[float]:
        """The middle of each lane, and the right edge of the last."""
        return self._lanes_from(self.numbers_x, least=4)

    @property
    def code_x(self) -> float:
        """The left edge of the code."""
        return self.lanes_x[-1] + CHARACTER / 2

    @property
    def labels_x(self) -> float:
        """The left edge of the labels."""
        return self.code_x + 20

    @cached_property
    def width(self) -> float:
        """The width of all."""
        return NARROW

    @property
    def _legend_width(self) -> float:
        return NARROW


def _broken(text: str, room: int) -> list[str]:
    """A line of code in pieces of at most `room` characters; all but the first are indented."""
    indent = " " * (columns(text) - columns(text.lstrip()))
    return textwrap.wrap(
        text,
        room,
        subsequent_indent=f"{indent}    ",
        drop_whitespace=True,
        break_on_hyphens=False,
    ) or [""]
