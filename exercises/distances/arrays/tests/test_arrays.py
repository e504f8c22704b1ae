"""The tests of `distances-arrays`."""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from distances import nearest_distances, nearest_neighbor_distances

Array = npt.NDArray[np.float64]

ROWS = np.array([[0.5, -1.25], [3.0, 4.0], [-2.75, 0.1], [8.0, -6.5], [0.5, 7.125]])
ORIGIN = np.array([[0.0, 0.0]])
OTHERS = np.array([[-1.5, 2.0], [6.25, 5.5], [0.75, -8.0]])


def python_distances(points: Array, references: Array) -> list[float]:
    return [min(math.dist(p, r) for r in references.tolist()) for p in points.tolist()]


def python_neighbors(points: Array) -> list[float]:
    rows = points.tolist()
    return [
        min(math.dist(row, other) for j, other in enumerate(rows) if j != i)
        for i, row in enumerate(rows)
    ]


def random_points(seed: int, n: int) -> Array:
    return np.random.default_rng(seed).normal(scale=3.0, size=(n, 2))


def columns_of_a_table(rows: Array) -> Array:
    table = np.full((len(rows), 5), 0.25)
    table[:, 1:4:2] = rows
    return table[:, 1:4:2]


def every_second_row(rows: Array) -> Array:
    longer = np.full((2 * len(rows), 2), 0.25)
    longer[::2] = rows
    return longer[::2]


def read_only(rows: Array) -> Array:
    copy = rows.copy()
    copy.setflags(write=False)
    return copy


def packed_record(rows: Array) -> Array:
    records = np.zeros(len(rows), dtype=[("flag", "u1"), ("xy", np.float64, 2)])
    records["xy"] = rows
    return records["xy"]


LAYOUTS: dict[str, Callable[[Array], Array]] = {
    "C order": np.ascontiguousarray,
    "Fortran order": np.asfortranarray,
    "columns of a table": columns_of_a_table,
    "every second row": every_second_row,
    "rows reversed": lambda rows: np.ascontiguousarray(rows[::-1])[::-1],
    "columns reversed": lambda rows: np.ascontiguousarray(rows[:, ::-1])[:, ::-1],
    "transposed": lambda rows: np.ascontiguousarray(rows.T).T,
    "read-only": read_only,
}


def whole_message(error: BaseException) -> str:
    """What it says, and its notes: PyO3 names the argument in one."""
    return "\n".join([str(error), *getattr(error, "__notes__", ())])


# Distances.


def test_distance_of_one_pair() -> None:
    assert nearest_distances(np.array([[1.0, 2.0]]), np.array([[4.0, 6.0]])).tolist() == [5.0]


def test_each_row_has_its_distance_in_order() -> None:
    points = np.array([[0.0, 0.0], [10.0, 0.0], [4.0, 0.0]])
    references = np.array([[90.0, 90.0], [0.0, 0.0], [7.0, 0.0], [-50.0, 60.0]])
    assert nearest_distances(points, references).tolist() == [0.0, 3.0, 3.0]


def test_result_is_a_float64_array() -> None:
    result = nearest_distances(ROWS, OTHERS)
    assert (type(result), result.dtype, result.shape) == (np.ndarray, np.float64, (5,))


def test_same_as_python() -> None:
    points, references = random_points(1, 300), random_points(2, 250)
    expected = python_distances(points, references)
    assert nearest_distances(points, references).tolist() == pytest.approx(expected, rel=1e-12)


def test_points_may_be_the_references() -> None:
    assert nearest_distances(ROWS, ROWS).tolist() == [0.0] * 5


def test_no_points_have_no_distances() -> None:
    assert nearest_distances(np.empty((0, 2)), OTHERS).tolist() == []


def test_far_points_stay_far() -> None:
    # The square of `1e200` is infinite for a float, so the distance may be infinite.
    points, references = np.array([[-1e200, 0.5]]), np.array([[0.0, 0.5]])
    assert nearest_distances(points, references).tolist() in ([1e200], [math.inf])


# Arrays that hold no points.


@pytest.mark.parametrize("columns", [3, 1, 0])
@pytest.mark.parametrize("rows", [4, 0])
def test_points_have_two_columns(rows: int, columns: int) -> None:
    bad = np.ones((rows, columns))
    with pytest.raises(ValueError, match=rf"points.*\b{columns}\b"):
        nearest_distances(bad, OTHERS)


@pytest.mark.parametrize("columns", [3, 1])
def test_references_have_two_columns(columns: int) -> None:
    bad = np.ones((4, columns))
    with pytest.raises(ValueError, match=rf"references.*\b{columns}\b"):
        nearest_distances(ROWS, bad)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("column", [0, 1])
@pytest.mark.parametrize("row", [0, 3, 4])
def test_coordinates_of_points_are_finite(row: int, column: int, bad: float) -> None:
    points = ROWS.copy()
    points[row, column] = bad
    with pytest.raises(ValueError, match=rf"points.*\b{row}\b"):
        nearest_distances(points, OTHERS)
    with pytest.raises(ValueError, match=rf"points.*\b{row}\b"):
        nearest_neighbor_distances(points)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("column", [0, 1])
def test_coordinates_of_references_are_finite(column: int, bad: float) -> None:
    references = OTHERS.copy()
    references[2, column] = bad
    with pytest.raises(ValueError, match=r"references.*\b2\b"):
        nearest_distances(ROWS, references)


def test_zero_tiny_and_large_are_finite() -> None:
    points = np.array([[0.0, -0.0], [5e-324, -1e-310], [1e150, 3.0]])
    assert nearest_distances(points, np.array([[0.0, 3.0]])).tolist() == [3.0, 3.0, 1e150]
    largest = np.full((1, 2), np.finfo(np.float64).max)
    assert nearest_distances(largest, largest).tolist() == [0.0]


