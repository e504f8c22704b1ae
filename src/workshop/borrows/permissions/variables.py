"""The variables of a function with all their uses: each name is resolved where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workshop.borrows.permissions.patterns import Binding, bindings, bindings_of, names_in_format
from workshop.borrows.permissions.syntax import ITEMS, child, text

if TYPE_CHECKING:
    from tree_sitter import Node

NO_CLOSURE = -1
_NO_USES = ITEMS | {
    "attribute_item",
    "block_comment",
    "label",
    "line_comment",
    "scoped_identifier",
    "type_arguments",
}


@dataclass(frozen=True)
class Variable:
    """A variable where it is declared; offsets are bytes of the source.

    `start` and `end` are where it can be named, `end` the closing brace of its block. `mut_at` is
    where `mut` could be added. `closure` is the place of the closure or async block that declares
    it, if any. `fields` are the fields that the program uses, `borrowed.count` for example.
    """

    name: str
    place: int
    start: int
    end: int
    function: str
    closure: int
    is_mut: bool
    mut_at: int | None
    has_value: bool
    is_parameter: bool
    is_literal: bool
    uses: list[int] = field(default_factory=list, compare=False)
    fields: set[str] = field(default_factory=set, compare=False)
    dereferenced: list[int] = field(default_factory=list, compare=False)

    def __hash__(self) -> int:
        return self.place


def variables(name: str, function: Node) -> list[Variable]:
    """The variables of a function with all their uses, in the order of their declarations."""
    finder = _Finder(name)
    parameters, body = child(function, "parameters"), child(function, "body")
    if parameters is None or body is None:
        return []
    finder.parameters(parameters, body, NO_CLOSURE)
    finder.visit(body, NO_CLOSURE)
    return sorted(finder.found, key=lambda variable: variable.place)


class _Finder:
    """Walks through a function in the order of the source and resolves each name."""

    def __init__(self, function: str) -> None:
        self.function = function
        self.found: list[Variable] = []

    def parameters(self, node: Node, body: Node, closure: int) -> None:
        for parameter in node.named_children:
            if parameter.type == "self_parameter":
                self._declare_self(parameter, body, closure)
                continue
            pattern = child(parameter, "pattern") or parameter
            mutable = any(each.type == "mutable_specifier" for each in parameter.children)
            for one in bindings(pattern, mutable=mutable and pattern is not parameter):
                self._declare(one, body.start_byte, body.end_byte - 1, closure, is_parameter=True)

    def _declare_self(self, parameter: Node, body: Node, closure: int) -> None:
        node = next(each for each in parameter.children if each.type == "self")
        by_value = text(parameter).replace("mut", "").strip() == "self"
        is_mut = by_value and "mut" in text(parameter).split()
        one = Binding(node, is_mut, node.start_byte if by_value and not is_mut else None)
        self._declare(one, body.start_byte, body.end_byte - 1, closure, is_parameter=True)

    def _declare(
        self,
        binding: Binding,
        start: int,
        end: int,
        closure: int,
        *,
        is_parameter: bool = False,
        has_value: bool = True,
        is_literal: bool = False,
    ) -> None:
        self.found.append(
            Variable(
                text(binding.node),
                binding.node.start_byte,
                start,
                end,
                self.function,
                closure,
                binding.is_mut,
                binding.mut_at,
                has_value,
                is_parameter,
                is_literal,
            )
        )

    def _resolve(self, name: str, place: int) -> Variable | None:
        """The variable that a name stands for: the last declared of those that are visible."""
        visible = [one for one in self.found if one.name == name and one.start <= place < one.end]
        return max(visible, key=lambda one: (one.start, one.place), default=None)

    def visit(self, node: Node, closure: int) -> None:
        handler = getattr(self, f"_visit_{node.type}", None)
        if handler is not None:
            handler(node, closure)
        elif node.type in {"identifier", "self"}:
            self._use(node)
        elif node.type not in _NO_USES:
            for each in node.children:
                self.visit(each, closure)

    def _visit_let_declaration(self, node: Node, closure: int) -> None:
        value, alternative = child(node, "value"), child(node, "alternative")
        for part in (value, alternative):
            if part is not None:
                self.visit(part, closure)
        pattern, block = child(node, "pattern"), node.parent
        if pattern is None or block is None:
            return
        mutable = any(each.type == "mutable_specifier" for each in node.children)
        literal = value is not None and value.type.endswith("_literal")
        for one in bindings(pattern, mutable=mutable):
            self._declare(
                one,
                node.end_byte,
                block.end_byte - 1,
                closure,
                has_value=value is not None,
                is_literal=literal and not one.is_mut,
            )

    def _visit_for_expression(self, node: Node, closure: int) -> None:
        pattern, value, body = (child(node, name) for name in ("pattern", "value", "body"))
        if pattern is None or value is None or body is None:
            return
        self.visit(value, closure)
        for one in bindings(pattern, mutable=False):
            self._declare(one, body.start_byte, body.end_byte - 1, closure)
        self.visit(body, closure)

    def _visit_if_expression(self, node: Node, closure: int) -> None:
        self._conditional(node, child(node, "consequence"), closure)
        if (other := child(node, "alternative")) is not None:
            self.visit(other, closure)

    def _visit_while_expression(self, node: Node, closure: int) -> None:
        self._conditional(node, child(node, "body"), closure)

    def _conditional(self, node: Node, block: Node | None, closure: int) -> None:
        condition = child(node, "condition")
        if condition is None or block is None:
            return
        lets = [condition] if condition.type == "let_condition" else condition.named_children
        for part in lets if condition.type in {"let_condition", "let_chain"} else [condition]:
            if part.type != "let_condition":
                self.visit(part, closure)
                continue
            value, pattern = child(part, "value"), child(part, "pattern")
            if value is not None:
                self.visit(value, closure)
            for one in bindings(pattern, mutable=False) if pattern is not None else ():
                self._declare(one, part.end_byte, block.end_byte - 1, closure)
        self.visit(block, closure)

    def _visit_match_arm(self, node: Node, closure: int) -> None:
        pattern, value = child(node, "pattern"), child(node, "value")
        if pattern is None or value is None:
            return
        condition = child(pattern, "condition")
        parts = [part for part in pattern.named_children if part != condition]
        for one in bindings_of(parts):
            self._declare(one, pattern.start_byte, value.end_byte, closure)
        for part in (condition, value):
            if part is not None:
                self.visit(part, closure)

    def _visit_closure_expression(self, node: Node, _closure: int) -> None:
        parameters, body = child(node, "parameters"), child(node, "body")
        if body is None:
            return
        if parameters is not None:
            inside = body.end_byte - (body.type == "block")
            for parameter in parameters.named_children:
                pattern = child(parameter, "pattern") or parameter
                for one in bindings(pattern, mutable=False):
                    self._declare(one, body.start_byte, inside, node.start_byte, is_parameter=True)
        self.visit(body, node.start_byte)

    def _visit_async_block(self, node: Node, _closure: int) -> None:
        for each in node.named_children:
            self.visit(each, node.start_byte)

    def _visit_function_item(self, _node: Node, _closure: int) -> None:
        """A function inside has its own variables, and sees none of these."""

    def _visit_field_expression(self, node: Node, closure: int) -> None:
        parent, path, base = node.parent, list[str](), node
        called = (
            parent is not None
            and parent.type in {"call_expression", "generic_function"}
            and child(parent, "function") == node
        )
        while base.type == "field_expression":
            inner, name = child(base, "value"), child(base, "field")
            if inner is None or name is None:
                return
            if not (called and base == node):
                path.insert(0, text(name))
            base = inner
        self.visit(base, closure)
        if base.type in {"identifier", "self"} and path:
            variable = self._resolve(text(base), base.start_byte)
            if variable is not None:
                variable.fields.add(".".join(path))

    def _visit_unary_expression(self, node: Node, closure: int) -> None:
        for each in node.named_children:
            if text(node).startswith("*") and each.type == "identifier":
                variable = self._resolve(text(each), each.start_byte)
                if variable is not None:
                    variable.dereferenced.append(each.start_byte)
            self.visit(each, closure)

    def _visit_token_tree(self, node: Node, closure: int) -> None:
        before = ""
        for each in node.children:
            if each.type in {"identifier", "self"} and before != ".":
                self._use(each)
            elif each.type == "token_tree":
                self.visit(each, closure)
            elif each.type in {"string_literal", "raw_string_literal"}:
                for name in names_in_format(text(each)):
                    self._note_use(name, each.start_byte)
            before = text(each) if not each.is_named else each.type
        self._note_fields(node)

    def _note_fields(self, node: Node) -> None:
        """Fields named inside a macro: a name, a dot, and a name that is not called."""
        words = [text(each) if each.type != "token_tree" else "(" for each in node.children]
        for place, (name, dot, inner) in enumerate(zip(words, words[1:], words[2:], strict=False)):
            called = words[place + 3 : place + 4] == ["("]
            first = place == 0 or words[place - 1] != "."
            if dot == "." and first and not called and re.fullmatch(r"\w+", inner):
                variable = self._resolve(name, node.start_byte)
                if variable is not None:
                    variable.fields.add(inner)

    def _use(self, node: Node) -> None:
        self._note_use(text(node), node.start_byte)

    def _note_use(self, name: str, place: int) -> None:
        variable = self._resolve(name, place)
        if variable is not None:
            variable.uses.append(place)
