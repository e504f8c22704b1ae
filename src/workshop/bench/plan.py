"""Which steps can be measured at a size: within the time that is left, and within memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from workshop.bench.measure import human_time
from workshop.bench.memory import MIB
from workshop.bench.steps import Step
from workshop.bench.timing import cost, predict

A_CALL_TAKES = "a call would take about"
"""How the reason begins for what does not fit the time."""
_SHARE_OF_MEMORY = 0.6


@dataclass
class Budget:
    """The seconds of a run; the clock starts when this is made."""

    seconds: float
    clock: Callable[[], float] = time.monotonic
    _start: float = field(init=False)

    def __post_init__(self) -> None:
        self._start = self.clock()

    @property
    def left(self) -> float:
        """The seconds that are left."""
        return self.seconds - (self.clock() - self._start)

    def leave_at_least(self, seconds: float) -> None:
        """Allow more time where less than this is left."""
        self.seconds += max(seconds - self.left, 0.0)


def too_large(step: Step, n: int, available: int) -> str | None:
    """Why a step has too little memory at this size, or None."""
    needed = step.bytes_per_pair * n * n
    if needed <= _SHARE_OF_MEMORY * available:
        return None
    free = f"{available / MIB:,.0f} MiB are free"
    return f"it would take about {needed / MIB:,.0f} MiB of memory, and {free}"


def too_slow(known: Mapping[str, tuple[int, float]], n: int, seconds: float) -> dict[str, str]:
    """The steps to skip at the size n, the slowest first, until the others take `seconds` at most.

    `known` has the size and the time of a call that were measured last.
    """
    predicted = {id: predict(time, size, n) for id, (size, time) in known.items()}
    costs = {id: cost(time) for id, time in predicted.items()}
    skipped = dict[str, str]()
    for id in sorted(costs, key=costs.__getitem__, reverse=True):
        if sum(costs.values()) <= seconds:
            break
        del costs[id]
        skipped[id] = f"{A_CALL_TAKES} {human_time(predicted[id])}"
    return skipped