def test_there_must_be_references() -> None:
    with pytest.raises(ValueError, match="references"):
        nearest_distances(ROWS, np.empty((0, 2)))


@pytest.mark.parametrize("dtype", [np.float32, np.int64, np.dtype(np.float64).newbyteorder()])
def test_another_dtype_is_a_type_error(dtype: npt.DTypeLike) -> None:
    other = np.array([[3, 4], [6, 8]], dtype=dtype)
    with pytest.raises(TypeError) as raised:
        nearest_distances(other, OTHERS)
    assert "points" in whole_message(raised.value)
    with pytest.raises(TypeError) as raised:
        nearest_distances(ROWS, other)
    assert "references" in whole_message(raised.value)
    converted = other.astype(np.float64)
    assert nearest_distances(converted, ORIGIN).tolist() == [5.0, 10.0]


def test_a_single_point_is_an_array_with_one_row() -> None:
    point = np.array([3.0, 4.0])
    with pytest.raises(TypeError) as raised:
        nearest_distances(point, OTHERS)
    assert "points" in whole_message(raised.value)
    assert nearest_distances(point[np.newaxis, :], ORIGIN).tolist() == [5.0]


def test_a_field_of_a_packed_record_is_copied_first() -> None:
    field = packed_record(ROWS)
    with pytest.raises(ValueError, match="points"):
        nearest_distances(field, OTHERS)
    with pytest.raises(ValueError, match="references"):
        nearest_distances(ROWS, field)
    expected = pytest.approx(python_distances(ROWS, OTHERS), rel=1e-12)
    assert nearest_distances(field.copy(), OTHERS).tolist() == expected


# Memory layouts.


def test_points_in_fortran_order() -> None:
    points = np.asfortranarray([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]])
    assert nearest_distances(points, ORIGIN).tolist() == [0.0, 5.0, 10.0]


def test_references_in_fortran_order() -> None:
    references = np.asfortranarray([[3.0, 4.0], [9.0, 8.0], [7.0, 9.0]])
    assert nearest_distances(ORIGIN, references).tolist() == [5.0]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_memory_layout(layout: str) -> None:
    points, references = LAYOUTS[layout](ROWS), LAYOUTS[layout](OTHERS)
    expected = pytest.approx(python_distances(ROWS, OTHERS), rel=1e-12)
    assert nearest_distances(points, OTHERS).tolist() == expected
    assert nearest_distances(ROWS, references).tolist() == expected
    assert nearest_distances(points, references).tolist() == expected


@pytest.mark.parametrize("layout", LAYOUTS)
def test_bad_row_in_every_memory_layout(layout: str) -> None:
    points = ROWS.copy()
    points[3, 1] = math.nan
    with pytest.raises(ValueError, match=r"points.*\b3\b"):
        nearest_distances(LAYOUTS[layout](points), OTHERS)


def test_rows_without_memory_of_their_own() -> None:
    points = np.broadcast_to([3.0, 4.0], (4, 2))
    assert nearest_distances(points, ORIGIN).tolist() == [5.0] * 4
    columns = np.broadcast_to([[1.0], [-2.0]], (2, 2))
    assert nearest_distances(columns, np.array([[1.0, -2.0]])).tolist() == [3.0, 3.0]
    assert nearest_distances(ORIGIN, points).tolist() == [5.0]


def test_arrays_are_not_changed() -> None:
    points, references = np.asfortranarray(ROWS), OTHERS.copy()
    nearest_distances(points, references)
    nearest_neighbor_distances(points)
    assert (points.tolist(), references.tolist()) == (ROWS.tolist(), OTHERS.tolist())


# Stretch: the nearest other row. What a stub returns is not tested.


def test_neighbors_need_two_rows() -> None:
    assert nearest_neighbor_distances(np.empty((0, 2))).tolist() == []
    with pytest.raises(ValueError, match="points"):
        nearest_neighbor_distances(np.array([[3.0, 4.0]]))


@pytest.fixture
def stretch() -> None:
    two = np.array([[3.0, 4.0], [0.0, 0.0]])
    distances = nearest_neighbor_distances(two)
    if len(distances) == 0:
        pytest.skip("`nearest_neighbor_distances`, the stretch, is not written yet")


@pytest.mark.usefixtures("stretch")
def test_neighbor_is_the_nearest_other_row() -> None:
    points = np.array([[0.0, 0.0], [3.0, 4.0], [3.0, 5.0], [3.0, -2.0]])
    assert nearest_neighbor_distances(points).tolist() == pytest.approx([13**0.5, 1, 1, 13**0.5])
    assert nearest_neighbor_distances(points[:2]).tolist() == [5.0, 5.0]
    far = np.array([[-1e200, 0.5], [0.0, 0.5]])  # as in `test_far_points_stay_far`
    assert nearest_neighbor_distances(far).tolist() in ([1e200] * 2, [math.inf] * 2)


@pytest.mark.usefixtures("stretch")
def test_equal_rows_are_neighbors() -> None:
    points = np.array([[0.0, 0.0], [3.0, 4.0], [0.0, 0.0]])
    assert nearest_neighbor_distances(points).tolist() == [0.0, 5.0, 0.0]


@pytest.mark.usefixtures("stretch")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_neighbors_in_every_memory_layout(layout: str) -> None:
    rows = random_points(3, 120)
    points, expected = LAYOUTS[layout](rows), python_neighbors(rows)
    assert nearest_neighbor_distances(points).tolist() == pytest.approx(expected, rel=1e-12)
