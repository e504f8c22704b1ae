"""The code cells of an episode's page that have a name: the option `:name: two-names`."""

from __future__ import annotations

import re
from pathlib import Path

from workshop.base.errors import UsageError
from workshop.course.declarations import did_you_mean, read_text

_CELL = re.compile(
    r"^(?P<fence>`{3,}|~{3,}|:{3,})\{code-cell\}[^\n]*\n"
    r"(?P<options>(?::[A-Za-z][\w-]*:[^\n]*\n)*)(?P<source>(?:.*\n)*?)(?P=fence)[ ]*$",
    re.MULTILINE,
)
_NAME = re.compile(r"(?m)^:name:[ ]+(.*\S)")


def cell_names(page: Path) -> list[str]:
    """The names of the cells of a page, in its order."""
    return [name for name, _ in _named_cells(page)]


def named_cell(page: Path, name: str) -> str:
    """The source of the cell; a UsageError says that there is none, or more than one."""
    named = _named_cells(page)
    found = [source for known, source in named if known == name]
    if len(found) != 1:
        meant = "." if found else did_you_mean(name, [known for known, _ in named]) or "."
        raise UsageError(
            f"{len(found) or 'No'} cells of {page.name} have the option `:name: {name}`{meant}"
        )
    return found[0]


def _named_cells(page: Path) -> list[tuple[str, str]]:
    return [
        (name[1], cell["source"].strip("\n"))
        for cell in _CELL.finditer(read_text(page))
        if (name := _NAME.search(cell["options"]))
    ]
