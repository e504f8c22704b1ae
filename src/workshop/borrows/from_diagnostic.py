"""The timeline of a compiler message, taken from the compiler's own labels.

Nothing is added to what the compiler says: a line, a name and an act all come from a label, the
message, or the source text that a label points to. A label that is not known means no picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from workshop.borrows.labels import CODES, Meaning, meanings
from workshop.borrows.model import BORROWS, UNNAMED, Act, Event, Lane, Row, Timeline
from workshop.rust.diagnostics import Diagnostic, Span
from workshop.rust.source_text import without_text

_CONTEXT = 1
"""Lines of the source shown before the first event and after the last."""
_GAP = 3
"""A longer row of lines without events is left out."""
_FAULT_ALONE = {Act.ERROR, Act.DETAIL}
"""A picture needs more: a cross alone says nothing that the message doesn't say."""
_BACKTICKS = re.compile(r"`([^`]+)`")
_HOLDER = re.compile(r"\**(?P<name>[^\W\d]\w*)(?:\.\w+|\[[^\]]*\])*(?:\s[-+*/%|&^]?=[^=].*)?")


def timeline_of(diagnostic: Diagnostic, source: str | None = None) -> Timeline | None:
    """The picture of a diagnostic, or None where its labels do not give one.

    `source` is the text of the file; without it only the lines that the compiler quotes are shown.
    """
    diagnostic = replace(diagnostic, spans=tuple(one.call or one for one in diagnostic.spans))
    primary = diagnostic.primary
    if diagnostic.code not in CODES or primary is None:
        return None
    owner = _owner(diagnostic, primary)
    labels = _labels(diagnostic, primary.file)
    if owner is None or all(label.act in _FAULT_ALONE for label in labels):
        return None
    lines = _known_lines(diagnostic, primary.file, source)
    if any(label.span.line in _lines_of_macros(lines) for label in labels):
        return None  # which call of the macro it is, the compiler doesn't say
    borrow = _borrow_lane(labels, owner, lines)
    events = _events(labels, borrow)
    lanes = (Lane(owner, "owner"), *([borrow] if any(event.lane for event in events) else []))
    rows = _rows(events, lines)
    return Timeline(diagnostic.message, diagnostic.code, rows, lanes, events)


@dataclass(frozen=True)
class _Label:
    """A label of the message, with one of its meanings."""

    span: Span
    meaning: Meaning
    text: str

    @property
    def act(self) -> Act:
        """The act; for a borrow whose kind no label says, the marked text may say it."""
        marked = _marked_text(self.span)
        if self.meaning.act is Act.BORROWED and marked.startswith("&"):
            return Act.MUTABLE if marked.startswith("&mut ") else Act.SHARED
        return self.meaning.act


def _marked_text(span: Span) -> str:
    """The source that a span marks, if it lies on one line."""
    return span.text[0][span.column - 1 : span.end_column - 1] if len(span.text) == 1 else ""


def _labels(diagnostic: Diagnostic, file: str) -> list[_Label]:
    """Every label with its meanings in the order of time, or nothing when one is not known."""
    found = list[_Label]()
    for span in diagnostic.spans:
        if span.label is None or span.label.startswith("help:"):
            continue
        known = meanings(diagnostic.code or "", span.label, primary=span.primary)
        if span.file != file or not known:
            return []
        texts = [span.label, *([diagnostic.message] * (len(known) - 1))]
        found += [_Label(span, *pair) for pair in zip(known, texts, strict=True)]
    return sorted(found, key=lambda label: (label.meaning.rank, label.span.line, label.span.column))


def _owner(diagnostic: Diagnostic, primary: Span) -> str | None:
    names: list[str] = _BACKTICKS.findall(diagnostic.message)
    if diagnostic.code == "E0507":
        direct = re.match(r"cannot move out of `([^`]+)`", diagnostic.message)
        return direct[1] if direct else _marked_text(primary) or None
    if diagnostic.code == "E0515":
        return names[-1] if names else "temporary value"
    if diagnostic.code == "E0716":
        return "temporary value"
    return names[0] if names else None


