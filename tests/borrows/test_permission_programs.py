"""The table of permissions is what somebody worked out by hand, before any table was made."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from components import need_compiler_of_the_texts
from documents import must_be_none
from permission_programs import Cell, Program, programs_by_hand
from permission_tables import behind, is_last_use, state_of, whys_of
from workshop.borrows.permissions.ask import permissions_of
from workshop.borrows.permissions.model import Table

PROGRAMS = programs_by_hand()
KNOWN: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "permission_differences.toml").read_text(encoding="utf-8")
)
_PATH = re.compile(r"(?<=`)\w+::(?=\w)")
"""A function may be called by its last name: `new` for `Box::new`."""


def test_there_are_sixty_programs() -> None:
    assert len(PROGRAMS) >= 60
    assert all(len(program.cells) >= 4 for program in PROGRAMS)
    assert set(KNOWN) <= {program.name for program in PROGRAMS}


@pytest.mark.parametrize("program", PROGRAMS, ids=str)
def test_the_table_is_what_was_worked_out_by_hand(program: Program, tmp_path: Path) -> None:
    need_compiler_of_the_texts()
    table = permissions_of(program.code, tmp_path)
    assert isinstance(table, Table), f"{program.file.name}: {table}"
    codes = {message.code for message in table.errors}
    assert codes == ({program.error} if program.error else set()), program.file.name
    must_be_none([*faults(program, table)])


def faults(program: Program, table: Table) -> Iterator[str]:
    """A line for each cell that differs: file, line, path, what is expected, what is found."""
    known = dict(KNOWN.get(program.name, {}))
    for cell in program.cells:
        found = difference(cell, table)
        if not found or known.pop(f"{cell.line} {cell.path}", ""):
            continue
        expected = f"{cell.letters} {cell.why}".rstrip()
        place = f"{program.file.name}:{cell.written}: line {cell.line}, {cell.path}"
        yield f"{place}: expected {expected}; found {found}"
    for cell_name in known:
        yield f"permission_differences.toml: {program.name}, {cell_name} no longer differs"


def difference(cell: Cell, table: Table) -> str | None:
    """What the table has instead of the cell; None where they agree."""
    if behind(table, cell.line) is None:
        return "no boundary on this line"
    found = state_of(table, cell.line, cell.path)
    if found is None:
        return "no such path there"
    whys = whys_of(found[1])
    if is_last_use(table, cell.line, cell.path):
        whys.append("last use")
    alike = {_PATH.sub("", why) for why in whys}
    if found[1].letters == cell.letters and (not cell.why or _PATH.sub("", cell.why) in alike):
        return None
    return f"{found[1].letters} {', '.join(whys)}".rstrip()
