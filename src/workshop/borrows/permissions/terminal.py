"""Permissions for a terminal: the code, a column of marks for each path, and why each changes.

Where the columns don't fit, the marks stand below their line, each with the name of its path. What
a mark says never depends on color: a letter is there or is a dot, and small letters say that the
path isn't used any more.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import chain, groupby
from textwrap import wrap

from workshop.base import ansi
from workshop.borrows.permissions.model import State
from workshop.borrows.permissions.picture import Event, Line, Note, Picture
from workshop.borrows.permissions.words import note_words, remarks
from workshop.borrows.text import columns, cut

_NARROWEST = 60
_WIDEST_CODE = 60
_NARROWEST_CODE = 24
_NARROWEST_NOTES = 36
_NAME_WIDTH = 16
_LONG_STRETCH = 8
"""Lines to which the picture adds nothing: of so many only the first and the last are shown."""
_GAP = "  "
_MISSING, _GOES_BY, _ERROR = "·", "┊", "✕"
_FAINT, _BOLD, _LOST, _GAINED = "2", "1", "31", "1;32"
_COLORS = {
    Event.DECLARED: "32",
    Event.SHARED: "34",
    Event.MUTABLE: "35",
    Event.MOVED: "33",
    Event.BACK: "32",
    Event.BREAKS: "31",
    Event.DROPPED: "31",
}


class _Place(Enum):
    """Where the notes are: at the right of the marks, below the line, or there with the marks."""

    RIGHT = auto()
    BELOW = auto()
    WITH_MARKS = auto()


@dataclass(frozen=True)
class _Layout:
    """How wide the parts of a line are, in columns of the terminal."""

    width: int
    digits: int
    code: int
    marks: tuple[int, ...]
    place: _Place

    @property
    def margin(self) -> int:
        return self.digits + 5

    @property
    def notes(self) -> int:
        """The room for notes."""
        used = self.code + len(_GAP) + sum(self.marks) if self.place is _Place.RIGHT else 4
        return self.width - self.margin - used


def draw(picture: Picture, *, color: bool) -> str:
    """The picture as lines that fit the terminal, or 60 columns where that is narrower."""
    layout = _layout(picture, max(shutil.get_terminal_size().columns, _NARROWEST))
    table = [*_head(picture, layout), *_rows(picture, layout), ""] if picture.columns else []
    below = [*_legend(picture), *map(_shown, remarks(picture))] if table else remarks(picture)
    drawn = [
        ansi.paint(picture.title, _BOLD),
        *table,
        *chain.from_iterable(wrap(text, layout.width, break_on_hyphens=False) for text in below),
    ]
    text = "\n".join(line.rstrip() for line in drawn) + "\n"
    return text if color else ansi.plain(text)


def _layout(picture: Picture, width: int) -> _Layout:
    digits = len(str(max((line.number for line in picture.lines), default=1)))
    told = [line for line in picture.lines if line.shown or line.notes]
    code = max((columns(_shown(line.text)) for line in told), default=0)
    marks = tuple(max(columns(name), 3) + 2 for name in _names(picture))
    free = width - digits - 5 - len(_GAP) - sum(marks)
    at_most = min(code, _WIDEST_CODE)
    if free - at_most >= _NARROWEST_NOTES:
        return _Layout(width, digits, min(code, free - _NARROWEST_NOTES), marks, _Place.RIGHT)
    if free >= min(code, _NARROWEST_CODE):
        return _Layout(width, digits, min(code, free), marks, _Place.BELOW)
    return _Layout(width, digits, code, marks, _Place.WITH_MARKS)


def _names(picture: Picture) -> list[str]:
    return [cut(_shown(column.name), _NAME_WIDTH) for column in picture.columns]


def _head(picture: Picture, layout: _Layout) -> Iterator[str]:
    if layout.place is not _Place.WITH_MARKS:
        names = map(_centered, _names(picture), layout.marks)
        yield " " * (layout.margin + layout.code) + _GAP + "".join(names)


def _rows(picture: Picture, layout: _Layout) -> Iterator[str]:
    """Each line of code, with its marks and notes."""
    before: tuple[State | None, ...] = (None,) * len(picture.columns)
    folded = _left_out(picture)
    for line in picture.lines:
        if line.number in folded:
            if line.number - 1 not in folded:
                yield _margin(layout, "⋮")
            continue
        marks = {place: _mark(line.states[place], before[place]) for place in sorted(line.shown)}
        before = line.states
        first, *others = _folded(_shown(line.text), layout.width - layout.margin)
        margin = _margin(layout, str(line.number), has_error=line.has_error)
        if layout.place is _Place.WITH_MARKS:
            yield margin + first
            yield from (_margin(layout) + text for text in others)
            yield from _with_marks(picture, line, marks, layout)
        else:
            if columns(first) > layout.code or others:
                yield margin + first
                yield from (_margin(layout) + text for text in others)
                margin, first = _margin(layout), ""
                if not (line.shown or line.notes):
                    continue
            yield from _beside(picture, line, marks, layout, margin + _filled(first, layout.code))


def _left_out(picture: Picture) -> set[int]:
    """The numbers of lines inside long stretches where no path of a column is in scope."""
    found = set[int]()
    for idle, stretch in groupby(picture.lines, lambda line: not _is_told(line)):
        lines = list(stretch)
        if idle and len(lines) >= _LONG_STRETCH:
            found |= {line.number for line in lines[1:-2]}
    return found


def _is_told(line: Line) -> bool:
    return bool(line.shown or line.notes or line.has_error or any(line.states))


def _beside(
    picture: Picture, line: Line, marks: dict[int, str], layout: _Layout, code: str
) -> Iterator[str]:
    """The marks in their columns, and the notes behind or below them."""
    bars = [ansi.paint(_GOES_BY, _FAINT) if state else "" for state in line.states]
    shown = [marks.get(place, bar) for place, bar in enumerate(bars)]
    row = code + _GAP + "".join(map(_centered, shown, layout.marks))
    notes = [text for note in line.notes for text in _note(picture, note, layout.notes)]
    if layout.place is _Place.BELOW:
        yield row
        yield from (f"{_margin(layout)}    {text}" for text in notes)
        return
    yield row + (notes[0] if notes else "")
    goes_by = "".join(map(_centered, bars, layout.marks))
    blank = _margin(layout) + " " * layout.code + _GAP
    yield from (blank + goes_by + text for text in notes[1:])


def _with_marks(
    picture: Picture, line: Line, marks: dict[int, str], layout: _Layout
) -> Iterator[str]:
    """Below a line of code for each path its name, its marks and its notes."""
    names = _names(picture)
    room = max(map(columns, names))
    for place in sorted(marks.keys() | {note.path for note in line.notes}):
        start = f"  {_filled(names[place], room)} {_filled(marks.get(place, ''), 3)}  "
        of_path = [note for note in line.notes if note.path == place]
        free = max(layout.width - layout.margin - columns(ansi.plain(start)), _NARROWEST_CODE)
        texts = [text for note in of_path for text in _wrapped(note.text, free)] or [""]
        for text in texts:
            yield _margin(layout) + start + text
            start = " " * columns(ansi.plain(start))


def _margin(layout: _Layout, number: str = "", *, has_error: bool = False) -> str:
    mark = ansi.paint(_ERROR, _LOST) if has_error else " "
    return f"{mark} {number:>{layout.digits}} │ "


def _mark(state: State | None, before: State | None) -> str:
    """The permissions as three characters: a letter for each that is there."""
    if state is None:
        return ""
    now, former = state.letters, before.letters if before else state.letters
    return "".join(map(_letter, now, former, [state.used_later] * len(now)))


def _letter(now: str, former: str, used_later: bool) -> str:  # noqa: FBT001 - `map` gives it
    """One of the three: what was lost and what is new have colors."""
    if now == "-":
        return ansi.paint(_MISSING, _FAINT if former == "-" else _LOST)
    if not used_later:
        return ansi.paint(now.lower(), _FAINT)
    return now if former == now else ansi.paint(now, _GAINED)


def _note(picture: Picture, note: Note, room: int) -> list[str]:
    """A note, which begins with the name of its path, in lines of at most `room` columns."""
    first, *others = _wrapped(note_words(picture.columns[note.path], note), room)
    name, end, rest = first[1:].partition("`")
    return [ansi.paint(f"`{name}{end}", _COLORS.get(note.event, _BOLD)) + rest, *others]


def _legend(picture: Picture) -> Iterator[str]:
    """What the marks say, as far as the picture has them."""
    states = [line.states[place] for line in picture.lines for place in line.shown]
    yield (
        f"R read, W write, O own (it may be moved from here); {_MISSING} a permission is missing."
    )
    if any(state and not state.used_later and state.letters != "---" for state in states):
        yield "Small letters: it is not used after this line."
    if any(line.states[place] for line in picture.lines for place in _unshown(line)):
        yield f"{_GOES_BY} in scope, and nothing changes on this line."
    if any(line.has_error for line in picture.lines):
        yield f"{_ERROR} the compiler reports an error on this line."
    if copied := ", ".join(f"`{column.name}`" for column in picture.columns if column.copies):
        yield f"O is copied, not moved, where the type implements `Copy`: {copied}."


def _unshown(line: Line) -> Iterator[int]:
    return (place for place in range(len(line.states)) if place not in line.shown)


def _wrapped(text: str, room: int) -> list[str]:
    """The text in lines, those after the first one indented."""
    lines = wrap(_shown(text), room, subsequent_indent="  ", break_on_hyphens=False)
    return lines or [""]


def _shown(text: str) -> str:
    """A learner's text without what would move the cursor."""
    return "".join(c if c.isprintable() else "?" for c in ansi.plain(text).expandtabs(4))


def _folded(text: str, room: int) -> list[str]:
    """The text in pieces that need at most `room` columns."""
    pieces = [""]
    for character in text:
        if columns(pieces[-1]) + columns(character) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _filled(text: str, room: int) -> str:
    return text + " " * (room - columns(ansi.plain(text)))


def _centered(text: str, room: int) -> str:
    free = room - columns(ansi.plain(text))
    return " " * (free // 2) + text + " " * (free - free // 2)
