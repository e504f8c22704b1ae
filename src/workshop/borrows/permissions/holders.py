"""What holds a borrow, and where a value went, read from the source around a compiler's label."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from workshop.borrows.permissions.syntax import ancestors, child, node_at, text

if TYPE_CHECKING:
    from tree_sitter import Node

_BRANCHES = {"if_expression", "match_arm", "for_expression", "while_expression"}
"""What the program may pass without doing what stands inside."""
_PLACE = re.compile(r"\w+(?:\.\w+)*")
LOOP = "the loop"
CALLER = "the caller"
CALL = "this call"
"""The call of a closure that can be called once."""
AWAIT = "this await"
BLOCK = "the block"


_Answer = tuple[bool, str | None]
"""Whether the search ends at this node, and with which name."""
_GO_ON: _Answer = (False, None)
_NOTHING: _Answer = (True, None)


def holder_of(root: Node, start: int, end: int, point: int) -> str | None:
    """What keeps, at a point, the borrow that the marked expression makes, if that is plain."""
    return _search(root, start, end, partial(_holds, point))


def taker_of(root: Node, start: int, end: int, *, by_method: bool = False) -> str | None:
    """Where the marked value was moved: a variable, `function()`, the loop or the caller.

    Where it was moved by a method that takes `self`, the marked text is the call.
    """
    if by_method:
        called = (root.text or b"")[start:end].decode()
        return f"{called.partition('(')[0].partition('::')[0]}()"
    return _search(root, start, end, _takes)


def _search(root: Node, start: int, end: int, ask: Callable[[Node, Node], _Answer]) -> str | None:
    """Ask each node around the marked place, innermost first, together with the one inside."""
    inner = node_at(root, start, end)
    while inner is not None and (around := inner.parent) is not None:
        ends, name = ask(around, inner)
        if ends:
            return name
        inner = around
    return None


def _holds(point: int, around: Node, inner: Node) -> _Answer:
    kind = around.type
    if name := _in_pattern(around, inner):
        return True, name
    if kind in {"let_declaration", "assignment_expression", "for_expression"}:
        return _declares(around, inner)
    if kind == "let_condition":
        names = _names(child(around, "pattern"))
        return True, names[0] if names and inner == child(around, "value") else None
    if kind == "arguments" and (owner := _receiver(around)) is not None:
        return True, owner
    if kind == "match_expression" and inner == child(around, "value"):
        arms = [arm for body in around.named_children for arm in body.named_children]
        here = [arm for arm in arms if arm.start_byte <= point <= arm.end_byte]
        names = _names(child(here[0], "pattern")) if here else []
        return True, " and ".join(names) or None
    in_closure = kind == "closure_expression" and inner == child(around, "body")
    return _GO_ON if _is_value_of(around, inner) and not in_closure else _NOTHING


def _takes(around: Node, inner: Node) -> _Answer:
    kind = around.type
    if name := _in_pattern(around, inner):
        return True, name
    if kind in {"let_declaration", "assignment_expression", "for_expression"}:
        return _declares(around, inner)
    if kind in {"arguments", "token_tree"}:
        return _passed(around)
    if kind == "field_expression" and _is_called(around):
        return True, f"{_last_name(around)}()"
    if name := _given_back(around, inner):
        return True, name
    return _GO_ON if _is_value_of(around, inner) else _NOTHING


def _given_back(around: Node, inner: Node) -> str | None:
    """What gets a value with which a function, a closure or a block ends."""
    if around.type == "block":
        return CALLER if _is_tail_of_function(inner, around) else None
    if around.type == "expression_statement" and inner.type == "block":
        return BLOCK
    of_closure = around.type == "closure_expression" and inner == child(around, "body")
    return CALLER if of_closure or around.type == "return_expression" else None


def _is_value_of(around: Node, inner: Node) -> bool:
    """Whether the value of the inner expression may become that of the outer one."""
    if around.type == "match_expression":
        return inner != child(around, "value")
    if around.type == "block":
        return inner == around.named_children[-1] and inner.type != "expression_statement"
    return around.type not in {"expression_statement", "let_condition"}


def _in_pattern(around: Node, inner: Node) -> str | None:
    """The variable of a pattern that is marked itself."""
    if not around.type.endswith("_pattern"):
        return None
    kinds = {"identifier", "shorthand_field_identifier", "mut_pattern", "ref_pattern"}
    names = _names(inner) if inner.type in kinds and inner != child(around, "type") else []
    return names[0] if len(names) == 1 else None


def _passed(arguments: Node) -> _Answer:
    """The function that gets the value as an argument; a constructor keeps it."""
    before = arguments.prev_sibling
    if arguments.type == "token_tree":  # inside of a macro, only words are known
        named = before is not None and before.type == "identifier"
        return (True, f"{text(before)}()") if named and before is not None else _GO_ON
    called = child(arguments.parent, "function") if arguments.parent is not None else None
    if called is None or _is_constructor(called):
        return _GO_ON
    scoped = called.type == "scoped_identifier"
    return True, f"{text(called) if scoped else _last_name(called)}()"


def _declares(around: Node, inner: Node) -> _Answer:
    """The name that a `let`, an assignment or a `for` gives to the expression."""
    if around.type == "let_declaration":
        return True, _one_name(child(around, "pattern"))
    if around.type == "for_expression":
        return True, LOOP if inner == child(around, "value") else None
    left = child(around, "left")
    return True, text(left) if left is not None and inner == child(around, "right") else None


def variables_of_pattern(root: Node, start: int, end: int) -> list[int]:
    """The places of all variables in the pattern in which a variable is marked."""
    node = node_at(root, start, end)
    found = list[int]()
    while node is not None and (around := node.parent) is not None:
        pattern = child(around, "pattern")
        if pattern is not None and pattern.start_byte <= start and end <= pattern.end_byte:
            found = [each.start_byte for each in _named(pattern)]
        elif found or around.type == "block":
            break
        node = around
    return found


def arms_around(root: Node, place: int) -> dict[int, int]:
    """For each `match` around a place in which of its arms that is; both by their first bytes."""
    node = node_at(root, place, place)
    around = [node, *ancestors(node)] if node is not None else []
    arms = (each for each in around if each.type == "match_arm")
    return {arm.parent.start_byte: arm.start_byte for arm in arms if arm.parent is not None}


def may_be_passed(root: Node, start: int, end: int, point: int) -> bool:
    """Whether the program may get to the point without doing what stands at the marked place."""
    node = node_at(root, start, end)
    inner, in_pattern = node, False
    for around in ancestors(node) if node is not None else ():
        if around.type == "let_condition" and inner == child(around, "pattern"):
            in_pattern = True
        outside = not around.start_byte <= point < around.end_byte
        in_condition = inner == child(around, "condition") and not in_pattern
        other = child(around, "alternative")
        if in_pattern and other is not None and other.start_byte <= point < other.end_byte:
            return True
        if around.type in _BRANCHES and outside and not in_condition:
            return inner != child(around, "value") or around.type == "match_arm"
        if around.type == "function_item":
            return False
        inner = around
    return False


def _one_name(pattern: Node | None) -> str | None:
    return " and ".join(_names(pattern)) or None


def _names(pattern: Node | None) -> list[str]:
    """The variables of a pattern."""
    names = map(text, _named(pattern)) if pattern is not None else ()
    return list(dict.fromkeys(names))  # `A(x) | B(x)` has one variable for a reader


def _named(pattern: Node) -> list[Node]:
    if pattern.type in {"identifier", "shorthand_field_identifier"}:
        whole = pattern.parent is not None and pattern.parent.type == "let_declaration"
        return [] if text(pattern)[:1].isupper() and not whole else [pattern]
    others = (child(pattern, "type"), child(pattern, "condition"))
    return [name for each in pattern.named_children if each not in others for name in _named(each)]


def _receiver(arguments: Node) -> str | None:
    """The variable whose method gets the arguments: it may keep them."""
    call = arguments.parent
    called = child(call, "function") if call is not None else None
    if called is None or called.type != "field_expression" or call is None:
        return None
    owner, statement = child(called, "value"), call.parent
    while owner is not None and owner.type == "call_expression":  # a chain of calls
        method = child(owner, "function")
        owner = child(method, "value") if method is not None else None
    while statement is not None and statement.type in {"field_expression", "call_expression"}:
        statement = statement.parent
    if statement is None or statement.type != "expression_statement" or owner is None:
        return None
    return text(owner) if _PLACE.fullmatch(text(owner)) else None


def _is_constructor(called: Node) -> bool:
    return _last_name(called)[:1].isupper()


def _is_called(field: Node) -> bool:
    parent = field.parent
    return (
        parent is not None
        and parent.type == "call_expression"
        and child(parent, "function") == field
    )


def _last_name(called: Node) -> str:
    """The name of a function, without its path and its type arguments."""
    if called.type == "generic_function":
        inner = child(called, "function")
        return _last_name(inner) if inner is not None else text(called)
    last = child(called, "field") or child(called, "name") or called
    return text(last)


def _is_tail_of_function(node: Node | None, block: Node) -> bool:
    parent = block.parent
    is_tail = node is not None and node == block.named_children[-1]
    return is_tail and parent is not None and parent.type == "function_item"
