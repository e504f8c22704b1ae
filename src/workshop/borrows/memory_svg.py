"""A memory picture as HTML: one SVG for each step, side by side where there is room."""

from __future__ import annotations

import re
from html import escape

from workshop.base.markup import code_spans
from workshop.borrows.figure import LINE, figure, svg_element
from workshop.borrows.memory import Box, Memory, Row, Step, sentences
from workshop.borrows.memory_layout import PAD, ROW, TOP, Frame, Layout, cell_width

_HATCH = 7
"""The distance of the lines in what is hatched."""


def draw(memory: Memory) -> str:
    """The picture as a `<figure>`: title, the SVG of each step, and the same in words."""
    pictures = "".join(_svg(memory, step) for step in memory.steps)
    items = (
        f"After {''.join(f'<code>{escape(line)}</code> ' for line in step.lines)}<ul>"
        + "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences(memory, step))
        + "</ul>"
        for step in memory.steps
    )
    return figure(code_spans(memory.title), "Memory", pictures, items, " ws-steps")


def standalone(memory: Memory) -> str:
    """All steps side by side in one SVG file with its colors inside, for slides."""
    layouts = [Layout(memory, step) for step in memory.steps]
    width = sum(layout.width for layout in layouts) + 24 * (len(layouts) - 1)
    height = max(layout.height for layout in layouts)
    x, parts = 0.0, []
    for layout in layouts:
        parts.append(f'<g transform="translate({x:g} 0)">{_drawing(layout)}</g>')
        x += layout.width + 24
    words = " ".join(_label(memory, step) for step in memory.steps)
    label = f"{memory.title}. {words}"
    return svg_element("".join(parts), (width, height), label, is_file=True)


def _svg(memory: Memory, step: Step) -> str:
    layout = Layout(memory, step)
    return svg_element(_drawing(layout), (layout.width, layout.height), _label(memory, step))


def _label(memory: Memory, step: Step) -> str:
    return f"Memory after {' '.join(step.lines)} " + " ".join(sentences(memory, step))


def _drawing(layout: Layout) -> str:
    code = "".join(
        f'<text class="ws-code" xml:space="preserve" x="0" y="{TOP + number * LINE:g}">'
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
        f'<text class="ws-note" x="0" y="{bottom + (number + 1) * LINE:g}">{_mono(line)}</text>'
        for number, line in enumerate(layout.note)
    )
    return code + areas + boxes + arrows + note


def _mono(text: str) -> str:
    """Text whose `code` is bold: all letters of the picture are monospaced."""
    return re.sub(r"`([^`]+)`", r'<tspan class="ws-bold">\1</tspan>', escape(text))


def _area(name: str, frame: Frame) -> str:
    return (
        f'<rect class="ws-band" rx="4" x="{frame.x:g}" y="{frame.y:g}" '
        f'width="{frame.width:g}" height="{frame.height:g}"/>'
        f'<text class="ws-legend" x="{frame.x + PAD:g}" y="{frame.y + LINE:g}">'
        f"{escape(name)}</text>"
    )


def _class(box: Box) -> str:
    if box.state:
        return "move"
    return {"owner": "own", "shared": "shared", "mutable": "mutable"}.get(box.kind or "", "plain")


def _box(box: Box, frame: Frame) -> str:
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


def _rows(box: Box, frame: Frame) -> str:
    parts = []
    for number, row in enumerate(box.rows):
        y = frame.y + number * ROW
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


def _cells(box: Box, frame: Frame) -> str:
    parts, width = [], cell_width(box)
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
            parts.append(_hatch(Frame(x, frame.y, width, frame.height)))
    return "".join(parts)


def _hatch(frame: Frame) -> str:
    """Slanted lines that fill the frame."""
    lines, start = [], frame.x - frame.height + _HATCH
    while start < frame.right:
        left, right = max(start, frame.x), min(start + frame.height, frame.right)
        lines.append(
            f"M{left:g} {frame.bottom - (left - start):g}l{right - left:g} {left - right:g}"
        )
        start += _HATCH
    return f'<path class="ws-hatch" d="{"".join(lines)}"/>'


def _arrow(layout: Layout, box: Box, row: Row, number: int) -> str:
    """From the dot in its row to the box, or from below to the bracket of some cells."""
    frame, target = layout.boxes[box.name], row.target
    if target is None:
        return ""
    to, x, y = layout.boxes[target.box], frame.right - 12, frame.y + (number + 0.5) * ROW
    bracket = ""
    if target.first is not None and target.end is not None:
        cell = cell_width(layout.step.at(target.box))
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
