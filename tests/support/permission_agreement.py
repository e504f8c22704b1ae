"""Compare a table of permissions with single probes, cell by cell."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from permission_tables import behind
from single_probe import SingleProbes
from workshop.borrows.permissions.model import Kind, State, Table
from workshop.rust.rustc import NO_LIBRARIES, Libraries

AT_ONCE = min(2, os.cpu_count() or 1)
"""Compilations that run beside each other."""


@dataclass(frozen=True)
class Asked:
    """A cell of a table: a path behind a line, and its state."""

    line: int
    path: str
    state: State


@dataclass(frozen=True)
class Compared:
    """A cell with the letters that single probes gave, `?` where there is no place for one."""

    cell: Asked
    letters: str
    breaks: int | None = None
    whys: tuple[str, ...] = ()

    @property
    def could_be_asked(self) -> bool:
        """Whether every permission of the cell has an answer."""
        return "?" not in self.letters

    @property
    def agrees(self) -> bool:
        """Whether what could be asked is what the table says."""
        pairs = zip(self.cell.state.letters, self.letters, strict=True)
        return all(single in {"?", ours} for ours, single in pairs) and not self._other_line

    @property
    def _other_line(self) -> bool:
        """Whether a use here breaks another line than the table says."""
        lines = {reason.line for reason in self.cell.state.reasons if reason.kind is Kind.BREAKS}
        return bool(lines) and self.could_be_asked and self.breaks not in lines

    def __str__(self) -> str:
        cell, breaks = self.cell, f", breaks {self.breaks}" if self.breaks else ""
        reasons = "; ".join(f"{reason}" for reason in cell.state.reasons)
        return (
            f"line {cell.line}, {cell.path}: the table has {cell.state.letters} ({reasons}), "
            f"single probes {self.letters}{breaks} ({'; '.join(self.whys)})"
        )


def cells_of(table: Table) -> list[Asked]:
    """Every cell of a table that a line can name, in the order of the source."""
    return [
        Asked(boundary.line, path.name, state)
        for boundary in table.boundaries
        if boundary.reachable and boundary == behind(table, boundary.line)
        for path, state in table.states.get(boundary, {}).items()
    ]


def sample(cells: Sequence[Asked], most: int) -> list[Asked]:
    """At most so many cells, evenly spread; those where a permission changes come first."""
    before: dict[str, str] = {}
    changed: list[Asked] = []
    same: list[Asked] = []
    for cell in cells:
        (same if before.get(cell.path) == cell.state.letters else changed).append(cell)
        before[cell.path] = cell.state.letters
    chosen = _spread(changed, most)
    return [*chosen, *_spread(same, most - len(chosen))]


def _spread(cells: Sequence[Asked], most: int) -> list[Asked]:
    count = min(most, len(cells))
    return [cells[number * len(cells) // count] for number in range(count)]


def compare(
    program: str, cells: Iterable[Asked], folder: Path, libraries: Libraries = NO_LIBRARIES
) -> list[Compared]:
    """Ask for each cell with single probes; compilations run two at a time."""
    probes = SingleProbes(program, folder, libraries)

    def ask(cell: Asked) -> Compared:
        answers = [probes.ask(cell.line, cell.path, letter) for letter in "RWO"]
        letters = "".join(
            "?" if answer.allowed is None else letter if answer.allowed else "-"
            for answer, letter in zip(answers, "RWO", strict=True)
        )
        whys = tuple(answer.why for answer in answers if answer.why)
        breaks = next((answer.breaks for answer in answers if answer.breaks), None)
        return Compared(cell, letters, breaks, whys)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(ask, cells))
