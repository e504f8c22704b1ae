"""The arguments with which both versions are called: replace them by your own."""

import math
import random

FUNCTION = "smooth"  # the name of both versions


def cases():
    """Yield the arguments of one call after the other."""
    yield [], 0.5
    yield [12.5], 0.25
    yield [-3.5, -4.0, math.nan, 2.25], 0.1
    yield [math.nan, math.nan, 1.5], 1.0
    yield [1.5, 2.5], 0.0
    yield [1.5, 2.5], 1.5
    random.seed(1)
    for count in range(1, 25):
        yield [random.gauss(0.0, 10.0) for _ in range(count)], random.uniform(0.01, 1.0)


def large():
    """Return the arguments of one call as large as your real ones, for `timing.py`."""
    random.seed(2)
    return [random.gauss(0.0, 10.0) for _ in range(200_000)], 0.1
