"""The largest step between readings that follow each other."""

from itertools import pairwise


def largest_step(readings: list[float]) -> float:
    """The largest step up or down; 0 where there are less than two readings."""
    return max((abs(after - before) for before, after in pairwise(readings)), default=0.0)
