"""How a page shows permissions: the class that colors a mark, a trace and a note, and the symbols.

The colors are those of the other pictures: green for an owner, blue for a shared borrow, magenta
for a mutable one, yellow for a move, red for an error, gray for what is not used later.
"""

from __future__ import annotations

from workshop.borrows.glyphs import glyph
from workshop.borrows.model import Act
from workshop.borrows.permissions.model import Kind, State
from workshop.borrows.permissions.picture import Event

_OF_EVENT = {
    Event.DECLARED: (Act.DECLARED, "own"),
    Event.SHARED: (Act.SHARED, "shared"),
    Event.MUTABLE: (Act.MUTABLE, "mutable"),
    Event.MOVED: (Act.MOVED, "move"),
    Event.BACK: (Act.SHARED, "own"),
    Event.LAST_USE: (Act.USED, "use"),
    Event.BREAKS: (Act.ERROR, "error"),
    Event.DROPPED: (Act.DROPPED, "own"),
}
_OF_REASON = {
    Kind.SHARED: "shared",
    Kind.MUTABLE: "mutable",
    Kind.MOVED: "move",
    Kind.PARTLY_MOVED: "move",
    Kind.BREAKS: "error",
}
_NEVER = {
    "W": frozenset({Kind.NOT_MUT, Kind.SHARED_REFERENCE}),
    "O": frozenset({Kind.SHARED_REFERENCE, Kind.REFERENCE}),
}
"""Why a permission was never there: then nothing on the way has taken it."""
_BORROWED = {Kind.SHARED: "shared", Kind.MUTABLE: "mutable"}


def event_class(event: Event) -> str:
    """The class that gives an event its color."""
    return f"ws-{_OF_EVENT[event][1]}"


def symbol(event: Event) -> str:
    """The symbol of an event as a small SVG; the words beside it say the same."""
    act, kind = _OF_EVENT[event]
    turned = ' class="ws-turned"' if event is Event.BACK else ""
    return (
        '<svg class="ws-svg ws-symbol" aria-hidden="true" viewBox="-8 -8 16 16" width="14" '
        f'height="14"><g{turned}>{glyph(act, kind, 0, 0)}</g></svg>'
    )


def mark_class(state: State, letter: str, *, has: bool) -> str:
    """The classes of a mark: filled or open, and its color: what has taken the permission."""
    reasons = {reason.kind for reason in state.reasons}
    if has:
        color = "own" if state.used_later else "unused"
    elif reasons & _NEVER.get(letter, frozenset()):
        color = "plain"
    else:
        color = next((_OF_REASON[r.kind] for r in state.reasons if r.kind in _OF_REASON), "plain")
    return f"ws-mark ws-{'has' if has else 'lacks'} ws-{color}"


def trace(state: State | None) -> str:
    """The line that goes on behind a state: the owner's, a borrowed one's, a reference's.

    "" where the path is not in scope. What is neither owned nor borrowed is behind a reference.
    """
    if state is None:
        return ""
    borrowed = _borrow(state)
    if not state.used_later or (state.letters == "---" and not borrowed):
        return "gone"
    if borrowed:
        return f"{borrowed} borrowed"
    if state.own:
        return "own"
    return "mutable" if state.write else "shared"


def _borrow(state: State) -> str:
    return next((_BORROWED[r.kind] for r in state.reasons if r.kind in _BORROWED), "")
