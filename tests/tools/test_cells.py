"""The cells that are measured do what they say; how fast they are, no test decides."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks import cells as bench_cells
from workshop.base.errors import WorkshopError


def test_every_measured_cell_runs_in_a_kernel() -> None:
    with bench_cells._kernel(sys.executable, "--ext", "workshop.notebook.ipython_extension") as run:
        for cell in bench_cells.OURS.values():
            assert run(cell.format(2)) > 0
        with pytest.raises(WorkshopError, match="A cell failed: This cell does not compile"):
            run("%%rust\nlet x: u8 = 'a';")


def test_each_repetition_is_new_to_the_compiler() -> None:
    for cell in [*bench_cells.OURS.values(), bench_cells.THEIRS]:
        assert cell.format(2) != cell.format(3)


def test_the_measurement_is_written_with_its_circumstances(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench_cells, "measure", lambda: {"run": 0.1})
    assert bench_cells.main(tmp_path) == 0
    facts = json.loads((tmp_path / "lessons" / "data" / "cells.json").read_text())
    assert facts["seconds"] == {"run": 0.1}
    assert facts["command"] == "workshop bench cells"
    assert "0.100 s" in capsys.readouterr().out
