"""What a child of `bench trees` does: it finds the best settings of one step, and times them."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from workshop.bench import datasets
from workshop.bench.loading import load
from workshop.bench.timing import LONG, time_calls

_FEW = 8
_EVERY = 16
"""One point of so many is enough to predict a call."""
_HOPEFUL, _TRIED = 1.5, 5
"""How much slower than the best prediction is still tried with all points, and how many are."""
_CLOSE, _FINALISTS = 1.15, 2
"""How much slower than the best is still timed as often as a step without settings; how many."""
_TOLD = 0.25
"""Seconds after which the system's clock, which ticks every 10 ms, says what others use."""
_TRUSTED = 0.1
"""Seconds of a call that is not repeated before it is chosen."""

Settings = dict[str, Any]
Call = Callable[["datasets.Array"], Any]
"""A step with its settings and references: it takes the points."""


@dataclass(frozen=True)
class Timed:
    """Settings, and the seconds of a call with them, measured or predicted."""

    settings: Settings
    seconds: float


def time_best(order: Mapping[str, Any]) -> dict[str, Any]:
    """Time one step on one problem with its best settings, and write its result to a file.

    The settings may differ by a factor of a hundred, so each is tried with a few points first.
    """
    function = load(order["function"])
    points, references = datasets.make(order["data"], order["n"], order["dimension"])

    def call_of(chosen: Settings) -> Call:
        return partial(function, references=references, **chosen)

    call_of(order["settings"][0])(points[:_FEW])  # what only the first call does
    finalists, variants = order["settings"], order["variants"]
    if len(finalists) > 1 or variants:
        finalists = _finalists(call_of, finalists, variants, points)
    watch, fastest = Others(), Timed({}, math.inf)
    for chosen in finalists:
        call = partial(call_of(chosen), points)
        timing, result = time_calls(call, enough=order["enough"])
        if timing.wall < fastest.seconds:
            fastest = Timed(chosen, timing.wall)
            np.save(order["result"], np.asarray(result, dtype=np.float64))
    others = watch.cores
    one_point = partial(call_of(fastest.settings), points[:1].copy())
    return {
        "wall": fastest.seconds,
        "build": time_calls(one_point, enough=order["enough"] / 2)[0].wall,
        "settings": fastest.settings,
        "others": others,
    }


def _finalists(
    call_of: Callable[[Settings], Call],
    settings: Sequence[Settings],
    variants: Sequence[Settings],
    points: datasets.Array,
) -> list[Settings]:
    """The settings that may be the best, with the variants of the two that are most promising."""
    few = np.ascontiguousarray(points[::_EVERY])

    def predicted(chosen: Settings) -> Timed:
        """A few points say what all of them would take."""
        call = call_of(chosen)
        build = _seconds(call, points[:1].copy())
        return Timed(chosen, build + _EVERY * max(_seconds(call, few) - build, 0.0))

    found = _hopeful(map(predicted, settings), _HOPEFUL)
    parents = [timed.settings for timed in found[:_FINALISTS]]
    more = [predicted({**parent, **variant}) for parent in parents for variant in variants]
    tried = _hopeful([*found, *more], _HOPEFUL)[:_TRIED]
    if tried[0].seconds > LONG:  # then the prediction is exact enough
        return [timed.settings for timed in tried[:_FINALISTS]]
    called = [Timed(one.settings, _seconds(call_of(one.settings), points)) for one in tried]
    return [timed.settings for timed in _hopeful(called, _CLOSE)[:_FINALISTS]]


def _hopeful(timed: Iterable[Timed], limit: float) -> list[Timed]:
    """Those that take at most so many times as long as the fastest, the fastest first."""
    found = sorted(timed, key=lambda one: one.seconds)
    return [one for one in found if one.seconds <= limit * found[0].seconds]


def _seconds(call: Call, points: datasets.Array) -> float:
    """The time of one call, or of the fastest of a few where one is too short to be trusted."""
    once = partial(_once, call, points)
    first = once()
    return first if first > _TRUSTED else min(first, once(), once())


def _once(call: Call, points: datasets.Array) -> float:
    start = time.perf_counter()
    call(points)
    return time.perf_counter() - start


class Others:
    """How many cores other programs use from here on, as far as the system can tell."""

    def __init__(self) -> None:
        self._busy, self._own, self._wall = _busy(), time.process_time(), time.perf_counter()

    @property
    def cores(self) -> float:
        """The cores that others use on average; 0 where it was too short to tell."""
        own = time.process_time() - self._own
        wall = time.perf_counter() - self._wall
        return max(_busy() - self._busy - own, 0.0) / wall if wall > _TOLD else 0.0


def _busy() -> float:
    """The seconds that all cores together have worked since the system's start."""
    import psutil

    times = psutil.cpu_times()._asdict()
    return math.fsum(times.values()) - math.fsum(times.get(name, 0.0) for name in _NOT_BUSY)


_NOT_BUSY = ("idle", "iowait", "guest", "guest_nice")
"""The last two are counted in others already."""
