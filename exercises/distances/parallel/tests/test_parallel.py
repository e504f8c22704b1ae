"""The tests of `distances-parallel`."""

import json
import os
import subprocess
import sys
from functools import cache

import numpy as np
import psutil
import pytest
from distances import nearest_distances

os.environ["RAYON_NUM_THREADS"] = "3"  # rayon reads it at its first call

REFERENCES = np.array([[0.0, 0.0], [7.0, 0.5]])

CHILD = """
import json
import time

import numpy as np
import psutil
from distances import nearest_distances

rows = np.random.default_rng(3).normal(size=(4000, 2))
process = psutil.Process()


def seconds_of_threads():
    return {thread.id: thread.user_time + thread.system_time for thread in process.threads()}


threads, earlier = process.num_threads(), seconds_of_threads()
caller, total = time.thread_time(), time.process_time()
while time.process_time() - total < 1.0:
    nearest_distances(rows, rows)
caller, total = time.thread_time() - caller, time.process_time() - total
later = seconds_of_threads()
busiest = max(later[id] - earlier.get(id, 0.0) for id in later)
print(json.dumps({"threads": threads, "caller": caller / total, "busiest": busiest / total}))
"""
"""Calls the function for a second of CPU time, and prints which share a thread had of it."""


@cache
def usage() -> dict[str, float]:
    """What the child prints, and how many threads it had at most in addition to its first ones."""
    path = os.pathsep.join(folder for folder in sys.path if folder)
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": path}
    command = [sys.executable, "-c", CHILD]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as child:
        most, process = 0, psutil.Process(child.pid)
        while child.poll() is None:
            try:
                most = max(most, process.num_threads())
                child.wait(0.005)
            except (psutil.Error, subprocess.TimeoutExpired):
                continue
        assert child.stdout is not None
        printed = json.loads(child.stdout.read())
    return printed | {"threads": most - printed["threads"]}


def random_rows(rows: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(rows, 2)) * 10


def by_numpy(points: np.ndarray, references: np.ndarray) -> list[float]:
    return [np.hypot(*(references - point).T).min() for point in points]


def test_one_row() -> None:
    assert nearest_distances(np.array([[3.0, -4.0]]), REFERENCES).tolist() == [5.0]


def test_same_as_numpy() -> None:
    points, references = random_rows(500, seed=1), random_rows(300, seed=2)
    expected = pytest.approx(by_numpy(points, references), rel=1e-12)
    assert nearest_distances(points, references).tolist() == expected


def test_each_distance_is_in_its_row() -> None:
    points = np.column_stack([np.arange(20000.0), np.zeros(20000)])
    distances = nearest_distances(points, np.zeros((200, 2)))
    rows_out_of_order = np.flatnonzero(distances != points[:, 0])
    assert rows_out_of_order.tolist() == []


def test_no_points_have_no_distances() -> None:
    distances = nearest_distances(np.empty((0, 2)), REFERENCES)
    assert distances.tolist() == []
    assert distances.dtype == np.float64


@pytest.mark.parametrize("layout", ["Fortran", "strided", "reversed", "transposed", "broadcast"])
def test_any_layout(layout: str) -> None:
    rows = random_rows(6, seed=4)
    array = {
        "Fortran": np.asfortranarray(rows),
        "strided": np.repeat(np.repeat(rows, 3, axis=0), 2, axis=1)[::3, ::2],
        "reversed": rows[::-1, ::-1],
        "transposed": np.array(rows.T).T,
        "broadcast": np.broadcast_to(rows[0], (6, 2)),
    }[layout]
    assert nearest_distances(array, REFERENCES).tolist() == pytest.approx(
        by_numpy(array, REFERENCES)
    )
    assert nearest_distances(REFERENCES, array).tolist() == pytest.approx(
        by_numpy(REFERENCES, array)
    )


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_coordinates_must_be_finite(bad: float) -> None:
    rows = random_rows(300, seed=5)
    rows[299, 1] = bad
    with pytest.raises(ValueError, match=r"^points .* row 299"):
        nearest_distances(rows, REFERENCES)
    with pytest.raises(ValueError, match=r"^references .* row 299"):
        nearest_distances(REFERENCES, rows)


def test_errors_name_the_argument() -> None:
    three_columns = np.zeros((4, 3))
    with pytest.raises(ValueError, match=r"^points .*3 columns"):
        nearest_distances(three_columns, REFERENCES)
    with pytest.raises(ValueError, match=r"^references .*3 columns"):
        nearest_distances(REFERENCES, three_columns)
    with pytest.raises(ValueError, match=r"^references must not be empty"):
        nearest_distances(REFERENCES, np.empty((0, 2)))
    with pytest.raises(ValueError, match=r"^references must not be empty"):
        nearest_distances(np.empty((0, 2)), np.empty((0, 2)))


def test_several_threads_are_started() -> None:
    assert usage()["threads"] >= 2


def test_other_threads_compute() -> None:
    share_of_the_calling_thread = usage()["caller"]
    assert share_of_the_calling_thread < 0.75


def test_no_thread_computes_alone() -> None:
    share_of_the_busiest_thread = usage()["busiest"]
    assert share_of_the_busiest_thread < 0.75
