"""Distances from points to the nearest other point, computed in Rust."""

from distances._distances import (
    nearest_distances,
    nearest_neighbor_distances,
    read_points,
)

__all__ = ["nearest_distances", "nearest_neighbor_distances", "read_points"]
