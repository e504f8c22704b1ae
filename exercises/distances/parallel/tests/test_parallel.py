"""The tests of `distances-parallel`."""

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import psutil
import pytest
from distances import nearest_distances

os.environ["RAYON_NUM_THREADS"] = "3"  # rayon reads it at its first call, in a child as well
Array = npt.NDArray[np.float64]

ROWS = np.array([[0.5, -1.25], [3.0, 4.0], [-2.75, 0.1], [8.0, -6.5], [0.5, 7.125]])
OTHERS = np.array([[-1.5, 2.0], [6.25, 5.5], [0.75, -8.0]])
LAYOUTS: dict[str, Callable[[Array], Array]] = {
    "Fortran order": np.asfortranarray,
    "columns of a table": lambda rows: np.repeat(rows, 2, axis=1)[:, ::2],
    "every second row": lambda rows: np.repeat(rows, 2, axis=0)[::2],
    "rows reversed": lambda rows: np.ascontiguousarray(rows[::-1])[::-1],
}


def python_distances(points: Array, references: Array) -> list[float]:
    return sorted(min(math.dist(p, r) for r in references.tolist()) for p in points.tolist())


def random_points(seed: int, n: int) -> Array:
    return np.random.default_rng(seed).normal(scale=3.0, size=(n, 2))


def packed_record(rows: Array) -> Array:
    records = np.zeros(len(rows), dtype=[("flag", "u1"), ("xy", np.float64, 2)])
    records["xy"] = rows
    return records["xy"]


@cache
def measured() -> dict[str, float]:
    """What `measure_a_call.py` prints, and how many new threads it had at once."""
    path = os.pathsep.join(folder for folder in sys.path if folder)
    with subprocess.Popen(
        [sys.executable, Path(__file__).with_name("measure_a_call.py")],
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        process, at_once = psutil.Process(child.pid), 0
        while child.poll() is None:
            try:
                at_once = max(at_once, process.num_threads())
                child.wait(0.005)
            except (psutil.Error, subprocess.TimeoutExpired):
                continue
        assert child.stdout is not None
        printed: dict[str, float] = json.loads(child.stdout.read())
    return {**printed, "new threads": at_once - printed["threads"]}


# Distances, as before. Only one of these tests asks for their order.


def test_distance_of_one_pair() -> None:
    assert nearest_distances(np.array([[1.0, 2.0]]), np.array([[4.0, 6.0]])).tolist() == [5.0]


def test_same_as_python() -> None:
    points, references = random_points(1, 300), random_points(2, 250)
    expected = pytest.approx(python_distances(points, references), rel=1e-12)
    assert sorted(nearest_distances(points, references).tolist()) == expected


def test_each_row_has_its_distance_in_order() -> None:
    # The point in row 7 is at (7, 0), and each reference at (0, 0): its distance is 7.
    points = np.column_stack([np.arange(20000.0), np.zeros(20000)])
    distances = nearest_distances(points, np.zeros((300, 2))).tolist()
    rows_in_disorder = [row for row, distance in enumerate(distances) if distance != row]
    assert rows_in_disorder == []
    assert len(distances) == len(points)


def test_no_points_have_no_distances() -> None:
    result = nearest_distances(np.empty((0, 2)), OTHERS)
    assert (result.tolist(), result.dtype) == ([], np.float64)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_memory_layout(layout: str) -> None:
    points, references = LAYOUTS[layout](ROWS), LAYOUTS[layout](OTHERS)
    expected = pytest.approx(python_distances(ROWS, OTHERS), rel=1e-12)
    assert sorted(nearest_distances(points, OTHERS).tolist()) == expected
    assert sorted(nearest_distances(ROWS, references).tolist()) == expected


def test_rows_without_memory_of_their_own() -> None:
    points = np.broadcast_to([3.0, 4.0], (4, 2))
    assert nearest_distances(points, np.array([[0.0, 0.0]])).tolist() == [5.0] * 4


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_coordinates_are_finite(bad: float) -> None:
    rows = ROWS.copy()
    rows[4, 1] = bad
    with pytest.raises(ValueError, match=r"points.*\b4\b"):
        nearest_distances(rows, OTHERS)
    with pytest.raises(ValueError, match=r"references.*\b4\b"):
        nearest_distances(OTHERS, rows)


@pytest.mark.parametrize("bad", [np.ones((4, 3)), packed_record(ROWS)], ids=["columns", "packed"])
def test_an_array_that_holds_no_points_is_named(bad: Array) -> None:
    with pytest.raises(ValueError, match="points"):
        nearest_distances(bad, OTHERS)
    with pytest.raises(ValueError, match="references"):
        nearest_distances(ROWS, bad)


@pytest.mark.parametrize("n", [5, 0])
def test_there_must_be_references(n: int) -> None:
    with pytest.raises(ValueError, match="references"):
        nearest_distances(ROWS[:n], np.empty((0, 2)))


# Threads. Nothing here depends on how fast they are.


def test_several_threads_are_started() -> None:
    new_threads = measured()["new threads"]
    assert new_threads >= 2


def test_the_calling_thread_does_not_compute_alone() -> None:
    share_of_the_calling_thread = measured()["caller"]
    assert share_of_the_calling_thread < 0.75


def test_no_other_thread_computes_alone() -> None:
    share_of_the_busiest_thread = measured()["busiest"]
    assert share_of_the_busiest_thread < 0.75


def test_threads_do_not_wait_for_each_other() -> None:
    waits_for_each_row = measured()["waits"]
    assert waits_for_each_row < 0.001
