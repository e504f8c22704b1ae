"""Where a moved value went, from the compiler's label and the variables of the program."""

from __future__ import annotations

import re

from workshop.borrows.permissions.facts import Facts, Move
from workshop.borrows.permissions.holders import AWAIT, CALL, taker_of, variables_of_pattern
from workshop.borrows.permissions.probes import Target
from workshop.borrows.permissions.program import Program

_PART = re.compile(r"`([^`]+)` partially moved")
_RECEIVER = re.compile(r"([\w.]*\.)?\b(\w+)\s*\.\s*\Z")


def taker_of_move(program: Program, facts: Facts, move: Move) -> str | None:
    """A variable, `function()`, the loop, the caller or this call, if that is plain."""
    start, end, label = move.spans[-1]
    if "due to this call" in label:
        return CALL
    if "due to this await" in label:
        return AWAIT
    by_method = "due to this method call" in label
    if move.part:
        receiver = _other_receiver(label, program.source[:start]) if by_method else None
        if named := receiver or _variables_that_take(program, facts, start, end):
            return named
    return taker_of(program.root, start, end, by_method=by_method)


def _variables_that_take(program: Program, facts: Facts, start: int, end: int) -> str:
    """The variables of a pattern that takes a value apart; the compiler marks one of them."""
    places = variables_of_pattern(program.root, start, end)
    taken = [one for one in program.variables if one.place in places]
    names = (
        one.name
        for one in taken
        if Target(one, one.name) not in facts.copies and not facts.type_of(one).startswith("&")
    )
    return " and ".join(dict.fromkeys(names))


def _other_receiver(label: str, before: bytes) -> str | None:
    """The variable that has the moved part, where not the part itself is named in the call."""
    named, written = _PART.match(label), _RECEIVER.search(before.decode())
    if named is None or written is None or written[0].strip(" .") == named[1]:
        return None
    return written[2]
