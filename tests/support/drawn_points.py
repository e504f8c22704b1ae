"""Arrays that hold points, as Hypothesis draws them, and what no function may accept as points.

It always draws the same ones. How many it drew for each kind of test is in `tried`.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

Array = npt.NDArray[np.float64]
USUAL, MORE = 400, 10_000
"""Cases for each test and stage."""
CASES = pytest.mark.parametrize("cases", [USUAL, pytest.param(MORE, marks=pytest.mark.more)])
MOST_ROWS, MANY_ROWS = 24, 700
LARGEST = 1e150
"""Of a coordinate: the square of a distance is finite."""
BELOW = 1e-150
"""Distances that are shorter have squares that a float can't hold with all its digits."""
RELATIVE = 1e-12
"""How much distances may differ that were computed in two ways."""
tried: Counter[str] = Counter()


class Pair(NamedTuple):
    """Two arrays that hold points, as they lie in memory."""

    points: Array
    references: Array


@pytest.fixture(autouse=True, scope="module")
def count() -> Iterator[None]:
    """Say at the end how many cases a file drew; a file imports this fixture to use it."""
    tried.clear()
    yield
    sys.stderr.write(f"\n{tried.total()} cases of distances: {dict(tried)}\n")


def for_all(cases: int, kind: str, strategy: st.SearchStrategy[Any], holds: Any) -> None:
    """Draw the same cases in each run, and check each."""

    @settings(
        max_examples=cases,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def drawn(case: Any) -> None:
        tried[kind] += 1
        holds(case)

    drawn()


def distances_as_in_python(nearest_distances: Callable[..., Array], pair: Pair) -> Array:
    """What the function returns: it must be what Python computes, and leave the arrays alone."""
    before = [array.tobytes() for array in pair]
    result = nearest_distances(*pair)
    others = pair.references.tolist()
    expected = [min(math.dist(p, r) for r in others) for p in pair.points.tolist()]
    assert result.dtype == np.float64
    assert result.shape == (len(pair.points),)
    np.testing.assert_allclose(result, expected, rtol=RELATIVE, atol=BELOW)
    assert [array.tobytes() for array in pair] == before
    return result


# Points: shapes, values and memory layouts.

usual = st.floats(-1000, 1000)
whole = st.integers(-3, 3).map(float)  # so that many points are equal
signed_zeros = st.sampled_from([0.0, -0.0])
tiny = st.floats(-1e-300, 1e-300) | st.floats(-1e-145, 1e-145)
large = st.floats(-LARGEST, LARGEST)
values = st.sampled_from([usual, whole, signed_zeros, tiny, large, usual | tiny | large])


@st.composite
def rows(draw: st.DrawFn, least: int = 0, columns: int = 2) -> Array:
    """Points in C order, a few of any value or many in clusters."""
    if draw(st.integers(0, 9)) == 0:
        n = draw(st.integers(max(least, 1), MANY_ROWS))
        return clusters(draw(st.integers(0, 2**32)), n, columns)
    n = draw(st.integers(least, MOST_ROWS))
    return draw(arrays_of.arrays(np.float64, (n, columns), elements=draw(values)))


def clusters(seed: int, n: int, columns: int) -> Array:
    """Points around few centers, so that nearest ones are close and far ones are far."""
    random = np.random.default_rng(seed)
    centers = random.uniform(-1e6, 1e6, size=(1 + seed % 7, columns))
    spread = 10.0 ** random.integers(-6, 3)
    from_center = random.normal(0, spread, size=(n, columns))
    return centers[random.integers(len(centers), size=n)] + from_center


def strided(array: Array, step: int, axis: int) -> Array:
    """The same numbers, with others between them."""
    shape = list(array.shape)
    shape[axis] *= step
    between = np.full(shape, np.nan)
    part = tuple(slice(None, None, step if a == axis else None) for a in (0, 1))
    between[part] = array
    return between[part]


def backwards(array: Array, *axes: int) -> Array:
    """The same numbers, which lie in memory from the last to the first."""
    return np.flip(np.ascontiguousarray(np.flip(array, axes)), axes)


def read_only(array: Array) -> Array:
    copy = array.copy(order="K")
    copy.setflags(write=False)
    return copy


LAYOUTS: tuple[Callable[[Array], Array], ...] = (
    np.ascontiguousarray,
    np.asfortranarray,
    read_only,
    lambda array: np.ascontiguousarray(array.T).T,
    lambda array: strided(array, 3, 0),
    lambda array: strided(array, 2, 1),
    lambda array: strided(np.asfortranarray(array), 2, 0),
    lambda array: strided(array.T, 2, 0).T,
    lambda array: backwards(array, 0),
    lambda array: backwards(array, 1),
    lambda array: backwards(array, 0, 1),
    lambda array: backwards(array.T, 1).T,
    lambda array: strided(array, 2, 0)[::-1][::-1],
    lambda array: read_only(strided(array, 5, 1)),
)


@st.composite
def laid_out(draw: st.DrawFn, least: int = 0, columns: int = 2) -> Array:
    """Points in any memory layout, also with a stride of 0."""
    if draw(st.integers(0, 7)) == 0:
        n = draw(st.integers(max(least, 1), MOST_ROWS))
        shape = draw(st.sampled_from([(columns,), (n, 1)]))
        one = draw(arrays_of.arrays(np.float64, shape, elements=draw(values)))
        return np.broadcast_to(one, (n, columns))
    array = draw(rows(least, columns))
    laid = draw(st.sampled_from(LAYOUTS))(array)
    assert np.array_equal(laid, array)
    return laid


# Arrays that hold no points, each with the exception and the number that its message must have.


class Bad(NamedTuple):
    """What is passed instead of points, and how it must be refused."""

    argument: object
    error: type[Exception]
    found: str = ""


TURNED = np.dtype(np.float64).newbyteorder().str
"""Float64 in the byte order of other machines."""
FOREIGN = (TURNED, "f4", "f2", "i8", "i4", "u1", "?", "c16", "O", "U4", "M8[s]")


@st.composite
def other_dtypes(draw: st.DrawFn, columns: int) -> Bad:
    n = draw(st.integers(0, 5))
    return Bad(np.zeros((n, columns), dtype=draw(st.sampled_from(FOREIGN))), TypeError)


@st.composite
def other_dimensions(draw: st.DrawFn) -> Bad:
    shapes: list[tuple[int, ...]] = [(), (0,), (2,), (2, 2, 2), (1, 1, 1, 2)]
    return Bad(np.zeros(draw(st.sampled_from(shapes))), TypeError)


@st.composite
def other_objects(draw: st.DrawFn) -> Bad:
    objects: list[object] = [None, [[1.0, 2.0]], ((1.0, 2.0),), "points", 1.5, {}, memoryview(b"")]
    return Bad(draw(st.sampled_from(objects)), TypeError)


@st.composite
def other_columns(draw: st.DrawFn, good: Sequence[int]) -> Bad:
    n = draw(st.integers(0, 5))
    columns = draw(st.sampled_from([c for c in (0, 1, 2, 3, 4, 17) if c not in good]))
    array = draw(st.sampled_from(LAYOUTS[:3]))(np.zeros((n, columns)))
    return Bad(array, ValueError, str(columns))


@st.composite
def not_finite(draw: st.DrawFn, columns: int) -> Bad:
    array = draw(rows(1, columns))
    row, column = draw(st.integers(0, len(array) - 1)), draw(st.integers(0, columns - 1))
    array = array.copy()
    array[row, column] = draw(st.sampled_from([math.nan, -math.nan, math.inf, -math.inf]))
    for later in draw(st.lists(st.integers(row, len(array) - 1), max_size=2)):
        array[later, column - 1] = math.nan
    return Bad(draw(st.sampled_from(LAYOUTS))(array), ValueError, str(row))


@st.composite
def not_aligned(draw: st.DrawFn, columns: int) -> Bad:
    """A field of a packed record, or floats that begin at an odd byte."""
    n, before = draw(st.integers(1, 5)), draw(st.sampled_from([1, 2, 4, 7]))
    value = draw(usual)
    if draw(st.booleans()):
        records = np.zeros(n, dtype=[("flags", "u1", before), ("xy", np.float64, columns)])
        records["xy"] = value
        array = records["xy"]
    else:
        bytes_of = np.zeros(8 * columns * n + before, dtype=np.uint8)
        array = bytes_of[before:].view(np.float64).reshape(n, columns)
        array[:] = value
    assert not array.flags.aligned
    return Bad(array, ValueError)


def bad_arguments(columns: int = 2, *others: int) -> st.SearchStrategy[Bad]:
    """What can't be passed where points with so many columns can, or with another good number."""
    return st.one_of(
        other_dtypes(columns),
        other_dimensions(),
        other_objects(),
        other_columns((columns, *others)),
        not_finite(columns),
        not_aligned(columns),
    )
