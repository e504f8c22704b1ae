"""The tests of `start-signature`."""

import inspect

import pytest
from isotopes import decay


def test_half_is_left_after_one_half_life() -> None:
    assert decay(400.0, 6.0, hours=6.0) == 200.0


def test_quarter_is_left_after_two() -> None:
    assert decay(400, 6, hours=12) == 100.0


def test_hours_can_be_left_out() -> None:
    assert decay(400.0, 6.0) == decay(400.0, 6.0, hours=1.0)
    assert decay(400.0, 1.0) == 200.0


def test_hours_without_their_name_are_a_type_error() -> None:
    with pytest.raises(TypeError, match="positional"):
        decay(400, 6, 12)


def test_none_is_not_a_number_of_hours() -> None:
    with pytest.raises(TypeError):
        decay(400.0, 6.0, hours=None)


def test_help_shows_the_default() -> None:
    assert str(inspect.signature(decay)) == "(activity, half_life, *, hours=1.0)"


def test_help_shows_the_sentence() -> None:
    sentence = "Return the activity that is left, in the unit of `activity`, after some hours."
    assert decay.__doc__ == sentence
