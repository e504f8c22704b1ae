"""Which hint comes next: first the one that fits what went wrong, then the general ones."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.catalog import Exercise, Hint


def fitting_hint(exercise: Exercise, events: Sequence[str | None]) -> Hint | None:
    """The hint for the first event (a compiler code or a failed test) that has one."""
    for event in events:
        function = (event or "").partition("[")[0]  # without a test's parameters
        for hint in exercise.hints:
            if hint.when is not None and hint.when == function:
                return hint
    return None


def in_order(exercise: Exercise, events: Sequence[str | None]) -> list[Hint]:
    """The hints worth giving after `events`, the best first."""
    general = [hint for hint in exercise.hints if hint.when is None]
    fitting = [hint for event in events if (hint := fitting_hint(exercise, [event]))]
    return list(dict.fromkeys([*fitting, *general]))


def next_hint(
    exercise: Exercise, events: Sequence[str | None], given: Sequence[str]
) -> Hint | None:
    """The first hint in order whose text was not given before."""
    return next((hint for hint in in_order(exercise, events) if hint.text not in given), None)
