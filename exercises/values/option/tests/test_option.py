"""The tests of `values-option`."""

import math

from readings import first_above


def test_position_of_the_first_above() -> None:
    assert first_above([1.0, 2.5, 3.0, 2.0], 2.0) == 1


def test_first_of_all_is_at_0() -> None:
    assert first_above([9.0, 1.0], 2.0) == 0


def test_last_of_all() -> None:
    assert first_above([1.0, 2.0, 9.0], 2.0) == 2


def test_nothing_above_is_none() -> None:
    assert first_above([1.0, 2.0], 5.0) is None


def test_reading_at_the_limit_is_not_above() -> None:
    assert first_above([2.0, 2.0], 2.0) is None


def test_no_readings_have_none_above() -> None:
    assert first_above([], 0.0) is None


def test_nan_is_not_above() -> None:
    assert first_above([math.nan, 3.0], 2.0) == 1
    assert first_above([math.nan], 2.0) is None
