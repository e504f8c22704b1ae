"""Every permission that is shown is asked again: one probe, inserted and compiled on its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents import must_be_none
from permission_agreement import cells_of, compare, sample
from permission_programs import Program, programs_by_hand, programs_of_pictures
from workshop.borrows.permissions.ask import permissions_of
from workshop.borrows.permissions.model import Table

PICTURES = programs_of_pictures()
BY_HAND = programs_by_hand()
MOST = 2
"""Cells of a program that a usual run compares; `--all` compares each."""
QUICK = 5
"""Of so many programs one belongs to `--quick`."""
SAMPLED = [
    pytest.param(program, marks=[pytest.mark.slow] if number % QUICK else [])
    for number, program in enumerate(BY_HAND)
]
LEAST_SHARE = 0.9
"""Of the cells of a picture that single probes can ask for."""


@pytest.mark.parametrize("program", PICTURES, ids=str)
def test_each_permission_of_a_page_is_that_of_a_single_probe(
    program: Program, tmp_path: Path
) -> None:
    must_be_none(faults(program, tmp_path, None))


@pytest.mark.parametrize("program", SAMPLED, ids=str)
def test_some_permissions_are_those_of_single_probes(program: Program, tmp_path: Path) -> None:
    must_be_none(faults(program, tmp_path, MOST))


@pytest.mark.more
@pytest.mark.parametrize("program", BY_HAND, ids=str)
def test_each_permission_is_that_of_a_single_probe(program: Program, tmp_path: Path) -> None:
    must_be_none(faults(program, tmp_path, None))


def faults(program: Program, folder: Path, most: int | None) -> list[str]:
    """A line for each cell where table and single probes differ."""
    batched, single = folder / "batched", folder / "single"
    batched.mkdir()
    single.mkdir()
    table = permissions_of(program.code, batched)
    assert isinstance(table, Table), f"{program}: {table}"
    cells = cells_of(table)
    assert cells, program
    compared = compare(program.code, cells if most is None else sample(cells, most), single)
    asked = [one for one in compared if one.could_be_asked]
    assert len(asked) >= LEAST_SHARE * len(compared), [str(one) for one in compared]
    return [f"{program.file.name}, {program}, {one}" for one in compared if not one.agrees]
