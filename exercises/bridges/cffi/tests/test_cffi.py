"""The tests of `bridges-cffi`: Python calls the library as a C program does."""

import math
import os
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cffi import FFI

HEADER = (Path(__file__).parents[1] / "nearest.h").read_text(encoding="utf-8")
ffi = FFI()
# cffi knows `size_t` and `int32_t`; it takes a name for a number, and no other line with `#`.
ffi.cdef(re.sub(r"(?m)^#(?!define \w+ \d).*$", "", HEADER))
library: Any = ffi.dlopen(os.environ["WORKSHOP_LIBRARY"])

STATUSES = {int(number): name for name, number in re.findall(r"NEAREST_(\w+) (\d)", HEADER)}
OK, NULL_POINTER, BAD_LENGTH, NOT_FINITE, PANICKED = STATUSES.values()
UNTOUCHED = -7.25
"""What stands in the array of distances before the call: no distance is negative."""
AROUND = 5000
"""Doubles before and after each array, for code that reads too far: also a length in bytes."""

POINTS = [0.5, -1.25, 3.0, 4.0, -2.75, 0.1, 8.0, -6.5, 0.5, 7.125]
REFERENCES = [-1.5, 2.0, 6.25, 5.5, 0.75, -8.0]


class Doubles:
    """An array of C in the middle of a longer one, which has the same value all around it."""

    def __init__(self, values: list[float], around: float) -> None:
        self.around = [around] * AROUND
        self.memory = ffi.new("double[]", [*self.around, *values, *self.around])
        self.first, self.len = self.memory + AROUND, len(values)

    def values(self) -> list[float]:
        return list(self.memory)[AROUND : AROUND + self.len]

    def beside(self) -> list[float]:
        """What stands before and after it, where it isn't as it was."""
        outside = list(self.memory)
        del outside[AROUND : AROUND + self.len]
        return [value for value in outside if value != self.around[0]]


class Result(NamedTuple):
    """The name of the status that a call returned, and what the array of distances holds now."""

    status: str
    distances: list[float]


def status_of(*arguments: Any) -> str:
    """Call the library; a status that the header doesn't have is its number."""
    status = library.nearest_distances(*arguments)
    return STATUSES.get(status, str(status))


def call(
    points: list[float],
    references: list[float],
    room: int | None = None,
    null: str = "",
) -> Result:
    """Call the library; `room` is `distances_len`, and `null` names the null pointers."""
    room = len(points) // 2 if room is None else room
    arrays = {
        "points": Doubles(points, around=0.125),
        "references": Doubles(references, around=-0.375),
        "distances": Doubles([UNTOUCHED] * room, around=UNTOUCHED),
    }
    arguments: list[Any] = []
    for name, array in arrays.items():
        arguments += [ffi.NULL if name in null.split() else array.first, array.len]
    return Result(status_of(*arguments), arrays["distances"].values())


def python_distances(points: list[float], references: list[float]) -> list[float]:
    """The same in Python, to compare with."""
    others = list(zip(references[::2], references[1::2], strict=True))
    return [
        min(math.dist(point, other) for other in others)
        for point in zip(points[::2], points[1::2], strict=True)
    ]


def coordinates(seed: int, n: int) -> list[float]:
    """Coordinates of n points, with signs and fractions: the same in each run."""
    return [37.5 * math.sin(seed + 1.7 * i * i) for i in range(2 * n)]


def untouched(n: int) -> list[float]:
    return [UNTOUCHED] * n


# Distances.


def test_distance_of_one_pair() -> None:
    assert call([1.0, 2.0], [4.0, 6.0]) == (OK, [5.0])


def test_each_point_has_its_distance_in_order() -> None:
    points = [0.0, 0.0, 10.0, 0.0, 4.0, 0.0]
    references = [90.0, 90.0, 0.0, 0.0, 7.0, 0.0, -50.0, 60.0]
    assert call(points, references) == (OK, [0.0, 3.0, 3.0])


def test_same_as_python() -> None:
    points, references = coordinates(1, 300), coordinates(2, 250)
    expected = python_distances(points, references)
    result = call(points, references)
    assert result.status == OK
    assert result.distances == pytest.approx(expected, rel=1e-12)


def test_points_may_be_the_references() -> None:
    same, distances = Doubles(POINTS, around=0.125), Doubles(untouched(5), UNTOUCHED)
    arguments = (same.first, 10, same.first, 10, distances.first, 5)
    assert status_of(*arguments) == OK
    assert distances.values() == [0.0] * 5


def test_no_points_have_no_distances() -> None:
    assert call([], REFERENCES) == (OK, [])


def test_the_arrays_are_parts_of_longer_ones() -> None:
    table = Doubles([0.0, 0.0, *POINTS, 0.0, 0.0, *REFERENCES, 0.0, 0.0], around=0.125)
    points, references = table.first + 2, table.first + 14
    distances = Doubles(untouched(7), UNTOUCHED)
    arguments = (points, 10, references, 6, distances.first + 1, 5)
    assert status_of(*arguments) == OK
    expected = python_distances(POINTS, REFERENCES)
    assert distances.values()[1:6] == pytest.approx(expected, rel=1e-12)


