from __future__ import annotations

from workshop.bench.plan import Budget, too_large, too_slow
from workshop.bench.steps import STEPS


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_budget_shrinks_as_time_passes_and_may_grow() -> None:
    clock = Clock()
    budget = Budget(120.0, clock)
    clock.now += 90.0
    assert budget.left == 30.0
    budget.leave_at_least(60.0)
    assert budget.left == 60.0
    budget.leave_at_least(10.0)
    assert budget.left == 60.0


def test_what_fits_is_measured() -> None:
    known = {"python": (1_000, 0.13), "lists": (1_000, 0.0007)}
    assert too_slow(known, 10_000, 60.0) == {}


def test_the_slowest_are_skipped_first_and_the_reason_says_how_long() -> None:
    known = {"lists": (1_000, 0.0007), "python": (3_000, 1.2), "numpy_broadcast": (1_000, 0.04)}
    skipped = too_slow(known, 10_000, 12.0)
    assert skipped == {"python": "a call would take about 13 s"}
    assert list(too_slow(known, 10_000, 3.0)) == ["python", "numpy_broadcast"]
    assert set(too_slow(known, 10_000, 0.0)) == set(known)


def test_a_step_that_holds_all_pairs_needs_the_memory() -> None:
    broadcast, columns = STEPS["numpy_broadcast"], STEPS["numpy_columns"]
    assert too_large(broadcast, 3_000, 8 * 2**30) is None
    reason = too_large(broadcast, 10_000, 4 * 2**30)
    assert reason == "it would take about 3,815 MiB of memory, and 4,096 MiB are free"
    assert too_large(columns, 10_000, 2**20) is None
