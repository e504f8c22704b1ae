"""Time calls: the fastest by the wall clock, its CPU time, and what both say of the machine."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")
ENOUGH = 0.3
"""Seconds in which a short call is repeated."""
LONG = 3.0
"""Seconds after which a call is not repeated any more."""
_FEWEST, _MOST = 3, 100
_START = 0.5
"""Seconds that a child needs before and after its calls."""
_LOADED = 0.3
"""The share of all cores that other programs may use."""
_WAITED = 1.15
"""How much longer than its CPU time a call of one thread may take."""
_SHORT = 0.005
"""Seconds below which a call is too short to tell who else was at work."""
_HELD_BACK = 0.75
"""The share of its threads that a parallel call must have used at least."""


@dataclass(frozen=True)
class Clocks:
    """Where the time comes from; tests have clocks of their own."""

    wall: Callable[[], float] = time.perf_counter
    cpu: Callable[[], float] = time.process_time


@dataclass(frozen=True)
class Timing:
    """The fastest of the calls: its wall time, and the CPU time of all its threads."""

    wall: float
    cpu: float
    threads: int = 1

    @property
    def share(self) -> float:
        """How many threads were at work on average."""
        return self.cpu / self.wall if self.wall else math.inf


def time_calls(
    call: Callable[[], Result], clocks: Clocks | None = None, enough: float = ENOUGH
) -> tuple[Timing, Result]:
    """Call until `enough` seconds are used, at least three times unless that takes long."""
    clocks, results = clocks or Clocks(), list[Result]()

    def once() -> Timing:
        cpu, wall = clocks.cpu(), clocks.wall()
        results[:] = [call()]
        return Timing(clocks.wall() - wall, clocks.cpu() - cpu)

    return fastest(once, enough), results[0]


def fastest(measure: Callable[[], Timing], enough: float = ENOUGH) -> Timing:
    """Measure until `enough` seconds are measured; the one with the least wall time."""
    found, spent, count = Timing(math.inf, 0.0), 0.0, 0
    while not _is_enough(spent, count, enough):
        now = measure()
        found, spent, count = min(found, now, key=_wall), spent + now.wall, count + 1
    return found


def _wall(timing: Timing) -> float:
    return timing.wall


def _is_enough(spent: float, count: int, enough: float) -> bool:
    return spent >= LONG or (count >= _FEWEST and spent >= enough) or count >= _MOST


def predict(seconds: float, n: int, larger: int) -> float:
    """The time of a call at a larger size, since the pairs grow with the square."""
    return seconds * (larger / n) ** 2


def cost(seconds: float) -> float:
    """About how long it takes to measure a call of this time: the child, a warm call, the calls."""
    calls = 1 if seconds >= LONG else min(_FEWEST, math.ceil(LONG / max(seconds, 1e-9)))
    warm = seconds if seconds < LONG else 0.1 * seconds
    return _START + warm + max(calls * seconds, min(ENOUGH, _MOST * seconds))


def signs_of_load(load: float, cores: int, timings: Iterable[tuple[str, Timing]]) -> list[str]:
    """What says that other programs were at work, in sentences; nothing on an idle machine.

    `load` is how many cores others used before anything was measured.
    """
    signs = list[str]()
    if load > _LOADED * cores:
        signs.append(f"Before the start, other programs used {load:.1f} of {cores} cores.")
    for label, timing in timings:
        if timing.wall < _SHORT:
            continue
        if timing.threads == 1 and timing.wall > _WAITED * timing.cpu:
            waited = timing.wall / timing.cpu - 1 if timing.cpu else math.inf
            signs.append(f"{label}: the call took {waited:.0%} longer than it computed.")
        elif timing.threads > 1 and timing.share < _HELD_BACK * timing.threads:
            used = f"{timing.share:.1f} of {timing.threads} threads"
            signs.append(f"{label}: on average only {used} were at work.")
    return signs
