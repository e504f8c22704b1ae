"""Start a child for one measurement, and read its answer."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workshop.base.errors import EnvironmentBroken
from workshop.check.run_environment import run_environment
from workshop.process.sandbox import Child
from workshop.rust.toolchain import build_environment

_ONE_THREAD = ("OPENBLAS", "MKL", "NUMBA", "VECLIB_MAXIMUM")
_PATIENCE = 120.0
"""Seconds for what takes no time: to start, to import, to make the inputs."""


def all_cores() -> int:
    """How many threads this process may use at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_child(
    order: Mapping[str, Any],
    folder: Path,
    *,
    threads: int,
    seconds: float,
    guests: Path | None,
    openmp: int = 1,
) -> dict[str, Any]:
    """The answer to an order; `seconds` is how long its calls should take at most.

    `threads` are those of rayon, and `openmp` those of a library in C.
    """
    values = run_environment(build_environment())
    values |= {f"{name}_NUM_THREADS": "1" for name in _ONE_THREAD}
    values |= {"RAYON_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(openmp)}
    values |= {"PYTHONDONTWRITEBYTECODE": "1"}
    if guests:
        values["PYTHONPATH"] = str(guests)
    command = [sys.executable, "-P", "-m", "workshop.bench.child"]
    child = Child(command, folder=folder, environment=values, keep_stdin=True)
    child.send(json.dumps(order))
    end = time.monotonic() + _PATIENCE + 20 * seconds
    done = child.wait(lambda: end - time.monotonic())
    if done.status == 0:
        answer: dict[str, Any] = json.loads(done.output.splitlines()[-1])
        return answer
    last = done.errors.strip().splitlines()[-1:] or ["it said nothing"]
    reason = "it did not end in time" if done.status is None else last[0]
    raise EnvironmentBroken(f"The measurement of {order['of']} failed: {reason}")
