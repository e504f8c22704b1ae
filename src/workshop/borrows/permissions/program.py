"""A program as the probes see it: its points, its variables, and what each copy must change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workshop.base.errors import UsageError
from workshop.borrows.permissions.left_out import LeftOut, what_is_left_out
from workshop.borrows.permissions.one_file import Part
from workshop.borrows.permissions.points import Point, points
from workshop.borrows.permissions.probes import CopyFile
from workshop.borrows.permissions.syntax import (
    ancestors,
    child,
    depth,
    everything,
    functions,
    is_constant,
    parse,
    text,
)
from workshop.borrows.permissions.variables import Variable, variables

if TYPE_CHECKING:
    from tree_sitter import Node


_DEEPEST = 250
"""Levels of a function's tree: 120 of `else if`, or as many calls in a chain."""


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
    spans: tuple[tuple[int, int], ...]
    """Where each function of the part is, in bytes."""
    left_out: LeftOut
    crate_paths: tuple[int, ...]
    limits: tuple[str, ...]
    paths: Mapping[str, str]
    """The types of modules, such as `bank::Account`, by a name that only one has: `Account`."""
    part: Part
    """The file that is asked for; lines and offsets are given out as those of it."""

    def file(self) -> CopyFile:
        """A new file for copies."""
        return CopyFile(self.source, self.left_out.of_copies, self.crate_paths, self.variables)

    def visible(self, point: Point) -> Iterator[Variable]:
        """The variables that a probe at the point may name: of one name the last declared."""
        named: dict[str, Variable] = {}
        for one in self.variables:
            if one.function == point.function and one.start <= point.offset <= one.end:
                named[one.name] = one
        return (one for one in named.values() if one.closure == point.closure)

    def line(self, offset: int) -> int:
        """The line of an offset, in the file that is asked for."""
        return self.part.line(offset)


def read_program(
    source: str,
    function: str | None = None,
    part: Part | None = None,
    without: Collection[int] = (),
) -> Program:
    """Read a source, of which only one part is asked for, where it is given.

    Functions that begin at an offset in `without` are left out, because they need PyO3's macros.
    A NotAsked says when that has no function, or not the one that is asked.
    """
    data = source.encode()
    root = parse(data)
    of_crate = part is not None
    part = part or Part(Path(), source, 0, len(data))
    found = list(_functions(root, part))
    names = [name for name, _ in found]
    if function is not None and function not in names:
        known = ", ".join(f"`{name}`" for name in names) or "none"
        raise NotAsked(
            f"There is no function `{function}` with a body; the functions are: {known}."
        )
    chosen = [(name, node) for name, node in found if function in {None, name}]
    probed = [
        (name, node)
        for name, node in chosen
        if not is_constant(node) and node.start_byte not in without
    ]
    for name, node in probed:
        if depth(node) > _DEEPEST:
            raise NotAsked(
                f"In `{name}` too much is inside each other to ask the compiler at each place."
            )
    left_out = what_is_left_out(root, part, without)
    unique = [(f"{name}\0{node.start_byte}", node) for name, node in probed]
    return Program(
        data,
        root,
        tuple(name for name, _ in probed),
        tuple(point for name, node in unique for point in points(name, node)),
        tuple(one for name, node in unique for one in variables(name, node)),
        tuple((node.start_byte, node.end_byte) for _, node in found),
        left_out,
        tuple(at for at in _crate_paths(root) if not left_out.has(at)),
        tuple(_limits(chosen, probed)),
        dict(_paths(root)) if of_crate else {},
        part,
    )


def _functions(root: Node, part: Part) -> Iterator[tuple[str, Node]]:
    """The functions of a part, with the names that they have in their own file."""
    names = {node.start_byte: name for name, node in functions(parse(part.text.encode()))}
    for name, node in functions(root):
        if part.has(node.start_byte):
            yield names.get(part.own(node.start_byte), name), node


def _crate_paths(root: Node) -> Iterator[int]:
    """Where `crate` begins a path."""
    for node in everything(root):
        parent = node.parent
        if node.type == "crate" and parent is not None and parent.type != "visibility_modifier":
            yield node.start_byte


def _paths(root: Node) -> Iterator[tuple[str, str]]:
    """The types in modules whose name no other has: the compiler leaves out their paths."""
    found = list[tuple[str, str]]()
    for node in everything(root):
        name = child(node, "name")
        if node.type in {"struct_item", "enum_item", "union_item", "trait_item"} and name:
            around = [each for each in ancestors(node) if each.type == "mod_item"]
            modules = [text(each) for mod in around if (each := child(mod, "name"))]
            found.append(("::".join([*reversed(modules), text(name)]), text(name)))
    count = Counter(name for _, name in found)
    yield from ((path, name) for path, name in found if count[name] == 1)


def _limits(chosen: list[tuple[str, Node]], probed: list[tuple[str, Node]]) -> Iterator[str]:
    """What can't be seen in the functions, each as a sentence."""
    for name, node in chosen:
        if (name, node) not in probed and not is_constant(node):
            why = "it doesn't compile without PyO3's macros"
            yield f"Permissions inside of `{name}` can't be shown: {why}."
        elif (name, node) not in probed:
            yield f"Permissions inside of the `const fn` `{name}` can't be shown."
    closures = [each for _, node in probed for each in everything(node)]
    if any(each.type == "closure_expression" and not _has_block(each) for each in closures):
        yield "Permissions inside a closure without a block, such as `|x| x + 1`, can't be shown."
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
    trees = [each for each in everything(node) if each.type == "token_tree"]
    has_statements = any(text(each).startswith("{") and ";" in text(each) for each in trees)
    return text(name) if has_statements else None
