"""A timeline as HTML: an SVG picture in the colors of both themes, and the same in words."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape
from itertools import pairwise

from workshop.base.markup import code_spans
from workshop.borrows.bars import bars
from workshop.borrows.figure import CHARACTER, LINE, SMALL, figure, svg_element
from workshop.borrows.glyphs import class_of, glyph, sample
from workshop.borrows.model import Act, Event, Timeline
from workshop.borrows.text import columns, cut, sentences

_ROW = 6
_TOP = 30
_CODE_WIDTHS = (44, 58)
"""Characters shown of a line at most: less where nothing happens, if no other line needs more."""
_LABEL_WIDTHS = (24, 64)
"""The least and the most characters of a line of a label; between them the picture stays narrow."""
_PICTURE_WIDTH = 86
"""Characters that a picture should not exceed: the column of the book on a small laptop."""
_NAME_WIDTH = 16
_BARS = {"borrowed": "borrowed", "gone": "after the move"}


def draw(timeline: Timeline) -> str:
    """The picture as a `<figure>`: title, SVG, and a list of the events in words."""
    return figure(_title(timeline), "Timeline", svg(timeline), map(escape, sentences(timeline)))


def svg(timeline: Timeline, *, is_file: bool = False) -> str:
    """The picture alone; on a page its colors come from the style sheet."""
    layout = _Layout(timeline)
    label = f"Timeline: {timeline.title}. " + " ".join(sentences(timeline))
    parts = [_code(layout), _lane_names(layout), _bars(layout), _glyphs(layout), _legend(layout)]
    return svg_element("".join(parts), (layout.width, layout.height), label, is_file=is_file)


def standalone(timeline: Timeline) -> str:
    """The picture as an SVG file with its colors inside, for slides."""
    return svg(timeline, is_file=True)


@dataclass(frozen=True)
class _Layout:
    """Where things are: `y` of each row's first line, `x` of each lane."""

    timeline: Timeline

    @cached_property
    def labels(self) -> dict[Event, list[str]]:
        """The lines into which the label of each event are broken."""
        least, most = _LABEL_WIDTHS
        room = int((_PICTURE_WIDTH - self.labels_x / CHARACTER) * 12 / 11)
        limit = min(max(room, least), most)
        return {event: textwrap.wrap(event.label, limit) or [""] for event in self.timeline.events}

    @cached_property
    def tops(self) -> list[float]:
        """The upper edge of each row, and the lower edge of the last."""
        tops = [float(_TOP)]
        for row in self.timeline.rows:
            lines = sum(len(self.labels[event]) for event in self.timeline.at(row.number))
            tops.append(tops[-1] + max(lines, 1) * LINE + _ROW)
        return tops

    @cached_property
    def heights(self) -> dict[Event, float]:
        """The `y` of each event: in a row with more than one they stand below each other."""
        found = {}
        for row, top in zip(self.timeline.rows, self.tops, strict=False):
            line = top + _ROW / 2 + LINE / 2
            for event in self.timeline.at(row.number):
                found[event] = line
                line += len(self.labels[event]) * LINE
        return found

    @cached_property
    def code(self) -> list[str]:
        """The text of each row: lines on which nothing happens make the picture no wider."""
        least, most = _CODE_WIDTHS
        busy = [row for row in self.timeline.rows if self.timeline.at(row.number)]
        needed = max([least, *(min(columns(row.text), most) for row in busy)])
        return [cut(row.text, most if row in busy else needed) for row in self.timeline.rows]

    @cached_property
    def code_x(self) -> float:
        numbers = [row.number for row in self.timeline.rows if row.number is not None]
        return (len(str(max(numbers))) + 2) * CHARACTER

    @cached_property
    def lanes_x(self) -> list[float]:
        """The middle of each lane."""
        x, middles = self.code_x + (max(map(columns, self.code)) + 2) * CHARACTER, []
        for lane in self.timeline.lanes:
            half = max(columns(cut(lane.name, _NAME_WIDTH)) + 2, 7) * CHARACTER / 2
            middles.append(x + half)
            x += 2 * half
        return [*middles, x]

    @property
    def labels_x(self) -> float:
        return self.lanes_x[-1] + 26

    @property
    def width(self) -> float:
        longest = max(columns(line) for lines in self.labels.values() for line in lines)
        return self.labels_x + longest * SMALL + 8

    @property
    def height(self) -> float:
        return self.tops[-1] + LINE + 10


