"""Which of the modules that a page's Rust cells make a Python cell below them uses."""

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


def modules_used(code: str, above: Iterable[Fence]) -> list[ModuleCell]:
    """The modules of the cells `above` that the code names, the last cell of each name."""
    made: dict[str, ModuleCell] = {}
    for cell in above:
        source = cell.text.lstrip()
        if found := _FIRST_LINE.match(source):
            made.pop(found[1], None)
            made[found[1]] = ModuleCell(cell, found[1], source[found.end() :])
    return [module for name, module in made.items() if re.search(rf"\b{name}\b", code)]
