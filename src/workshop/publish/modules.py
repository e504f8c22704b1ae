"""The modules that a page's Rust cells make, and which of them a Python cell below uses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from workshop.publish.fences import Fence

_FIRST_LINE = re.compile(r"%%rust\b.*--module[ =](\w+).*(?:\n|\Z)")


@dataclass(frozen=True)
class ModuleCell:
    """A cell that makes a module: the module's name, and the Rust below the first line."""

    cell: Fence
    name: str
    program: str


def module_of(cell: Fence) -> ModuleCell | None:
    """The module that a cell makes, if it makes one."""
    source = cell.text.lstrip()
    found = _FIRST_LINE.match(source)
    return ModuleCell(cell, found[1], source[found.end() :]) if found else None


def modules_used(code: str, above: Iterable[Fence]) -> list[ModuleCell]:
    """The modules of the cells `above` that the code names, the last cell of each name."""
    made: dict[str, ModuleCell] = {}
    for module in filter(None, map(module_of, above)):
        made.pop(module.name, None)
        made[module.name] = module
    return [module for name, module in made.items() if re.search(rf"\b{name}\b", code)]
