"""The modules and C libraries that a page's Rust cells make, and which a Python cell below uses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from workshop.publish.fences import Fence

_FIRST_LINE = re.compile(
    r"%%rust\b.*--(?P<kind>module|library)[ =](?P<name>\w+).*(?:\n|\Z)",
)


@dataclass(frozen=True)
class ModuleCell:
    """A cell that makes a module or a C library: its name, and the Rust below the first line."""

    cell: Fence
    name: str
    program: str
    is_library: bool = False


def module_of(cell: Fence) -> ModuleCell | None:
    """The module or the library that a cell makes, if it makes one."""
    source = cell.text.lstrip()
    found = _FIRST_LINE.match(source)
    if found is None:
        return None
    return ModuleCell(cell, found["name"], source[found.end() :], found["kind"] == "library")


def modules_used(code: str, above: Iterable[Fence]) -> list[ModuleCell]:
    """What the cells `above` make and the code names, the last cell of each name."""
    made: dict[str, ModuleCell] = {}
    for module in filter(None, map(module_of, above)):
        made.pop(module.name, None)
        made[module.name] = module
    return [module for name, module in made.items() if re.search(rf"\b{name}\b", code)]
