"""The data sets that the steps are compared on: points and references, each an array (n, 2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[tuple[int, int], np.dtype[np.float64]]
    DataSet = Callable[[np.random.Generator, int], tuple[Array, Array]]

SEED = 2026
_CENTERS, _WIDTH = 50, 0.01


def _uniform(rng: np.random.Generator, n: int) -> tuple[Array, Array]:
    """Anywhere in the unit square."""
    return rng.random((n, 2)), rng.random((n, 2))


def _clusters(rng: np.random.Generator, n: int) -> tuple[Array, Array]:
    """Close to one of fifty centers, points and references alike."""
    centers = rng.random((_CENTERS, 2))

    def some() -> Array:
        return centers[rng.integers(_CENTERS, size=n)] + rng.normal(0.0, _WIDTH, (n, 2))

    return some(), some()


DATASETS: dict[str, DataSet] = {"uniform": _uniform, "clusters": _clusters}
"""By the name that `--data` takes; another one joins here."""


def make(name: str, n: int) -> tuple[Array, Array]:
    """The same n points and n references each time."""
    import numpy as np

    return DATASETS[name](np.random.default_rng(SEED), n)
