"""The stages of `distances` that take NumPy arrays against SciPy, on arrays of all kinds.

Hypothesis draws them: shapes, values, memory layouts, and what no function may accept. It always
draws the same ones here. How many it drew is printed at the end: `-s` shows it.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

from replica import solution_module

Array = npt.NDArray[np.float64]
STAGES = ("distances-arrays", "distances-inner-loop", "distances-parallel", "distances-detach")
USUAL, MORE = 400, 10_000
"""Cases for each test and stage."""
MOST_ROWS, MANY_ROWS = 24, 700
LARGEST = 1e150
"""Of a coordinate: the square of a distance is finite."""
BELOW = 1e-150
"""Distances that are shorter have squares that a float can't hold with all its digits."""
tried: Counter[str] = Counter()


class Pair(NamedTuple):
    """Two arrays that hold points, as they lie in memory."""

    points: Array
    references: Array


# Points: shapes, values and memory layouts.

usual = st.floats(-1000, 1000)
whole = st.integers(-3, 3).map(float)  # so that many points are equal
signed_zeros = st.sampled_from([0.0, -0.0])
tiny = st.floats(-1e-300, 1e-300) | st.floats(-1e-145, 1e-145)
large = st.floats(-LARGEST, LARGEST)
values = st.sampled_from([usual, whole, signed_zeros, tiny, large, usual | tiny | large])


@st.composite
def rows(draw: st.DrawFn, least: int = 0) -> Array:
    """Points in C order, a few of any value or many in clusters."""
    if draw(st.integers(0, 9)) == 0:
        return clusters(draw(st.integers(0, 2**32)), draw(st.integers(max(least, 1), MANY_ROWS)))
    n = draw(st.integers(least, MOST_ROWS))
    return draw(arrays_of.arrays(np.float64, (n, 2), elements=draw(values)))


def clusters(seed: int, n: int) -> Array:
    """Points around few centers, so that nearest ones are close and far ones are far."""
    random = np.random.default_rng(seed)
    centers = random.uniform(-1e6, 1e6, size=(1 + seed % 7, 2))
    spread = 10.0 ** random.integers(-6, 3)
    return centers[random.integers(len(centers), size=n)] + random.normal(0, spread, size=(n, 2))


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
def laid_out(draw: st.DrawFn, least: int = 0) -> Array:
    """Points in any memory layout, also with a stride of 0."""
    if draw(st.integers(0, 7)) == 0:
        n = draw(st.integers(max(least, 1), MOST_ROWS))
        shape, whole_shape = draw(st.sampled_from([((2,), (n, 2)), ((n, 1), (n, 2))]))
        one = draw(arrays_of.arrays(np.float64, shape, elements=draw(values)))
        return np.broadcast_to(one, whole_shape)
    array = draw(rows(least))
    laid = draw(st.sampled_from(LAYOUTS))(array)
    assert np.array_equal(laid, array)
    return laid


any_finite = arrays_of.arrays(
    np.float64,
    st.tuples(st.integers(1, 8), st.just(2)),
    elements=st.floats(allow_nan=False, allow_infinity=False),
)
pairs = st.builds(Pair, laid_out(), laid_out(1))


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
def other_dtypes(draw: st.DrawFn) -> Bad:
    n = draw(st.integers(0, 5))
    return Bad(np.zeros((n, 2), dtype=draw(st.sampled_from(FOREIGN))), TypeError)


@st.composite
def other_dimensions(draw: st.DrawFn) -> Bad:
    shapes: list[tuple[int, ...]] = [(), (0,), (2,), (2, 2, 2), (1, 1, 1, 2)]
    return Bad(np.zeros(draw(st.sampled_from(shapes))), TypeError)


@st.composite
def other_objects(draw: st.DrawFn) -> Bad:
    objects: list[object] = [None, [[1.0, 2.0]], ((1.0, 2.0),), "points", 1.5, {}, memoryview(b"")]
    return Bad(draw(st.sampled_from(objects)), TypeError)


@st.composite
def other_columns(draw: st.DrawFn) -> Bad:
    n, columns = draw(st.integers(0, 5)), draw(st.sampled_from([0, 1, 3, 4, 17]))
    array = draw(st.sampled_from(LAYOUTS[:3]))(np.zeros((n, columns)))
    return Bad(array, ValueError, str(columns))


@st.composite
def not_finite(draw: st.DrawFn) -> Bad:
    array = draw(rows(1))
    row, column = draw(st.integers(0, len(array) - 1)), draw(st.integers(0, 1))
    array = array.copy()
    array[row, column] = draw(st.sampled_from([math.nan, -math.nan, math.inf, -math.inf]))
    for later in draw(st.lists(st.integers(row, len(array) - 1), max_size=2)):
        array[later, 1 - column] = math.nan
    return Bad(draw(st.sampled_from(LAYOUTS))(array), ValueError, str(row))


