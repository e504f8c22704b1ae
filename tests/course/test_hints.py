"""The hint belongs to the failure that is shown; then come the general ones, each once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shop import Shop
from workshop.check.verdict import Verdict
from workshop.course.catalog import Exercise, Hint
from workshop.course.hints import Failure, best_first, best_match, next_hint
from workshop.rust.diagnostics import Diagnostic

MOVED, EMPTY, OTHER = Failure("E0382"), Failure("test_empty"), Failure("test_other")


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


def match(exercise: Exercise, *failures: Failure) -> tuple[str | None, str | None]:
    """The event that is shown, and the text of its hint."""
    shown, hint = best_match(exercise, failures)
    return shown.event if shown else None, hint.text if hint else None


def test_nothing_went_wrong_yet(exercise: Exercise) -> None:
    assert best_match(exercise, []) == (None, None)
    assert texts(best_first(exercise, [])) == ["first", "second"]


def test_what_went_wrong_comes_first(exercise: Exercise) -> None:
    assert texts(best_first(exercise, [MOVED])) == [
        "for the move",
        "for the move again",
        "first",
        "second",
    ]


def test_parameters_of_a_test_do_not_matter(exercise: Exercise) -> None:
    found = match(exercise, OTHER, Failure("lists::test_empty[a-1]"))
    assert found == ("lists::test_empty[a-1]", "for the empty list")


def test_no_hint_is_given_twice_and_there_is_an_end(exercise: Exercise) -> None:
    given: list[str] = []
    while hint := next_hint(exercise, [MOVED], given):
        given.append(hint.text)
    assert given == ["for the move", "for the move again", "first", "second"]


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
    assert match(specific, Failure("E0308", message)) == ("E0308", text)


def test_an_error_without_a_code_is_called_compile(exercise: Exercise) -> None:
    hint = Hint("for the chain", ("compile", "cannot be chained"))
    error = Diagnostic("error", None, "comparison operators cannot be chained", "", None, ())
    verdict = Verdict("hints", "compile", "This code does not compile.", (error,))
    chained = replace(exercise, hints=(*exercise.hints, hint))
    assert match(chained, *verdict.failures) == ("compile", "for the chain")
    assert match(exercise, *verdict.failures) == (None, None)


def test_less_specific_hints_come_after_the_best(specific: Exercise) -> None:
    failures = [Failure("E0308", "expected `i32`, found `()`")]
    assert texts(best_first(specific, failures)) == ["no value", "any mismatch"]
    following = next_hint(specific, failures, ["no value"])
    assert following is not None
    assert following.text == "any mismatch"


@pytest.fixture
def tested(exercise: Exercise) -> Exercise:
    """Hints for two tests, with and without words, and for how a program can end."""
    hints = (
        Hint("what one asks for", ("test_one",)),
        Hint("what two asks for", ("test_two",)),
        Hint("two is doubled", ("test_two", "4.0")),
        Hint("the empty list", ("test_two", "out of bounds")),
        Hint("no value was there", ("panic", "`None` value")),
        Hint("a loop without an end", ("timeout",)),
        Hint("general"),
    )
    return replace(exercise, hints=hints)


def test_of_hints_that_fit_alike_that_of_the_first_failure_wins(tested: Exercise) -> None:
    found = match(tested, Failure("test_one", "1.0"), Failure("test_two", "3.0"))
    assert found == ("test_one", "what one asks for")


def test_a_hint_with_words_of_a_later_failure_brings_that_failure_to_the_front(
    tested: Exercise,
) -> None:
    failures = [Failure("test_one", "1.0"), Failure("test_two", "4.0")]
    assert match(tested, *failures) == ("test_two", "two is doubled")
    assert texts(best_first(tested, failures)) == ["two is doubled", "what two asks for", "general"]


def test_the_words_must_be_those_of_the_same_failure(tested: Exercise) -> None:
    found = match(tested, Failure("test_one", "4.0"), Failure("test_two", "3.0"))
    assert found == ("test_one", "what one asks for")


@pytest.mark.parametrize(
    ("message", "hint"),
    [
        ("index out of bounds: the len is 0", "the empty list"),
        ("called `Option::unwrap()` on a `None` value", "no value was there"),
        ("attempt to subtract with overflow", None),
    ],
)
def test_a_panic_gets_only_a_hint_with_words_of_its_message(
    tested: Exercise, message: str, hint: str | None
) -> None:
    panic = Failure("test_two", message, panicked=True)
    assert match(tested, panic) == ("test_two", hint)
    assert "what two asks for" not in texts(best_first(tested, [panic]))


def test_a_panic_comes_before_later_tests_that_only_failed(tested: Exercise) -> None:
    panic = Failure("test_one", "attempt to subtract with overflow", panicked=True)
    assert match(tested, panic, Failure("test_two", "3.0")) == ("test_one", None)
    assert match(tested, Failure("test_two", "3.0"), panic) == ("test_two", "what two asks for")
    assert match(tested, panic, Failure("test_two", "4.0")) == ("test_two", "two is doubled")


@pytest.mark.parametrize("ending", ["crash", "timeout", "exit"])
def test_the_end_of_a_program_never_gets_the_hint_of_a_test(tested: Exercise, ending: str) -> None:
    failure = Failure(ending, "The program … while test_one was running")
    hint = "a loop without an end" if ending == "timeout" else None
    assert match(tested, failure) == ((ending, hint) if hint else (None, None))
    assert texts(best_first(tested, [failure])) == [*([hint] if hint else []), "general"]
