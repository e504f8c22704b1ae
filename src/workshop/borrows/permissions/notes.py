"""What happens to a path on a line, in one phrase with the compiler's words."""

from __future__ import annotations

import re

from workshop.borrows.permissions.holders import AWAIT, BLOCK, CALL, CALLER, LOOP
from workshop.borrows.permissions.model import Kind, Path, Reason, State
from workshop.borrows.permissions.picture import Event

_BORROWS = {Kind.SHARED: Event.SHARED, Kind.MUTABLE: Event.MUTABLE}
_MOVES = {Kind.MOVED, Kind.PARTLY_MOVED}
_WORDS = {LOOP: "into", CALLER: "to", CALL: "by", AWAIT: "by", BLOCK: "out of"}
"""How a value goes to what is no variable and no function."""


def declared(path: Path, state: State, shift: int) -> tuple[Event, str]:
    """The first state of a path."""
    name = path.name.lstrip("*")
    kinds = {reason.kind for reason in state.reasons}
    if cause := cause_of(state):
        return changed(path, None, cause, shift)
    if Kind.SHARED_REFERENCE in kinds:
        return Event.DECLARED, f"`{name}` is a shared reference"
    if path.name.startswith("*") and not path.type.startswith("Box<"):
        return Event.DECLARED, f"`{name}` is a mutable reference"
    if "." in name:
        return Event.DECLARED, f"a field of `{name.rpartition('.')[0]}`"
    if Kind.NOT_MUT in kinds:
        return Event.DECLARED, f"`{name}` is not declared `mut`"
    return Event.DECLARED, f"`{name}` is declared `mut`"


def changed(
    path: Path, before: Reason | None, cause: Reason | None, shift: int, code: str = ""
) -> tuple[Event, str]:
    """A state that differs from the one before it: what was the cause then, and what is it now.

    Lines are numbered `shift` higher than in the source; `code` is the text of the line.
    """
    name = path.name.lstrip("*")
    if cause is None:
        return Event.BACK, _back(before, name, code)
    if cause.kind in _BORROWS:
        return _BORROWS[cause.kind], f"{cause.kind}{_by(cause)}{_until(cause, shift)}"
    if cause.kind in _MOVES:
        return Event.MOVED, f"{_may(cause)}{cause.kind}{_to(cause)}"
    if cause.kind is Kind.UNASSIGNED:
        return Event.DECLARED, f"`{name}` has no value yet"
    line = (cause.line or 0) + shift
    return Event.BREAKS, f"`{name}` can't be used from here on, or line {line} would not compile"


def cause_of(state: State) -> Reason | None:
    """The reason that something on the way has brought, not the declaration."""
    still = {Kind.NOT_MUT, Kind.SHARED_REFERENCE, Kind.REFERENCE}
    return next((reason for reason in state.reasons if reason.kind not in still), None)


def moved_by_last_expression(path: Path) -> str:
    """What becomes of a path that is the last expression of its block."""
    return f"{Kind.MOVED}{_to(Reason(Kind.MOVED, by=path.receiver or BLOCK))}"


def are_alike(old: Reason, new: Reason) -> bool:
    """Whether the second says no more than the first, which has been said."""
    named = old.by is not None and new.by is not None and new.kind in _BORROWS
    return (old.kind, old.maybe) == (new.kind, new.maybe) and not (named and old.by != new.by)


def _back(before: Reason | None, name: str, code: str) -> str:
    if before is None:
        return "all permissions are back"
    if before.kind in _BORROWS:
        return f"no longer borrowed{_by(before)}"
    if before.kind is Kind.UNASSIGNED:
        return "has a value now"
    if before.kind in _MOVES:
        assigned = re.search(rf"(?<![\w.]){re.escape(name)}\s*=(?!=)", code)
        return "has a new value" if assigned else "not moved on this path"
    return "can be used here"


def _by(cause: Reason) -> str:
    if cause.by is None:
        return ""
    return f" by {cause.by if cause.by == LOOP else _names(cause.by)}"


def _names(by: str) -> str:
    return " and ".join(f"`{name}`" for name in by.split(" and "))


def _until(cause: Reason, shift: int) -> str:
    return "" if cause.until is None else f" until line {cause.until + shift}"


def _may(cause: Reason) -> str:
    return "may have been " if cause.maybe else ""


def _to(cause: Reason) -> str:
    if cause.by is None:
        return ""
    if cause.by in _WORDS:
        return f" {_WORDS[cause.by]} {cause.by}"
    return f" {'into' if cause.by.endswith('()') else 'to'} {_names(cause.by)}"
