"""A picture of permissions as HTML: a table with the code, a column for each path, and notes.

It is a table for a screen reader and a grid for the eye: where it gets narrow, the notes go below
their line of code, and then the marks stand below each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from textwrap import dedent

from workshop.base.markup import code_spans
from workshop.borrows.figure import figure
from workshop.borrows.permissions.looks import event_class, mark_class, symbol, trace
from workshop.borrows.permissions.model import State
from workshop.borrows.permissions.picture import Cell, Event, Line, Picture
from workshop.borrows.permissions.room import room_classes
from workshop.borrows.permissions.words import (
    ERROR_HERE,
    LETTERS,
    mark_words,
    note_words,
    remarks,
    sentences,
)
from workshop.rust.highlight import highlighted_lines


@dataclass(frozen=True)
class Covers:
    """What a table shows instead of marks, as HTML, and where a path's state is `unknown`."""

    inputs: Mapping[Cell, str] = field(default_factory=dict)
    unknown: frozenset[Cell] = frozenset()


_NOTHING = Covers()
_LINE_NUMBER = re.compile(r"line (?=\d)")
_PUNCTUATION = re.compile(r'(?<=class="ws-hl-p">)[^<]+')
_INDENTATION = re.compile(r"^(<span[^>]*>)?\s+")
KIND = "Permissions"
"""What a screen reader calls the picture."""
_BREAK = re.compile(r"([(\[{,])(?![)\]}])|(?<!\.)(?=\.)")


def draw(picture: Picture) -> str:
    """The picture as a `<figure>`: title, table, legend, and the same in words."""
    items = map(code_spans, sentences(picture))
    below = legend(picture) + remarks_below(picture)
    return figure(code_spans(picture.title), KIND, table(picture), items, below=below)


def remarks_below(picture: Picture) -> str:
    """What the picture leaves out, as paragraphs."""
    said = map(code_spans, remarks(picture))
    return "".join(f'<p class="ws-remark">{remark}</p>' for remark in said)


