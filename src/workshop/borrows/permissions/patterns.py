"""The names that a pattern declares, and those that a format string uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workshop.borrows.permissions.syntax import child, text

if TYPE_CHECKING:
    from tree_sitter import Node

_INLINE = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")
"""What stands in the braces of a format string: a variable, and how it is shown."""
_WIDTH = re.compile(r"(\w+)\$")


@dataclass(frozen=True)
class Binding:
    """A name in a pattern."""

    node: Node
    is_mut: bool
    mut_at: int | None


def names_in_format(written: str) -> Iterator[str]:
    """The variables that a format string names: `{x}`, `{x:?}`, `{:>width$}`."""
    for name, shown in _INLINE.findall(written.replace("{{", "").replace("}}", "")):
        yield from (name.strip(), *_WIDTH.findall(shown))


def bindings_of(parts: Iterable[Node]) -> Iterator[Binding]:
    """The names that several patterns declare."""
    for part in parts:
        yield from bindings(part, mutable=False)


def bindings(pattern: Node, *, mutable: bool) -> Iterator[Binding]:
    """The names that a pattern declares; `mutable` where `mut` stands before the whole."""
    if pattern.type in {"identifier", "shorthand_field_identifier"}:
        name, parent = text(pattern), pattern.parent
        whole = parent is not None and parent.type in {"let_declaration", "parameter"}
        if (name[:1].isupper() and not whole) or name == "_":
            return
        at = pattern.start_byte if whole and not mutable else None
        yield Binding(pattern, mutable, at)
    elif pattern.type == "mut_pattern":
        for each in pattern.named_children:
            if each.type != "mutable_specifier":
                yield from bindings(each, mutable=True)
    elif pattern.type == "field_pattern":
        inner, own = child(pattern, "pattern"), child(pattern, "name")
        mutable = any(each.type == "mutable_specifier" for each in pattern.children)
        mutable = mutable and not any(each.type == "ref" for each in pattern.children)
        chosen = inner or own
        if chosen is not None:
            yield from bindings(chosen, mutable=mutable)
    else:
        kind = child(pattern, "type")
        for each in pattern.named_children:
            if each != kind and not each.type.endswith("_literal"):
                yield from bindings(each, mutable=False)
