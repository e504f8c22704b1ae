"""The stages of `distances` that take NumPy arrays against SciPy, on arrays of all kinds.

Hypothesis draws them: shapes, values, memory layouts, and what no function may accept. It always
draws the same ones here. How many it drew is printed at the end: `-s` shows it.
"""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

from drawn_points import (
    BELOW,
    CASES,
    LARGEST,
    LAYOUTS,
    Array,
    Bad,
    Pair,
    bad_arguments,
    count,
    for_all,
    laid_out,
)
from replica import solution_module

__all__ = ["count"]
STAGES = ("distances-arrays", "distances-inner-loop", "distances-parallel", "distances-detach")

any_finite = arrays_of.arrays(
    np.float64,
    st.tuples(st.integers(1, 8), st.just(2)),
    elements=st.floats(allow_nan=False, allow_infinity=False),
)
pairs = st.builds(Pair, laid_out(), laid_out(1))


# The four stages.


@pytest.fixture(params=STAGES)
def stage(request: pytest.FixtureRequest) -> ModuleType:
    return solution_module(request.param)


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

    for_all(cases, "refused arguments", st.tuples(bad_arguments(), laid_out(1)), holds)


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
