"""What a child of `bench trees` does: it finds the best settings of one step, and times them."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from workshop.bench import datasets
from workshop.bench.loading import load
from workshop.bench.timing import time_calls

_FEW = 8
_EVERY = 16
"""One point of so many is enough to predict a call."""
_HOPEFUL, _TRIED, _FINALISTS = 2.0, 6, 2
"""How much slower than the best prediction is still tried; how many settings are tried with all
points; how many of these are timed as often as a step with one setting."""
_TRUSTED = 0.1
"""Seconds of a call that is not repeated before it is chosen."""

Call = Callable[["datasets.Array"], Any]
"""A step with its settings and references: it takes the points."""


def time_best(order: Mapping[str, Any]) -> dict[str, Any]:
    """Time one step on one problem with its best settings, and write its result to a file.

    The settings may differ by a factor of a hundred, so each is tried with a few points first.
    """
    function = load(order["function"])
    points, references = datasets.make(order["data"], order["n"], order["dimension"])
    calls = [partial(function, references=references, **chosen) for chosen in order["settings"]]
    calls[0](points[:_FEW])  # what only the first call does
    finalists = _finalists(calls, points) if len(calls) > 1 else [0]
    results, timings, watch = dict[int, Any](), dict[int, float](), Others()
    for index in finalists:
        timing, results[index] = time_calls(partial(calls[index], points), enough=order["enough"])
        timings[index] = timing.wall
    others = watch.cores
    best = min(finalists, key=timings.__getitem__)
    np.save(order["result"], np.asarray(results[best], dtype=np.float64))
    one_point = partial(calls[best], points[:1].copy())
    return {
        "wall": timings[best],
        "build": time_calls(one_point, enough=order["enough"] / 2)[0].wall,
        "settings": order["settings"][best],
        "others": others,
    }


def _finalists(calls: Sequence[Call], points: datasets.Array) -> list[int]:
    """The settings that may be the best: a few points say of each what all of them would take."""
    few = np.ascontiguousarray(points[::_EVERY])
    predicted = dict[int, float]()
    for index, call in enumerate(calls):
        build = _seconds(call, points[:1].copy())
        predicted[index] = build + _EVERY * max(_seconds(call, few) - build, 0.0)
    limit = _HOPEFUL * min(predicted.values())
    hopeful = sorted((i for i in predicted if predicted[i] <= limit), key=predicted.__getitem__)
    found = {index: _seconds(calls[index], points) for index in hopeful[:_TRIED]}
    return sorted(found, key=found.__getitem__)[:_FINALISTS]


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
        """The cores that others use on average."""
        own = time.process_time() - self._own
        wall = time.perf_counter() - self._wall
        return max(_busy() - self._busy - own, 0.0) / wall if wall else 0.0


def _busy() -> float:
    """The seconds that all cores together have worked since the system's start."""
    import psutil

    times = psutil.cpu_times()._asdict()
    return math.fsum(times.values()) - math.fsum(times.get(name, 0.0) for name in _NOT_BUSY)


_NOT_BUSY = ("idle", "iowait", "guest", "guest_nice")
"""The last two are counted in others already."""
