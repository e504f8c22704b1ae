"""Which hint comes next: first the one that fits what went wrong, then the general ones."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.course.catalog import Exercise, Hint


def fitting_hint(exercise: Exercise, events: Sequence[str | None]) -> Hint | None:
    """The hint for the first event (a compiler code or a failed test) that has one."""
    return next(iter(_fitting(exercise, events)), None)


def in_order(exercise: Exercise, events: Sequence[str | None]) -> list[Hint]:
    """The hints worth giving after `events`, the best first."""
    general = [hint for hint in exercise.hints if hint.when is None]
    return list(dict.fromkeys([*_fitting(exercise, events), *general]))


def next_hint(
    exercise: Exercise, events: Sequence[str | None], given: Sequence[str]
) -> Hint | None:
    """The first hint in order whose text was not given before."""
    return next((hint for hint in in_order(exercise, events) if hint.text not in given), None)


def _fitting(exercise: Exercise, events: Sequence[str | None]) -> list[Hint]:
    names = [_function(event) for event in events if event]
    return [hint for name in names for hint in exercise.hints if hint.when == name]


def _function(event: str) -> str:
    """A compiler code as it is; a test without its module and its parameters."""
    return event.partition("[")[0].rpartition("::")[2]
