"""The program `distances` starts with the learner's own reader; `measure.py` really measures.

The solution is compared with SciPy, which the exercise's own tests don't need.
"""

from __future__ import annotations

import importlib.util
import math
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

from documents import ROOT
from replica import place, solution_module
from stages import item_problems
from workshop.rust.toolchain import build_environment

TOPS = ("exercises", "solutions")
LISTS = [ROOT / top / "distances" / "lists" for top in TOPS]
MEASURES = [ROOT / top / "distances" / "measure" / "measure.py" for top in TOPS]
WRITTEN = ROOT / "solutions" / "values" / "exceptions"
OUTPUT = re.compile(
    r"One call with 2,000 points and 2,000 references takes (\d+\.\d\d) ms\.\n"
    r"Each of the 4,000,000 pairs takes (\d+\.\d\d) ns\.\n"
    r"[A-Z][^\n]*, and compare\.\n"
)
AS_A_PROGRAM = """\
import runpy, sys
from pathlib import Path
from workshop.notebook import loading
loading.ROOT = Path(sys.argv[1])
runpy.run_path(sys.argv[2], run_name="__main__")
"""
"""Builds in the tests' workshop instead of this one."""


def core_of(file: Path) -> str:
    """All of a Rust file that stands above its binding."""
    above, binding, _ = file.read_text(encoding="utf-8").partition("// [binding]\n")
    assert binding, file
    return above


@pytest.mark.parametrize("folder", LISTS, ids=TOPS)
def test_the_given_reader_is_the_one_written_in_values_exceptions(folder: Path) -> None:
    given = (folder / "src" / "points.rs").read_text(encoding="utf-8")
    core = core_of(WRITTEN / "src" / "lib.rs")
    assert item_problems(core, given, ".rs") == []
    for name in ("read_number", "read_point", "read_points"):
        assert f"fn {name}(" in core
    assert item_problems(core, given.replace("index + 1", "index"), ".rs") == [
        "fn read_points has changed, and no TODO names it"
    ]


@pytest.mark.parametrize("folder", LISTS, ids=TOPS)
def test_the_points_are_those_of_values_exceptions(folder: Path) -> None:
    assert (folder / "points.csv").read_bytes() == (WRITTEN / "points.csv").read_bytes()


@pytest.mark.parametrize("file", MEASURES, ids=TOPS)
def test_measure_prints_the_time_of_a_call_and_of_a_pair(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # the folder is the course's own
    spec = importlib.util.spec_from_file_location("measure", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "load_function", lambda: None)
    monkeypatch.setattr(module, "seconds_per_call", lambda *_given: 0.0125)
    module.main()
    found = OUTPUT.fullmatch(capsys.readouterr().out)
    assert found
    assert found.groups() == ("12.50", "3.12")


@pytest.mark.cargo
@pytest.mark.parametrize("file", MEASURES, ids=TOPS)
def test_measure_runs_as_a_program(file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AS_A_PROGRAM, str(place().root), str(file)],
        env=build_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = OUTPUT.fullmatch(done.stdout)
    assert found, done.stdout
    assert float(found[1]) > 0


# The solution of `distances-lists`, from Python.


@pytest.fixture(scope="module")
def distances() -> ModuleType:
    return solution_module("distances-lists")


@pytest.mark.cargo
@pytest.mark.parametrize("seed", range(60))
def test_lists_give_what_scipy_gives(distances: ModuleType, seed: int) -> None:
    random = np.random.default_rng(seed)
    scale = 10.0 ** random.integers(-100, 100)
    points, references = (
        scale
        * np.round(random.normal(size=(random.integers(least, 80), 2)), random.integers(1, 17))
        for least in (0, 1)
    )
    found = distances.nearest_distances(
        *([(x, y) for x, y in a.tolist()] for a in (points, references))
    )
    expected, _index = cKDTree(references).query(points)
    assert found == pytest.approx(expected.tolist(), rel=1e-12, abs=0)


@pytest.mark.cargo
@pytest.mark.parametrize(
    ("bad", "error", "message"),
    [
        (np.zeros((3, 2)), TypeError, "ndarray"),
        ([[0.0, 1.0]], TypeError, "list"),
        ([(0.0, 1.0, 2.0)], ValueError, "length 2"),
        (((x, x) for x in (0.0, 1.0)), TypeError, "generator"),
        ([(0.0, "north")], TypeError, "real number"),
        ("north", TypeError, "str"),
        (None, TypeError, "None"),
        ([(10**400, 0)], OverflowError, "too large"),
        ([(0.0, math.nan)], ValueError, "NaN"),
        ([(-math.inf, 0.0)], ValueError, "infinite"),
    ],
)
@pytest.mark.parametrize("argument", ["points", "references"])
def test_what_holds_no_points_is_rejected_by_name(
    distances: ModuleType,
    bad: object,
    error: type[Exception],
    message: str,
    argument: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    arguments = {"points": [(0.0, 0.0)], "references": [(1.0, 1.0)], argument: bad}
    with pytest.raises(error) as raised:
        distances.nearest_distances(**arguments)
    said = "\n".join([str(raised.value), *getattr(raised.value, "__notes__", ())])
    assert argument in said
    assert message in said
    assert not capfd.readouterr().err, "nothing panicked on the way"
