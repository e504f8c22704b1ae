"""Read a table of permissions as the tests need it: by line and name, and its reasons in words."""

from __future__ import annotations

from dataclasses import replace

from workshop.borrows.permissions.model import Boundary, Kind, Path, Reason, State, Table


def behind(table: Table, line: int) -> Boundary | None:
    """The last boundary of a line: a state belongs to it."""
    found = [boundary for boundary in table.boundaries if boundary.line == line]
    return max(found, key=lambda boundary: boundary.offset, default=None)


def state_of(table: Table, line: int, name: str) -> tuple[Path, State] | None:
    """The state of the path with this name behind a line, if the table has one."""
    boundary = behind(table, line)
    states = table.states.get(boundary, {}) if boundary else {}
    found = [(path, state) for path, state in states.items() if path.name == name]
    return max(found, key=lambda pair: pair[0].first, default=None)


def is_last_use(table: Table, line: int, name: str) -> bool:
    """Whether the path is used for the last time between the boundary before and this one."""
    here, found = behind(table, line), state_of(table, line, name)
    if here is None or found is None or found[1].used_later:
        return False
    before = [state for boundary, state in table.of(found[0]) if boundary.offset < here.offset]
    return not before or before[-1].used_later


def in_words(reason: Reason) -> str:
    """A reason in the words of the programs that were worked out by hand."""
    name = reason.by if reason.by and " " not in reason.by else None  # not: "the loop"
    by = f" by `{name}`" if name else ""
    until = f" until {reason.until}" if reason.until else ""
    maybe = "maybe " if reason.maybe else ""
    match reason.kind:
        case Kind.SHARED | Kind.MUTABLE:
            return f"{reason.kind}{by}{until}"
        case Kind.BREAKS:
            return f"breaks {reason.line}"
        case Kind.MOVED if name and name.endswith("()"):
            return f"{maybe}moved into `{name.removesuffix('()')}`"
        case Kind.MOVED if name:
            return f"{maybe}moved to `{name}`"
        case Kind.MOVED | Kind.PARTLY_MOVED:
            return f"{maybe}{reason.kind}"
        case _:
            return str(reason.kind)


def whys_of(state: State) -> list[str]:
    """Why something is missing, in the words of the programs worked out by hand.

    Where a part was moved to a variable, both words fit: `partially moved`, and where it went.
    """
    words = [in_words(reason) for reason in state.reasons]
    parts = [replace(r, kind=Kind.MOVED) for r in state.reasons if r.kind is Kind.PARTLY_MOVED]
    moved = [reason for reason in parts if not (reason.by or "").endswith("()")]
    return [*words, *map(in_words, moved)]
