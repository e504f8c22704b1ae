"""The tests of `distances-detach`."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import cycle

import numpy as np
import pytest
from distances import nearest_distances

os.environ["RAYON_NUM_THREADS"] = "3"  # rayon reads it at its first call

REFERENCES = np.array([[0.0, 0.0], [7.0, 0.5]])
MANY = 4000
"""References of a long call."""


@cache
def rows_of_a_long_call() -> int:
    """So many points keep this build busy for half a second on this machine."""
    rows, seconds = 500, 0.0
    while seconds < 0.5:
        rows *= 2
        points, references = random_rows(rows, seed=6), random_rows(MANY, seed=7)
        start = time.perf_counter()
        nearest_distances(points, references)
        seconds = time.perf_counter() - start
    return rows


@contextmanager
def repeated_in_a_thread(step: Callable[[], None], pause: float) -> Iterator[None]:
    """Call `step` again and again in another Python thread, with a pause before each call."""
    done = threading.Event()

    def repeat() -> None:
        while not done.is_set():
            time.sleep(pause)
            step()

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


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


def test_other_python_threads_run_meanwhile() -> None:
    points, references = random_rows(rows_of_a_long_call(), seed=6), random_rows(MANY, seed=7)
    ticks: list[float] = []
    with repeated_in_a_thread(lambda: ticks.append(time.perf_counter()), pause=0.01):
        time.sleep(0.05)
        before = len(ticks)
        nearest_distances(points, references)
        ticks_during_the_call = len(ticks) - before
    assert ticks_during_the_call >= 8


def test_other_threads_compute() -> None:
    points, references = random_rows(rows_of_a_long_call(), seed=6), random_rows(MANY, seed=7)
    caller, total = time.thread_time(), time.process_time()
    nearest_distances(points, references)
    caller, total = time.thread_time() - caller, time.process_time() - total
    share_of_the_calling_thread = caller / total
    assert share_of_the_calling_thread < 0.75


def test_arrays_may_change_meanwhile() -> None:
    points, references = np.zeros((rows_of_a_long_call(), 2)), np.full((MANY, 2), 100.0)
    values = cycle([30.0, 200.0, 0.0, 100.0])

    def change_both() -> None:
        for array in (points, references):
            changed = np.full_like(array, next(values)).tobytes()
            memoryview(array).cast("B")[:] = changed  # holds the interpreter to its end

    with repeated_in_a_thread(change_both, pause=0.001):
        distances = nearest_distances(points, references)
    distances_of_equal_points = sorted(set(distances))
    assert len(distances_of_equal_points) == 1
