"""The versions of `nearest_distances` in the exercises `bridges` against Python and each other.

Hypothesis draws the arrays, as it does for the stages of `distances`.
"""

from __future__ import annotations

import ctypes
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache, partial
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from drawn_points import (
    BELOW,
    CASES,
    LARGEST,
    RELATIVE,
    Array,
    Pair,
    count,
    distances_as_in_python,
    for_all,
    laid_out,
)
from replica import EXERCISES, exercise, place, solution_module
from workshop.check.build import build
from workshop.course.requirements import how_to_get, lacking
from workshop.notebook.load_extension import import_library, new_path
from workshop.rust.toolchain import build_environment

__all__ = ["count"]
VERSIONS = ("bridges-ctypes", "bridges-cffi", "bridges-c", "bridges-fortran", "bridges-mpi")
OK, BAD_LENGTH, PANICKED = 0, 2, 4
DRAWN = Path(__file__).parents[1] / "support" / "drawn_on_ranks.py"
MORE_RANKS_THAN_CORES = {
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMPI_MCA_rmaps_base_oversubscribe": "1",
    "PRTE_ALLOW_RUN_AS_ROOT": "1",
    "PRTE_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "PRTE_MCA_rmaps_default_mapping_policy": ":oversubscribe",
}
"""What Open MPI needs for that, also in a container."""

Function = Callable[[Array, Array], Array]
pairs = st.builds(Pair, laid_out(), laid_out(1))


@pytest.fixture(params=[id for id in VERSIONS if id in EXERCISES])
def version(request: pytest.FixtureRequest) -> Function:
    if names := lacking(EXERCISES[request.param], build_environment()["PATH"]):
        pytest.skip(f"{request.param} needs {how_to_get(names)}")
    return function_of(request.param)


@cache
def function_of(id: str) -> Function:
    """The function of a solution; what it rejects is a ValueError."""
    if id == "bridges-cffi":
        return of_c_library(built(id))
    if id == "bridges-ctypes":
        return script_function(id)
    module = rust_module(id) if id == "bridges-mpi" else solution_module(id)
    return module.nearest_distances  # type: ignore[no-any-return]


def built(id: str) -> Path:
    """What the solution builds, under a name of its own."""
    asked = exercise(id)
    made = build(place(), asked, place().solution(asked))
    assert made.artifact is not None, made
    library = new_path(place().root / "modules", id.replace("-", "_"))
    shutil.copyfile(made.artifact, library)
    return library


def rust_module(id: str) -> ModuleType:
    """The module in Rust that a script uses."""
    return import_library("distances", built(id))


def script_function(id: str) -> Function:
    """The function of the script, with its library, as ctypes calls it."""
    asked = exercise(id)
    script = place().solution(asked) / asked.files[0]
    names: dict[str, Any] = {"__name__": script.stem, "__file__": str(script)}
    exec(compile(script.read_text("utf-8"), script, "exec"), names)  # noqa: S102
    library = ctypes.CDLL(str(built(id)))
    names["declare"](library)
    return partial(names["nearest_distances"], library)


def of_c_library(file: Path) -> Function:
    """A Python function over the one of `bridges-cffi`, called with pointers and lengths."""
    exported = ctypes.CDLL(str(file)).nearest_distances
    exported.argtypes = [ctypes.c_void_p, ctypes.c_size_t] * 3
    exported.restype = ctypes.c_int32

    def nearest_distances(points: Array, references: Array) -> Array:
        arrays = [np.ascontiguousarray(points), np.ascontiguousarray(references)]
        arrays.append(np.full(len(points), -1.0))
        status = exported(*(value for a in arrays for value in (a.ctypes.data, a.size)))
        if status == PANICKED:
            return np.full(len(points), np.inf)
        if status != OK:
            assert (arrays[2] == -1.0).all()
            name = "references" if status == BAD_LENGTH else "a coordinate"
            raise ValueError(f"status {status}: {name}")
        return arrays[2]

    return nearest_distances


@pytest.mark.cargo
@CASES
def test_distances_are_those_of_python(version: Function, cases: int) -> None:
    other = solution_module("distances-parallel").nearest_distances

    def holds(pair: Pair) -> None:
        result = distances_as_in_python(version, pair)
        before = [array.tobytes() for array in pair]
        np.testing.assert_allclose(result, other(*pair), rtol=RELATIVE, atol=BELOW)
        assert [array.tobytes() for array in pair] == before

    for_all(cases // 4, "nearest_distances", pairs, holds)


@pytest.mark.cargo
def test_what_is_not_finite_is_rejected(version: Function) -> None:
    good = np.arange(8.0).reshape(4, 2)
    for bad in (math.nan, math.inf, -math.inf):
        for row, column in ((0, 0), (2, 1), (3, 0)):
            array = good.copy()
            array[row, column] = bad
            for pair in ((array, good), (good, array), (array, np.asfortranarray(good))):
                with pytest.raises(ValueError):  # noqa: PT011 - a C library names no row
                    version(*pair)


@pytest.mark.cargo
def test_there_must_be_references(version: Function) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - as above
        version(np.ones((3, 2)), np.empty((0, 2)))
    assert version(np.empty((0, 2)), np.ones((3, 2))).shape == (0,)


@pytest.mark.cargo
def test_huge_coordinates_may_be_infinitely_far(version: Function) -> None:
    [distance] = version(np.array([[-1e200, 0.5]]), np.array([[0.0, 0.5]])).tolist()
    assert distance in (1e200, math.inf)
    [distance] = version(np.array([[LARGEST, 0.5]]), np.array([[0.0, 0.5]])).tolist()
    assert distance == pytest.approx(LARGEST, rel=RELATIVE)


@pytest.mark.cargo
@pytest.mark.parametrize("name", ["nearest_mpi.py", "another.py"])
@pytest.mark.parametrize("ranks", [2, 3])
@CASES
def test_several_ranks_compute_the_same(ranks: int, name: str, cases: int, tmp_path: Path) -> None:
    asked = exercise("bridges-mpi")
    if names := lacking(asked, build_environment()["PATH"]):
        pytest.skip(how_to_get(names))
    shutil.copyfile(built(asked.id), tmp_path / f"distances{EXTENSION_SUFFIXES[-1]}")
    beside = Path(sys.executable).with_name("mpiexec")
    program = beside if beside.exists() else shutil.which("mpiexec")
    words = (program, "-n", ranks, sys.executable, "-m", "mpi4py", DRAWN, tmp_path)
    done = subprocess.run(
        [*map(str, words), str(place().solution(asked) / name), str(cases // 4)],
        env={**MORE_RANKS_THAN_CORES, **os.environ, "PYTHONPATH": str(DRAWN.parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=30 + cases,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == f"{ranks} ranks agree with Python\n"
