"""Where probes can stand: behind each statement, and at the beginning of each block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workshop.borrows.permissions.syntax import ITEMS, child, text
from workshop.borrows.permissions.variables import NO_CLOSURE

if TYPE_CHECKING:
    from tree_sitter import Node

_CLOSURES = {"closure_expression", "async_block"}
_NO_STATEMENTS = ITEMS | {
    "attribute_item",
    "block_comment",
    "empty_statement",
    "function_item",
    "inner_attribute_item",
    "line_comment",
    "type_item",
}
"""Children of a block that are no statements."""


@dataclass(frozen=True)
class Point:
    """A place for probes: `offset` in bytes of the source.

    `before` must stand there before the probes, and `}` at `closes`, if it is given. `closure` is
    the place of the innermost closure around it.
    """

    offset: int
    function: str
    closure: int
    before: str = ""
    closes: int | None = None


def points(name: str, function: Node) -> list[Point]:
    """The places of one function, in the order of the source."""
    body = child(function, "body")
    found = list(_points(body, name, NO_CLOSURE)) if body is not None else []
    return sorted(found, key=lambda point: point.offset)


def _points(node: Node, name: str, closure: int) -> Iterator[Point]:
    if node.type in {"function_item", "token_tree", "impl_item", "const_block"}:
        return
    if node.type in _CLOSURES:
        closure = node.start_byte
    if node.type == "block":
        for offset, before in _of_block(node):
            yield Point(offset, name, closure, before)
    if node.type == "match_arm":
        value = child(node, "value")
        if value is not None and value.type != "block":
            yield Point(value.start_byte, name, closure, "{", value.end_byte)
    for each in node.named_children:
        yield from _points(each, name, closure)


def _of_block(block: Node) -> Iterator[tuple[int, str]]:
    start = block.start_byte + text(block).index("{") + 1
    inner = [each for each in block.named_children if each.type == "inner_attribute_item"]
    yield max([start, *(each.end_byte for each in inner)]), ""
    parts = [each for each in block.named_children if each.type not in _NO_STATEMENTS | {"label"}]
    for place, statement in enumerate(parts):
        is_tail = place == len(parts) - 1 and not text(statement).endswith(";")
        if not is_tail:
            yield statement.end_byte, ""
        elif statement.type != "let_declaration" and _is_unit_tail(statement, block):
            yield statement.end_byte, ";"


def _is_unit_tail(tail: Node, block: Node) -> bool:
    value = tail.named_children[0] if tail.type == "expression_statement" else tail
    if value.type in {"for_expression", "while_expression"}:
        return True
    if value.type == "if_expression" and child(value, "alternative") is None:
        return True
    return _is_unit_block(block)


def _is_unit_block(block: Node) -> bool:
    """Whether the value of a block can only be `()`."""
    parent = block.parent
    if parent is None:
        return False
    if parent.type == "function_item":
        returns = child(parent, "return_type")
        return returns is None or returns.type == "unit_type"
    if parent.type in {"for_expression", "while_expression", "loop_expression"}:
        return True
    if parent.type == "if_expression":
        return child(parent, "alternative") is None or _is_unit(parent)
    if parent.type in {"unsafe_block", "else_clause", "match_arm"}:
        return _is_unit_part(parent)
    return _is_unit(block) if parent.type in {"expression_statement", "block"} else False


def _is_unit(value: Node) -> bool:
    """Whether an expression with blocks has the value `()` because of where it stands."""
    parent = value.parent
    if parent is None:
        return False
    if parent.type == "expression_statement":
        block = parent.parent
        if text(parent).endswith(";") or block is None or block.type != "block":
            return False
        return parent != block.named_children[-1] or _is_unit_block(block)
    if parent.type == "block":
        return _is_unit_block(parent)
    return _is_unit_part(parent) if parent.type in {"else_clause", "match_arm"} else False


def _is_unit_part(part: Node) -> bool:
    """The same for a part of such an expression: an `else`, an arm, the block of `unsafe`."""
    whole = part.parent if part.type == "else_clause" else part
    if part.type == "match_arm" and part.parent is not None:
        whole = part.parent.parent
    return whole is not None and _is_unit(whole)
