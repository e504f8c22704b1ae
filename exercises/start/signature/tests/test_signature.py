"""The tests of `start-signature`."""

import inspect
import re

import isotopes
import pytest

SENTENCE = "Return the activity that is left, in the unit of `activity`, after some hours."


def signature_of(function: object) -> str:
    """The signature that `help` shows; `/` is allowed, and so is another way to write 1.0."""
    shown = str(inspect.signature(function))  # type: ignore[arg-type]
    return re.sub(r"=(1|1\.|Ellipsis)\)$", "=1.0)", shown.replace(" /,", ""))


def sentence_of(doc: str | None) -> str:
    """The doc comment in one line; of a longer one the sentence, if no TODO is left in it."""
    text = " ".join((doc or "").split())
    return SENTENCE if SENTENCE in text and "TODO" not in text else text


def test_half_is_left_after_one_half_life() -> None:
    assert isotopes.decay(400.0, 6.0, hours=6.0) == 200.0


def test_quarter_is_left_after_two() -> None:
    assert isotopes.decay(400, 6, hours=12) == 100.0
    assert isotopes.decay(-0.75, 0.1, hours=0.3) == pytest.approx(-0.09375, rel=1e-12)
    for hours in [number * 0.25 - 6.0 for number in range(50)]:
        left = isotopes.decay(0.1, 2.5, hours=hours)
        assert left == pytest.approx(0.1 * 0.5 ** (hours / 2.5), rel=1e-12)


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
    assert signature_of(isotopes.decay) == "(activity, half_life, *, hours=1.0)"


def test_help_shows_the_sentence() -> None:
    assert sentence_of(isotopes.decay.__doc__) == SENTENCE