def table(picture: Picture, covers: Covers = _NOTHING) -> str:
    """The code, the marks and the notes as a `<table>`, with what covers some of the marks."""
    texts = dedent("\n".join(line.text.expandtabs(4) for line in picture.lines)).split("\n")
    codes = zip(texts, highlighted_lines(texts, "rust"), strict=True)
    rows = "".join(
        _row(picture, place, len(text) - len(text.lstrip()), _breakable_code(code), covers)
        for place, (text, code) in enumerate(codes)
    )
    rooms = room_classes(picture, inputs=bool(covers.inputs))
    return (
        f'<table class="ws-permissions {rooms}" role="table" '
        f'style="--ws-paths: {max(1, len(picture.columns))}">'
        f'<thead role="rowgroup">{_head(picture)}</thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _head(picture: Picture) -> str:
    paths = "".join(
        f'<th role="columnheader" scope="col" class="ws-path" data-path="{place}" '
        f'style="--ws-path: {place}">'
        f'<span class="ws-name" title="{escape(f"{column.name}: {column.type}")}">'
        f"<code>{_breakable(column.name)}</code>"
        f'<small class="ws-type">{_breakable(column.type)}</small> '
        + ('<small class="ws-copies">copies</small>' if column.copies else "")
        + "</span></th>"
        for place, column in enumerate(picture.columns)
    )
    return (
        f'<tr role="row">{_spoken_head("Line", "ws-number")}{_spoken_head("Code", "ws-code-cell")}'
        f"{paths}{_spoken_head('What happens', 'ws-notes')}</tr>"
    )


def _spoken_head(text: str, kind: str) -> str:
    return (
        f'<th role="columnheader" scope="col" class="{kind}">'
        f'<span class="ws-spoken">{text}</span></th>'
    )


def _row(picture: Picture, place: int, indent: int, code: str, covers: Covers) -> str:
    line = picture.lines[place]
    classes = " ".join(
        name
        for name, holds in (("ws-changes", line.shown), ("ws-error-line", line.has_error))
        if holds
    )
    paths = "".join(_path(picture, (place, path), covers) for path in range(len(picture.columns)))
    return (
        f'<tr role="row" class="{classes}">'
        f'<th role="rowheader" scope="row" class="ws-number">{line.number}</th>'
        f'<td role="cell" class="ws-code-cell" style="--ws-indent: {indent}">'
        f"<code>{code}</code></td>{paths}"
        f'<td role="cell" class="ws-notes">{"".join(_notes(picture, line))}</td></tr>'
    )


def _path(picture: Picture, cell: Cell, covers: Covers) -> str:
    """A cell: the trace of the state before this line, the marks, the trace of the state after."""
    place, path = cell
    line = picture.lines[place]
    goes_on = place + 1 < len(picture.lines)
    above = _trace_kind(picture, (place - 1, path), covers) if place else ""
    below = _trace_kind(picture, cell, covers) if goes_on else ""
    inside = _marks(picture, line, path, line.states[path]) if path in line.shown else ""
    inside = covers.inputs.get(cell, inside)
    traces = _trace(above) if above == below else _trace(above, "up") + _trace(below, "down")
    return f'<td role="cell" class="ws-path" style="--ws-path: {path}">{traces}{inside}</td>'


def _trace_kind(picture: Picture, cell: Cell, covers: Covers) -> str:
    place, path = cell
    return "unknown" if cell in covers.unknown else trace(picture.lines[place].states[path])


def _trace(kind: str, half: str = "") -> str:
    """The line that goes through a cell, or its upper or lower half."""
    classes = " ".join(f"ws-{name}" for name in (*kind.split(), *half.split()))
    return f'<i class="ws-trace {classes}"></i>' if kind else ""


def _marks(picture: Picture, line: Line, path: int, state: State | None) -> str:
    if state is None:
        events = [note.event for note in line.notes if note.path == path]
        return f'<span class="ws-end">{symbol(events[-1])}</span>' if events else ""
    column = picture.columns[path]
    marks = []
    for letter, has in zip(LETTERS, (state.read, state.write, state.own), strict=True):
        words = escape(mark_words(column, letter, has=has))
        marks.append(
            f'<span class="{mark_class(state, letter, has=has)}" role="img" aria-label="{words}" '
            f'title="{words}" data-line="{line.number}" data-path="{path}" '
            f'data-letter="{letter}">{letter}</span>'
        )
    return f'<span class="ws-marks">{"".join(marks)}</span>'


def _notes(picture: Picture, line: Line) -> Iterator[str]:
    if line.has_error:
        yield _note(Event.BREAKS, ERROR_HERE[0].upper() + ERROR_HERE[1:])
    for note in sorted(line.notes, key=lambda note: note.path):
        yield _note(note.event, note_words(picture.columns[note.path], note))


def _note(event: Event, words: str) -> str:
    """A note whose path's name, where it begins with one, has the color of the event."""
    kind = event_class(event)
    text = code_spans(_LINE_NUMBER.sub("line\N{NO-BREAK SPACE}", words))
    if text.startswith("<code>"):
        text = text.replace("<code>", f'<code class="ws-subject {kind}">', 1)
    return f'<div class="ws-note">{symbol(event)}<span>{text}</span></div>'


def legend(picture: Picture) -> str:
    """What the marks and the traces of this picture mean."""
    if not picture.columns:
        return ""
    copied = " or copied" if any(column.copies for column in picture.columns) else ""
    entries = [
        (_sample("has ws-own", "R"), "may be read"),
        (_sample("has ws-own", "W"), "may be written"),
        (_sample("has ws-own", "O"), f"owned: may be moved{copied}"),
        (_sample("lacks ws-plain", ""), "empty: not allowed"),
    ]
    colors = {
        mark_class(state, letter, has=has).rpartition("-")[2]
        for line in picture.lines
        for state in (line.states[path] for path in line.shown)
        if state is not None
        for letter, has in zip(LETTERS, (state.read, state.write, state.own), strict=True)
    }
    entries += [
        (_sample(f"{kind} ws-{color}", ""), words)
        for color, kind, words in _COLORS
        if color in colors
    ]
    samples = "".join(
        f'<span class="ws-sample">{drawn}<span>{words}</span></span>' for drawn, words in entries
    )
    return f'<p class="ws-permissions-legend"><span>After each line:</span>{samples}</p>'


_COLORS = (
    ("shared", "lacks", "lost by a shared borrow"),
    ("mutable", "lacks", "lost by a mutable borrow"),
    ("move", "lacks", "lost by a move"),
    ("error", "lacks", "can't be used anymore"),
    ("unused", "has", "not used later"),
)


def _sample(kind: str, letter: str) -> str:
    return f'<span class="ws-mark ws-{kind}">{letter}</span>'


def _breakable(text: str) -> str:
    """The text with places where a long name may go on in the next line."""
    return escape(text).replace(".", ".<wbr>").replace("::", "::<wbr>").replace("&lt;", "&lt;<wbr>")


def _breakable_code(code: str) -> str:
    """Highlighted code without its indentation, which may go on in the next line at a dot."""
    code = _INDENTATION.sub(r"\1", code)
    return _PUNCTUATION.sub(lambda found: _BREAK.sub(r"\1<wbr>", found[0]), code)
