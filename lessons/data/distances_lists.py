"""Measure the nearest distances: Python, NumPy, SciPy and the Rust solution on lists."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "lessons" / "code" / "distances")]

import nearest
import numpy as np

from workshop.base.errors import EnvironmentBroken
from workshop.bench.measure import cpu_seconds, write_measurement
from workshop.notebook.load_extension import import_library, new_path
from workshop.rust.cargo import run_cargo
from workshop.rust.toolchain import find_program

SIZES = (1_000, 3_000, 10_000)
TREE_SIZES = (1_000, 3_000, 10_000, 100_000)
LABELS = {
    "python": "plain Python",
    "rust_debug": "Rust on lists, debug build",
    "numpy": "NumPy, in blocks that fit the cache",
    "rust": "Rust on lists, release build",
    "scipy": "SciPy's cKDTree, building it included",
}


def build_solution(profile: str, folder: Path):
    """Build the solution with the profile, and import it."""
    crate = ROOT / "solutions" / "distances" / "lists"
    options = ["--release"] if profile == "release" else []
    command = [find_program("cargo"), "build", "--lib", *options, "--message-format=json"]
    built = run_cargo(command, crate)
    if built.artifact is None:
        raise EnvironmentBroken(built.trouble or "The solution does not compile.")
    library = new_path(folder, "distances")
    library.write_bytes(built.artifact.read_bytes())
    return import_library("distances", library)


def measure(release, debug):
    """Seconds for n points and n references, each way as far as it is bearable."""
    rng = np.random.default_rng(2026)
    seconds = {name: {} for name in LABELS}
    for n in TREE_SIZES:
        points, references = rng.random((2, n, 2))
        seconds["scipy"][n] = cpu_seconds(lambda: nearest.nearest_tree(points, references))
        if n not in SIZES:
            continue
        lists = [list(map(tuple, part.tolist())) for part in (points, references)]
        repeats = 2 if n == max(SIZES) else 5
        seconds["numpy"][n] = cpu_seconds(lambda: nearest.nearest_numpy(points, references))
        seconds["rust"][n] = cpu_seconds(lambda: release.nearest_distances(*lists))
        slow = [("python", nearest), ("rust_debug", debug)]
        for name, module in slow:
            call = module.nearest_distances
            seconds[name][n] = cpu_seconds(lambda: call(*lists), repeats=repeats)
    return seconds


def measure_conversion(release, n=1_000_000):
    """Seconds for a call that hardly computes: many points, one reference."""
    points = list(map(tuple, np.random.default_rng(1).random((n, 2)).tolist()))
    return {
        "points": n,
        "call_with_one_reference": cpu_seconds(
            lambda: release.nearest_distances(points, points[:1])
        ),
        "making_the_tuples": cpu_seconds(lambda: list(map(tuple, np.ones((n, 2)).tolist()))),
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        release = build_solution("release", Path(folder))
        debug = build_solution("debug", Path(folder))
        seconds = measure(release, debug)
        conversion = measure_conversion(release)
    write_measurement(
        Path(__file__).with_name("distances-lists.json"),
        command="python lessons/data/distances_lists.py",
        results={
            "unit": "CPU seconds of one call, the best of several",
            "labels": LABELS,
            "seconds": seconds,
            "conversion": conversion,
        },
        packages=("numpy", "scipy", "matplotlib"),
    )


if __name__ == "__main__":
    main()
