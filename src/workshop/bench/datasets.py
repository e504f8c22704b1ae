"""The data sets that the steps are compared on: points and references, each an array (n, d)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[tuple[int, int], np.dtype[np.float64]]
    DataSet = Callable[[np.random.Generator, int, int], tuple[Array, Array]]

SEED = 2026
_CENTERS, _WIDTH, _TIGHT = 50, 0.01, 0.001
_DISTINCT = 900


def _uniform(rng: np.random.Generator, n: int, d: int) -> tuple[Array, Array]:
    """Anywhere in the unit square, or cube."""
    return rng.random((n, d)), rng.random((n, d))


def _tight(rng: np.random.Generator, n: int, d: int) -> tuple[Array, Array]:
    """Points anywhere, and references very close to one of fifty centers."""
    return rng.random((n, d)), _around(rng, rng.random((_CENTERS, d)), _TIGHT, n)


def _clusters(rng: np.random.Generator, n: int, d: int) -> tuple[Array, Array]:
    """Close to one of fifty centers, points and references alike."""
    centers = rng.random((_CENTERS, d))
    return _around(rng, centers, _WIDTH, n), _around(rng, centers, _WIDTH, n)


def _line(rng: np.random.Generator, n: int, d: int) -> tuple[Array, Array]:
    """On the diagonal: all coordinates of a point are equal."""
    import numpy as np

    return np.repeat(rng.random((n, 1)), d, axis=1), np.repeat(rng.random((n, 1)), d, axis=1)


def _duplicates(rng: np.random.Generator, n: int, d: int) -> tuple[Array, Array]:
    """Points anywhere, and references that are drawn again and again from a few."""
    distinct = rng.random((_DISTINCT, d))
    return rng.random((n, d)), distinct[rng.integers(_DISTINCT, size=n)]


def _around(rng: np.random.Generator, centers: Array, width: float, n: int) -> Array:
    return centers[rng.integers(len(centers), size=n)] + rng.normal(
        0.0, width, (n, len(centers[0]))
    )


DATASETS: dict[str, DataSet] = {
    "uniform": _uniform,
    "tight": _tight,
    "clusters": _clusters,
    "line": _line,
    "duplicates": _duplicates,
}
"""By the name that `--data` takes; another one joins here."""
IN_WORDS = {
    "uniform": "uniform",
    "tight": f"references in {_CENTERS} tight clusters",
    "clusters": f"all in {_CENTERS} clusters",
    "line": "all on a line",
    "duplicates": f"{_DISTINCT} distinct references, repeated",
}
"""What a table calls them."""


def make(name: str, n: int, dimension: int = 2) -> tuple[Array, Array]:
    """The same n points and n references each time."""
    import numpy as np

    return DATASETS[name](np.random.default_rng(SEED), n, dimension)
