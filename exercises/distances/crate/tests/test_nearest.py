"""The tests of `nearest_distances`, however it searches."""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from distances import nearest_distances

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
    return [min(math.dist(p, r) for r in references.tolist()) for p in points.tolist()]


def wrong_distances(
    points: Array, references: Array, rel: float = 1e-12
) -> list[tuple[float, float]]:
    """Pairs of what is returned and what is right, where these differ."""
    returned = nearest_distances(points, references).tolist()
    pairs = zip(returned, python_distances(points, references), strict=True)
    return [(found, right) for found, right in pairs if found != pytest.approx(right, rel=rel)]


def random_points(seed: int, n: int, columns: int = 2) -> Array:
    return np.random.default_rng(seed).normal(scale=3.0, size=(n, columns))


def packed_record(rows: Array) -> Array:
    records = np.zeros(len(rows), dtype=[("flag", "u1"), ("xy", np.float64, 2)])
    records["xy"] = rows
    return records["xy"]


# Points in the plane, and in space.


def test_distance_of_one_pair() -> None:
    assert nearest_distances(np.array([[1.0, 2.0]]), np.array([[4.0, 6.0]])).tolist() == [5.0]


@pytest.mark.parametrize("n", [1, 3, 40, 700])
@pytest.mark.parametrize("columns", [2, 3])
def test_same_as_python(n: int, columns: int) -> None:
    points, references = random_points(1, 200, columns), random_points(2, n, columns)
    returned_and_right = wrong_distances(points, references)
    assert returned_and_right == []


def test_each_row_has_its_distance_in_order() -> None:
    # The point in row 7 is at (7, 0), and the references at (0, 0) and (0, 5): its distance is 7.
    points = np.column_stack([np.arange(20000.0), np.zeros(20000)])
    distances = nearest_distances(points, np.array([[0.0, 0.0], [0.0, 5.0]] * 150)).tolist()
    rows_in_disorder = [row for row, distance in enumerate(distances) if distance != row]
    assert rows_in_disorder == []
    assert len(distances) == len(points)


def test_no_points_have_no_distances() -> None:
    result = nearest_distances(np.empty((0, 2)), OTHERS)
    assert (result.tolist(), result.dtype) == ([], np.float64)


# References of all kinds.


def test_points_that_are_references() -> None:
    points = random_points(3, 3000)
    distances = nearest_distances(points, points[::-1]).tolist()
    distances_that_are_not_0 = [distance for distance in distances if distance != 0]
    assert distances_that_are_not_0 == []


@pytest.mark.parametrize("others", [0, 1, 3])
def test_many_equal_references(others: int) -> None:
    references = np.concatenate([OTHERS[:others], np.full((100_000, 2), 0.25)])
    points = np.concatenate([ROWS, np.full((50, 2), 0.25)])
    expected = python_distances(ROWS, references[: others + 1]) + [0.0] * 50
    assert nearest_distances(points, references).tolist() == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("direction", [(1.0, 0.0), (0.0, 1.0), (-0.5, 0.75)], ids=str)
def test_all_references_on_a_line(direction: tuple[float, float]) -> None:
    points = random_points(4, 200)
    references = np.linspace(-5.0, 5.0, 800)[:, np.newaxis] * direction
    returned_and_right = wrong_distances(points, references)
    assert returned_and_right == []


@pytest.mark.parametrize("size", [1.0, 0.001])
def test_references_far_away_and_in_clusters(size: float) -> None:
    # `f32` can't tell the references of a small cluster apart: at a million, its steps are 0.06.
    centers = np.repeat(random_points(5, 8) * 1e6, 100, axis=0)
    points, references = centers[::4], centers + size * random_points(6, 800)
    returned_and_right = wrong_distances(points, references, rel=1e-9)
    assert returned_and_right == []


# Arrays.


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_memory_layout(layout: str) -> None:
    points, references = LAYOUTS[layout](ROWS), LAYOUTS[layout](OTHERS)
    expected = pytest.approx(python_distances(ROWS, OTHERS), rel=1e-12)
    assert nearest_distances(points, OTHERS).tolist() == expected
    assert nearest_distances(ROWS, references).tolist() == expected


def test_rows_without_memory_of_their_own() -> None:
    rows = np.broadcast_to([3.0, 4.0], (400, 2))
    assert nearest_distances(rows, np.array([[0.0, 0.0]])).tolist() == [5.0] * 400
    assert nearest_distances(np.array([[0.0, 0.0]]), rows).tolist() == [5.0]


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_coordinates_are_finite(bad: float) -> None:
    rows = ROWS.copy()
    rows[4, 1] = bad
    with pytest.raises(ValueError, match=r"points.*\b4\b"):
        nearest_distances(rows, OTHERS)
    with pytest.raises(ValueError, match=r"references.*\b4\b"):
        nearest_distances(OTHERS, rows)


@pytest.mark.parametrize(
    "bad",
    [np.ones((4, 1)), np.ones((4, 4)), packed_record(ROWS)],
    ids=["1 column", "4 columns", "packed"],
)
def test_an_array_that_holds_no_points_is_named(bad: Array) -> None:
    with pytest.raises(ValueError, match="points"):
        nearest_distances(bad, OTHERS)
    with pytest.raises(ValueError, match="references"):
        nearest_distances(ROWS, bad)


def test_both_have_as_many_columns() -> None:
    plane, space = np.ones((4, 2)), np.ones((4, 3))
    with pytest.raises(ValueError, match=r"references.*\b3\b"):
        nearest_distances(plane, space)
    with pytest.raises(ValueError, match=r"references.*\b2\b"):
        nearest_distances(space, plane)


@pytest.mark.parametrize("n", [5, 0])
def test_there_must_be_references(n: int) -> None:
    with pytest.raises(ValueError, match="references"):
        nearest_distances(ROWS[:n], np.empty((0, 2)))
