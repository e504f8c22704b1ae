"""A memory picture as HTML: one SVG for each step, side by side where there is room."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from functools import cached_property
from html import escape

from workshop.base.markup import code_spans, style_sheet
from workshop.borrows.memory import Box, Memory, Row, Step, sentences
from workshop.borrows.text import columns

_CHARACTER = 7.25
"""Width of a character of code, in the units of the picture (12 px monospace)."""
_SMALL = _CHARACTER * 11 / 12
_LINE = 17
_TOP = 12
_ROW = 21
_CELL = 26
_PAD = 11
_ARROWS = 46
"""The room for arrows between two areas."""
_BELOW = 14
"""The room below the cells for the bracket of a slice."""
_HATCH = 7


def draw(memory: Memory) -> str:
    """The picture as a `<figure>`: title, the SVG of each step, and the same in words.

    Its colors come from the style sheet `workshop.base.markup.style_sheet()`, which the page needs.
    """
    pictures = "".join(_svg(memory, step) for step in memory.steps)
    items = "".join(
        f"<li>After {''.join(f'<code>{escape(line)}</code> ' for line in step.lines)}<ul>"
        + "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences(memory, step))
        + "</ul></li>"
        for step in memory.steps
    )
    return (
        '<figure class="ws-cell ws-picture">'
        f"<figcaption>{code_spans(memory.title)}</figcaption>"
        '<div class="ws-scroll ws-steps" tabindex="0" role="group" aria-label="Memory">'
        f"{pictures}</div>"
        f"<details><summary>The same in words</summary><ol>{items}</ol></details></figure>"
    )


def standalone(memory: Memory) -> str:
    """All steps side by side in one SVG file with its colors inside, for slides."""
    layouts = [_Layout(memory, step) for step in memory.steps]
    width = sum(layout.width for layout in layouts) + 24 * (len(layouts) - 1)
    height = max(layout.height for layout in layouts)
    x, parts = 0.0, []
    for layout in layouts:
        parts.append(f'<g transform="translate({x:g} 0)">{_drawing(layout)}</g>')
        x += layout.width + 24
    words = " ".join(_label(memory, step) for step in memory.steps)
    label = escape(f"{memory.title}. {words}")
    frame = ".ws-svg { border: 0; margin: 0; padding: 0; }"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="ws-svg ws-cell" role="img" '
        f'aria-label="{label}" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}"><style>{style_sheet()}{frame}</style>{"".join(parts)}</svg>'
    )


def _svg(memory: Memory, step: Step) -> str:
    layout = _Layout(memory, step)
    return (
        f'<svg class="ws-svg" role="img" aria-label="{escape(_label(memory, step))}" '
        f'viewBox="0 0 {layout.width:g} {layout.height:g}" '
        f'width="{layout.width:g}" height="{layout.height:g}">{_drawing(layout)}</svg>'
    )


def _label(memory: Memory, step: Step) -> str:
    return f"Memory after {' '.join(step.lines)} " + " ".join(sentences(memory, step))


@dataclass(frozen=True)
class _Frame:
    """A rectangle of the picture."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class _Layout:
    """Where the areas and boxes of one step are; all steps give an area the same width."""

    memory: Memory
    step: Step

    @cached_property
    def top(self) -> float:
        """The upper edge of the areas, below the code."""
        return _TOP + len(self.step.lines) * _LINE

    @cached_property
    def boxes(self) -> dict[str, _Frame]:
        """The frame of each box, without its name above it."""
        found = {}
        for area, frame in self.areas.items():
            y = frame.y + _LINE + 8
            for box in self.step.boxes:
                if box.area == area:
                    y += _LINE + 2
                    width = frame.width - 2 * _PAD if box.rows else _width(box)
                    found[box.name] = _Frame(frame.x + _PAD, y, width, _height(box))
                    y = found[box.name].bottom + 10
        return found

    @cached_property
    def areas(self) -> dict[str, _Frame]:
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
            found[area] = _Frame(x, self.top, inside + 2 * _PAD, tallest)
            x = found[area].right + _ARROWS
        return found

    def _area_height(self, area: str) -> float:
        inside = [_LINE + 12 + _height(box) for box in self.step.boxes if box.area == area]
        return _LINE + 12 + sum(inside) + (_BELOW if self._has_bracket(area) else 0)

    def _has_bracket(self, area: str) -> bool:
        names = {box.name for box in self.step.boxes if box.area == area}
        targets = [row.target for box in self.step.boxes for row in box.rows]
        return any(t and t.box in names and t.first is not None for t in targets)

    @cached_property
    def note(self) -> list[str]:
        return textwrap.wrap(self.step.note, int(self.width / _SMALL))

    @cached_property
    def width(self) -> float:
        code = max(columns(line) for line in self.step.lines) * _CHARACTER
        return max([code, *(frame.right for frame in self.areas.values())]) + 1

    @property
    def height(self) -> float:
        return self.top + self.areas[self.memory.areas[0]].height + len(self.note) * _LINE + 8


