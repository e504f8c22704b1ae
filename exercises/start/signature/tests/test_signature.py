"""The tests of `start-signature`."""

import inspect

import isotopes
import pytest


def test_half_is_left_after_one_half_life() -> None:
    assert isotopes.decay(400.0, 6.0, hours=6.0) == 200.0


def test_quarter_is_left_after_two() -> None:
    assert isotopes.decay(400, 6, hours=12) == 100.0


def test_hours_can_be_left_out() -> None:
    assert isotopes.decay(400.0, 6.0) == isotopes.decay(400.0, 6.0, hours=1.0)
    assert isotopes.decay(400.0, 1.0) == 200.0


def test_hours_without_their_name_are_a_type_error() -> None:
    with pytest.raises(TypeError, match="positional"):
        isotopes.decay(400, 6, 12)


def test_none_is_not_a_number_of_hours() -> None:
    with pytest.raises(TypeError):
        isotopes.decay(400.0, 6.0, hours=None)


def test_help_shows_the_default() -> None:
    assert str(inspect.signature(isotopes.decay)) == "(activity, half_life, *, hours=1.0)"


def test_help_shows_the_sentence() -> None:
    sentence = "Return the activity that is left, in the unit of `activity`, after some hours."
    assert isotopes.decay.__doc__ == sentence
