"""The labels of the borrow checker that a picture can be drawn from, and what each one means.

A new compiler code gets its picture here: in `CODES`, and with its labels in `_LABELS`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workshop.borrows.model import Act

CODES = frozenset(
    [
        *("E0373", "E0382", "E0499", "E0502", "E0503", "E0505", "E0506", "E0507", "E0515"),
        *("E0597", "E0716"),
    ]
)
"""The compiler codes that have pictures."""


@dataclass(frozen=True)
class Meaning:
    """What a label says: the act, its lane (0 owner, 1 borrow), and its rank in time."""

    act: Act
    lane: int
    rank: int
    names_borrow: bool = False
    """Whether the marked text may be the name of what holds the borrow."""


_DECLARED = Meaning(Act.DECLARED, 0, 0)
_LIFETIME = Meaning(Act.DETAIL, 1, 0)
_LOOP = Meaning(Act.LOOP, 0, 2)
_MOVED = Meaning(Act.MOVED, 0, 3)
_SHARED = Meaning(Act.SHARED, 1, 3)
_MUTABLE = Meaning(Act.MUTABLE, 1, 3)
_BORROWED = Meaning(Act.BORROWED, 1, 3)
_DETAIL = Meaning(Act.DETAIL, 0, 4)
_BORROW_DETAIL = Meaning(Act.DETAIL, 1, 4)
_ERROR = Meaning(Act.ERROR, 0, 5)
_ERROR_DETAIL = Meaning(Act.DETAIL, 0, 6)
_DROPPED = Meaning(Act.DROPPED, 0, 5)
_USED = Meaning(Act.USED, 1, 7, names_borrow=True)
_USED_UNNAMED = Meaning(Act.USED, 1, 7)

_USE = [
    (r"(first |(im)?mutable )?borrow (later )?used here(, in later iteration of loop)?", _USED),
    (r"(first |(im)?mutable )?borrow later (used by call|captured here by closure)", _USED_UNNAMED),
    (r"(first |(im)?mutable )?borrow (later )?stored here", _USED_UNNAMED),
    (r"(first |(im)?mutable )?borrow might be used here, when .+", _USED_UNNAMED),
    (r"\.\.\. and the borrow might be used here, when .+", _USED_UNNAMED),
    (r".+ requires that `.+` is borrowed for `.+`", _BORROW_DETAIL),
    (r"a temporary with access to the borrow is created here \.\.\.", _BORROW_DETAIL),
    (r"lifetime `.+` defined here|let's call the lifetime of this reference `.+`", _LIFETIME),
    (r"has type `.+`", _LIFETIME),
]
_CLOSURE = [
    (r"second borrow occurs due to use of `.+` in closure", _ERROR_DETAIL),
    (r"(first )?borrow occurs due to use (of `.+` )?in closure", _BORROW_DETAIL),
    (r"borrows occur due to use (of `.+` )?in closure", _BORROW_DETAIL),
]
_ACCESS = [
    (r"immutable borrow occurs here", _SHARED),
    (r"(first )?mutable borrow occurs here", _MUTABLE),
    (r"(first )?borrow occurs here|`.+` is borrowed here", _BORROWED),
]
_LABELS: dict[str, list[tuple[str, Meaning]]] = {
    "E0373": [(r"`.+` is borrowed here", _BORROWED), (r"may outlive borrowed value `.+`", _ERROR)],
    "E0382": [
        (r"move occurs because .+ does not implement the `Copy` trait", _DECLARED),
        (r"inside of this loop", _LOOP),
        (r"value (partially )?moved (into closure )?here", _MOVED),
        (r"(`.+`|value) (partially )?moved due to (this|usage in) .+", _MOVED),
        (r"value .+ here after (partial )?move", _ERROR),
        (r"variable (partially )?moved due to use in closure", _DETAIL),
        (r"(borrow|use) occurs due to use in closure", _ERROR_DETAIL),
    ],
    "E0499": [(r"second mutable borrow occurs here", _ERROR), *_ACCESS, *_CLOSURE, *_USE],
    "E0502": [*_ACCESS, *_CLOSURE, *_USE],
    "E0503": [(r"use of borrowed `.+`", _ERROR), *_ACCESS, *_CLOSURE, *_USE],
    "E0505": [
        (r"binding `.+` declared here", _DECLARED),
        (r"borrow of `.+` occurs here", _BORROWED),
        (r"move out of `.+` occurs here", _ERROR),
        (r"move occurs due to use in closure", _ERROR_DETAIL),
        *_CLOSURE,
        *_USE,
    ],
    "E0506": [
        (r"`.+` is assigned to here but it was already borrowed", _ERROR),
        *_ACCESS,
        *_CLOSURE,
        *_USE,
    ],
    "E0507": [
        (r"captured outer variable", _DECLARED),
        (r"captured by this `.+` closure", _DETAIL),
        (r"move occurs because .+ does not implement the `Copy` trait", _ERROR),
        (r"data moved here.*", _ERROR),
        (r"(`.+`|value) moved due to this .+", _ERROR_DETAIL),
    ],
    "E0515": [
        (r"temporary value created here", _DECLARED),
        (r"`.+` is borrowed here", _BORROWED),
        (r"returns a (reference to|value referencing) data owned by the current function", _ERROR),
    ],
    "E0597": [
        (r"binding `.+` declared here", _DECLARED),
        (r"variable `.+` declared here", _DECLARED),
        (r"borrowed value does not live long enough", _BORROWED),
        (r"value captured here", _BORROW_DETAIL),
        (r"`.+` dropped here while still borrowed", _DROPPED),
        *_USE,
    ],
    "E0716": [
        (r"creates a temporary value which is freed while still in use", _DECLARED),
        (r"temporary value is freed at the end of this statement", _DROPPED),
        *_USE,
    ],
}
_IN_LOOP = [
    (r"(?P<plain>.+), in previous iteration of loop", _MOVED),
    (r"`.+` was mutably borrowed here in the previous iteration of the loop", _MUTABLE),
]


def meanings(code: str, label: str, *, primary: bool) -> tuple[Meaning, ...]:
    """What a label of this code means: nothing when it is unknown, two acts in a loop.

    The primary label is where the compiler objects. What a loop did in its round before may
    stand in that same label: then it means the act and the error.
    """
    if primary:
        for pattern, first in _IN_LOOP:
            match = re.fullmatch(pattern, label)
            if match and (first is _MUTABLE or _meaning(code, match["plain"])):
                return first, _ERROR
    meaning = _meaning(code, label)
    if meaning is None:
        return ()
    if primary and meaning.lane and code in {"E0499", "E0502"}:
        return (_ERROR,)
    if not primary and code == "E0507" and label.startswith("move occurs"):
        return (_ERROR_DETAIL,)
    return (meaning,)


def _meaning(code: str, label: str) -> Meaning | None:
    patterns = _LABELS.get(code, [])
    return next((found for pattern, found in patterns if re.fullmatch(pattern, label)), None)
