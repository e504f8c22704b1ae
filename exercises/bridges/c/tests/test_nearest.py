"""The tests of `bridges-c`."""

import math
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from bridges import c_length, nearest_distances

Array = npt.NDArray[np.float64]

ROWS = np.array([[0.5, -1.25], [3.0, 4.0], [-2.75, 0.1], [8.0, -6.5], [0.5, 7.125]])
ORIGIN = np.array([[0.0, 0.0]])
OTHERS = np.array([[-1.5, 2.0], [6.25, 5.5], [0.75, -8.0]])
LARGEST_INT = 2**31 - 1
STATM = Path("/proc/self/statm")


def python_distances(points: Array, references: Array) -> list[float]:
    return [min(math.dist(p, r) for r in references.tolist()) for p in points.tolist()]


def random_points(seed: int, n: int) -> Array:
    return np.random.default_rng(seed).normal(scale=50.0, size=(n, 2))


LAYOUTS: dict[str, Callable[[Array], Array]] = {
    "Fortran order": np.asfortranarray,
    "every second row": lambda rows: np.repeat(rows, 2, axis=0)[::2],
    "columns reversed": lambda rows: np.ascontiguousarray(rows[:, ::-1])[:, ::-1],
}


def has_number(message: str, number: int) -> bool:
    return str(number) in re.findall(r"\d+", message)


# Lengths.


@pytest.mark.parametrize("length", [0, 1, 40_000, LARGEST_INT])
def test_length_that_fits_a_c_int(length: int) -> None:
    assert c_length(length) == length


@pytest.mark.parametrize("length", [LARGEST_INT + 1, 2**32, 2**32 + 5, 2**60])
def test_length_too_large_for_a_c_int(length: int) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the next lines look at the message
        c_length(length)
    message = str(raised.value)
    assert has_number(message, length), f"the message must contain the number {length}"


# Distances.


def test_distance_of_one_pair() -> None:
    assert nearest_distances(np.array([[6.0, 8.0]]), np.array([[3.0, 4.0]])).tolist() == [5.0]


def test_each_row_has_its_distance_in_order() -> None:
    points = np.array([[0.0, 0.0], [10.0, 0.0], [4.0, 0.0], [0.0, -1.5]])
    references = np.array([[90.0, 90.0], [0.0, 0.0], [7.0, 0.0], [-50.0, 60.0]])
    assert nearest_distances(points, references).tolist() == [0.0, 3.0, 3.0, 1.5]


def test_one_reference_for_all_points() -> None:
    points = np.array([[3.0, 4.0], [-6.0, 8.0]])
    assert nearest_distances(points, ORIGIN).tolist() == [5.0, 10.0]


def test_references_far_from_the_origin() -> None:
    points, references = np.array([[3.0, 4.0], [60.0, 80.0]]), np.array([[60.0, 80.0]])
    assert nearest_distances(points, references).tolist() == [95.0, 0.0]


def test_same_as_python() -> None:
    points, references = random_points(1, 200), random_points(2, 150)
    expected = python_distances(points, references)
    assert nearest_distances(points, references).tolist() == pytest.approx(expected, rel=1e-12)


def test_points_may_be_the_references() -> None:
    assert nearest_distances(ROWS, ROWS).tolist() == [0.0] * 5


def test_far_points_stay_far() -> None:
    # The square of `1e200` is infinite for a float, so the distance may be infinite.
    points, references = np.array([[-1e200, 0.5]]), np.array([[0.0, 0.5]])
    assert nearest_distances(points, references).tolist() in ([1e200], [math.inf])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_memory_layout(layout: str) -> None:
    expected = pytest.approx(python_distances(ROWS, OTHERS), rel=1e-12)
    points, references = LAYOUTS[layout](ROWS), LAYOUTS[layout](OTHERS)
    assert nearest_distances(points, references).tolist() == expected


# Arrays that hold no points.


def test_arrays_are_checked_first() -> None:
    with pytest.raises(ValueError, match="points has 3 columns"):
        nearest_distances(np.ones((4, 3)), OTHERS)
    with pytest.raises(ValueError, match="references has a coordinate in row 1"):
        nearest_distances(ROWS, np.array([[0.0, 0.0], [math.nan, 0.0]]))
    with pytest.raises(TypeError):
        nearest_distances(ROWS.astype(np.float32), OTHERS)
    assert nearest_distances(ROWS[1:2], ORIGIN).tolist() == [5.0]


# Memory.


def test_memory_is_freed() -> None:
    if not STATM.exists():
        pytest.skip("how much memory a program uses can be read only on Linux")
    if nearest_distances(ROWS[1:3], ORIGIN).tolist() != python_distances(ROWS[1:3], ORIGIN):
        pytest.skip("the memory is measured once the distances are right")
    points = np.full((100_000, 2), [3.0, 4.0])
    used = []
    for _ in range(13):
        assert nearest_distances(points, ORIGIN)[-1] == 5.0
        used.append(int(STATM.read_text(encoding="ascii").split()[1]) * 4096)
    megabytes_of_ten_calls = round((used[-1] - used[2]) / 1e6)
    assert megabytes_of_ten_calls < 5


# A function in C ends the program if it reads where nothing is: these tests are the last.


def test_no_points_have_no_distances() -> None:
    assert nearest_distances(np.empty((0, 2)), OTHERS).tolist() == []


def test_no_points_still_need_references() -> None:
    with pytest.raises(ValueError, match="references"):
        nearest_distances(np.empty((0, 2)), np.empty((0, 2)))


def test_there_must_be_references() -> None:
    with pytest.raises(ValueError, match="references"):
        nearest_distances(ROWS, np.empty((0, 2)))
