r"""What a page says happens when the reader edits the cell above: ***Change it***, to be tested.

    **Change it:** in the cell above, insert `&station`.
    The program then prints `Tromsø: {"Tromsø": 12}`.

    % change: insert(station, 12) ==> insert(&station, 12)
    % prints: Tromsø: {"Tromsø": 12}

`% fails: E0382` (or `panic`, or a Python exception) stands in the place of `% prints:`. More edits
take more lines `% change:`, more output more lines `% prints:`; `\n` in an edit begins a new line.
Below a Python cell, an edit may be one of the Rust module or C library that the cell uses: then
both cells run.
Lines that start with `%` are MyST's comments: neither the book nor a notebook shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from workshop.course.edits import apply_edits, read_edit
from workshop.publish.converter import EXPECTED
from workshop.publish.fences import Fence, Location, blocks
from workshop.publish.modules import modules_used

CHANGE_IT = "**Change it:**"
"""How the sentence above the edit begins."""
_LINE = re.compile(r"^%[ ]*(?P<key>change|prints|fails):(?:[ ](?P<value>.*))?$")


@dataclass(frozen=True)
class Change:
    """Edits of one cell, and what the cell then prints, or how it fails.

    After a changed module the Python cell `use`, which calls it, runs too.
    """

    location: Location
    cell: Fence
    edits: tuple[tuple[str, str], ...]
    prints: str | None
    fails: str | None
    use: Fence | None = None

    @property
    def source(self) -> str:
        """The edited cell, without the `--expect` that the edit may make untrue."""
        try:
            return apply_edits(EXPECTED.sub("", self.cell.text.strip("\n")), self.edits)
        except ValueError as error:
            line = self.cell.location.line
            raise self.location.error(f"{error} of the cell of line {line}.") from None


def read_changes(lines: tuple[str, ...], location: Location) -> Iterator[Change]:
    """The changes that a page announces; a MaterialError names a line that can't be read."""
    cells: list[Fence] = []
    for block in blocks(lines, location):
        if isinstance(block, Fence):
            cells += [block] if block.name == "code-cell" else []
        else:
            facts: list[tuple[str, str]] = []  # of the lines of one change, which follow each other
            for number, line in enumerate((*block.lines, "")):
                found = _LINE.match(line)
                # `% fails: m-…` alone names a misconception.
                if found and (facts or found["key"] != "fails"):
                    facts.append((found["key"], found["value"] or ""))
                elif facts:
                    change = _change(facts, cells, block.location.below(number - len(facts)))
                    yield _of_module(change, cells)
                    facts = []


def _change(facts: list[tuple[str, str]], cells: list[Fence], location: Location) -> Change:
    if not cells:
        raise location.error("a change needs a code cell above it.")
    edits = [_edit(value, location) for key, value in facts if key == "change"]
    prints = [value for key, value in facts if key == "prints"]
    fails = [value for key, value in facts if key == "fails"]
    if not edits or bool(prints) == bool(fails) or len(fails) > 1:
        text = "a change has lines `% change:`, then lines `% prints:` or one `% fails:`."
        raise location.error(text)
    output = "\n".join(prints) if prints else None
    return Change(location, cells[-1], tuple(edits), output, fails[0].strip() if fails else None)


def _of_module(change: Change, above: list[Fence]) -> Change:
    """The change of the module that the cell uses, where its edits are none of the cell."""
    if any(old in change.cell.text for old, _ in change.edits):
        return change
    used = modules_used(change.cell.text, above)
    edited = [m.cell for m in used if all(old in m.cell.text for old, _ in change.edits)]
    return replace(change, cell=edited[-1], use=change.cell) if edited else change


def _edit(value: str, location: Location) -> tuple[str, str]:
    try:
        return read_edit(value)
    except ValueError:
        raise location.error("an edit is written as `% change: old ==> new`.") from None
