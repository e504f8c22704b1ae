"""The native module: what `src/lib.rs` exports."""

from os import PathLike

import numpy as np
from numpy.typing import NDArray

__all__ = ["nearest_distances", "nearest_neighbor_distances", "read_points"]

# [stub]
def nearest_distances(
    points: NDArray[np.float64], references: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the distance from each row of `points` to the nearest row of `references`."""

# [end]
def nearest_neighbor_distances(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance from each row of `points` to the nearest other row."""

def read_points(path: str | PathLike[str]) -> list[tuple[float, float]]:
    """Read a file with one point, `x,y`, in each line."""
