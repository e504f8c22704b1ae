"""A process of its own for each measurement: its order comes as JSON, its answer goes as JSON.

So what is measured shares no memory, no thread pool and no warm cache with anything else.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

TASKS = {
    "time": "step_tasks.time_step",
    "ticks": "step_tasks.count_ticks",
    "convert": "step_tasks.convert",
    "limit": "step_tasks.find_limit",
    "best": "tree_tasks.time_best",
    "call": "call_tasks.time_row",
    "size": "call_tasks.size_of_objects",
    "growth": "call_tasks.growth_after_rounds",
}
"""Where the function of each task is; a child imports only what its own task needs."""


def main() -> None:
    """Read the order from standard input, and write the answer as the last line."""
    order = json.loads(sys.stdin.readline())
    module, _, name = TASKS[order["task"]].partition(".")
    task = getattr(import_module(f"workshop.bench.{module}"), name)
    print(json.dumps(task(order)))


if __name__ == "__main__":
    main()
