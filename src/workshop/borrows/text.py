"""A timeline for a terminal, in Unicode lanes, and as sentences that can be read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from unicodedata import combining, east_asian_width

from workshop.base import ansi
from workshop.borrows.bars import bars
from workshop.borrows.model import BORROWS, Act, Event, Row, Timeline

_CODE_WIDTH = 60
_NAME_WIDTH = 16
GLYPHS = {
    Act.DECLARED: "◆",
    Act.LOOP: "↻",
    Act.MOVED: "→",
    Act.BORROWED: "▷",
    Act.SHARED: "△",
    Act.MUTABLE: "▲",
    Act.DETAIL: "·",
    Act.CLASH: "✕",
    Act.DROPPED: "■",
    Act.USED: "●",
    Act.IN_USE: "•",
}
_BARS = {"own": "┃", "lent": "║", "gone": "┊", "shared": "│", "mutable": "┃", "borrow": "│"}
_COLORS = {
    Act.DECLARED: "32",
    Act.MOVED: "33",
    Act.BORROWED: "34",
    Act.SHARED: "34",
    Act.MUTABLE: "35",
    Act.CLASH: "31",
    Act.DROPPED: "31",
    Act.USED: "35",
}


@dataclass(frozen=True)
class _Grid:
    """The picture as lines of a terminal: one for each event, and one for a row without any."""

    timeline: Timeline

    @cached_property
    def lines(self) -> list[tuple[Row, Event | None]]:
        rows = self.timeline.rows
        return [(row, event) for row in rows for event in self.timeline.at(row.number) or (None,)]

    @cached_property
    def places(self) -> dict[Event | None, int]:
        return {event: place for place, (_, event) in enumerate(self.lines)}

    @cached_property
    def code_width(self) -> int:
        return max(width(shortened(row.text, _CODE_WIDTH)) for row in self.timeline.rows)

    @cached_property
    def number_width(self) -> int:
        return max(len(str(row.number or "")) for row in self.timeline.rows)

    @cached_property
    def names(self) -> list[str]:
        return [shortened(lane.name, _NAME_WIDTH) for lane in self.timeline.lanes]

    @cached_property
    def lane_widths(self) -> list[int]:
        return [max(width(name), 5) + 2 for name in self.names]

    def code(self, place: int, row: Row) -> str:
        """Number and text of the row, on the first of its lines."""
        if place and self.lines[place - 1][0] == row and row.number is not None:
            return " " * (self.number_width + 1) + "│" + " " * (self.code_width + 3)
        number = "⋮" if row.number is None else str(row.number)
        text = shortened(row.text, _CODE_WIDTH)
        return f"{number:>{self.number_width}} │ {text}{' ' * (self.code_width - width(text))}  "

    def cell(self, lane: int, place: int) -> str:
        event = self.lines[place][1]
        if event is not None and event.lane == lane:
            mark, paint = GLYPHS[event.act], _COLORS.get(event.act, "2")
        else:
            mark, paint = self._bar(lane, place), "2"
        left = (self.lane_widths[lane] - 1) // 2
        right = self.lane_widths[lane] - 1 - left
        return " " * left + ansi.paint(mark, paint) + " " * right

    def _bar(self, lane: int, place: int) -> str:
        kinds = [
            bar.kind
            for bar in bars(self.timeline)
            if bar.lane == lane and self.places[bar.first] <= place <= self.places[bar.last]
        ]
        return _BARS[kinds[-1]] if kinds else " "


def draw(timeline: Timeline, *, color: bool) -> str:
    """The lines of code, the lanes beside them, and what happens on each line."""
    grid = _Grid(timeline)
    head = " " * (grid.number_width + grid.code_width + 5)
    names = "".join(map(_centered, grid.names, grid.lane_widths))
    lines = [_title(timeline), head + names]
    for place, (row, event) in enumerate(grid.lines):
        lanes = "".join(grid.cell(lane, place) for lane in range(len(grid.names)))
        words = f" {event.words}" if event else ""
        lines.append(grid.code(place, row) + lanes + words)
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    return text if color else ansi.plain(text)


def as_sentences(timeline: Timeline) -> list[str]:
    """Each event in words, in the order in which they happen."""
    return [_sentence(timeline, event) for event in timeline.events]


def width(text: str) -> int:
    """The number of columns that a terminal needs for the text."""
    return sum(0 if combining(c) else 1 + (east_asian_width(c) in "WF") for c in text)


def shortened(text: str, limit: int) -> str:
    """The text, cut to `limit` characters with a mark where it is longer."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _sentence(timeline: Timeline, event: Event) -> str:
    lane = timeline.lanes[event.lane]
    owner = timeline.lanes[0].name
    what = {
        Act.LOOP: "a loop",
        Act.DETAIL: "more",
        Act.CLASH: f"clash at {owner}",
        Act.DROPPED: f"{lane.name} is dropped",
        Act.DECLARED: f"{lane.name} is declared",
        Act.MOVED: f"{lane.name} is moved",
        Act.USED: f"{lane.name} is used {'later' if timeline.code else 'for the last time'}",
        Act.IN_USE: f"{lane.name} is used",
    }.get(event.act)
    if event.act in BORROWS:
        kind = {Act.SHARED: " to read", Act.MUTABLE: " to change"}.get(event.act, "")
        what = f"{owner} is borrowed{kind} ({lane.name})"
    return f"Line {event.line}, {what}: {event.words}."


def _title(timeline: Timeline) -> str:
    code = f"{timeline.code}: " if timeline.code else ""
    return ansi.paint(code + timeline.title, "1")


def _centered(text: str, room: int) -> str:
    left = (room - width(text)) // 2
    return " " * left + text + " " * (room - width(text) - left)
