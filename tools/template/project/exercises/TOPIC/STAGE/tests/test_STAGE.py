"""The tests of `TOPIC-STAGE`."""

from TOPIC import largest_step


def test_largest_step() -> None:
    assert largest_step([1.0, 2.0, 5.0, 5.5]) == 3.0


def test_step_down_counts() -> None:
    assert largest_step([4.0, 0.5, 1.0]) == 3.5


def test_one_reading_makes_no_step() -> None:
    assert largest_step([4.0]) == 0.0
    assert largest_step([]) == 0.0
