"""The tests of the three tasks. Each test judges its own task, whatever the other two do."""

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pytest
from distances import boxes, entered

Array = npt.NDArray[np.float64]
Point = tuple[float, ...]


@dataclass
class Box:
    """A box of the tree: its index in `boxes`, its corners, and its halves if it has some."""

    index: int
    low: Point
    high: Point
    references: int
    halves: list["Box"] = field(default_factory=list)

    def distance(self, point: Point) -> float:
        by_axis = zip(self.low, point, self.high, strict=True)
        return math.hypot(*(max(low - x, x - high, 0.0) for low, x, high in by_axis))

    def widest_axes(self) -> list[int]:
        """One axis, or both if the box is a square."""
        widths = [high - low for low, high in zip(self.low, self.high, strict=True)]
        return [axis for axis in (0, 1) if widths[axis] == max(widths)]


def all_boxes(references: Array) -> list[Box]:
    """The boxes of the tree: first the whole, and each before its halves."""
    found: list[Box] = []
    path: list[Box] = []
    for depth, low, high, n in boxes(references):
        found.append(Box(len(found), low, high, n))
        path[depth:] = [found[-1]]
        if depth > 0:
            path[depth - 1].halves.append(found[-1])
    return found


def in_disorder(rows: list[Point]) -> Array:
    return np.random.default_rng(1).permutation(np.array(rows))


RANDOM = np.random.default_rng(2).normal(scale=3.0, size=(1000, 2))
REFERENCES = {
    "random": RANDOM,
    "wide": RANDOM * (100.0, 1.0),
    "high": RANDOM * (1.0, 100.0),
    "many equal": np.rint(RANDOM),
    "on a line": RANDOM[:, :1] * (0.5, -2.0),
}
MANY = np.random.default_rng(4).normal(size=(20_000, 2))
each_kind = pytest.mark.parametrize("references", REFERENCES.values(), ids=REFERENCES)
POINTS: list[Point] = np.random.default_rng(3).normal(scale=9.0, size=(20, 2)).tolist()

# 16 references from (0, 0) to (15, 0), and 16 from (100, 0) to (115, 0). They are in order, so each
# group is a half, even if `split` doesn't move any reference.
TWO_GROUPS = np.array([(start + x, 0.0) for start in (0.0, 100.0) for x in range(16)])
WHOLE, LOWER, UPPER = 0, 1, 2


# TODO 1: `split`. These tests read the boxes of the tree.


def test_split_along_x() -> None:
    # The references are (0, 0), (1, 0), and so on to (31, 0), in disorder.
    lower, upper = all_boxes(in_disorder([(x, 0.0) for x in range(32)]))[WHOLE].halves
    assert [lower.low[0], lower.high[0]] == [0, 15]
    assert [upper.low[0], upper.high[0]] == [16, 31]


def test_split_along_y() -> None:
    # The references are (0, 0), (0, 1), and so on to (0, 31), in disorder.
    lower, upper = all_boxes(in_disorder([(0.0, y) for y in range(32)]))[WHOLE].halves
    assert [lower.low[1], lower.high[1]] == [0, 15]
    assert [upper.low[1], upper.high[1]] == [16, 31]


def test_split_along_z() -> None:
    # The references are (0, 0, 0), (0, 0, 1), and so on to (0, 0, 31), in disorder.
    lower, upper = all_boxes(in_disorder([(0.0, 0.0, z) for z in range(32)]))[WHOLE].halves
    assert [lower.low[2], lower.high[2]] == [0, 15]
    assert [upper.low[2], upper.high[2]] == [16, 31]


def test_split_into_equal_halves() -> None:
    # 31 references are from (0, 0) to (30, 0), and one is at (1000, 0).
    whole = all_boxes(in_disorder([(x, 0.0) for x in (*range(31), 1000)]))[WHOLE]
    references_in_the_halves = [half.references for half in whole.halves]
    assert references_in_the_halves == [16, 16]


@pytest.mark.parametrize("n", [17, 33, 999, 1000])
def test_split_no_box_unevenly(n: int) -> None:
    sizes = [[half.references for half in box.halves] for box in all_boxes(RANDOM[:n])]
    uneven_halves = [pair for pair in sizes if pair and abs(pair[0] - pair[1]) > 1]
    assert uneven_halves == []


def test_split_keeps_all_references() -> None:
    references = all_boxes(RANDOM)[WHOLE].references
    assert references == 1000


@pytest.mark.parametrize("references", [*REFERENCES.values(), MANY], ids=[*REFERENCES, "many"])
def test_split_every_box_along_its_widest_axis(references: Array) -> None:
    halves_that_overlap = [
        (lower.low, lower.high, upper.low, upper.high)
        for box in all_boxes(references)
        if box.halves
        for lower, upper in [box.halves]
        if not any(lower.high[axis] <= upper.low[axis] for axis in box.widest_axes())
    ]
    assert halves_that_overlap == []


# TODO 2: `nearer_first`. From here on the tests read which boxes a search enters, in its order.


def farther_half_first(point: Point, references: Array) -> list[Box]:
    """The boxes in which the search entered the farther half, and not the nearer one before."""
    step = {index: step for step, (index, _) in enumerate(entered(point, references))}
    return [
        box
        for box in all_boxes(references)
        if box.halves
        for nearer, farther in [sorted(box.halves, key=lambda half: half.distance(point))]
        if farther.distance(point) > nearer.distance(point) * (1 + 1e-9)
        if farther.index in step and step.get(nearer.index, math.inf) > step[farther.index]
    ]


def test_descend_into_the_lower_half_first() -> None:
    order = [index for index, _ in entered((3.25, 0.5), TWO_GROUPS)]
    assert order[:2] == [WHOLE, LOWER]


def test_descend_into_the_upper_half_first() -> None:
    order = [index for index, _ in entered((103.25, 0.5), TWO_GROUPS)]
    assert order[:2] == [WHOLE, UPPER]


@each_kind
def test_descend_in_every_box(references: Array) -> None:
    farther_first = [
        (point, box.index) for point in POINTS for box in farther_half_first(point, references)
    ]
    assert farther_first == []


# TODO 3: prune. Of two halves, the second must not be entered if no reference in it can be nearer.


def too_far(point: Point, references: Array) -> list[int]:
    """Second halves that were entered, and were farther than the nearest reference so far."""
    found: list[int] = []
    nearest_so_far = dict(entered(point, references))
    order = list(nearest_so_far)
    for box in all_boxes(references):
        halves = [half for half in box.halves if half.index in order]
        halves.sort(key=lambda half: order.index(half.index))
        distances = {half.index: half.distance(point) for half in halves[1:]}
        found += [i for i, far in distances.items() if far > nearest_so_far[i] * (1 + 1e-9)]
    return found


def test_prune_the_half_that_is_far_away() -> None:
    # (3, 0) is 0.5 away, and the box of the upper half is 96.75 away.
    entered_too_far_away = too_far((3.25, 0.5), TWO_GROUPS)
    assert entered_too_far_away == []


@each_kind
def test_prune_in_every_box(references: Array) -> None:
    entered_too_far_away = [
        (point, index) for point in POINTS for index in too_far(point, references)
    ]
    assert entered_too_far_away == []


def test_prune_nearly_everything() -> None:
    # 2000 references from (0, 0) to (1999, 0), in order, make 255 boxes.
    references = np.column_stack([np.arange(2000.0), np.zeros(2000)])
    boxes_entered = len(entered((-1.0, 0.0), references))
    assert boxes_entered < 20
