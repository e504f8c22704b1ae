"""Which sample points lie in a lake? `python lake.py` prints how many do."""

import numpy as np


# [inside]
def is_inside(x, y, outline):
    """Whether a ray to the right of a point crosses the outline an odd number of times."""
    inside = False
    x1, y1 = outline[-1] if outline else (0.0, 0.0)
    for x2, y2 in outline:
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            inside = not inside
        x1, y1 = x2, y2
    return inside


# [end]


# [loop]
def points_inside(points, outline):
    """For each point whether it lies inside."""
    return [is_inside(x, y, outline) for x, y in points]


# [end]


# [numpy]
def points_inside_with_numpy(points, outline):
    """The same for arrays: a loop over the corners, each step for all points at once."""
    x, y = points.T
    inside = np.zeros(len(points), dtype=bool)
    for (x1, y1), (x2, y2) in zip(np.roll(outline, 1, axis=0), outline, strict=True):
        if y1 != y2:
            between = (y1 > y) != (y2 > y)
            inside ^= between & (x < x1 + (y - y1) / (y2 - y1) * (x2 - x1))
    return inside


# [end]


def points_inside_with_matplotlib(points, outline):
    """The same with a function that is compiled already."""
    from matplotlib.path import Path

    return Path(outline).contains_points(points)


def make_outline(corners=40, seed=6):
    """The shore of a lake, in kilometers around its middle."""
    rng = np.random.default_rng(seed)
    angles = np.linspace(0.0, 2.0 * np.pi, corners, endpoint=False)
    radius = 1.0 + 0.3 * rng.random(corners)
    return np.column_stack([radius * np.cos(angles), radius * np.sin(angles)])


def make_points(count=20_000, seed=7):
    """Sample points, some of them on land."""
    return np.random.default_rng(seed).uniform(-1.5, 1.5, size=(count, 2))


if __name__ == "__main__":
    found = points_inside(make_points().tolist(), make_outline().tolist())
    print(f"{sum(found):,} of {len(found):,} points lie in the lake.")
