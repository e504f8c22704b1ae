"""What a child of `bench distances` does: it times a step, counts ticks, converts, or computes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from workshop.bench import datasets
from workshop.bench.loading import load
from workshop.bench.memory import PeakMemory
from workshop.bench.timing import LONG, time_calls

_TICK = 0.01
_FEW = 8
_OPERATIONS_PER_PAIR = 6


def time_step(order: Mapping[str, Any]) -> dict[str, float]:
    """Time one step at one size, and write its result to a file.

    A call that is predicted to take long is warmed up with a tenth of the points.
    """
    function = load(order["function"])
    points, references = _inputs(order, lists=order["lists"])
    function(points[:_FEW], references[:_FEW])  # what only the first call does
    memory = PeakMemory()
    warm = points if order["predicted"] < LONG else points[: len(points) // 10]
    function(warm, references)
    timing, result = time_calls(lambda: function(points, references), enough=order["enough"])
    peak = memory.mib
    np.save(order["result"], np.asarray(result, dtype=np.float64))
    return {"wall": timing.wall, "cpu": timing.cpu, "peak_mib": peak}


def count_ticks(order: Mapping[str, Any]) -> dict[str, float]:
    """How often another Python thread ticks during one call."""
    function = load(order["function"])
    points, references = _inputs(order, lists=False)
    function(points[:_FEW], references[:_FEW])
    ticks, stop = 0, threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not stop.is_set():
            time.sleep(_TICK)
            ticks += 1

    thread = threading.Thread(target=tick)
    thread.start()
    time.sleep(5 * _TICK)
    before, start = ticks, time.perf_counter()
    function(points, references)
    seconds, seen = time.perf_counter() - start, ticks - before
    stop.set()
    thread.join()
    return {"ticks": seen, "seconds": seconds}


def convert(order: Mapping[str, Any]) -> dict[str, float]:
    """What it costs to bring many points to Rust; one reference is nothing to compute."""
    points, _ = _inputs(order, lists=False)
    tuples = _tuples(points)
    on_lists, on_arrays = load(order["lists"]), load(order["arrays"])
    copy = load(order["copy"])

    def best(call: Callable[[], object]) -> float:
        call()
        return time_calls(call)[0].wall

    return {
        "points": len(points),
        "making_the_tuples": best(lambda: _tuples(points)),
        "call_with_one_reference": best(lambda: on_lists(tuples, tuples[:1])),
        "arrays_call_with_one_reference": best(lambda: on_arrays(points, points[:1])),
        "copy_of_coordinates": best(lambda: copy(points)),
    }


def find_limit(order: Mapping[str, Any]) -> dict[str, float]:
    """The time that the operations of one pair take at least, in floats that stay in registers."""
    compute = load(order["function"])
    operations = compute(order["n"])
    seconds = time_calls(lambda: compute(order["n"]))[0].wall
    per_pair = _OPERATIONS_PER_PAIR * seconds / operations * 1e9
    return {"operations_per_pair": _OPERATIONS_PER_PAIR, "ns_per_pair": per_pair}


def _inputs(order: Mapping[str, Any], *, lists: bool) -> tuple[Any, Any]:
    points, references = datasets.make(order["data"], order["n"])
    return (_tuples(points), _tuples(references)) if lists else (points, references)


def _tuples(array: datasets.Array) -> list[tuple[float, ...]]:
    return list(map(tuple, array.tolist()))
