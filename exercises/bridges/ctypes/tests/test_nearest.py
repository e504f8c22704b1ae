"""The tests of `bridges-ctypes`.

Nothing may depend on what lies in memory by chance, so these arrays are the first rows of larger
ones: a library that reads beyond their end reads the points that follow, always the same ones.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from types import FrameType
from typing import Any

import nearest
import numpy as np
import pytest
from c_library import Library
from nearest import declare, nearest_distances

POINTS = [[0.5, -1.25], [3.5, 4.75], [-2.0, 0.0]]
REFERENCES = [[0.5, 0.75], [-2.5, 0.0]]
DISTANCES = [2.0, 5.0, 0.5]
BEYOND = [[0.25, -1.0], [3.25, 4.5], [-2.25, 0.25], [0.125, 0.125]]
"""Each of `POINTS` is nearer to one of these than to all references."""
MANY = 64
"""So often `BEYOND` follows an array in memory: more rows than a length in bytes reaches."""


def array(rows: list[list[float]], dtype: Any = np.float64) -> np.ndarray:
    """These rows, which others follow in memory."""
    return np.array([*rows, *BEYOND * MANY], dtype)[: len(rows)]


def declared() -> Any:
    """The library, with what `declare` says of it."""
    library = Library(os.environ["WORKSHOP_LIBRARY"])
    declare(library)
    return library


# The other names are names of these: `c_size_t` is `c_ulong` on Linux.
INTEGERS = (
    *(ctypes.c_byte, ctypes.c_short, ctypes.c_int, ctypes.c_long, ctypes.c_longlong),
    *(ctypes.c_ubyte, ctypes.c_ushort, ctypes.c_uint, ctypes.c_ulong, ctypes.c_ulonglong),
)
NO_POINTERS = (
    *(None, ctypes.c_bool, ctypes.c_char, ctypes.c_wchar, ctypes.py_object),
    *(ctypes.c_float, ctypes.c_double, ctypes.c_longdouble),
)


def kind(declared_type: Any) -> str:
    """What ctypes takes an argument or a result for."""
    if declared_type in INTEGERS:
        return f"an integer of {ctypes.sizeof(declared_type)} bytes"
    if declared_type in NO_POINTERS:
        return getattr(declared_type, "__name__", "nothing")
    return "a pointer"


def kinds(types: Any) -> list[str]:
    """The same of each argument."""
    return [kind(one) for one in types or ()]


POINTER, SIZE_T = kinds([ctypes.c_void_p, ctypes.c_size_t])


@pytest.fixture
def library() -> Any:
    """The library, if its types are declared: without them, Python itself may crash."""
    library = declared()
    if kind(library.nearest_distances.restype) != POINTER:
        pytest.fail("not called: ctypes would not get the pointer that `nearest_distances` returns")
    for name in ("nearest_distances", "free_distances"):
        if getattr(library, name).argtypes is None:
            pytest.fail(f"not called: ctypes does not know which arguments `{name}` takes")
    return library


class Recorder:
    """Calls a function of the library, and keeps the arguments of each call."""

    def __init__(self, library: Any, name: str) -> None:
        self.function, self.calls = getattr(library, name), list[tuple[Any, ...]]()
        setattr(library, name, self)

    def __call__(self, *arguments: Any) -> Any:
        self.calls.append(arguments)
        return self.function(*arguments)

    def lengths(self) -> list[int]:
        """Every second argument."""
        return [getattr(n, "value", n) for call in self.calls for n in call[1::2]]


def exception_of(library: Any, points: np.ndarray, references: np.ndarray) -> Exception | None:
    """What the call raises, also if it is a failed `assert`."""
    try:
        nearest_distances(library, points, references)
    except Exception as error:  # noqa: BLE001 - it is what the test looks at
        return error
    return None


class ValueErrorWith:
    """Equals each ValueError that has these words in its message."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __repr__(self) -> str:
        return f"a ValueError with {self.words!r} in its message"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ValueError) and self.words in str(other)

    def __hash__(self) -> int:
        return hash(self.words)


# The types of C


def test_type_of_the_result_is_declared() -> None:
    assert kind(declared().nearest_distances.restype) == POINTER


def test_types_of_the_arguments_are_declared() -> None:
    assert kinds(declared().nearest_distances.argtypes) == [POINTER, SIZE_T, POINTER, SIZE_T]


def test_types_of_free_distances_are_declared() -> None:
    assert kinds(declared().free_distances.argtypes) == [POINTER, SIZE_T]


def test_free_distances_returns_nothing() -> None:
    assert kind(declared().free_distances.restype) == kind(None)


# The call


def test_distances_are_exact(library: Any) -> None:
    result = nearest_distances(library, array(POINTS), array(REFERENCES))
    assert result.dtype == np.float64
    assert result.tolist() == DISTANCES


def test_lengths_count_points(library: Any) -> None:
    recorder = Recorder(library, "nearest_distances")
    nearest_distances(library, array(POINTS), array(REFERENCES))
    assert recorder.lengths() == [3, 2]


def test_each_generated_point_gets_its_distance(library: Any) -> None:
    random = np.random.default_rng(7)
    points, references = random.normal(0.0, 10.0, (2, 2000, 2))
    points, references = points[:90], references[:40]
    offsets = points[:, np.newaxis, :] - references[np.newaxis, :, :]
    expected = np.hypot(offsets[..., 0], offsets[..., 1]).min(axis=1)
    result = nearest_distances(library, points, references)
    assert result.shape == (90,)
    assert np.abs(result - expected).max() < 1e-12


