"""Every command of the pages `c-and-fortran` and `mpi` is run as printed, and says what they show.

How a block is read, and the comments above it, stands in `console_session.py`. The terminal is one
of the workshop: its programs are first on PATH.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from clones import make_clone
from console_session import Block, Reader, blocks_of
from documents import ROOT
from workshop.course.requirements import REQUIREMENTS, how_to_get
from workshop.rust.toolchain import build_environment

pytestmark = pytest.mark.skipif(os.name == "nt", reason="only where there is a bash")

NEEDED = {"c-and-fortran": ("valgrind",), "mpi": ("mpi4py", "mpiexec")}
PAGES = tuple(NEEDED)


def blocks(page: str) -> list[Block]:
    return list(blocks_of(ROOT / "lessons" / f"{page}.md"))


@pytest.mark.parametrize("page", PAGES)
def test_every_command_does_what_the_page_shows(page: str, tmp_path: Path) -> None:
    clone = make_clone(tmp_path / "clone", "lessons/code")
    (clone / "work").mkdir()
    values = build_environment() | {"COLUMNS": "100", "NO_COLOR": "1"}
    values["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), values["PATH"]])
    lacking = [n for n in NEEDED[page] if not REQUIREMENTS[n].is_here(values["PATH"])]
    if lacking:
        pytest.skip(how_to_get(lacking))
    somebody = Reader(clone, tmp_path, values, values, {})
    try:
        for block in blocks(page):
            somebody.do(block)
    finally:
        somebody.close()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_leaves_out_no_command(page: str) -> None:
    assert blocks(page)
    assert not [block for block in blocks(page) if {"outside", "network"} & set(block.notes)]
