"""The tests of `distances-lists`."""

import math
from pathlib import Path

import pytest
from distances import nearest_distances, read_points

Point = tuple[float, float]

POINTS = Path(__file__).parent.parent / "points.csv"


def python_nearest_distances(points: list[Point], references: list[Point]) -> list[float]:
    return [min(math.dist(point, r) for r in references) for point in points]


def test_distance_of_one_pair() -> None:
    assert nearest_distances([(1.0, 2.0)], [(4.0, 6.0)]) == [5.0]


def test_nearest_of_several_references() -> None:
    references = [(6.0, 0.0), (9.0, 9.0), (0.0, 4.0), (-3.0, 4.0), (0.0, -2.0), (0.0, 7.0)]
    assert nearest_distances([(0.0, 0.0)], references) == [2.0]


def test_each_point_has_its_distance_in_order() -> None:
    points = [(10.0, 0.0), (0.5, 0.0), (5.0, 0.0)]
    assert nearest_distances(points, [(0.0, 0.0), (7.0, 0.0)]) == [3.0, 0.5, 2.0]


def test_same_as_python() -> None:
    points = [(math.sin(i), math.cos(3 * i)) for i in range(300)]
    references = [(math.sin(7 * i), math.cos(5 * i)) for i in range(1, 250)]
    expected = python_nearest_distances(points, references)
    assert nearest_distances(points, references) == pytest.approx(expected, rel=1e-12)


def test_points_of_the_course() -> None:
    points = read_points(POINTS)
    expected = python_nearest_distances(points[:150], points[150:])
    assert nearest_distances(points[:150], points[150:]) == pytest.approx(expected, rel=1e-12)


def test_integers_are_accepted() -> None:
    assert nearest_distances([(0, 0)], [(0, 7)]) == [7.0]


def test_no_points_have_no_distances() -> None:
    assert nearest_distances([], [(0.0, 0.0)]) == []


def test_one_reference_is_needed() -> None:
    with pytest.raises(ValueError, match=r"^references must not be empty$"):
        nearest_distances([(0.5, 1.0)], [])
    assert nearest_distances([(0.5, 1.0)], [(0.5, 1.0)]) == [0.0]


def test_coordinates_are_finite_numbers() -> None:
    for bad in (math.nan, math.inf, -math.inf):
        for point in ((bad, 0.0), (0.0, bad)):
            with pytest.raises(ValueError, match=r"^points has a coordinate that is NaN or inf"):
                nearest_distances([(0.0, 0.0), point], [(1.0, 1.0)])
            with pytest.raises(ValueError, match=r"^references has a coordinate that is NaN or"):
                nearest_distances([(0.0, 0.0)], [(1.0, 1.0), point])
    assert nearest_distances([(1e-310, -0.5)], [(1e-310, -2.0)]) == [1.5]
    assert nearest_distances([(1e100, -0.5)], [(-1e100, -0.5)]) == [2e100]
