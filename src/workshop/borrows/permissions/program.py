"""A program as the probes see it: its points, its variables, and what each copy must change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workshop.base.errors import UsageError
from workshop.borrows.permissions.points import Point, points
from workshop.borrows.permissions.probes import CopyFile, Edit
from workshop.borrows.permissions.syntax import (
    Variable,
    child,
    functions,
    is_constant,
    line_of,
    parse,
    text,
    variables,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_BLANKED = re.compile(
    r"#!?\[\s*(?:(?:pyo3\s*::\s*)?py(?:function|class|methods|module|o3|module_export|module_init)\b"
    r"|(?:new|getter|setter|staticmethod|classmethod|classattr|args|text_signature|test)\b"
    r"|cfg\s*\(\s*test\s*\)|macro_export\b|global_allocator\b|(?:unsafe\s*\(\s*)?no_mangle\b)"
)
"""Attributes that need a macro of PyO3, hide code from the compiler, or must be unique."""
_PYO3 = re.compile(r"#\[\s*(?:pyo3\s*::\s*)?py")


class NotAsked(UsageError):
    """The permissions were not asked for: there is nothing to ask, or too much."""


@dataclass(frozen=True)
class Program:
    """A program as the probes see it. `functions` are those that are probed."""

    source: bytes
    root: Node
    functions: tuple[str, ...]
    points: tuple[Point, ...]
    variables: tuple[Variable, ...]
    attributes: tuple[Edit, ...]
    crate_paths: tuple[int, ...]
    limits: tuple[str, ...]

    @property
    def uses_pyo3(self) -> bool:
        """Whether it is compiled without attribute macros of PyO3 that it has."""
        return any(_PYO3.match(self.source[e.start : e.end].decode()) for e in self.attributes)

    def file(self) -> CopyFile:
        """A new file for copies."""
        return CopyFile(self.source, self.attributes, self.crate_paths, self.variables)

    def visible(self, point: Point) -> Iterator[Variable]:
        """The variables that a probe at the point may name: of one name the last declared."""
        named: dict[str, Variable] = {}
        for one in self.variables:
            if one.function == point.function and one.start <= point.offset <= one.end:
                named[one.name] = one
        return (one for one in named.values() if one.closure == point.closure)

    def line(self, offset: int) -> int:
        """The line of an offset."""
        return line_of(offset, self.source)


def read_program(source: str, function: str | None = None) -> Program:
    """Read a source file; a NotAsked says when it has no function, or not the one that is asked."""
    data = source.encode()
    root = parse(data)
    found = functions(root)
    names = [name for name, _ in found]
    if function is not None and function not in names:
        known = ", ".join(f"`{name}`" for name in names) or "none"
        raise NotAsked(
            f"There is no function `{function}` with a body; the functions are: {known}."
        )
    chosen = [(name, node) for name, node in found if function in {None, name}]
    probed = [(name, node) for name, node in chosen if not is_constant(node)]
    unique = [(f"{name}\0{node.start_byte}", node) for name, node in probed]
    return Program(
        data,
        root,
        tuple(name for name, _ in probed),
        tuple(point for name, node in unique for point in points(name, node, data)),
        tuple(one for name, node in unique for one in variables(name, node)),
        tuple(_attributes(root)),
        tuple(_crate_paths(root)),
        tuple(_limits(chosen, probed)),
    )


def _everything(node: Node) -> Iterator[Node]:
    left = [node]
    while left:
        each = left.pop()
        yield each
        left += each.children


def _attributes(root: Node) -> Iterator[Edit]:
    """The attributes that no copy may have, each as blanks of its own length."""
    for node in _everything(root):
        if node.type in {"attribute_item", "inner_attribute_item"}:
            written = text(node)
            if _BLANKED.match(written):
                blanks = re.sub(rb"[^\n]", b" ", written.encode())
                yield Edit(node.start_byte, node.end_byte, blanks)


def _crate_paths(root: Node) -> Iterator[int]:
    """Where `crate` begins a path."""
    for node in _everything(root):
        parent = node.parent
        if node.type == "crate" and parent is not None and parent.type != "visibility_modifier":
            yield node.start_byte


def _limits(chosen: list[tuple[str, Node]], probed: list[tuple[str, Node]]) -> Iterator[str]:
    """What can't be seen in the functions, each as a sentence."""
    for name, node in chosen:
        if (name, node) not in probed:
            yield f"Permissions inside of the `const fn` `{name}` can't be shown."
    closures = [each for _, node in probed for each in _everything(node)]
    if any(each.type == "closure_expression" and not _has_block(each) for each in closures):
        yield "Inside a closure without a block, permissions can't be shown."
    macros = {made for each in closures if (made := _macro_with_statements(each))}
    for macro in sorted(macros):
        yield f"Inside of `{macro}!`, permissions can't be shown."


def _has_block(closure: Node) -> bool:
    body = child(closure, "body")
    return body is not None and body.type == "block"


def _macro_with_statements(node: Node) -> str | None:
    name = child(node, "macro")
    if node.type != "macro_invocation" or name is None:
        return None
    trees = [each for each in _everything(node) if each.type == "token_tree"]
    has_statements = any(text(each).startswith("{") and ";" in text(each) for each in trees)
    return text(name) if has_statements else None
