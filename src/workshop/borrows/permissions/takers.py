"""Where a moved value went, from the compiler's label and the variables of the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from workshop.borrows.permissions.facts import Facts, Move
from workshop.borrows.permissions.holders import AWAIT, CALL, taker_of, variables_of_pattern
from workshop.borrows.permissions.probes import Target
from workshop.borrows.permissions.program import Program
from workshop.borrows.permissions.syntax import ancestors, node_at, value_of_block
from workshop.borrows.permissions.variables import Variable

if TYPE_CHECKING:
    from tree_sitter import Node

_BY_VALUE = {
    "arguments",
    "array_expression",
    "break_expression",
    "field_initializer",
    "return_expression",
    "shorthand_field_initializer",
    "tuple_expression",
}
"""Where the name of a variable alone stands for its value, which then goes somewhere."""
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


def unseen_moves(program: Program, facts: Facts) -> Iterator[tuple[Variable, int]]:
    """Variables whose value goes away in a last expression or a `return`, and the place of that.

    No probe can stand behind it. A variable that is the last expression itself is no such case.
    """
    for variable in program.variables:
        target, type_ = Target(variable, variable.name), facts.type_of(variable)
        if target in facts.copies or not type_ or type_.startswith("&"):
            continue
        for use in variable.uses:
            node = node_at(program.root, use, use + len(variable.name.encode()))
            if node is not None and node.parent is not None and node.parent.type in _BY_VALUE:
                around = [each.type for each in ancestors(node)]
                if "return_expression" in around or _is_in_last_expression(program.root, node):
                    yield variable, use


def _is_in_last_expression(root: Node, node: Node) -> bool:
    """Whether the statement around a node is the value of its block."""
    inner = node
    for around in ancestors(node):
        if around.type == "block":
            return value_of_block(root, around.end_byte - 1) == inner
        inner = around
    return False
