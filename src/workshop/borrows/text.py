"""A timeline for a terminal, in Unicode lanes, and as sentences that can be read aloud."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

from workshop.base import ansi
from workshop.borrows.bars import bars
from workshop.borrows.model import BORROWS, UNNAMED, Act, Event, Timeline

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
    Act.ERROR: "✕",
    Act.DROPPED: "■",
    Act.USED: "●",
}
_BARS = {"own": "┃", "borrowed": "║", "gone": "┊", "shared": "│", "mutable": "┃", "borrow": "│"}
_COLORS = {
    Act.DECLARED: "32",
    Act.MOVED: "33",
    Act.BORROWED: "34",
    Act.SHARED: "34",
    Act.MUTABLE: "35",
    Act.ERROR: "31",
    Act.DROPPED: "31",
    Act.USED: "35",
}


def draw(timeline: Timeline, *, color: bool) -> str:
    """The lines of code, the lanes beside them, and what happens on each line."""
    texts = {row: cut(row.text, _CODE_WIDTH) for row in timeline.rows}
    code = max(map(columns, texts.values()))
    digits = max(len(str(row.number or "")) for row in timeline.rows)
    names = [cut(lane.name, _NAME_WIDTH) for lane in timeline.lanes]
    widths = [max(columns(name), 5) + 2 for name in names]
    title = f"{timeline.code}: {timeline.title}" if timeline.code else timeline.title
    head = " " * (digits + code + 5) + "".join(map(_centered, names, widths))
    drawn = [ansi.paint(title, "1"), head]
    lines = [(row, event) for row in timeline.rows for event in timeline.at(row.number) or (None,)]
    symbols = _symbols(timeline, [event for _, event in lines])
    for number, (row, event) in enumerate(lines):
        margin = " " * (digits + 1) + "│" + " " * (code + 3)
        if number == 0 or lines[number - 1][0] is not row:
            shown = "⋮" if row.number is None else str(row.number)
            margin = f"{shown:>{digits}} │ {texts[row]}{' ' * (code - columns(texts[row]))}  "
        label = f" {event.label}" if event else ""
        drawn.append(margin + "".join(map(_centered, symbols[number], widths)) + label)
    text = "\n".join(line.rstrip() for line in drawn) + "\n"
    return text if color else ansi.plain(text)


def _symbols(timeline: Timeline, events: list[Event | None]) -> list[list[str]]:
    """For each line of the picture what stands in its lanes: the event, or a bar that goes by."""
    spans = [(bar, events.index(bar.first), events.index(bar.last)) for bar in bars(timeline)]
    found = []
    for number, event in enumerate(events):
        lanes = [" "] * len(timeline.lanes)
        for bar, first, last in spans:
            if first <= number <= last:
                lanes[bar.lane] = ansi.paint(_BARS[bar.kind], "2")
        if event is not None:
            lanes[event.lane] = ansi.paint(GLYPHS[event.act], _COLORS.get(event.act, "2"))
        found.append(lanes)
    return found


def sentences(timeline: Timeline) -> list[str]:
    """Each event in words, in the order in which they happen."""
    return [_sentence(timeline, event) for event in timeline.events]


def columns(text: str) -> int:
    """The number of columns that a terminal needs for the text."""
    return sum(0 if combining(c) else 1 + (east_asian_width(c) in "WF") for c in text)


def cut(text: str, limit: int) -> str:
    """The text, cut to `limit` characters with a mark where it is longer."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _sentence(timeline: Timeline, event: Event) -> str:
    lane = timeline.lanes[event.lane]
    owner = timeline.lanes[0].name
    what = {
        Act.LOOP: "a loop",
        Act.DETAIL: "detail",
        Act.ERROR: f"error at {owner}",
        Act.DROPPED: f"{lane.name} is dropped",
        Act.DECLARED: f"{lane.name} is declared",
        Act.MOVED: f"{lane.name} is moved",
        Act.USED: f"{lane.name} is used {'later' if timeline.code else 'for the last time'}",
    }.get(event.act)
    if event.act in BORROWS:
        held = "" if lane.name == UNNAMED else f" ({lane.name})"
        what = f"{event.act} of {owner}{held}"
    return f"Line {event.line}, {what}: {event.label}."


def _centered(text: str, room: int) -> str:
    free = room - columns(ansi.plain(text))
    return " " * (free // 2) + text + " " * (free - free // 2)
