"""The tree of `distances-tree` against brute force: the same distances, bit for bit.

The stages before it are tested in `test_distances_properties.py`, with the same arrays. How many
cases were drawn is printed at the end: `-s` shows it.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from types import ModuleType
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

import million_points
from documents import ROOT
from drawn_points import (
    CASES,
    LAYOUTS,
    Array,
    Bad,
    Pair,
    bad_arguments,
    count,
    for_all,
    laid_out,
)
from million_points import MANY as MILLION
from million_points import STACK, STACK_OF_SEVERAL
from replica import solution_module
from trees import KINDS, SMALL, Box, as_tree, brute_force, points_of

__all__ = ["count"]
pytestmark = pytest.mark.cargo
SIZES = st.sampled_from([*range(1, 5), *range(15, 19), *range(31, 36), *range(63, 71), 100, 257])
"""Of a set: around the most points that are not halved, and multiples of them."""
MANY = st.sampled_from([255, 256, 257, 511, 513, 4095, 4096, 4097, 8191, 8193])
"""Around the points that a thread searches for at once, and those that all threads halve."""
DIMENSIONS = pytest.mark.parametrize("columns", [2, 3])


@pytest.fixture(scope="module")
def tree() -> ModuleType:
    return solution_module("distances-tree")


@pytest.fixture(params=["distances-tree", pytest.param("distances-crate", marks=pytest.mark.more)])
def stage(request: pytest.FixtureRequest) -> ModuleType:
    """With the tree that the learner writes, or with the one of a crate."""
    return solution_module(request.param)


def equal_bits(result: Array, expected: Array) -> bool:
    return result.dtype == np.float64 and result.tobytes() == expected.tobytes()


@st.composite
def hard(draw: st.DrawFn, columns: int, sizes: st.SearchStrategy[int] = SIZES) -> Pair:
    """Many points of one kind, and points beside them, among them or far away."""
    kinds, seeds = st.sampled_from([*KINDS]), st.integers(0, 2**32)
    references = points_of(draw(kinds), draw(sizes), columns, draw(seeds))
    points = points_of(draw(kinds), draw(sizes), columns, draw(seeds))
    where = draw(st.sampled_from(["anywhere", "same", "beside", "middle", "outside", "edge"]))
    if where == "same":
        points = references
    elif where == "beside":
        points = np.nextafter(references, 0.0)
    elif where == "middle":  # of two references: both are as near
        points = references[:-1] / 2 + references[1:] / 2
    elif where == "outside":
        points = points / 1e10 + 10.0 ** draw(st.integers(-300, 300))
    elif where == "edge":
        low, high = references.min(axis=0), references.max(axis=0)
        points = np.where(np.arange(points.size).reshape(points.shape) % 3 == 0, low, high)
    points = points[np.isfinite(points).all(axis=1)]
    layouts = st.sampled_from(LAYOUTS)
    return Pair(draw(layouts)(points), draw(layouts)(references))


def pairs(columns: int) -> st.SearchStrategy[Pair]:
    return st.builds(Pair, laid_out(0, columns), laid_out(1, columns)) | hard(columns)


# The distances, with either tree. That of the crate finds those whose squares are finite.


def assert_distances(stage: ModuleType, pair: Pair, each: int = 1) -> None:
    """Compare those of every so many points."""
    before = [array.tobytes() for array in pair]
    result = stage.nearest_distances(*pair)
    assert result.shape == (len(pair.points),)
    expected = brute_force(pair.points[::each], pair.references)
    compared = np.isfinite(expected) | hasattr(stage, "boxes")
    assert equal_bits(result[::each][compared], expected[compared])
    assert [array.tobytes() for array in pair] == before


@DIMENSIONS
@CASES
def test_distances_are_those_of_brute_force(stage: ModuleType, columns: int, cases: int) -> None:
    def holds(pair: Pair) -> None:
        assert_distances(stage, pair)

    for_all(2 * cases, f"brute force, {columns} columns", pairs(columns), holds)


@DIMENSIONS
@CASES
def test_so_are_those_of_many_points(stage: ModuleType, columns: int, cases: int) -> None:
    def holds(pair: Pair) -> None:
        assert_distances(stage, pair, each=1 + len(pair.points) // 300)

    for_all(cases // 5, f"many points, {columns} columns", hard(columns, MANY), holds)


@DIMENSIONS
@CASES
def test_every_finite_coordinate_is_accepted(stage: ModuleType, columns: int, cases: int) -> None:
    finite = st.floats(allow_nan=False, allow_infinity=False)
    shape = st.tuples(st.integers(1, 40), st.just(columns))
    arrays = arrays_of.arrays(np.float64, shape, elements=finite)

    def holds(pair: Pair) -> None:
        assert_distances(stage, pair)

    kind = f"finite coordinates, {columns} columns"
    for_all(cases, kind, st.builds(Pair, arrays, arrays), holds)


@DIMENSIONS
@CASES
def test_where_every_square_overflows_the_distance_is_infinite(
    tree: ModuleType, columns: int, cases: int
) -> None:
    def holds(far: tuple[float, int, int]) -> None:
        x, points, references = far
        result = tree.nearest_distances(
            np.full((points, columns), -x), points_of("uniform", references, columns) + x
        )
        assert equal_bits(result, np.full(points, np.inf))

    far = st.tuples(st.floats(1e155, 1e308), SIZES, SIZES)
    for_all(cases // 10, f"infinite distances, {columns} columns", far, holds)


@DIMENSIONS
@CASES
def test_what_holds_no_points_is_refused_by_name(
    stage: ModuleType, columns: int, cases: int
) -> None:
    def holds(case: tuple[Bad, Bad, Array]) -> None:
        bad_points, bad_references, good = case
        of_both = stage.nearest_distances
        calls: list[tuple[str, Bad, Callable[..., object], tuple[object, ...]]] = [
            ("points", bad_points, of_both, (bad_points.argument, good)),
            ("references", bad_references, of_both, (good, bad_references.argument)),
        ]
        if hasattr(stage, "boxes"):
            calls.append(("references", bad_points, stage.boxes, (bad_points.argument,)))
        if columns == 2 and hasattr(stage, "entered"):
            of_search = ((1, 2), bad_references.argument)
            calls.append(("references", bad_references, stage.entered, of_search))
        for name, bad, function, arguments in calls:
            with pytest.raises(bad.error) as raised:
                function(*arguments)
            assert raised.type is bad.error
            said = "\n".join([str(raised.value), *getattr(raised.value, "__notes__", ())])
            assert {"points", "references"} & set(said.replace("'", " ").split()) == {name}
            assert not bad.found or bad.found in said.split()

    other = 5 - columns
    bad = (bad_arguments(columns, other), bad_arguments(columns))
    for_all(cases, f"refused, {columns} columns", st.tuples(*bad, laid_out(1, columns)), holds)


@DIMENSIONS
@CASES
def test_there_must_be_references(stage: ModuleType, columns: int, cases: int) -> None:
    def holds(points: Array) -> None:
        none = np.empty((0, columns))
        with pytest.raises(ValueError, match="references"):
            stage.nearest_distances(points, none)
        assert equal_bits(stage.nearest_distances(none, points), np.empty(0))
        if hasattr(stage, "boxes"):
            with pytest.raises(ValueError, match="references"):
                stage.boxes(none)
        if columns == 2 and hasattr(stage, "entered"):
            with pytest.raises(ValueError, match="references"):
                stage.entered((0.0, 0.0), none)

    for_all(cases // 10, f"no references, {columns} columns", laid_out(1, columns), holds)


# The boxes, and which of them a search enters.


@pytest.mark.parametrize(("n", "halvings"), [(1_000, 6), (1_000_000, 16)])
def test_references_are_halved_as_often_as_the_page_says(n: int, halvings: int) -> None:
    boxes = solution_module("distances-tree").boxes(np.random.default_rng(n).random((n, 2)))
    assert max(depth for depth, *_ in boxes) == halvings
    page = (ROOT / "lessons" / "distances-algorithms.md").read_text(encoding="utf-8")
    assert f"{halvings} times for a {'thousand' if n == 1000 else 'million'}" in page


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("axis", [0, 1])
def test_a_search_is_for_a_finite_point(bad: float, axis: int) -> None:
    point = [0.5, -0.25]
    point[axis] = bad
    with pytest.raises(ValueError, match=r"point .* NaN or infinite"):
        solution_module("distances-tree").entered(tuple(point), np.ones((3, 2)))


def expected_boxes(references: Array, depth: int = 0) -> list[tuple[int, Array, Array, int]]:
    """What `boxes` returns for references that all differ on each axis."""
    low, high = references.min(axis=0), references.max(axis=0)
    found = [(depth, low, high, len(references))]
    if len(references) >= SMALL:
        with np.errstate(over="ignore"):
            widths = high - low
        axis = len(widths) - 1 - int(np.argmax(widths[::-1]))
        order, middle = np.argsort(references[:, axis]), len(references) // 2
        for half in (order[:middle], order[middle:]):
            found += expected_boxes(references[half], depth + 1)
    return found


@DIMENSIONS
@CASES
def test_boxes_are_those_of_the_simplest_way(tree: ModuleType, columns: int, cases: int) -> None:
    def holds(references: Array) -> None:
        boxes = tree.boxes(references)
        expected = expected_boxes(references)
        assert len(boxes) == len(expected)
        for box, other in zip(boxes, expected, strict=True):
            assert (box[0], box[3]) == (other[0], other[3])
            assert np.array_equal(box[1:3], other[1:3])

    different = hard(columns, SIZES | MANY).map(lambda pair: np.asarray(pair.references))
    different = different.filter(
        lambda points: all(len(np.unique(column)) == len(points) for column in points.T)
    )
    kind = f"boxes, coordinates that differ, {columns} columns"
    for_all(cases // 4, kind, different, holds)


@DIMENSIONS
@CASES
def test_each_box_is_tight_and_is_halved(tree: ModuleType, columns: int, cases: int) -> None:
    def holds(pair: Pair) -> None:
        references = pair.references
        root = as_tree(tree.boxes(references), len(references))
        for box in root.all():
            held = box.inside(references)
            assert len(held) >= box.built_of
            assert np.array_equal(held.min(axis=0), box.low)
            assert np.array_equal(held.max(axis=0), box.high)
            if box.halves is None:
                one = np.array_equal(box.low, box.high)
                assert one or box.built_of < SMALL
                assert box.shown == (1 if one else box.built_of)
                continue
            lower, upper = box.halves
            assert box.built_of >= SMALL
            assert box.shown == lower.shown + upper.shown
            assert np.array_equal(np.minimum(lower.low, upper.low), box.low)
            assert np.array_equal(np.maximum(lower.high, upper.high), box.high)
            with np.errstate(over="ignore"):
                widths = box.high - box.low
            widest = np.flatnonzero(widths == widths.max())
            assert (lower.high[widest] <= upper.low[widest]).any()
        assert max(box.depth for box in root.all()) <= math.log2(len(references))

    for_all(cases, f"boxes, {columns} columns", hard(columns), holds)


class Search(NamedTuple):
    """One point, and the references among which its nearest one is."""

    point: Array
    references: Array


def searches() -> st.SearchStrategy[Search]:
    sizes = st.sampled_from([1, 2, 16, 17, 18, 33, 70, 100, 257, 4097])
    drawn = hard(2, sizes).filter(lambda pair: len(pair.points))
    return drawn.map(lambda pair: Search(pair.points[len(pair.points) // 2], pair.references))


@CASES
def test_no_box_is_entered_that_is_too_far_away(tree: ModuleType, cases: int) -> None:
    def holds(search: Search) -> None:
        point, references = search
        root = as_tree(tree.boxes(references), len(references))
        boxes = list(root.all())
        entered = tree.entered(tuple(point), references)
        assert entered[0] == (0, math.inf)
        indices, so_far = [index for index, _ in entered], [nearest for _, nearest in entered]
        assert so_far == sorted(so_far, reverse=True)
        assert len(set(indices)) == len(indices)
        nearest = float(brute_force(point[np.newaxis], references)[0])
        assert tree.nearest_distances(point[np.newaxis], references).tolist() == [nearest]
        for index, distance in entered[1:]:
            assert boxes[index].distance(point) <= distance
        for box in boxes:  # what may hold a nearer one is entered
            assert box.index in indices or box.distance(point) >= nearest
        assert_next_distances(entered, boxes, search, nearest)
        assert_order(root, indices, point)

    for_all(cases, "searches", searches(), holds)


def assert_next_distances(
    entered: list[tuple[int, float]], boxes: list[Box], search: Search, last: float
) -> None:
    """A box without halves makes the distance that of its nearest point, others change nothing."""
    after = [*(distance for _, distance in entered[1:]), last]
    for (index, before), distance in zip(entered, after, strict=True):
        box = boxes[index]
        held = box.inside(search.references)
        nearest = min(before, float(brute_force(search.point[np.newaxis], held)[0]))
        if box.halves:
            assert distance == before
        elif len(held) == box.built_of or distance == last:
            assert distance == nearest
        else:  # on its edge lie points of another box, too
            assert nearest <= distance <= before


def assert_order(root: Box, indices: list[int], point: Array) -> None:
    """All that is entered in the nearer half is entered before the other half."""
    order = {index: place for place, index in enumerate(indices)}
    for box in root.all():
        if not box.halves:
            continue
        here = [half for half in box.halves if half.index in order]
        assert not here or box.index in order
        here.sort(key=lambda half: order[half.index])
        distances = [half.distance(point) for half in here]
        assert distances == sorted(distances)
        if len(here) == 1:
            [other] = (half for half in box.halves if half is not here[0])
            assert distances[0] <= other.distance(point)
        if len(here) == 2:
            first = [order[b.index] for b in here[0].all() if b.index in order]
            assert max(first) < order[here[1].index]


# A million references.

DEEPEST = 2 * math.log2(MILLION)
MOST_ENTERED = 2000
"""Boxes, of the 131,071 or so that a tree of a million references has."""
LONGEST = 600
"""Seconds after which a program has hung: it takes some."""
THREADS = {2: ("4", STACK_OF_SEVERAL), 3: ("1", STACK)}
"""Of rayon, in so many dimensions: more than there are cores, or one; and the stack of each."""
USUAL_KINDS = ("equal", "half_of_them_equal", "line_along_axis")


@DIMENSIONS
@pytest.mark.parametrize(
    "kind",
    [kind if kind in USUAL_KINDS else pytest.param(kind, marks=pytest.mark.more) for kind in KINDS],
)
def test_a_million_references_need_little_stack_and_few_boxes(
    tree: ModuleType, kind: str, columns: int
) -> None:
    words = [sys.executable, million_points.__file__, str(tree.__file__), kind, str(columns)]
    threads, stack = THREADS[columns]
    environment = {**os.environ, "RUST_MIN_STACK": str(stack), "RAYON_NUM_THREADS": threads}
    done = subprocess.run(
        words, capture_output=True, check=False, text=True, timeout=LONGEST, env=environment
    )
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert facts.get("depth", 0) <= DEEPEST
    assert facts.get("entered", 0) <= MOST_ENTERED