def _width(box: Box) -> float:
    if box.values:
        return len(box.values) * _cell_width(box)
    names = max((columns(row.name) for row in box.rows), default=0)
    values = max((columns(row.value) for row in box.rows), default=0)
    return max(names + max(values, 2) + 4, 13) * _CHARACTER


def _height(box: Box) -> float:
    return _CELL if box.values else max(len(box.rows), 1) * _ROW


def _cell_width(box: Box) -> float:
    return max(columns(value) for value in box.values) * _CHARACTER + 16


def _title_width(box: Box) -> float:
    words = columns(box.name) * _CHARACTER + columns(box.type) * _SMALL
    return words + (columns(box.state) * _SMALL if box.state else 0) + 16


def _drawing(layout: _Layout) -> str:
    code = "".join(
        f'<text class="ws-code" xml:space="preserve" x="0" y="{_TOP + number * _LINE:g}">'
        f"{escape(line)}</text>"
        for number, line in enumerate(layout.step.lines)
    )
    areas = "".join(_area(name, frame) for name, frame in layout.areas.items())
    boxes = "".join(_box(box, layout.boxes[box.name]) for box in layout.step.boxes)
    arrows = "".join(
        _arrow(layout, box, row, number)
        for box in layout.step.boxes
        for number, row in enumerate(box.rows)
        if row.to
    )
    bottom = layout.top + layout.areas[layout.memory.areas[0]].height
    note = "".join(
        f'<text class="ws-note" x="0" y="{bottom + (number + 1) * _LINE:g}">{_mono(line)}</text>'
        for number, line in enumerate(layout.note)
    )
    return code + areas + boxes + arrows + note


def _mono(text: str) -> str:
    """Text whose `code` is bold: all letters of the picture are monospaced."""
    return re.sub(r"`([^`]+)`", r'<tspan class="ws-bold">\1</tspan>', escape(text))


def _area(name: str, frame: _Frame) -> str:
    return (
        f'<rect class="ws-band" rx="4" x="{frame.x:g}" y="{frame.y:g}" '
        f'width="{frame.width:g}" height="{frame.height:g}"/>'
        f'<text class="ws-legend" x="{frame.x + _PAD:g}" y="{frame.y + _LINE:g}">'
        f"{escape(name)}</text>"
    )


def _class(box: Box) -> str:
    if box.state:
        return "move"
    return {"owner": "own", "shared": "shared", "mutable": "mutable"}.get(box.kind or "", "plain")


def _box(box: Box, frame: _Frame) -> str:
    gone = " ws-gone" if box.state else ""
    title = f'<tspan class="ws-bold{gone}">{escape(box.name)}</tspan>'
    title += f'<tspan class="ws-type" dx="7">{escape(box.type)}</tspan>' if box.type else ""
    title += f'<tspan class="ws-state" dx="7">{box.state}</tspan>' if box.state else ""
    inside = _cells(box, frame) if box.values else _rows(box, frame)
    return (
        f'<g class="ws-{_class(box)}">'
        f'<text x="{frame.x:g}" y="{frame.y - 6:g}">{title}</text>'
        f'<rect class="ws-box{gone}" rx="2" x="{frame.x:g}" y="{frame.y:g}" '
        f'width="{frame.width:g}" height="{frame.height:g}"/>'
        f"{_hatch(frame) if box.state else ''}{inside}</g>"
    )