def _borrow_lane(labels: list[_Label], owner: str, lines: dict[int, str]) -> Lane:
    """The lane of the borrow, named after what holds it where a label shows that."""
    starts = [label for label in labels if label.meaning.lane and label.act in BORROWS]
    kinds = {Act.SHARED: "shared", Act.MUTABLE: "mutable"}
    kind = kinds.get(starts[0].act, "borrow") if starts else "borrow"
    for label in labels:
        held_by = (
            _HOLDER.fullmatch(_marked_text(label.span)) if label.meaning.names_borrow else None
        )
        if held_by and held_by["name"] != _HOLDER.sub(r"\g<name>", owner):
            name, start = held_by["name"], starts[0].span.line if starts else label.span.line
            if _is_known_by(start, name, label.span.line, lines):
                return Lane(name, kind)
    prefix = {"shared": "&", "mutable": "&mut "}.get(kind)
    return Lane(f"{prefix}{owner}" if prefix and owner.isidentifier() else UNNAMED, kind)


def _is_known_by(start: int, name: str, use: int, lines: dict[int, str]) -> bool:
    """Whether the variable that is used was there when the borrow began, as far as lines tell."""
    words = {number: without_text(text) for number, text in lines.items()}
    declared = re.compile(
        rf"\b(?:let|for|fn)\b(?:(?!\bin\b)[^=;])*\b{name}\b|\|[^|]*\b{name}\b[^|]*\|"
    )
    places = [number for number, text in words.items() if number < use and declared.search(text)]
    if places:
        return max(places) <= start
    named = re.compile(rf"\b{name}\b")
    return any(number <= start and named.search(text) for number, text in words.items())


def _events(labels: list[_Label], borrow: Lane) -> tuple[Event, ...]:
    events = [Event(one.span.line, one.act, one.meaning.lane, one.text) for one in labels]
    for number, event in enumerate(events):
        if event.act is Act.DECLARED and event.label.startswith("variable"):
            is_borrow = _BACKTICKS.findall(event.label) == [borrow.name]
            events[number] = replace(event, lane=1) if is_borrow else replace(event, act=Act.DETAIL)
    return tuple(dict.fromkeys(events))


def _known_lines(diagnostic: Diagnostic, file: str, source: str | None) -> dict[int, str]:
    quoted = {
        span.line + offset: text
        for span in diagnostic.spans
        if span.file == file
        for offset, text in enumerate(span.text)
    }
    return {**dict(enumerate((source or "").splitlines(), 1)), **quoted}


def _lines_of_macros(lines: dict[int, str]) -> set[int]:
    """The lines of `macro_rules!` definitions, as far as the known lines tell."""
    found, depth = set[int](), 0
    for number, text in sorted(lines.items()):
        plain = without_text(text)
        if depth or "macro_rules!" in plain:
            found.add(number)
            depth += plain.count("{") - plain.count("}")
    return found


def _rows(events: tuple[Event, ...], lines: dict[int, str]) -> tuple[Row, ...]:
    """The lines with events and those between them; long gaps become one empty row."""
    wanted = sorted({event.line for event in events})
    shown = set(wanted)
    for first, last in pairwise(wanted):
        if last - first - 1 <= _GAP:
            shown.update(range(first, last))
    around = [*range(wanted[0] - _CONTEXT, wanted[0])]
    around += [*range(wanted[-1] + 1, wanted[-1] + 1 + _CONTEXT)]
    shown.update(number for number in around if lines.get(number, "").strip())
    rows = list[Row]()
    for number in sorted(number for number in shown if number in lines or number in wanted):
        if rows and rows[-1].number != number - 1:
            rows.append(Row(None, ""))
        rows.append(Row(number, lines.get(number, "").expandtabs(4)))
    return tuple(rows)