def test_no_points_have_no_distances(library: Any) -> None:
    result = nearest_distances(library, array([]), array(REFERENCES))
    assert result.shape == (0,)


# The arrays


@pytest.mark.parametrize("dtype", [np.float32, np.int64])
def test_other_numbers_are_converted(library: Any, dtype: Any) -> None:
    points, references = [[3.0, -4.0], [-1.0, 2.0]], [[-1.0, 0.0], [0.0, 0.0]]
    result = nearest_distances(library, array(points, dtype), array(references, dtype))
    assert result.tolist() == [5.0, 2.0]


def test_fortran_order(library: Any) -> None:
    points, references = np.asfortranarray(POINTS), array(REFERENCES)
    assert nearest_distances(library, points, references).tolist() == DISTANCES


def test_rows_with_gaps_between_them(library: Any) -> None:
    points = array(np.repeat(POINTS, 2, 0).tolist())[::2]
    assert nearest_distances(library, points, array(REFERENCES)).tolist() == DISTANCES


def test_rows_from_the_last_to_the_first(library: Any) -> None:
    points = array(POINTS[::-1])[::-1]
    assert nearest_distances(library, points, array(REFERENCES)).tolist() == DISTANCES


def test_converted_arrays_live_during_the_call(library: Any) -> None:
    """What is freed too early is overwritten by the next array of the same size."""
    points, references = np.asfortranarray(POINTS), np.asfortranarray([*REFERENCES, [9.0, 9.0]])
    assert nearest_distances(library, points, references).tolist() == DISTANCES


@pytest.mark.parametrize("shape", [(2, 3), (6, 1), (6,), (1, 3, 2), (0, 3)])
def test_points_have_two_columns(library: Any, shape: tuple[int, ...]) -> None:
    points = np.resize(array(POINTS + BEYOND), (24,))[: np.prod(shape)].reshape(shape)
    assert exception_of(library, points, array(REFERENCES)) == ValueErrorWith("points")


@pytest.mark.parametrize("shape", [(2, 3), (6, 1), (6,), (1, 3, 2)])
def test_references_have_two_columns(library: Any, shape: tuple[int, ...]) -> None:
    references = np.resize(array(POINTS + BEYOND), (24,))[: np.prod(shape)].reshape(shape)
    assert exception_of(library, array(POINTS), references) == ValueErrorWith("references")


# What the library returns


def test_no_references_raise_a_value_error(library: Any) -> None:
    assert exception_of(library, array(POINTS), array([])) == ValueErrorWith("references")


IN_POINTS = "points has a coordinate in row 1"
IN_REFERENCES = "references has a coordinate in row 0"


@pytest.mark.parametrize("coordinate", [np.nan, np.inf, -np.inf])
def test_a_bad_coordinate_raises_a_value_error(library: Any, coordinate: float) -> None:
    points, references = array([[0.5, 0.25], [-1.5, coordinate]]), array(REFERENCES)
    assert exception_of(library, points, references) == ValueErrorWith(IN_POINTS)
    points, references = array(POINTS), array([[coordinate, -1.5]])
    assert exception_of(library, points, references) == ValueErrorWith(IN_REFERENCES)


def test_result_is_a_copy(library: Any) -> None:
    result = nearest_distances(library, array(POINTS * 4), array(REFERENCES))
    assert result.tolist() == DISTANCES * 4


def in_use_after_a_call(library: Any) -> int:
    """How many doubles of this call are in use when it has returned."""
    before = library.distances_in_use()
    nearest_distances(library, array(POINTS), array(REFERENCES))
    return int(library.distances_in_use()) - before


def test_memory_is_freed(library: Any) -> None:
    assert in_use_after_a_call(library) == 0


def test_memory_is_freed_once(library: Any) -> None:
    recorder = Recorder(library, "free_distances")
    nearest_distances(library, array(POINTS), array(REFERENCES))
    assert recorder.lengths() == [3]


class NoMemory:
    """Lets one line of the script fail: of those that run with a result in use, the `left`-th."""

    def __init__(self, library: Any, left: int) -> None:
        self.library, self.left = library, left
        self.before = library.distances_in_use()

    def __call__(self, frame: FrameType, event: str, _argument: object) -> Any:
        if frame.f_code.co_filename != nearest.__file__:
            return None
        if event == "line" and self.in_use() > 0:
            self.left -= 1
            if self.left == 0:
                raise MemoryError
        return self

    def in_use(self) -> int:
        """How many doubles are in use that were not before."""
        return int(self.library.distances_in_use()) - self.before


def least_in_use_if_a_line_fails(library: Any) -> int:
    """How many doubles stay in use if one line fails that is in a `try`: the least of all lines."""
    in_use = list[int]()
    while True:
        no_memory = NoMemory(library, len(in_use) + 1)
        sys.settrace(no_memory)
        try:
            with contextlib.suppress(Exception):
                nearest_distances(library, array(POINTS), array(REFERENCES))
        finally:
            sys.settrace(None)
        if no_memory.left > 0:
            break
        in_use.append(no_memory.in_use())
    assert in_use, "the library returned no result"
    return min(in_use)


def test_memory_is_freed_if_the_copy_fails(library: Any) -> None:
    assert least_in_use_if_a_line_fails(library) == 0
