"""The tests of `bridges-fortran`."""

import math
import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from bridges import fortran_count, nearest_distances, nearest_rows

Array = npt.NDArray[np.float64]

ROWS = np.array([[0.5, -1.25], [3.0, 4.0], [-2.75, 0.1], [8.0, -6.5], [0.5, 7.125]])
ORIGIN = np.array([[0.0, 0.0]])
OTHERS = np.array([[-1.5, 2.0], [6.25, 5.5], [0.75, -8.0]])


def python_distances(points: Array, references: Array) -> list[float]:
    return [min(math.dist(p, r) for r in references.tolist()) for p in points.tolist()]


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
    "both reversed in Fortran order": lambda rows: np.asfortranarray(rows[::-1, ::-1])[::-1, ::-1],
    "read-only": read_only,
}


def whole_message(error: BaseException) -> str:
    """What it says, and its notes: PyO3 names the argument in one."""
    return "\n".join([str(error), *getattr(error, "__notes__", ())])


def has_number(message: str, number: int) -> bool:
    return str(number) in re.findall(r"\d+", message)


# The order of the coordinates.


def test_distance_of_one_pair() -> None:
    assert nearest_distances(np.array([[1.0, 2.0]]), np.array([[4.0, 6.0]])).tolist() == [5.0]


def test_coordinates_of_points() -> None:
    points = np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]])
    assert nearest_distances(points, ORIGIN).tolist() == [0.0, 5.0, 10.0]


def test_coordinates_of_references() -> None:
    references = np.array([[3.0, 4.0], [9.0, 8.0], [7.0, 9.0]])
    assert nearest_distances(ORIGIN, references).tolist() == [5.0]


def test_arrays_in_fortran_order() -> None:
    points = np.asfortranarray([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]])
    references = np.asfortranarray([[3.0, 4.0], [0.0, 20.0]])
    assert nearest_distances(points, references).tolist() == [5.0, 0.0, 5.0]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_memory_layout(layout: str) -> None:
    points, references = LAYOUTS[layout](ROWS), LAYOUTS[layout](OTHERS)
    expected = pytest.approx(python_distances(ROWS, OTHERS), rel=1e-12)
    assert nearest_distances(points, OTHERS).tolist() == expected
    assert nearest_distances(ROWS, references).tolist() == expected
    assert nearest_distances(points, references).tolist() == expected


def test_rows_without_memory_of_their_own() -> None:
    points = np.broadcast_to([3.0, 4.0], (4, 2))
    assert nearest_distances(points, ORIGIN).tolist() == [5.0] * 4
    columns = np.broadcast_to([[1.0], [-2.0]], (2, 2))
    assert nearest_distances(columns, np.array([[1.0, -2.0]])).tolist() == [3.0, 3.0]
    assert nearest_distances(ORIGIN, points).tolist() == [5.0]


def test_same_as_python() -> None:
    points, references = random_points(1, 300), random_points(2, 250)
    expected = python_distances(points, references)
    assert nearest_distances(points, references).tolist() == pytest.approx(expected, rel=1e-12)


def test_result_is_a_float64_array() -> None:
    result = nearest_distances(ROWS, OTHERS)
    assert (type(result), result.dtype, result.shape) == (np.ndarray, np.float64, (5,))


def test_points_may_be_the_references() -> None:
    assert nearest_distances(ROWS, ROWS).tolist() == [0.0] * 5


def test_far_points_stay_far() -> None:
    # The square of `1e200` is infinite for a float, so the distance may be infinite.
    points, references = np.array([[-1e200, 0.5]]), np.array([[0.0, 0.5]])
    assert nearest_distances(points, references).tolist() in ([1e200], [math.inf])


def test_arrays_are_not_changed() -> None:
    points, references = np.asfortranarray(ROWS), OTHERS.copy()
    nearest_distances(points, references)
    assert (points.tolist(), references.tolist()) == (ROWS.tolist(), OTHERS.tolist())


# What Fortran must not read.


@pytest.mark.parametrize("columns", [3, 1])
@pytest.mark.parametrize("rows", [4, 0])
def test_points_have_two_columns(rows: int, columns: int) -> None:
    bad = np.ones((rows, columns))
    with pytest.raises(ValueError, match="points") as raised:
        nearest_distances(bad, OTHERS)
    message = str(raised.value)
    assert has_number(message, columns), f"the message must contain the number {columns}"
    assert message.count("points") == 1


