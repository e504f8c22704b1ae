"""Measure what the episode `your-code` claims: three functions in Python, in NumPy, and in Rust.

All ways of a job take turns in one process, and the fastest of their rounds counts: what else the
machine does lengthens a round, and shortens none. Run it on an idle machine all the same.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each way has one core; NumPy reads this when it starts

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "lessons" / "code" / "your-code"
sys.path[:0] = [str(ROOT / "src"), str(CODE)]

import gauge
import lake
import run_log

from workshop.bench.building import Builder
from workshop.bench.measure import rounded, write_measurement
from workshop.learner.project import Project
from workshop.notebook.load_extension import import_library

ROUNDS = 15
ENOUGH = 0.05
"""Seconds of one round of one way: shorter calls are repeated."""
WEIGHT = 0.001


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = Builder(Project(ROOT), folder, print).crate(CODE / "stories", "the stories")
        stories = import_library("stories", library)
        results = {
            "gauge": measure_gauge(stories),
            "gauge_program": measure_gauge_program(stories, folder / "levels.npz"),
            "lake": measure_lake(stories),
            "run_log": measure_run_log(stories, folder / "run.npy"),
        }
    write_measurement(
        Path(__file__).with_suffix(".json"),
        command="python lessons/data/your-code.py",
        results=rounded(
            {
                "unit": f"CPU seconds of one warm call on one core, the least of {ROUNDS} rounds",
                **results,
            }
        ),
        packages=("numpy", "scipy", "matplotlib"),
    )


def in_turn(ways: dict[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """The least seconds of one call of each."""
    calls = {name: how_often(way) for name, way in ways.items()}  # which is the warm-up as well
    seconds = dict.fromkeys(ways, float("inf"))
    for _ in range(rounds):
        for name, way in ways.items():
            seconds[name] = min(seconds[name], timed(way, calls[name]) / calls[name])
    return seconds


def how_often(way: Callable[[], object]) -> int:
    timed(way, 1)
    return max(1, int(ENOUGH / max(timed(way, 1), 1e-9)))


def timed(way: Callable[[], object], calls: int) -> float:
    start = time.process_time()
    for _ in range(calls):
        way()
    return time.process_time() - start


def measure_gauge(stories) -> dict:
    """A loop in which each value depends on the last."""
    levels = gauge.make_levels()
    readings = levels.tolist()
    seconds = in_turn(
        {
            "python": lambda: gauge.smooth(readings, WEIGHT),
            "python_array": lambda: gauge.smooth(levels, WEIGHT),
            "scipy": lambda: gauge.smooth_with_scipy(levels, WEIGHT),
            "rust_list": lambda: stories.smooth_list(readings, WEIGHT),
            "rust_list_of_array": lambda: stories.smooth_list(levels, WEIGHT),
            "rust_array": lambda: stories.smooth_array(levels, WEIGHT),
        }
    )
    return {"readings": len(readings), "seconds": seconds}


def measure_gauge_program(stories, file: Path) -> dict:
    """The whole program, before and after; what its functions take, also under the profiler."""
    gauge.write_levels(file)
    study = {
        "python": lambda: gauge.study(file),
        "rust": lambda: study_in_rust(stories, file),
    }
    seconds = in_turn(study, 5)
    levels = gauge.read_levels(file)
    smoothed = np.array(gauge.smooth(levels.tolist(), WEIGHT), dtype=float)
    peaks, floods = gauge.find_peaks(smoothed), gauge.find_floods(smoothed, gauge.LIMIT)
    parts = in_turn({
        "read_levels": lambda: gauge.read_levels(file),
        "smooth": lambda: gauge.smooth(levels.tolist(), WEIGHT),
        "find_peaks": lambda: gauge.find_peaks(smoothed),
        "find_floods": lambda: gauge.find_floods(smoothed, gauge.LIMIT),
        "report": lambda: gauge.report(peaks, floods),
    }, 5)  # fmt: skip
    profiles = [profiled(file) for _ in range(5)]
    found = min(profiles, key=lambda functions: functions["study"].cumtime)
    whole = found["study"].cumtime
    return {
        "seconds": seconds,
        "parts": parts,
        "percent": {name: round(100 * part / seconds["python"], 1) for name, part in parts.items()},
        "profile_seconds": whole,
        "profile_percent": {
            **{name: round(100 * found[name].cumtime / whole, 1) for name in parts},
            "isnan": round(100 * found["<built-in method math.isnan>"].cumtime / whole, 1),
        },
    }


def profiled(file: Path) -> dict:
    profile = cProfile.Profile()
    profile.runcall(gauge.study, file)
    return pstats.Stats(profile).get_stats_profile().func_profiles


def study_in_rust(stories, file: Path) -> str:
    """`study` with the port instead of the old function."""
    smoothed = stories.smooth_array(gauge.read_levels(file), WEIGHT)
    return gauge.report(gauge.find_peaks(smoothed), gauge.find_floods(smoothed, gauge.LIMIT))


def measure_lake(stories) -> dict:
    """A small function, called once per row."""
    points, outline = lake.make_points(), lake.make_outline()
    rows, corners = points.tolist(), outline.tolist()
    x, y = rows[0]
    pairs, shore = [tuple(row) for row in rows], [tuple(corner) for corner in corners]

    def call_by_call() -> list[bool]:
        return [stories.is_inside(x, y, shore) for x, y in pairs]

    seconds = in_turn(
        {
            "python": lambda: lake.points_inside(pairs, shore),
            "rust_call": call_by_call,
            "numpy": lambda: lake.points_inside_with_numpy(points, outline),
            "matplotlib": lambda: lake.points_inside_with_matplotlib(points, outline),
            "rust_list": lambda: stories.points_inside_list(pairs, shore),
            "rust_array": lambda: stories.points_inside_array(points, shore),
        }
    )
    one = in_turn(
        {
            "python": lambda: lake.is_inside(x, y, shore),
            "rust": lambda: stories.is_inside(x, y, shore),
            "rust_without_corners": lambda: stories.is_inside(x, y, []),
        }
    )
    return {"points": len(rows), "corners": len(corners), "seconds": seconds, "one_call": one}


def measure_run_log(stories, file: Path) -> dict:
    """What NumPy does already, and a file."""
    log = run_log.make_log()
    np.save(file, log)
    rows = log.tolist()
    correlations = in_turn(
        {
            "numpy": lambda: run_log.correlations(log),
            "rust_list": lambda: stories.correlations_list(rows),
            "rust_array": lambda: stories.correlations_array(log),
        }
    )
    program = in_turn(
        {
            "numpy": lambda: run_log.study(file),
            "read": lambda: run_log.read_log(file),
            "rust": lambda: stories.correlations_array(run_log.read_log(file)),
        }
    )
    steps, quantities = log.shape
    return {
        "steps": steps,
        "quantities": quantities,
        "seconds": correlations,
        "program": program,
    }


if __name__ == "__main__":
    main()
