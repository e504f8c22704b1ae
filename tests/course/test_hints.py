"""The hint that fits comes first, then the general ones, each once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shop import Shop
from workshop.course.catalog import Exercise, Hint
from workshop.course.hints import best_first, fitting_hint, next_hint


@pytest.fixture
def exercise(shop: Shop) -> Exercise:
    hints = (
        Hint("first"),
        Hint("for the move", ("E0382",)),
        Hint("second"),
        Hint("for the empty list", ("test_empty",)),
        Hint("for the move again", ("E0382",)),
    )
    return replace(shop.rust("hints", "", ""), hints=hints)


def texts(hints: list[Hint]) -> list[str]:
    return [hint.text for hint in hints]


def test_nothing_went_wrong_yet(exercise: Exercise) -> None:
    assert fitting_hint(exercise, []) is None
    assert texts(best_first(exercise, [])) == ["first", "second"]


def test_what_went_wrong_comes_first(exercise: Exercise) -> None:
    assert texts(best_first(exercise, ["E0382"])) == [
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


@pytest.fixture
def specific(exercise: Exercise) -> Exercise:
    hints = (
        Hint("any mismatch", ("E0308",)),
        Hint("no value", ("E0308", "found `()`")),
        Hint("no value for a float", ("E0308", "found `()`", "expected `f64`")),
        Hint("another code", ("E0277", "found `()`")),
    )
    return replace(exercise, hints=hints)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("", "any mismatch"),
        ("mismatched types", "any mismatch"),
        ("mismatched types: expected `i32`,\n found `()`", "no value"),
        ("mismatched types: expected `f64`, found `()`", "no value for a float"),
    ],
)
def test_the_most_specific_hint_wins(specific: Exercise, message: str, text: str) -> None:
    hint = fitting_hint(specific, ["E0308"], message)
    assert hint is not None
    assert hint.text == text


def test_less_specific_hints_come_after_the_best(specific: Exercise) -> None:
    found = best_first(specific, ["E0308"], "expected `i32`, found `()`")
    assert texts(found) == ["no value", "any mismatch"]
    following = next_hint(specific, ["E0308"], ["no value"], "expected `i32`, found `()`")
    assert following is not None
    assert following.text == "any mismatch"


def test_of_hints_that_fit_alike_that_of_the_first_event_comes_first(exercise: Exercise) -> None:
    found = best_first(exercise, ["test_empty", "E0382"])
    assert texts(found)[:2] == ["for the empty list", "for the move"]
