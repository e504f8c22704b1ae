"""Measure what the talk's figures show, and write `lessons/data/talk.json`.

From the root: `python slides/measure/measure.py`. It needs cargo, a C and a Fortran compiler.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import scipy
from scipy.spatial import KDTree

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

from talk import crate_source, read_deck, write_crate  # noqa: E402
from workshop.rust.toolchain import build_environment, find_program  # noqa: E402

HERE = Path(__file__).parent
COUNT = 10_000
ROUNDS = 7
PYTHON_POINTS = 300

Points = list[tuple[float, float]]


def main() -> None:
    """Measure everything and write the file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results = {"loops_ns_per_pair": same_loops(folder), "nearest_ms": ladder(folder)}
    data = {
        "command": "python slides/measure/measure.py",
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "versions": versions(),
        "points": COUNT,
        "rule": f"the fastest of {ROUNDS} rounds, wall time; pure Python: of 2",
        **results,
    }
    target = ROOT / "lessons" / "data" / "talk.json"
    target.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8", newline="\n")


def same_loops(folder: Path) -> dict[str, dict[str, float]]:
    """Nanoseconds per pair of points for two loops in four languages, on one core."""
    core = crate_source(read_deck(ROOT / "slides" / "talk.md"), "distances").split("use rayon")[0]
    (folder / "core.rs").write_text(core, encoding="utf-8")
    (folder / "loops.rs").write_text((HERE / "loops.rs").read_text(encoding="utf-8"))
    commands = {
        "Fortran": ["gfortran", "-O3", str(HERE / "loops.f90")],
        "C": ["gcc", "-O3", str(HERE / "loops.c"), "-lm"],
        "Rust": [find_program("rustc"), "--edition=2024", "-Copt-level=3", "loops.rs"],
    }
    said = {name: compile_and_run(command, folder / name) for name, command in commands.items()}
    results: dict[str, dict[str, float]] = {}
    for row, loop in enumerate(("nearest", "potential")):
        totals = [lines[row][1] for lines in said.values()]
        if not math.isclose(min(totals), max(totals), rel_tol=1e-9):
            sys.exit(f"The programs disagree about {loop}: {totals}")
        results[loop] = {name: per_pair(lines[row][0]) for name, lines in said.items()}
        results[loop]["pure Python"] = per_pair(python_loop(loop) * COUNT / PYTHON_POINTS)
    return results


def compile_and_run(command: list[str], program: Path) -> list[tuple[float, float]]:
    """Seconds and total of each loop, as the program prints them."""
    subprocess.run([*command, "-o", str(program)], check=True, cwd=program.parent)
    said = subprocess.run([str(program)], check=True, capture_output=True, text=True).stdout
    pairs = [line.split() for line in said.splitlines()]
    return [(float(seconds), float(total)) for seconds, total in pairs]


def per_pair(seconds: float) -> float:
    """Nanoseconds for one of all pairs."""
    return round(seconds / COUNT**2 * 1e9, 3)


def python_loop(loop: str) -> float:
    """Seconds for some of the points; the fastest of three."""
    rng = np.random.default_rng(1)
    points = [(float(x), float(y)) for x, y in rng.random((PYTHON_POINTS, 2))]
    others = [(float(x), float(y)) for x, y in rng.random((COUNT, 2))]
    call = {"nearest": by_python, "potential": potentials}[loop]
    return min(timed(lambda: call(points, others)) for _ in range(3))


def ladder(folder: Path) -> dict[str, float]:
    """Milliseconds for the nearest distances of two sets of points, one way after the other."""
    rng = np.random.default_rng(1)
    points, refs = rng.random((COUNT, 2)), rng.random((COUNT, 2))
    lists = [[(float(x), float(y)) for x, y in array] for array in (points, refs)]
    module = build_module(folder)
    rungs: dict[str, tuple[Callable[[], Any], int]] = {
        "pure Python": (lambda: by_python(*lists), 2),
        "NumPy": (lambda: by_numpy(points, refs), ROUNDS),
        "Rust, 1 core": (lambda: in_child(folder, 1), 1),
        f"Rust, {os.cpu_count()} cores": (lambda: in_child(folder, os.cpu_count() or 1), 1),
        "SciPy, k-d tree": (lambda: KDTree(refs).query(points)[0], ROUNDS),
    }
    expected = by_numpy(points, refs)
    for answer in (module.nearest_distances(*lists), KDTree(refs).query(points)[0]):
        if not np.allclose(answer, expected):
            sys.exit("Two ways disagree.")
    results = {}
    for name, (call, rounds) in rungs.items():
        in_process = name.startswith("Rust")
        best = call() if in_process else min(timed(call) for _ in range(rounds))
        results[name] = round(best * 1e3, 2)
    return results


def timed(call: Callable[[], Any]) -> float:
    """Seconds that one call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def by_python(points: Points, refs: Points) -> list[float]:
    """The loop as one would first write it."""
    return [min(math.hypot(x - u, y - v) for u, v in refs) for x, y in points]


def potentials(points: Points, charges: Points) -> list[float]:
    """The sum of 1 / distance, as one would first write it."""
    return [
        sum(1.0 / math.sqrt((x - u) ** 2 + (y - v) ** 2 + 1e-6) for u, v in charges)
        for x, y in points
    ]


def by_numpy(points: np.ndarray, refs: np.ndarray) -> np.ndarray:
    """Column by column, in pieces that stay in the cache."""
    u, v = np.ascontiguousarray(refs.T)
    parts = []
    for start in range(0, len(points), 8):
        x, y = points[start : start + 8].T
        d2 = (x[:, None] - u) ** 2
        d2 += (y[:, None] - v) ** 2
        parts.append(d2.min(axis=1))
    return np.sqrt(np.concatenate(parts))


def build_module(folder: Path) -> Any:
    """The module of the slides, compiled with optimization."""
    crate = write_crate(ROOT, "distances", folder / "crate")
    command = [find_program("cargo"), "build", "--release", "--target-dir", ROOT / "target"]
    subprocess.run(command, check=True, cwd=crate, env=build_environment())
    library = next((ROOT / "target" / "release").glob("libslides_distances.*so"))
    (folder / "distances.so").write_bytes(library.read_bytes())
    sys.path.insert(0, str(folder))
    return importlib.import_module("distances")


def in_child(folder: Path, threads: int) -> float:
    """Seconds of the best call in a new process that uses so many threads."""
    code = (
        "import sys, time, random\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "import distances\n"
        f"a, b = ([(random.random(), random.random()) for _ in range({COUNT})] for _ in 'ab')\n"
        "best = 1e9\n"
        f"for _ in range({ROUNDS}):\n"
        "    t = time.perf_counter(); distances.nearest_distances(a, b)\n"
        "    best = min(best, time.perf_counter() - t)\n"
        "print(best)"
    )
    environment = {**os.environ, "RAYON_NUM_THREADS": str(threads)}
    command = [sys.executable, "-c", code, str(folder)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return float(said.stdout)


def machine() -> str:
    """The processor and how many cores of it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    name = names[0] if names else platform.processor()
    return f"{name}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"


def versions() -> dict[str, str]:
    """The versions of everything that was measured."""
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "rustc": first_line([find_program("rustc"), "--version"]),
        "gcc": first_line(["gcc", "--version"]),
        "gfortran": first_line(["gfortran", "--version"]),
    }


def first_line(command: list[str]) -> str:
    """The first line that a program says."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")[0]


if __name__ == "__main__":
    main()
