"""Points that are hard for a tree of boxes, brute force, and the boxes of the solution."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from drawn_points import Array

SMALL = 17
"""Of the solution: fewer points than this are not halved."""


# Points of every kind: each function makes so many, in so many dimensions.

Random = np.random.Generator


def uniform(random: Random, n: int, columns: int) -> Array:
    return random.uniform(-1000, 1000, (n, columns))


def in_clusters(random: Random, n: int, columns: int) -> Array:
    centers = random.uniform(-1e6, 1e6, (7, columns))
    points: Array = centers[random.integers(7, size=n)] + random.normal(0, 1e-3, (n, columns))
    return points


def equal(random: Random, n: int, columns: int) -> Array:
    return np.repeat(uniform(random, 1, columns), n, axis=0)


def half_of_them_equal(random: Random, n: int, columns: int) -> Array:
    points = uniform(random, n, columns)
    points[random.permutation(n)[: n // 2]] = points[:1]
    return points


def few_different(random: Random, n: int, columns: int) -> Array:
    return uniform(random, 5, columns)[random.integers(5, size=n)]


def in_grid(random: Random, n: int, columns: int) -> Array:
    return random.integers(-3, 3, (n, columns), endpoint=True).astype(np.float64)


def line_along_axis(random: Random, n: int, columns: int) -> Array:
    points = uniform(random, n, columns)
    points[:, 1:] = points[:1, 1:]
    return points


def diagonal(random: Random, n: int, columns: int) -> Array:
    digits = int(random.integers(-1, 4))  # so that some are equal
    direction: Array = np.array([1.0, -0.5, 3.0])[:columns]
    return np.asarray(np.round(uniform(random, n, 1), digits) * direction, dtype=np.float64)


def circle(random: Random, n: int, columns: int) -> Array:
    turns = random.uniform(0, 2 * np.pi, n)
    points: Array = np.stack([np.cos(turns), np.sin(turns), 0 * turns], axis=1)[:, :columns]
    return points


def signed_zeros(random: Random, n: int, columns: int) -> Array:
    return random.choice([0.0, -0.0], (n, columns))


def subnormal(random: Random, n: int, columns: int) -> Array:
    points: Array = random.integers(-50, 50, (n, columns)) * np.float64(5e-324)
    return points


def large(random: Random, n: int, columns: int) -> Array:
    return random.uniform(-1, 1, (n, columns)) * sys.float_info.max


def of_every_size(random: Random, n: int, columns: int) -> Array:
    sizes = 10.0 ** random.uniform(-323, 308, (n, columns))
    return random.choice([-1.0, 1.0], (n, columns)) * sizes


def extremes(random: Random, n: int, columns: int) -> Array:
    least, largest = 5e-324, sys.float_info.max
    values = [0.0, -0.0, 1.0, least, -least, sys.float_info.min, 1e154, -1e154, largest, -largest]
    return random.choice(values, (n, columns))


def powers_of_two(random: Random, n: int, columns: int) -> Array:
    powers: Array = 0.5 ** np.arange(1075.0)
    points: Array = powers[(np.arange(n)[:, np.newaxis] + random.integers(9, size=columns)) % 1075]
    return points


def in_order(random: Random, n: int, columns: int) -> Array:
    return np.sort(uniform(random, n, columns), axis=0)


def backwards_in_order(random: Random, n: int, columns: int) -> Array:
    return in_order(random, n, columns)[::-1].copy()


def organ_pipe(random: Random, n: int, columns: int) -> Array:
    points = in_order(random, n, columns)
    return np.concatenate([points[::2], points[1::2][::-1]])


KINDS: dict[str, Callable[[Random, int, int], Array]] = {
    kind.__name__: kind
    for kind in (
        uniform,
        in_clusters,
        equal,
        half_of_them_equal,
        few_different,
        in_grid,
        line_along_axis,
        diagonal,
        circle,
        signed_zeros,
        subnormal,
        large,
        of_every_size,
        extremes,
        powers_of_two,
        in_order,
        backwards_in_order,
        organ_pipe,
    )
}


def points_of(kind: str, n: int, columns: int, seed: int = 0) -> Array:
    """So many finite points of a kind, the same for the same seed."""
    return KINDS[kind](np.random.default_rng([seed, n, columns]), n, columns)


# What the solution must return, and the tree of its boxes.


def brute_force(points: Array, references: Array) -> Array:
    """The distances, with each operation in the order of the solution: equal bit for bit."""
    squared = np.zeros((len(points), len(references)))
    with np.errstate(over="ignore", under="ignore"):
        for axis in range(points.shape[1]):
            offsets = references[np.newaxis, :, axis] - points[:, np.newaxis, axis]
            squared += offsets * offsets
    nearest: Array = np.sqrt(squared.min(axis=1))
    return nearest


@dataclass(frozen=True)
class Box:
    """A box of the tree, as `boxes` lists it, with the number of points that it was built of."""

    index: int
    depth: int
    low: Array
    high: Array
    shown: int
    built_of: int
    halves: tuple[Box, Box] | None

    def all(self) -> Iterator[Box]:
        """This one and those inside, in the order of `boxes`."""
        yield self
        for half in self.halves or ():
            yield from half.all()

    def distance(self, point: Array) -> float:
        """From a point to the box, with each operation in the order of the solution."""
        with np.errstate(over="ignore", under="ignore"):
            gaps = np.maximum(np.maximum(self.low - point, point - self.high), 0)
            squared = 0.0
            for gap in gaps:
                squared += gap * gap
        return float(np.sqrt(squared))

    def inside(self, points: Array) -> Array:
        """Those of the points that lie in the box."""
        held: Array = points[((points >= self.low) & (points <= self.high)).all(axis=1)]
        return held


def as_tree(listed: list[Any], size: int) -> Box:
    """The tree of so many points, from what `boxes` returned."""
    place = iter(range(len(listed)))

    def box(depth: int, size: int) -> Box:
        index = next(place)
        assert listed[index][0] == depth
        _, low, high, shown = listed[index]
        deeper = index + 1 < len(listed) and listed[index + 1][0] == depth + 1
        halves = None
        if deeper:
            halves = (box(depth + 1, size // 2), box(depth + 1, size - size // 2))
        return Box(index, depth, np.array(low), np.array(high), shown, size, halves)

    tree = box(0, size)
    assert next(place, None) is None, "boxes that belong to no tree"
    return tree
