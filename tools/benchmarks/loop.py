"""Measure the loop, from a save to the verdict, beside what people use without a workshop."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.clone import EXTENSION, REFUSED, RUST, Clone, clone
from benchmarks.terminal import Terminal, command
from workshop.base.errors import EnvironmentBroken, WorkshopError
from workshop.bench.measure import write_measurement
from workshop.course.catalog import Exercise
from workshop.rust.toolchain import build_environment, find_program

EDITS = 20
_EDITS_OF_OTHERS = 5
_PAUSE = 2.0
"""Seconds between a verdict and the next save: less than any learner needs."""
_DISTANCE = "returned   [{distance}.0"
_REFUSAL = "moved value: `run_{number}`"
"""What the verdict on an edit shows, so that no verdict on an earlier edit is taken for it."""
GOALS = {"rust": 0.40, "extension": 0.50, "compile error": 0.30, "one-shot": 1.0, "help": 0.2}
LABELS = {
    "rust": "`workshop watch`, plain Rust",
    "extension": "`workshop watch`, PyO3 with NumPy and rayon",
    "compile error": "`workshop watch`, an error of the compiler",
    "one-shot": "`workshop check`, PyO3 with NumPy and rayon",
    "help": "`./workshop --help`",
    "maturin develop": "`maturin develop --uv` and `pytest`",
    "pip install": "`pip install .` and `pytest`",
}


def main(root: Path) -> int:
    """Write `lessons/data/loop.json`: median seconds from a save to the verdict."""
    before = _load()
    with clone(root) as bench:
        times = measure(bench, root)
    seconds = {name: round(statistics.median(found), 3) for name, found in times.items()}
    results = {
        "unit": "seconds of wall time from a save to the verdict, median",
        "edits": {name: len(found) for name, found in times.items()},
        "load_average": {"before": before, "after": _load()},
        "seconds_between_edits": _PAUSE,
        "labels": LABELS,
        "goals": GOALS,
        "seconds": seconds,
        "slowest": {name: round(max(found), 3) for name, found in times.items()},
    }
    packages = ("maturin", "numpy", "pytest", "uv")
    file = root / "lessons" / "data" / "loop.json"
    write_measurement(file, command="workshop bench loop", results=results, packages=packages)
    for name, value in seconds.items():
        goal = f"   goal {GOALS[name]:.2f} s" if name in GOALS else ""
        print(f"{LABELS[name]:<48} {value:7.3f} s{goal}")
    return 0


def _load() -> float | None:
    """The load of the machine in the last minute: other programs lengthen every time."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def measure(bench: Clone, root: Path, edits: int = EDITS) -> dict[str, list[float]]:
    """Seconds of each edit, by way; the first edit of each way is warm already."""
    others, help_ = _Others(bench), [sys.executable, str(root / "workshop"), "--help"]
    return {
        "rust": _watched(bench, bench.rust, RUST, edits, _DISTANCE),
        "extension": _watched(bench, bench.extension, EXTENSION, edits, _DISTANCE),
        "compile error": _watched(bench, bench.rust, REFUSED, edits, _REFUSAL),
        "one-shot": _timed(edits, lambda n: _check_once(bench, n)),
        "help": _timed(edits, lambda _n: subprocess.run(help_, capture_output=True, check=True)),
        "maturin develop": _timed(_EDITS_OF_OTHERS, others.develop),
        "pip install": _timed(_EDITS_OF_OTHERS, others.install),
    }


def _numbers(count: int) -> range:
    """The numbers that the edits write, each another one."""
    return range(10, 10 * count + 10, 10)


def _timed(count: int, work: Callable[[int], object]) -> list[float]:
    work(0)  # what is compiled or started once
    times = []
    for number in _numbers(count):
        started = time.monotonic()
        work(number)
        times.append(time.monotonic() - started)
    return times


def _watched(bench: Clone, exercise: Exercise, source: str, edits: int, seen: str) -> list[float]:
    """Save by save with a running `workshop watch`, until its screen shows the verdict."""
    file, times = bench.file(exercise), []
    file.write_text(source.replace("EDIT", "990"))
    with Terminal(command(bench.root, "watch", exercise.id)) as terminal:
        terminal.see("q quit", seconds=900)
        for number in _numbers(edits):
            time.sleep(_PAUSE)
            started = time.monotonic()
            file.write_text(source.replace("EDIT", str(number)))
            terminal.see(seen.format(number=number, distance=number + 5), seconds=60)
            times.append(time.monotonic() - started)
    return times


def _check_once(bench: Clone, number: int) -> None:
    bench.file(bench.extension).write_text(EXTENSION.replace("EDIT", str(number)))
    words = command(bench.root, "check", bench.extension.id)
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if number and _DISTANCE.format(distance=number + 5) not in done.stdout:
        raise WorkshopError(f"An unexpected verdict:\n{done.stdout}{done.stderr}")


class _Others:
    """Build and test as one does without a workshop, in a venv of its own."""

    def __init__(self, bench: Clone) -> None:
        self._bench = bench
        self._crate = bench.work.ensure_copy(bench.extension)
        self._venv = bench.root / "venv"
        self._bin = self._venv / ("Scripts" if os.name == "nt" else "bin")
        bench.work.write_workspace()
        # With pip, and with the packages of this one, so that nothing is downloaded.
        subprocess.run([sys.executable, "-m", "venv", self._venv], check=True)
        [own] = [path for path in sys.path if path.endswith("site-packages")]
        [site] = self._venv.rglob("site-packages")
        (site / "workshop_bench.pth").write_text(f"{own}\n", encoding="utf-8")

    def develop(self, number: int) -> None:
        """`maturin develop --uv`, then pytest."""
        self._install_and_test(number, [find_program("maturin"), "develop", "--uv", "--quiet"])

    def install(self, number: int) -> None:
        """`pip install .`, then pytest. Without isolation: maturin is not downloaded each time."""
        pip = [str(self._bin / "python"), "-m", "pip", "install", "--quiet", "--no-deps"]
        self._install_and_test(number, [*pip, "--no-build-isolation", "--force-reinstall", "."])

    def _install_and_test(self, number: int, install: list[Any]) -> None:
        self._bench.file(self._bench.extension).write_text(EXTENSION.replace("EDIT", str(number)))
        self._run(install)
        tests = self._bench.extension.folder / "tests"
        # Not with this repository's settings: they let pytest find tools/bench.py as `bench`.
        pytest = [str(self._bin / "python"), "-m", "pytest", "-q", "--rootdir", str(tests)]
        done = self._run([*pytest, "-o", "pythonpath=", str(tests)], fails=True)
        if number and f"{number + 5}.0" not in done.stdout:
            raise WorkshopError(f"pytest tested another build:\n{done.stdout}{done.stderr}")

    def _run(self, words: list[Any], *, fails: bool = False) -> subprocess.CompletedProcess[str]:
        environment = {**build_environment(), "VIRTUAL_ENV": str(self._venv)}
        environment["PATH"] = os.pathsep.join([str(self._bin), environment["PATH"]])
        done = subprocess.run(
            words, cwd=self._crate, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode and not fails:
            raise EnvironmentBroken(f"{' '.join(map(str, words))}:\n{done.stderr}")
        return done
