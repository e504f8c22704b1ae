"""The tests of the package, in Python."""

from pathlib import Path

import numpy as np
import pytest
from distances import nearest_distances, nearest_neighbor_distances, read_points

POINTS = np.array([[0.5, -1.25], [3.0, 4.0], [-2.75, 0.1], [8.0, -6.5], [0.5, 7.125]])
STATIONS = np.array([[-1.5, 2.0], [6.25, 5.5], [0.75, -8.0]])


def test_nearest_distances_are_those_of_numpy() -> None:
    rng = np.random.default_rng(1)
    points, references = rng.normal(size=(300, 2)), rng.normal(size=(250, 2))
    between = points[:, np.newaxis, :] - references
    expected = np.sqrt((between**2).sum(axis=2)).min(axis=1)
    np.testing.assert_allclose(nearest_distances(points, references), expected, rtol=1e-12)


def test_nearest_neighbor_of_a_point_is_another_row() -> None:
    rows = np.array([[0.0, 0.0], [3.0, 4.0], [3.0, 4.0]])
    assert nearest_neighbor_distances(rows).tolist() == [5.0, 0.0, 0.0]


def test_every_memory_layout() -> None:
    expected = nearest_distances(POINTS, STATIONS).tolist()
    for rows in (np.asfortranarray(POINTS), np.repeat(POINTS, 2, axis=0)[::2]):
        assert nearest_distances(rows, STATIONS).tolist() == expected


def test_result_is_a_float64_array() -> None:
    distances = nearest_distances(np.empty((0, 2)), STATIONS)
    assert distances.dtype == np.float64
    assert distances.shape == (0,)


def test_arrays_that_hold_no_points() -> None:
    with pytest.raises(ValueError, match="references has 3 columns"):
        nearest_distances(POINTS, np.ones((4, 3)))
    with pytest.raises(ValueError, match="points has a coordinate in row 0"):
        nearest_distances(np.full((1, 2), np.nan), STATIONS)
    with pytest.raises(TypeError):
        nearest_distances(POINTS.astype(np.float32), STATIONS)
    with pytest.raises(TypeError):
        nearest_distances(POINTS.tolist(), STATIONS)


def test_points_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text("0.5,-1.25\n3,4\n", encoding="utf-8")
    assert read_points(file) == [(0.5, -1.25), (3.0, 4.0)]
    with pytest.raises(FileNotFoundError):
        read_points(tmp_path / "missing.csv")
