"""What the compiler doesn't get of a program: attributes that it can't have, bodies it needn't.

Each is replaced by as many bytes on as many lines, so that all else keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workshop.borrows.permissions.one_file import Part
from workshop.borrows.permissions.probes import Edit
from workshop.borrows.permissions.syntax import child, everything, functions, is_constant, text
from workshop.rust.diagnostics import Diagnostic

if TYPE_CHECKING:
    from tree_sitter import Node

_BLANKED = re.compile(
    r"#!?\[\s*(?:(?:pyo3\s*::\s*)?py(?:function|class|methods|module|o3|module_export|module_init)\b"
    r"|(?:new|getter|setter|staticmethod|classmethod|classattr|args|text_signature|test)\b"
    r"|cfg\s*\(\s*test\s*\)|macro_export\b|global_allocator\b|(?:deny|forbid)\b|(?:unsafe\s*\(\s*)?no_mangle\b)"
)
"""Attributes that need a macro of PyO3, hide code, make warnings errors, or must be unique."""
_TESTS = re.compile(r"#!?\[\s*cfg\s*\(\s*test\b")
_PYO3 = re.compile(r"#\[\s*(?:pyo3\s*::\s*)?py")
_OF_CLASSES = re.compile(r"\bPy(?:Class|TypeInfo)\b|\bpyo3::(?:Bound|Borrowed|Py|PyRef|PyRefMut)<")
_NO_BODY = b"{loop{}"
"""The beginning of a body that has every type."""
_NEEDED = {"impl_item", "macro_definition"}
"""What a body may hold that counts outside of it."""


@dataclass(frozen=True)
class LeftOut:
    """What is left out: the `attributes`, and the `bodies` of functions that aren't asked for.

    No type or borrow in a function depends on the body of another. So the copies have none of
    them. The program itself keeps them, or errors there would not be seen; where macros of PyO3 are
    missing, which such bodies may need, it has none either.
    """

    attributes: tuple[Edit, ...]
    bodies: tuple[Edit, ...]
    uses_pyo3: bool

    @property
    def of_program(self) -> tuple[Edit, ...]:
        """What the program itself doesn't have."""
        return self.of_copies if self.uses_pyo3 else self.attributes

    @property
    def of_copies(self) -> tuple[Edit, ...]:
        """What no copy has."""
        inside = (each for each in self.attributes if not self.has(each.start))
        return (*inside, *self.bodies)

    def has(self, offset: int) -> bool:
        """Whether it stands in a body that is left out."""
        return any(body.start <= offset < body.end for body in self.bodies)


def what_is_left_out(root: Node, part: Part, without: Collection[int] = ()) -> LeftOut:
    """What is left out of a source of which one part is asked for.

    Of the part itself, functions are left out that begin at an offset in `without`.
    """
    attributes = tuple(_blanked(root, part))
    source = root.text or b""
    pyo3 = any(_PYO3.match(source[each.start : each.end].decode()) for each in attributes)
    return LeftOut(attributes, tuple(_bodies(root, part, without)), pyo3)


def needs_macros(error: Diagnostic) -> bool:
    """Whether code does not compile because an attribute macro of PyO3 has not run."""
    return _OF_CLASSES.search(error.all_words) is not None


def _bodies(root: Node, part: Part, without: Collection[int]) -> Iterator[Edit]:
    """The bodies of functions of other files, unless what they do or hold is needed."""
    end = 0
    for _, node in functions(root):
        body, returns = child(node, "body"), child(node, "return_type")
        start = node.start_byte
        if body is None or start < end or (part.has(start) and start not in without):
            continue
        written = body.text or b""
        hidden_type = returns is not None and re.search(r"\bimpl\b", text(returns)) is not None
        needed = any(each.type in _NEEDED for each in everything(body))
        if len(written) > len(_NO_BODY) and not (hidden_type or needed or is_constant(node)):
            rest = _blanks(written[len(_NO_BODY) : -1])
            yield Edit(body.start_byte, body.end_byte, _NO_BODY + rest + b"}")
            end = body.end_byte


def _blanks(written: bytes) -> bytes:
    return re.sub(rb"[^\n]", b" ", written)


def _blanked(root: Node, part: Part) -> Iterator[Edit]:
    """The attributes that no copy may have, each as blanks of its own length.

    What is compiled for tests only is hidden, unless it stands in the part or has it inside.
    """
    for node in everything(root):
        if node.type in {"attribute_item", "inner_attribute_item"}:
            written = text(node)
            hides = _TESTS.match(written) and not _is_asked(node, part)
            if _BLANKED.match(written) and not hides:
                yield Edit(node.start_byte, node.end_byte, _blanks(written.encode()))


def _is_asked(attribute: Node, part: Part) -> bool:
    """Whether an item with this attribute is text of the part, or has the whole part inside."""
    if attribute.type == "inner_attribute_item":
        return part.has(attribute.start_byte)
    item = attribute.next_named_sibling
    while item is not None and item.type.endswith(("attribute_item", "comment")):
        item = item.next_named_sibling
    if item is None:
        return True
    start, end = item.start_byte, item.end_byte
    others = any(start <= hole.start < end for hole in part.holes)
    return (start <= part.start and part.end <= end) or (part.has(start) and not others)