def _rows(box: Box, frame: _Frame) -> str:
    parts = []
    for number, row in enumerate(box.rows):
        y = frame.y + number * _ROW
        if number:
            parts.append(f'<path class="ws-rule" d="M{frame.x:g} {y:g}H{frame.right:g}"/>')
        if box.state:
            continue
        parts.append(f'<text x="{frame.x + 7:g}" y="{y + 15:g}">{escape(row.name)}</text>')
        if row.value:
            parts.append(
                f'<text class="ws-value" x="{frame.right - 7:g}" y="{y + 15:g}">'
                f"{escape(row.value)}</text>"
            )
    return "".join(parts)


def _cells(box: Box, frame: _Frame) -> str:
    parts, width = [], _cell_width(box)
    for number, value in enumerate(box.values):
        x = frame.x + number * width
        if number:
            parts.append(f'<path class="ws-rule" d="M{x:g} {frame.y:g}v{frame.height:g}"/>')
        if value:
            parts.append(
                f'<text class="ws-cell-value" x="{x + width / 2:g}" y="{frame.y + 17:g}">'
                f"{escape(value)}</text>"
            )
        else:
            parts.append(_hatch(_Frame(x, frame.y, width, frame.height)))
    return "".join(parts)


def _hatch(frame: _Frame) -> str:
    """Slanted lines that fill the frame."""
    lines, start = [], frame.x - frame.height + _HATCH
    while start < frame.right:
        left, right = max(start, frame.x), min(start + frame.height, frame.right)
        lines.append(
            f"M{left:g} {frame.bottom - (left - start):g}l{right - left:g} {left - right:g}"
        )
        start += _HATCH
    return f'<path class="ws-hatch" d="{"".join(lines)}"/>'


def _arrow(layout: _Layout, box: Box, row: Row, number: int) -> str:
    """From the dot in its row to the box, or from below to the bracket of some cells."""
    frame, target = layout.boxes[box.name], row.target
    if target is None:
        return ""
    to, x, y = layout.boxes[target.box], frame.right - 12, frame.y + (number + 0.5) * _ROW
    bracket = ""
    if target.first is not None and target.end is not None:
        cell = _cell_width(layout.step.at(target.box))
        left, right = to.x + target.first * cell + 2, to.x + target.end * cell - 2
        middle, low = (left + right) / 2, to.bottom + 4
        bracket = f'<path class="ws-line" d="M{left:g} {low:g}v5H{right:g}v-5"/>'
        path, tip = _from_below(x, y, middle, low + 6), (middle, low + 6, -90)
    elif to.x > frame.right:
        end = to.y + to.height / 2
        path, tip = _sideways(x, y, to.x - 2, end), (to.x - 2, end, 0)
    else:  # in its own area or to the left: around on the right
        end = to.y + to.height / 2
        out = max(frame.right, to.right) + 26
        path = f"M{x:g} {y:g}C{out:g} {y:g} {out:g} {end:g} {to.right + 8:g} {end:g}"
        tip = (to.right + 2, end, 180)
    kind = _class(box)
    return (
        f'<g class="ws-{kind}">{bracket}<path class="ws-line" d="{path}"/>'
        f'<circle class="ws-dot" cx="{x:g}" cy="{y:g}" r="3.5"/>'
        f'<path class="ws-tip" d="M0 0-8-4.5V4.5z" '
        f'transform="translate({tip[0]:g} {tip[1]:g}) rotate({tip[2]})"/></g>'
    )


def _sideways(x: float, y: float, end_x: float, end_y: float) -> str:
    bend = (end_x - x) * 0.55
    return f"M{x:g} {y:g}C{x + bend:g} {y:g} {end_x - bend:g} {end_y:g} {end_x - 6:g} {end_y:g}"


def _from_below(x: float, y: float, end_x: float, end_y: float) -> str:
    deep = max(y, end_y + 34)
    return f"M{x:g} {y:g}C{(x + end_x) / 2:g} {y:g} {end_x:g} {deep:g} {end_x:g} {end_y + 7:g}"
