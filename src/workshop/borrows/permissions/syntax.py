"""Rust's text as a tree, and what is asked of it: functions, blocks, lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

ITEMS = frozenset(
    {
        "const_item",
        "enum_item",
        "impl_item",
        "macro_definition",
        "mod_item",
        "static_item",
        "struct_item",
        "trait_item",
        "use_declaration",
    }
)
"""Items, whose text is no part of the function around them; a function is looked at by itself."""


@cache
def _parser() -> Parser:
    import tree_sitter_rust
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_rust.language()))


def parse(source: bytes) -> Node:
    """The root of the tree. A part that is not understood is a node `ERROR` in it."""
    return _parser().parse(source).root_node


def text(node: Node) -> str:
    """The source of a node."""
    return (node.text or b"").decode()


def ancestors(node: Node) -> Iterator[Node]:
    """The nodes around a node, innermost first."""
    while (parent := node.parent) is not None:
        yield parent
        node = parent


def everything(node: Node) -> Iterator[Node]:
    """The node and all that are in it."""
    left = [node]
    while left:
        each = left.pop()
        yield each
        left += each.children


def depth(node: Node) -> int:
    """How many nodes at most are inside each other."""
    level, count = [node], 0
    while level:
        level = [each for one in level for each in one.named_children]
        count += 1
    return count


def node_at(root: Node, start: int, end: int) -> Node | None:
    """The smallest node around the bytes."""
    return root.descendant_for_byte_range(start, max(start, end - 1))


def value_of_block(root: Node, brace: int) -> Node | None:
    """The last expression of the block that ends with this brace, if it has no semicolon."""
    closing = node_at(root, brace, brace + 1)
    block = closing.parent if closing is not None and closing.type == "}" else closing
    if block is None or block.type != "block" or not block.named_children:
        return None
    last = block.named_children[-1]
    plain = last.type.endswith(("statement", "declaration", "comment", "item"))
    return None if plain else last


def child(node: Node, name: str) -> Node | None:
    """The child in a field of the grammar."""
    return node.child_by_field_name(name)


def functions(root: Node) -> list[tuple[str, Node]]:
    """Every function that has a body, with its name; a method's begins with its type."""
    found, left = list[tuple[str, "Node"]](), [(root, "")]
    while left:
        node, owner = left.pop()
        name = child(node, "name")
        if node.type == "function_item" and name is not None:
            found.append((owner + text(name), node))
        if node.type in {"impl_item", "trait_item"}:
            of = child(node, "type") or name
            owner = f"{re.sub(r'<.*', '', text(of))}::" if of else ""
        elif node.type == "mod_item" and name is not None:
            owner = f"{text(name)}::"
        elif node.type == "block":
            owner = ""
        left += [(each, owner) for each in reversed(node.named_children)]
    return sorted(found, key=lambda pair: pair[1].start_byte)


def is_constant(node: Node) -> bool:
    """Whether the compiler must evaluate the function: probes aren't allowed there."""
    return any(
        "const" in text(each).split()
        for each in node.children[:-1]
        if not each.is_named or each.type == "function_modifiers"
    )
