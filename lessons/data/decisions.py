"""Measure what each decision of `distances-tree` gains: build it once without each of them.

Release builds, on all cores, build included; the ways take turns, and the fastest call counts.
"""

from __future__ import annotations

import runpy
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "src"))

import numpy as np

from workshop.bench import datasets
from workshop.bench.measure import rounded, write_measurement
from workshop.bench.running import all_cores
from workshop.bench.tree_rounds import nested

COUNTING = SimpleNamespace(**runpy.run_path(str(HERE / "search.py")))
WITHOUT = {
    "threads": (
        "tree.rs",
        "let by_all_threads = points.len() >= FOR_ONE_THREAD;",
        "let by_all_threads = points.len() == usize::MAX - FOR_ONE_THREAD;",
    ),
    "order": ("queries.rs", "    order.par_sort_unstable();\n", ""),
    "last": (
        "queries.rs",
        "nearest.squared = squared_distance(point, &nearest.point);",
        "nearest.squared = f64::INFINITY;",
    ),
}
"""By decision: its file, its line, and what stands there without it."""
PROBLEMS = (
    ("uniform", 100_000, 2),
    ("uniform", 100_000, 3),
    ("uniform", 1_000_000, 2),
    ("uniform", 1_000_000, 3),
    ("tight", 1_000_000, 3),
)
ROUNDS = 7


def main() -> None:
    """Build the tree in each way, and write how long a call takes."""
    seconds: dict = {}
    with tempfile.TemporaryDirectory() as name:
        ways = {"finished": [], **{without: [edit] for without, edit in WITHOUT.items()}}
        trees = {
            way: COUNTING.build(Path(name) / way, edits, COUNTING.TARGET, release=True)
            for way, edits in ways.items()
        }
        for data, n, dimension in PROBLEMS:
            points, references = datasets.make(data, n, dimension)
            calls = {way: tree.nearest_distances for way, tree in trees.items()}
            seconds[data, dimension, n] = fastest(calls, points, references)
            print(data, n, dimension, seconds[data, dimension, n])
    write_measurement(
        HERE / "decisions.json",
        command="python lessons/data/decisions.py",
        results={
            "unit": "wall time of one call, build included, the fastest of several",
            "threads": all_cores(),
            "seconds": rounded(nested(seconds)),
        },
        packages=("numpy",),
    )


def fastest(calls: dict[str, Callable], points, references) -> dict[str, float]:
    """The least time of each way; the first round is not counted, and all must agree."""
    expected = {way: call(points, references) for way, call in calls.items()}
    assert all(np.array_equal(found, expected["finished"]) for found in expected.values())
    times = {way: [] for way in calls}
    for _ in range(ROUNDS):
        for way, call in calls.items():
            start = time.perf_counter()
            call(points, references)
            times[way].append(time.perf_counter() - start)
    return {way: min(measured) for way, measured in times.items()}


if __name__ == "__main__":
    main()