@st.composite
def not_aligned(draw: st.DrawFn) -> Bad:
    """A field of a packed record, or floats that begin at an odd byte."""
    n, before = draw(st.integers(1, 5)), draw(st.sampled_from([1, 2, 4, 7]))
    value = draw(usual)
    if draw(st.booleans()):
        records = np.zeros(n, dtype=[("flags", "u1", before), ("xy", np.float64, 2)])
        records["xy"] = value
        array = records["xy"]
    else:
        bytes_of = np.zeros(16 * n + before, dtype=np.uint8)
        array = bytes_of[before:].view(np.float64).reshape(n, 2)
        array[:] = value
    assert not array.flags.aligned
    return Bad(array, ValueError)


bad_arguments = st.one_of(
    other_dtypes(),
    other_dimensions(),
    other_objects(),
    other_columns(),
    not_finite(),
    not_aligned(),
)


# The four stages.


@pytest.fixture(params=STAGES)
def stage(request: pytest.FixtureRequest) -> ModuleType:
    return solution_module(request.param)


@pytest.fixture(autouse=True, scope="module")
def count() -> Iterator[None]:
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


CASES = pytest.mark.parametrize("cases", [USUAL, pytest.param(MORE, marks=pytest.mark.more)])


@pytest.mark.cargo
@CASES
def test_distances_are_those_of_scipy(stage: ModuleType, cases: int) -> None:
    def holds(pair: Pair) -> None:
        before = [array.tobytes() for array in pair]
        result = stage.nearest_distances(*pair)
        assert result.dtype == np.float64
        assert result.shape == (len(pair.points),)
        expected = cKDTree(pair.references).query(pair.points)[0] if len(pair.points) else []
        np.testing.assert_allclose(result, expected, rtol=1e-9, atol=BELOW)
        assert [array.tobytes() for array in pair] == before

    for_all(cases, "nearest_distances", pairs, holds)


@pytest.mark.cargo
@CASES
def test_neighbors_are_those_of_a_brute_force(stage: ModuleType, cases: int) -> None:
    def holds(points: Array) -> None:
        if len(points) == 1:
            with pytest.raises(ValueError, match="points"):
                stage.nearest_neighbor_distances(points)
            return
        result = stage.nearest_neighbor_distances(points)
        assert result.dtype == np.float64
        assert result.shape == (len(points),)
        offsets = points[:, np.newaxis, :] - points[np.newaxis, :, :]
        distances = np.hypot(offsets[..., 0], offsets[..., 1])
        np.fill_diagonal(distances, np.inf)
        expected = distances.min(axis=1, initial=np.inf)
        np.testing.assert_allclose(result, expected, rtol=1e-9, atol=BELOW)

    for_all(cases, "nearest_neighbor_distances", laid_out(), holds)


@pytest.mark.cargo
@CASES
def test_what_holds_no_points_is_refused_by_name(stage: ModuleType, cases: int) -> None:
    def holds(case: tuple[Bad, Array]) -> None:
        bad, good = case
        for name, function, arguments in (
            ("points", stage.nearest_distances, (bad.argument, good)),
            ("references", stage.nearest_distances, (good, bad.argument)),
            ("points", stage.nearest_neighbor_distances, (bad.argument,)),
        ):
            with pytest.raises(bad.error) as raised:
                function(*arguments)
            assert raised.type is bad.error
            said = "\n".join([str(raised.value), *getattr(raised.value, "__notes__", ())])
            assert name in said
            assert {"points", "references"} & set(said.replace("'", " ").split()) == {name}
            assert not bad.found or bad.found in said.split()

    for_all(cases, "refused arguments", st.tuples(bad_arguments, laid_out(1)), holds)


@pytest.mark.cargo
@CASES
def test_every_finite_coordinate_is_accepted(stage: ModuleType, cases: int) -> None:
    """Also where the sum of two coordinates, or the square of a distance, is infinite."""

    def holds(points: Array) -> None:
        assert not stage.nearest_distances(points, points).any()
        distances = stage.nearest_distances(points, -points[:1])
        with np.errstate(over="ignore"):
            longest_side = np.abs(points + points[:1]).max(axis=1)
            assert (distances * (1 + 1e-9) + BELOW >= np.minimum(longest_side, LARGEST)).all()

    for_all(cases, "finite coordinates", any_finite, holds)


@pytest.mark.cargo
@CASES
def test_there_must_be_references(stage: ModuleType, cases: int) -> None:
    def holds(points: Array) -> None:
        with pytest.raises(ValueError, match="references"):
            stage.nearest_distances(points, np.empty((0, 2)))

    for_all(cases // 10, "no references", laid_out(), holds)


def test_each_layout_keeps_the_numbers_and_most_differ() -> None:
    points = np.arange(14.0).reshape(7, 2)
    layouts = [layout(points) for layout in LAYOUTS]
    assert all(np.array_equal(array, points) for array in layouts)
    assert len({array.strides for array in layouts}) >= 9
