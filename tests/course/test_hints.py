"""The hint that fits comes first, then the general ones, each once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shop import Shop
from workshop.course.catalog import Exercise, Hint
from workshop.course.hints import fitting_hint, in_order, next_hint


@pytest.fixture
def exercise(shop: Shop) -> Exercise:
    hints = (
        Hint("first"),
        Hint("for the move", "E0382"),
        Hint("second"),
        Hint("for the empty list", "test_empty"),
        Hint("for the move again", "E0382"),
    )
    return replace(shop.rust("hints", "", ""), hints=hints)


def texts(hints: list[Hint]) -> list[str]:
    return [hint.text for hint in hints]


def test_nothing_went_wrong_yet(exercise: Exercise) -> None:
    assert fitting_hint(exercise, []) is None
    assert texts(in_order(exercise, [])) == ["first", "second"]


def test_what_went_wrong_comes_first(exercise: Exercise) -> None:
    assert texts(in_order(exercise, ["E0382"])) == [
        "for the move",
        "for the move again",
        "first",
        "second",
    ]


def test_parameters_of_a_test_do_not_matter(exercise: Exercise) -> None:
    found = fitting_hint(exercise, [None, "test_other", "test_empty[a-1]"])
    assert found is not None
    assert found.text == "for the empty list"


def test_no_hint_is_given_twice_and_there_is_an_end(exercise: Exercise) -> None:
    given: list[str] = []
    while hint := next_hint(exercise, ["test_empty", "E0382"], given):
        given.append(hint.text)
    assert given == [
        "for the empty list",
        "for the move",
        "for the move again",
        "first",
        "second",
    ]
