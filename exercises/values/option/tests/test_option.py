"""The tests of `values-option`."""

import math
import random

from times import first_gap


def test_index_before_the_gap() -> None:
    assert first_gap([0.0, 1.0, 2.0, 7.0, 8.0], 1.5) == 2


def test_first_of_two_gaps() -> None:
    assert first_gap([0.0, 1.0, 5.0, 6.0, 9.0], 1.5) == 1


def test_gap_after_the_first_time() -> None:
    assert first_gap([0.0, 9.0, 10.0], 2.0) == 0


def test_gap_before_the_last_time() -> None:
    assert first_gap([0.0, 0.25, 0.5, 1.0], 0.3) == 2


def test_times_below_zero() -> None:
    assert first_gap([-9.5, -9.0, -8.5, -7.0], 0.75) == 2


def test_small_gap_between_large_times() -> None:
    assert first_gap([1e9, 1e9 + 0.1, 1e9 + 0.3], 0.15) == 1
    assert first_gap([0.0, 1e300, math.inf], 2e300) == 1


def test_no_gap_is_none() -> None:
    assert first_gap([0.0, 1.0, 2.0], 1.5) is None


def test_difference_of_one_step_is_no_gap() -> None:
    assert first_gap([0.0, 0.5, 1.0], 0.5) is None


def test_one_time_has_no_gap() -> None:
    assert first_gap([3.5], 1.0) is None


def test_no_times_have_no_gap() -> None:
    assert first_gap([], 1.0) is None


def test_gap_at_any_index() -> None:
    steps = random.Random(7)
    for index in [*range(50), 300]:
        times = [0.0]
        for i in range(index + 10):
            times.append(times[-1] + (4.0 if i == index else steps.choice([0.25, 0.5, 1.0])))
        assert first_gap(times, 1.25) == index
