"""Nearest distances in plain Python, with NumPy, and with SciPy's tree."""

from __future__ import annotations

# [python]
import math


def nearest_squared(point, references):
    return min((r[0] - point[0]) ** 2 + (r[1] - point[1]) ** 2 for r in references)


def nearest_distances(points, references):
    return [math.sqrt(nearest_squared(point, references)) for point in points]


# [end]


import numpy as np


def nearest_broadcast(points, references):
    offsets = points[:, None, :] - references[None, :, :]
    return np.sqrt((offsets**2).sum(axis=2).min(axis=1))


def nearest_numpy(points, references, pairs_at_once=32_000):
    x, y = np.ascontiguousarray(references.T)
    rows = max(1, pairs_at_once // len(references))
    nearest = np.empty(len(points))
    for start in range(0, len(points), rows):
        part = points[start : start + rows]
        dx, dy = part[:, :1] - x, part[:, 1:] - y
        nearest[start : start + rows] = (dx * dx + dy * dy).min(axis=1)
    return np.sqrt(nearest)


from scipy.spatial import cKDTree


def nearest_tree(points, references):
    distances, _index = cKDTree(references).query(points)
    return distances
