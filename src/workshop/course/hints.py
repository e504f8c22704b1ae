"""Which failure to show first, which hint fits it, and which hints come next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workshop.course.catalog import Exercise, Hint


@dataclass(frozen=True)
class Failure:
    """One thing that went wrong, and what was said of it.

    `event` is a compiler code, `compile` for an error without one, a failed test, or how the
    program ended before its tests did: `crash`, `timeout`, `exit`. `panicked`: the test ended with
    a panic in the learner's own code.
    """

    event: str
    message: str = ""
    panicked: bool = False


def best_match(
    exercise: Exercise, failures: Sequence[Failure]
) -> tuple[Failure | None, Hint | None]:
    """The failure to show first, and the hint that fits it best.

    The hint that asks for the most words wins, then the first failure. Our sentence on a panic
    weighs as much as a hint without words, so a panic comes before later tests that only failed.
    """
    pairs = (
        (failure, hint)
        for failure in failures
        for hint in (*_fitting(exercise, failure), *([None] if failure.panicked else []))
    )
    return max(pairs, key=lambda pair: _weight(pair[1]), default=(None, None))


def best_first(exercise: Exercise, failures: Sequence[Failure]) -> list[Hint]:
    """The hints worth giving: those for the failure that is shown, then the general ones."""
    shown, _hint = best_match(exercise, failures)
    fitting = list(_fitting(exercise, shown)) if shown else []
    general = [hint for hint in exercise.hints if not hint.when]
    return [*sorted(fitting, key=_weight, reverse=True), *general]


def next_hint(exercise: Exercise, failures: Sequence[Failure], given: Sequence[str]) -> Hint | None:
    """The first hint in order whose text was not given before."""
    found = best_first(exercise, failures)
    return next((hint for hint in found if hint.text not in given), None)


def _fitting(exercise: Exercise, failure: Failure) -> Iterator[Hint]:
    """The hints for a failure; for a panic only those that name it, or words of its message."""
    said = " ".join(failure.message.split())
    for hint in exercise.hints:
        event, *words = hint.when or ("",)
        named = failure.panicked and event == "panic"
        if event == _function(failure.event) and (words or not failure.panicked):
            named = True
        if named and all(word in said for word in words):
            yield hint


def _weight(hint: Hint | None) -> int:
    return len(hint.when) if hint else 1


def _function(event: str) -> str:
    """A compiler code as it is; a test without its module and its parameters."""
    return event.partition("[")[0].rpartition("::")[2]