def test_zero_tiny_and_large_are_finite() -> None:
    points = [0.0, -0.0, 5e-324, -1e-310, 1e150, 3.0]
    assert call(points, [0.0, 3.0]) == (OK, [3.0, 3.0, 1e150])
    largest = [1.7976931348623157e308] * 2
    assert call(largest, largest) == (OK, [0.0])


def test_arrays_are_not_changed() -> None:
    points, references = Doubles(POINTS, 0.125), Doubles(REFERENCES, 0.125)
    distances = Doubles(untouched(5), UNTOUCHED)
    arguments = (points.first, 10, references.first, 6, distances.first, 5)
    assert status_of(*arguments) == OK
    assert points.values() == POINTS
    assert references.values() == REFERENCES
    assert points.beside() == references.beside() == []


def test_nothing_is_written_beside_the_distances() -> None:
    points, references = Doubles(POINTS, 0.125), Doubles(REFERENCES, 0.125)
    distances = Doubles(untouched(5), UNTOUCHED)
    arguments = (points.first, 10, references.first, 6, distances.first, 5)
    assert status_of(*arguments) == OK
    assert distances.beside() == []


# Lengths.


def test_length_of_the_points_is_even() -> None:
    assert call(POINTS[:-1], REFERENCES) == (BAD_LENGTH, untouched(4))
    assert call(POINTS[:-1], REFERENCES, room=5) == (BAD_LENGTH, untouched(5))
    assert call([0.5], REFERENCES) == (BAD_LENGTH, [])


def test_length_of_the_references_is_even() -> None:
    assert call(POINTS, REFERENCES[:-1]) == (BAD_LENGTH, untouched(5))
    assert call(POINTS, [0.5]) == (BAD_LENGTH, untouched(5))


def test_there_must_be_references() -> None:
    assert call(POINTS, []) == (BAD_LENGTH, untouched(5))
    assert call([], []) == (BAD_LENGTH, [])


@pytest.mark.parametrize("room", [4, 6, 10, 0])
def test_there_is_room_for_one_distance_per_point(room: int) -> None:
    assert call(POINTS, REFERENCES, room=room) == (BAD_LENGTH, untouched(room))


def test_without_points_there_is_no_room() -> None:
    assert call([], REFERENCES, room=1) == (BAD_LENGTH, untouched(1))


# Coordinates.


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("index", [0, 5, 9])
def test_points_are_finite(index: int, bad: float) -> None:
    points = [*POINTS[:index], bad, *POINTS[index + 1 :]]
    assert call(points, REFERENCES) == (NOT_FINITE, untouched(5))


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("index", [0, 3, 5])
def test_references_are_finite(index: int, bad: float) -> None:
    references = [*REFERENCES[:index], bad, *REFERENCES[index + 1 :]]
    assert call(POINTS, references) == (NOT_FINITE, untouched(5))


def test_also_the_last_of_many_is_finite() -> None:
    many = coordinates(3, 250)
    bad = [*many[:-1], math.nan]
    assert call(bad, REFERENCES) == (NOT_FINITE, untouched(250))
    assert call(many, bad) == (NOT_FINITE, untouched(250))


def test_references_are_finite_also_without_points() -> None:
    assert call([], [math.nan, 2.0]) == (NOT_FINITE, [])


# Null pointers. Several statuses may be right: the order of the checks is free.


@pytest.mark.parametrize("null", ["points", "references", "distances"])
def test_no_pointer_is_null(null: str) -> None:
    assert call(POINTS, REFERENCES, null=null).status == NULL_POINTER


def test_all_pointers_are_null() -> None:
    nulls = "points references distances"
    assert call(POINTS, REFERENCES, null=nulls).status == NULL_POINTER


@pytest.mark.parametrize("null", ["points", "distances", "points distances"])
def test_no_pointer_is_null_even_without_points(null: str) -> None:
    assert call([], REFERENCES, null=null).status == NULL_POINTER


def test_null_with_another_fault() -> None:
    assert call(POINTS, [], null="references").status in (NULL_POINTER, BAD_LENGTH)
    assert call(POINTS[:-1], REFERENCES, null="points").status in (NULL_POINTER, BAD_LENGTH)
    assert call(POINTS, REFERENCES, room=0, null="distances").status in (NULL_POINTER, BAD_LENGTH)
    assert call([math.nan, 0.5], REFERENCES, null="distances").status in (NULL_POINTER, NOT_FINITE)


# Panics.


def test_a_panic_becomes_a_status() -> None:
    assert call([1e200, 0.5], REFERENCES) == (PANICKED, untouched(1))


def test_nothing_is_written_before_a_panic() -> None:
    points = [*POINTS, -1e200, 0.5]
    assert call(points, REFERENCES) == (PANICKED, untouched(6))


def test_the_next_call_works_after_a_panic() -> None:
    assert call([1e200, 0.5], REFERENCES).status == PANICKED
    assert call([1.0, 2.0], [4.0, 6.0]) == (OK, [5.0])
