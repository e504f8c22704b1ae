"""Measure the loop of `first-module` three ways: plain Python, a debug build, a release build."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from workshop.bench.measure import cpu_seconds, write_measurement
from workshop.learner.work_folder import WorkFolder
from workshop.notebook.rust_magic import CellContext, run_cell

RADIUS = 2000


def cells_within(radius):
    """The loop of `cells.rs` in Python."""
    count = 0
    for x in range(radius):
        for y in range(radius):
            if x * x + y * y < radius * radius:
                count += 1
    return count


def build(options: str, folder: Path):
    """The module with the function of the lesson, as a cell of a notebook builds it."""
    code = (ROOT / "lessons" / "code" / "first-module" / "cells.rs").read_text(encoding="utf-8")
    place = CellContext(WorkFolder(ROOT), folder, lambda *_: None, print)
    return run_cell(f"--module field {options}", code, place)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        debug, release = (build(options, Path(folder)) for options in ("", "--release"))
    ways = {
        "python": cells_within,
        "debug": debug.cells_within,
        "release": release.cells_within,
    }
    assert len({way(100) for way in ways.values()}) == 1
    write_measurement(
        Path(__file__).with_name("first-module.json"),
        command="python lessons/data/first_module.py",
        results={
            "unit": "CPU seconds of one call, the best of several",
            "radius": RADIUS,
            "seconds": {name: cpu_seconds(lambda: way(RADIUS)) for name, way in ways.items()},
        },
    )


if __name__ == "__main__":
    main()
