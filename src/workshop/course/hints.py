"""Which hint fits a verdict, and which comes next: first the fitting one, then the general ones."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.course.catalog import Exercise, Hint


def fitting_hint(
    exercise: Exercise, events: Sequence[str | None], message: str = ""
) -> Hint | None:
    """The hint that fits best what went wrong: compiler codes or failed tests, and the message."""
    return next(iter(_fitting(exercise, events, message)), None)


def best_first(exercise: Exercise, events: Sequence[str | None], message: str = "") -> list[Hint]:
    """The hints worth giving after `events`, the best first."""
    general = [hint for hint in exercise.hints if not hint.when]
    return list(dict.fromkeys([*_fitting(exercise, events, message), *general]))


def next_hint(
    exercise: Exercise,
    events: Sequence[str | None],
    given: Sequence[str],
    message: str = "",
) -> Hint | None:
    """The first hint in order whose text was not given before."""
    found = best_first(exercise, events, message)
    return next((hint for hint in found if hint.text not in given), None)


def _fitting(exercise: Exercise, events: Sequence[str | None], message: str) -> list[Hint]:
    """Hints that ask for more words of the message come first, then those of the first event."""
    said = " ".join(message.split())
    fitting = [
        hint
        for event in events
        if event
        for hint in exercise.hints
        if hint.when[:1] == (_function(event),) and all(word in said for word in hint.when[1:])
    ]
    return sorted(fitting, key=lambda hint: -len(hint.when))


def _function(event: str) -> str:
    """A compiler code as it is; a test without its module and its parameters."""
    return event.partition("[")[0].rpartition("::")[2]