@pytest.mark.parametrize("columns", [3, 1])
def test_references_have_two_columns(columns: int) -> None:
    bad = np.ones((4, columns))
    with pytest.raises(ValueError, match="references") as raised:
        nearest_distances(ROWS, bad)
    message = str(raised.value)
    assert has_number(message, columns), f"the message must contain the number {columns}"
    assert message.count("references") == 1


def test_no_points_have_no_distances() -> None:
    assert nearest_distances(np.empty((0, 2)), OTHERS).tolist() == []


def test_there_must_be_references() -> None:
    with pytest.raises(ValueError, match="references"):
        nearest_distances(ROWS, np.empty((0, 2)))
    with pytest.raises(ValueError, match="references"):
        nearest_distances(np.empty((0, 2)), np.empty((0, 2)))


@pytest.mark.parametrize("rows", [0, 1, 2**31 - 1])
def test_fortran_counts_up_to_its_largest_integer(rows: int) -> None:
    assert fortran_count(rows) == rows


@pytest.mark.parametrize("rows", [2**31, 2**32, 2**32 + 3, 2**63])
def test_fortran_cannot_count_more_rows(rows: int) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the next lines look at the message
        fortran_count(rows)
    message = str(raised.value)
    assert has_number(message, rows), f"the message must contain the number {rows}"


# What the given code checks.


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("column", [0, 1])
def test_coordinates_are_finite(column: int, bad: float) -> None:
    points, references = ROWS.copy(), OTHERS.copy()
    points[3, column] = references[2, column] = bad
    with pytest.raises(ValueError, match="points has a coordinate in row 3"):
        nearest_distances(points, OTHERS)
    with pytest.raises(ValueError, match="references has a coordinate in row 2"):
        nearest_distances(ROWS, references)
    finite = nearest_distances(points[:3], references[:2]).tolist()
    assert finite == pytest.approx(python_distances(points[:3], references[:2]), rel=1e-12)


def test_zero_tiny_and_large_are_finite() -> None:
    points = np.array([[0.0, -0.0], [5e-324, -1e-310], [1e150, 3.0]])
    assert nearest_distances(points, np.array([[0.0, 3.0]])).tolist() == [3.0, 3.0, 1e150]


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


def test_a_field_of_a_packed_record_is_copied_first() -> None:
    field = packed_record(ROWS)
    with pytest.raises(ValueError, match="points"):
        nearest_distances(field, OTHERS)
    with pytest.raises(ValueError, match="references"):
        nearest_distances(ROWS, field)
    expected = pytest.approx(python_distances(ROWS, OTHERS), rel=1e-12)
    assert nearest_distances(field.copy(), OTHERS).tolist() == expected


# Stretch: the rows of the nearest references. What a stub returns is not tested.


@pytest.fixture
def stretch() -> None:
    if len(nearest_rows(ORIGIN, ORIGIN)) == 0:
        pytest.skip("`nearest_rows`, the stretch, is not written yet")


@pytest.mark.usefixtures("stretch")
def test_rows_count_from_zero() -> None:
    points = np.array([[1.0, 2.0], [7.0, 5.0], [-1.0, 2.0]])
    assert nearest_rows(points, OTHERS).tolist() == [0, 1, 0]


@pytest.mark.usefixtures("stretch")
def test_first_of_equally_near_rows() -> None:
    references = np.array([[0.0, 9.0], [3.0, 4.0], [-4.0, 3.0], [3.0, 4.0]])
    assert nearest_rows(ORIGIN, references).tolist() == [1]


@pytest.mark.usefixtures("stretch")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_in_every_memory_layout(layout: str) -> None:
    points, references = random_points(3, 120), random_points(4, 90)
    rows = nearest_rows(LAYOUTS[layout](points), LAYOUTS[layout](references))
    found = np.hypot(*(points - references[rows]).T)
    assert found.tolist() == pytest.approx(python_distances(points, references), rel=1e-12)


@pytest.mark.usefixtures("stretch")
def test_rows_check_their_arguments() -> None:
    assert nearest_rows(np.empty((0, 2)), OTHERS).tolist() == []
    with pytest.raises(ValueError, match="references"):
        nearest_rows(ROWS, np.empty((0, 2)))
    for columns in (1, 3):
        with pytest.raises(ValueError, match="points"):
            nearest_rows(np.ones((4, columns)), OTHERS)
        with pytest.raises(ValueError, match="references"):
            nearest_rows(ROWS, np.ones((4, columns)))
