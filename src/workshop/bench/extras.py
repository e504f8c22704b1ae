"""What is measured beside the steps: threads, the way from Python to Rust, the CPU's limit."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from workshop.bench.comparison import Comparison
from workshop.bench.running import all_cores
from workshop.bench.steps import STEPS, Loops

SECONDS = 15.0
"""About what all of this takes."""
_POINTS = 1_000_000
_ROUNDS = 2_000_000
_CALL = 1.0
"""Seconds of the call during which ticks are counted."""
_MOST_POINTS = 300_000
_ALL_COUNTS = 8
"""Up to so many threads each number is tried; then it doubles."""


def measure(comparison: Comparison) -> dict[str, Any]:
    """The further results, as far as the steps that they need were measured."""
    found: dict[str, Any] = {}
    for name, (steps, task) in _TASKS.items():
        if all(id in comparison.timings for id in steps):
            comparison.progress.note(_NOTES[name])
            found[name] = task(comparison)
        comparison.progress.add()
    return found


def thread_counts(cores: int) -> list[int]:
    """The numbers of threads to try, up to all."""
    counts = [*range(1, min(cores, _ALL_COUNTS) + 1)]
    while counts[-1] < cores:
        counts.append(min(2 * counts[-1], cores))
    return counts


def _threads(comparison: Comparison) -> dict[str, Any]:
    """Wall and CPU time of one call with 1, 2, … threads, at the largest size that was measured."""
    n = max(comparison.timings["parallel"])
    order = _order(comparison, "parallel", "time") | {
        "lists": False,
        "data": comparison.request.data,
        "n": n,
        "predicted": 0.0,
        "enough": _CALL / 2,
        "result": str(comparison.workbench.folder / "threads.npy"),
    }
    answers = {count: comparison.ask(order, count, _CALL) for count in thread_counts(all_cores())}
    return {
        "n": n,
        "wall": {count: answer["wall"] for count, answer in answers.items()},
        "cpu": {count: answer["cpu"] for count, answer in answers.items()},
    }


def _ticks(comparison: Comparison) -> dict[str, float]:
    """How often another Python thread ticks during a call of about a second."""
    found = dict[str, float]()
    for id in ("parallel", "detach"):
        n, timing = max(comparison.timings[id].items())
        size = min(round(n * math.sqrt(_CALL / timing.wall)), _MOST_POINTS)
        order = _order(comparison, id, "ticks") | {"data": comparison.request.data, "n": size}
        answer = comparison.ask(order, all_cores(), 3 * _CALL)
        found[id], found[f"{id}_seconds"] = answer["ticks"], answer["seconds"]
    return found


def _conversion(comparison: Comparison) -> dict[str, float]:
    """What a call costs that hardly computes: many points, one reference."""
    copy = comparison.workbench.make(Loops("copy_coordinates"))
    order = _order(comparison, "lists", "convert") | {
        "lists": asdict(comparison.functions["lists"]),
        "arrays": asdict(comparison.functions["arrays"]),
        "copy": asdict(copy),
        "data": "uniform",
        "n": _POINTS,
    }
    return comparison.ask(order, 1, _CALL)


def _limit(comparison: Comparison) -> dict[str, float]:
    """How long the operations of one pair take, when nothing but the CPU's units limits them."""
    order = _order(comparison, "columns_native", "limit") | {
        "function": asdict(comparison.workbench.make(Loops("compute", native=True))),
        "n": _ROUNDS,
    }
    return comparison.ask(order, 1, _CALL)


def _order(comparison: Comparison, id: str, task: str) -> dict[str, Any]:
    return {
        "task": task,
        "of": STEPS[id].label,
        "function": asdict(comparison.functions[id]),
    }


_TASKS = {
    "threads": (("parallel",), _threads),
    "conversion": (("lists", "arrays"), _conversion),
    "ticks": (("parallel", "detach"), _ticks),
    "limit": (("columns_native",), _limit),
}
_NOTES = {
    "threads": "one thread to all",
    "conversion": "a million points on their way to Rust",
    "ticks": "another Python thread during a call",
    "limit": "the limit of this CPU",
}
COUNT = len(_TASKS)
