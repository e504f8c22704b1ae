"""The tests of `distances-detach`."""

import math
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import cycle

import numpy as np
import numpy.typing as npt
import pytest
from distances import nearest_distances

os.environ["RAYON_NUM_THREADS"] = "3"  # rayon reads it at its first call
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
def long_call() -> tuple[Array, Array]:
    """Points and references that keep this build busy for half a second on this machine."""
    references = random_points(6, 1000)
    rows, seconds = 2000, 0.0
    while seconds < 0.5:
        rows *= 2
        points = random_points(7, rows)
        start = time.perf_counter()
        nearest_distances(points, references)
        seconds = time.perf_counter() - start
    return points, references


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


# Other Python threads. Nothing here depends on how fast they are.


def test_other_python_threads_run_meanwhile() -> None:
    points, references = long_call()
    ticks: list[float] = []
    with repeated_in_a_thread(lambda: ticks.append(time.perf_counter()), pause=0.01):
        seconds = 0.0
        while seconds < 0.5:
            before, start = len(ticks), time.perf_counter()
            nearest_distances(points, references)
            ticks_during_the_call = len(ticks) - before
            seconds = time.perf_counter() - start
            points = np.concatenate([points, points])
    assert ticks_during_the_call >= 5


def test_arrays_may_change_meanwhile() -> None:
    points, references = (np.zeros_like(array) for array in long_call())
    values = cycle([30.0, 200.0, 0.0, 100.0])

    def change_both() -> None:
        for array in (points, references):
            changed = np.full_like(array, next(values)).tobytes()
            memoryview(array).cast("B")[:] = changed  # holds the interpreter to its end

    with repeated_in_a_thread(change_both, pause=0.001):
        distances = nearest_distances(points, references).tolist()
    distances_of_equal_points = sorted(set(distances))
    assert len(distances_of_equal_points) == 1


def test_the_calling_thread_does_not_compute_alone() -> None:
    points, references = long_call()
    caller, total = time.thread_time(), time.process_time()
    nearest_distances(points, references)
    caller, total = time.thread_time() - caller, time.process_time() - total
    share_of_the_calling_thread = caller / total
    assert share_of_the_calling_thread < 0.75
