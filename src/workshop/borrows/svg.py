"""A timeline as HTML: an SVG picture in the colors of both themes, and the same in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

from workshop.base.markup import code_spans
from workshop.borrows.bars import bars
from workshop.borrows.figure import LINE, figure, svg_element
from workshop.borrows.glyphs import class_of, glyph, sample
from workshop.borrows.model import Act, Timeline
from workshop.borrows.svg_layout import Layout, NarrowLayout
from workshop.borrows.text import sentences

_BARS = {"borrowed": "borrowed", "gone": "after the move"}


def draw(timeline: Timeline) -> str:
    """The picture as a `<figure>`: title, SVG, and a list of the events in words.

    Of the wide and the narrow picture the style sheet shows the one that fits.
    """
    pictures = (
        f'<div class="ws-wide">{_svg(Layout(timeline))}</div>'
        f'<div class="ws-narrow">{_svg(NarrowLayout(timeline))}</div>'
    )
    return figure(_title(timeline), "Timeline", pictures, map(escape, sentences(timeline)))


def standalone(timeline: Timeline) -> str:
    """The picture as an SVG file with its colors inside, for slides."""
    return _svg(Layout(timeline), is_file=True)


def _svg(layout: Layout, *, is_file: bool = False) -> str:
    """The picture alone; on a page its colors come from the style sheet."""
    timeline = layout.timeline
    label = f"Timeline: {timeline.title}. " + " ".join(sentences(timeline))
    parts = [_code(layout), _lane_names(layout), _bars(layout), _glyphs(layout)]
    legend, bottom = _legend(layout)
    parts.append(legend)
    return svg_element("".join(parts), (layout.width, bottom + 11), label, is_file=is_file)


def _title(timeline: Timeline) -> str:
    code = f'<span class="ws-red ws-bold">{timeline.code}</span>: ' if timeline.code else ""
    return code + code_spans(timeline.title)


def _code(layout: Layout) -> str:
    parts = []
    for place, (row, lines) in enumerate(zip(layout.timeline.rows, layout.code, strict=True)):
        top, bottom = layout.tops[place : place + 2]
        y = layout.first_line(place) + 4
        if layout.timeline.at(row.number):
            parts.append(
                f'<rect class="ws-band" x="0" y="{top:g}" width="{layout.width:g}" '
                f'height="{bottom - top:g}"/>'
            )
        number = "⋮" if row.number is None else str(row.number)
        parts.append(f'<text class="ws-number" x="{layout.numbers_x:g}" y="{y:g}">{number}</text>')
        parts += [
            f'<text class="ws-code" xml:space="preserve" x="{layout.code_x:g}" '
            f'y="{y + further * LINE:g}">{escape(line)}</text>'
            for further, line in enumerate(lines)
        ]
    return "".join(parts)


def _lane_names(layout: Layout) -> str:
    return "".join(
        f'<text class="ws-lane" x="{x:g}" y="16">{escape(name)}</text>'
        for name, x in zip(layout.names, layout.lanes_x, strict=False)
    )


def _bars(layout: Layout) -> str:
    return "".join(
        f'<path class="ws-bar ws-{bar.kind}" d="M{layout.lanes_x[bar.lane]:g} '
        f'{layout.heights[bar.first]:g}V{layout.heights[bar.last]:g}"/>'
        for bar in bars(layout.timeline)
    )


def _glyphs(layout: Layout) -> str:
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


def _legend(layout: Layout) -> tuple[str, float]:
    """The symbols of this picture by name, below it, and where their last line is."""
    entries = _legend_entries(layout.timeline)
    places = layout.legend_places([name for _, name in entries])
    drawn = "".join(
        symbol(x, y) + f'<text class="ws-legend" x="{x + 11:g}" y="{y + 4:g}">{name}</text>'
        for (symbol, name), (x, y) in zip(entries, places, strict=True)
    )
    return drawn, max(y for _, y in places)


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
