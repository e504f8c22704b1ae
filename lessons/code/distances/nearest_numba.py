"""The loop over all pairs, compiled by numba at its first call."""

from __future__ import annotations

import math

import numpy as np
from numba import njit


@njit
def nearest_squared(x, y, references):
    nearest = math.inf
    for j in range(len(references)):
        dx, dy = references[j, 0] - x, references[j, 1] - y
        squared = dx * dx + dy * dy
        nearest = min(nearest, squared)
    return nearest


@njit
def nearest_distances(points, references):
    distances = np.empty(len(points))
    for i in range(len(points)):
        distances[i] = math.sqrt(nearest_squared(points[i, 0], points[i, 1], references))
    return distances
