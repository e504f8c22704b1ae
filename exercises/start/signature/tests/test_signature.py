"""The tests of `start-signature`."""

import inspect
import math

import isotopes
import pytest

SENTENCE = "Return the activity that is left, in the unit of `activity`, after some hours."


def close_to(activity: float) -> object:
    """Equal to every float that differs by rounding alone."""
    return pytest.approx(activity, rel=1e-12)


def test_half_is_left_after_one_half_life() -> None:
    assert isotopes.decay(400.0, 6.0, hours=6.0) == close_to(200.0)
    for step in range(1, 400):
        half_life = step * 0.37
        assert isotopes.decay(0.3, half_life, hours=half_life) == close_to(0.15)


def test_quarter_is_left_after_two() -> None:
    assert isotopes.decay(400, 6, hours=12) == close_to(100.0)
    assert isotopes.decay(0.1, 2.5, hours=5.0) == close_to(0.025)


def test_hours_are_a_fraction_of_a_half_life() -> None:
    assert isotopes.decay(100.0, 8.0, hours=4.0) == close_to(100.0 * math.sqrt(0.5))
    assert isotopes.decay(1e-6, 8.0, hours=0.8) == close_to(1e-6 * 0.5**0.1)


def test_more_was_there_before() -> None:
    assert isotopes.decay(400.0, 6.0, hours=0.0) == close_to(400.0)
    assert isotopes.decay(400.0, 6.0, hours=-6.0) == close_to(800.0)


def test_hours_can_be_left_out() -> None:
    assert isotopes.decay(400.0, 1.0) == close_to(200.0)
    assert isotopes.decay(0.3, 6.5) == close_to(isotopes.decay(0.3, 6.5, hours=1.0))


def test_hours_without_their_name_are_a_type_error() -> None:
    with pytest.raises(TypeError, match="positional"):
        isotopes.decay(400, 6, 12)


def test_none_is_not_a_number_of_hours() -> None:
    with pytest.raises(TypeError):
        isotopes.decay(400.0, 6.0, hours=None)


def signature_of_decay() -> str:
    """What `help` shows: with or without a `/`, and whatever the source calls one hour."""
    shown = str(inspect.signature(isotopes.decay)).replace(", /", "")
    return shown.replace("hours=1)", "hours=1.0)").replace("hours=Ellipsis)", "hours=1.0)")


def test_help_shows_the_default() -> None:
    assert signature_of_decay() == "(activity, half_life, *, hours=1.0)"


def sentence_of(doc: str | None) -> str | None:
    """The sentence, if the doc comment has it, on one line or several; or all that it says."""
    words = " ".join((doc or "").split())
    return SENTENCE if SENTENCE in words and "TODO" not in words else doc


def test_help_shows_the_sentence() -> None:
    assert sentence_of(isotopes.decay.__doc__) == SENTENCE
