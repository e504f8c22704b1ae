"""Choose what a picture shows: paths to which something happens, and lines that change them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from workshop.borrows.permissions import notes
from workshop.borrows.permissions.answers import variables_named
from workshop.borrows.permissions.model import Kind, Path, Reason, State, Table
from workshop.borrows.permissions.picture import Column, Event, Line, Note, Picture

TITLE = "Permissions after each line"
_RETURNED = State(
    read=False, write=False, own=False, reasons=(Reason(Kind.MOVED),), used_later=False
)
_NOT_WRITTEN = {"E0384", "E0594", "E0596"}
_DEFAULTS = {"{float}": "f64", "{integer}": "i32"}
"""What a number becomes of which the program says no type."""


def picture_of(
    table: Table,
    *,
    first: int = 1,
    last: int | None = None,
    shift: int = 0,
    everything: bool = False,
    columns: Collection[str] = (),
    title: str = TITLE,
) -> Picture:
    """The picture of the lines from `first` to `last`, numbered `shift` higher.

    With `everything` all paths are columns, and each line with a statement shows all of them;
    `columns` names the variables that are shown instead of those to which something happens.
    """
    lines = [line.rstrip("\r") for line in table.source.removesuffix("\n").split("\n")]
    shown = range(first, (last or len(lines)) + 1)
    within = [path for path in table.paths if path.first in shown]
    chosen = [path for path in within if _is_chosen(path, table, columns, everything=everything)]
    rows = _rows(table, chosen, lines, everything=everything, shift=shift)
    errors = {error.primary.line for error in table.errors if error.primary}
    picture = tuple(
        Line(
            number + shift,
            lines[number - 1],
            tuple(rows.states[place].get(number) for place in range(len(chosen))),
            frozenset(rows.shown.get(number, ())),
            tuple(rows.notes.get(number, ())),
            number in errors,
        )
        for number in shown
        if number <= len(lines)
    )
    taken = [path for path in within if path in chosen or _is_chosen(path, table)]
    names = {_variable(path): None for path in within}
    return Picture(
        title,
        tuple(_column(path, shift) for path in chosen),
        picture,
        tuple(name for name in names if name not in set(map(_variable, taken))),
        table.limits,
    )


def _column(path: Path, shift: int) -> Column:
    type_ = path.type
    for literal, default in _DEFAULTS.items():
        type_ = type_.replace(literal, default)
    return Column(path.name, type_, path.copies, path.first + shift)


def _variable(path: Path) -> str:
    """The name of the variable of a path."""
    return path.name.lstrip("*").split(".")[0]


def _is_chosen(
    path: Path, table: Table, names: Collection[str] = (), *, everything: bool = False
) -> bool:
    if names:
        return path.name in names or path.name.lstrip("*") in names
    if everything:
        return True
    states = [state for _, state in table.of(path)]
    if path.returned is not None or _is_changed_wrongly(path, table):
        return True
    if not any(notes.cause_of(state) for state in states):
        return _is_free_beside_others(path, table)
    whole = _whole(path, table)
    return whole is None or _differs(path, whole, table)


def _differs(path: Path, whole: Path, table: Table) -> bool:
    """Whether a part and its whole differ where something happens to the whole."""
    return any(
        state.letters != table.states[boundary][whole].letters
        and notes.cause_of(table.states[boundary][whole]) is not None
        for boundary, state in table.of(path)
        if whole in table.states[boundary]
    )


def _is_free_beside_others(path: Path, table: Table) -> bool:
    """Whether nothing happens to a field while another field of its variable is borrowed."""
    whole = _whole(path, table)
    return whole is not None and "." in path.name and _differs(path, whole, table)


def _is_changed_wrongly(path: Path, table: Table) -> bool:
    """Whether an error says that the variable can't be written because of its declaration."""
    return path.name.lstrip("*") in {
        name
        for error in table.errors
        if error.code in _NOT_WRITTEN and error.primary
        if path.first <= error.primary.line <= path.last
        for name in variables_named(error)
    }


def _whole(path: Path, table: Table) -> Path | None:
    """The variable of a field or a box that has a column of its own."""
    name = _variable(path)
    same = (one for one in table.paths if one.place == path.place and one.name == name)
    found = next(same, None)
    return found if found != path else None


@dataclass
class _Rows:
    """By line what is shown there, and for each column its state after each line."""

    states: list[dict[int, State]]
    shown: dict[int, set[int]] = field(default_factory=dict)
    notes: dict[int, list[Note]] = field(default_factory=dict)

    def note(self, line: int, place: int, event: Event, text: str) -> None:
        self.shown.setdefault(line, set()).add(place)
        self.notes.setdefault(line, []).append(Note(place, event, text))


def _rows(
    table: Table, paths: list[Path], lines: list[str], *, everything: bool, shift: int
) -> _Rows:
    rows = _Rows([dict(_by_line(path, table)) for path in paths])
    for place, path in enumerate(paths):
        before, last_use = None, _last_use(path, table)
        for line, state in _last_of_lines(path, table):
            said = _change(path, before, state, shift, lines[line - 1])
            if said is not None:
                rows.note(line, place, *said)
            elif line == last_use:
                name = path.name.lstrip("*")
                rows.note(line, place, Event.LAST_USE, f"`{name}` is used for the last time")
            if everything:
                rows.shown.setdefault(line, set()).add(place)
            before = state
        if end := _end(path, table):
            line, event, text = end
            rows.note(line, place, event, text)
            if event is Event.MOVED:
                rows.states[place][line] = _RETURNED
    return rows


def _last_of_lines(path: Path, table: Table) -> Iterator[tuple[int, State]]:
    """The states of a path, one for each line: the last one there."""
    found = {boundary.line: state for boundary, state in table.of(path)}
    yield from sorted(found.items())


def _by_line(path: Path, table: Table) -> Iterator[tuple[int, State]]:
    """The state behind each line of the scope, also where no statement ends."""
    found, state = dict(_last_of_lines(path, table)), None
    for line in range(path.first, max(path.last, path.first + 1)):
        state = found.get(line, state)
        if state is not None:
            yield line, state


def _change(
    path: Path, before: State | None, state: State, shift: int, code: str
) -> tuple[Event, str] | None:
    """What a line changes, or None."""
    if before is None:
        return notes.declared(path, state, shift)
    old, new = notes.cause_of(before), notes.cause_of(state)
    same = old is not None and new is not None and notes.are_alike(old, new)
    if before.letters != state.letters or not (same or old == new):
        return notes.changed(path, old, new, shift, code)
    return None


def _last_use(path: Path, table: Table) -> int | None:
    """The line of the last use of a path that can't be used any more later."""
    rows = list(_last_of_lines(path, table))
    causes = [notes.cause_of(state) for _, state in rows]
    breaks = any(cause is not None and cause.kind is Kind.BREAKS for cause in causes)
    unused = (line for line, state in rows if not state.used_later)
    return next(unused, None) if breaks else None


def _end(path: Path, table: Table) -> tuple[int, Event, str] | None:
    """What becomes of the value at the end of the scope, and on which line."""
    inside = [b for b in table.boundaries if path.place <= b.offset <= path.end]
    state = table.states[inside[-1]].get(path) if inside else None
    if state is None or not state.own:
        return None
    if path.returned is not None:
        return path.returned, Event.MOVED, notes.moved_by_last_expression(path)
    return (path.last, Event.DROPPED, f"`{path.name}` is dropped") if path.drops else None