def _title(timeline: Timeline) -> str:
    code = f'<span class="ws-red ws-bold">{timeline.code}</span>: ' if timeline.code else ""
    return code + code_spans(timeline.title)


def _code(layout: _Layout) -> str:
    parts = []
    rows = zip(layout.timeline.rows, layout.code, pairwise(layout.tops), strict=True)
    for row, shown, (top, bottom) in rows:
        y = top + _ROW / 2 + LINE / 2 + 4
        if layout.timeline.at(row.number):
            parts.append(
                f'<rect class="ws-band" x="0" y="{top:g}" width="{layout.width:g}" '
                f'height="{bottom - top:g}"/>'
            )
        number = "⋮" if row.number is None else str(row.number)
        x = layout.code_x - CHARACTER
        parts.append(f'<text class="ws-number" x="{x:g}" y="{y:g}">{number}</text>')
        parts.append(
            f'<text class="ws-code" xml:space="preserve" x="{layout.code_x:g}" y="{y:g}">'
            f"{escape(shown)}</text>"
        )
    return "".join(parts)


def _lane_names(layout: _Layout) -> str:
    return "".join(
        f'<text class="ws-lane" x="{x:g}" y="16">{escape(cut(lane.name, _NAME_WIDTH))}</text>'
        for lane, x in zip(layout.timeline.lanes, layout.lanes_x, strict=False)
    )


def _bars(layout: _Layout) -> str:
    return "".join(
        f'<path class="ws-bar ws-{bar.kind}" d="M{layout.lanes_x[bar.lane]:g} '
        f'{layout.heights[bar.first]:g}V{layout.heights[bar.last]:g}"/>'
        for bar in bars(layout.timeline)
    )


def _glyphs(layout: _Layout) -> str:
    parts = []
    for event, y in layout.heights.items():
        kind = class_of(event.act, layout.timeline)
        parts.append(glyph(event.act, kind, layout.lanes_x[event.lane], y))
        parts.append(glyph(event.act, kind, layout.labels_x - 13, y))
        parts += [
            f'<text class="ws-words ws-{kind}" x="{layout.labels_x:g}" '
            f'y="{y + 4 + number * LINE:g}">{escape(line)}</text>'
            for number, line in enumerate(layout.labels[event])
        ]
    return "".join(parts)


def _legend(layout: _Layout) -> str:
    """The symbols of this picture by name, below it."""
    x, y, parts = layout.code_x + 7, layout.tops[-1] + 16, []
    for symbol, name in _legend_entries(layout.timeline):
        parts.append(symbol(x, y))
        parts.append(f'<text class="ws-legend" x="{x + 11:g}" y="{y + 4:g}">{name}</text>')
        x += 11 + (len(name) + 3) * SMALL
    return "".join(parts)


def _legend_entries(timeline: Timeline) -> list[tuple[Callable[[float, float], str], str]]:
    acts = {event.act for event in timeline.events} - {Act.DETAIL}
    names = {} if timeline.code else {Act.USED: "last use"}
    glyphs = [
        (partial(glyph, act, class_of(act, timeline)), names.get(act, str(act)))
        for act in Act
        if act in acts
    ]
    kinds = {bar.kind for bar in bars(timeline)}
    samples = [(partial(sample, kind), name) for kind, name in _BARS.items() if kind in kinds]
    return [*glyphs, *samples]
