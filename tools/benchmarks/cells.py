"""Measure Rust cells in a real kernel, and beside them the import-style magic `rustimport`."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from workshop.base.errors import EnvironmentBroken, WorkshopError
from workshop.bench.measure import write_measurement
from workshop.rust.toolchain import build_environment

OTHER = "rustimport==1.7.1"
_REPEATS = 11
_REPEATS_OF_OTHER = 3
_FUNCTION = "#[pyfunction]\nfn times(x: f64) -> f64 {{\n    x * {0}.0\n}}"
_MOVED = 'let run = vec![{0}.0];\nlet kept = run;\nprintln!("{{:?}}", run);'
OURS = {
    "run": '%%rust\nlet run = vec![{0}.0];\nprintln!("{{:?}}", run);',
    "expect": f"%%rust --expect E0382\n{_MOVED}",
    "check": "%%rust --check\nlet run = vec![{0}.0];",
    "rayon": "%%rust\nuse rayon::prelude::*;\nlet s: i32 = (0..{0}).into_par_iter().sum();",
    "module": f"%%rust --module bench_times\n{_FUNCTION}",
}
"""Cells in which `{0}` is another number each time, so that each is new to the compiler."""
THEIRS = f"%%rustimport\n// rustimport:pyo3\nuse pyo3::prelude::*;\n\n{_FUNCTION}"


def main(root: Path) -> int:
    """Write `lessons/data/cells.json`: seconds of warm cells, and of `rustimport`'s."""
    seconds = measure()
    file = root / "lessons" / "data" / "cells.json"
    results = {"unit": "seconds of wall time, median of warm cells", "seconds": seconds}
    write_measurement(file, command="workshop bench cells", results=results)
    sys.stdout.write("".join(f"{name:>12} {value:7.3f} s\n" for name, value in seconds.items()))
    return 0


def measure() -> dict[str, float]:
    """Median seconds of each kind of cell; the first one of each kind is not counted."""
    seconds = {}
    with _kernel(sys.executable, "--ext", "workshop.notebook.ipython_extension") as run:
        for name, cell in OURS.items():
            seconds[name] = _median(run, cell, _REPEATS)
    with tempfile.TemporaryDirectory() as folder:
        python = _other_environment(Path(folder))
        with _kernel(python, "--ext", "rustimport") as run:
            seconds["rustimport"] = _median(run, THEIRS, _REPEATS_OF_OTHER)
    return seconds


def _median(run: Any, cell: str, repeats: int) -> float:
    run(cell.format(2))
    times = (float(run(cell.format(number))) for number in range(3, 3 + repeats))
    return round(statistics.median(times), 4)


def _other_environment(folder: Path) -> str:
    """A venv with `rustimport` and a kernel, which is removed afterwards."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    venv = [sys.executable, "-m", "venv", "--without-pip", str(folder)]
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--system-certs"]
    for command in (venv, [*install, "--python", str(python), OTHER, "ipykernel", "maturin"]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise EnvironmentBroken(f"{OTHER} could not be installed: {done.stderr.strip()}")
    return str(python)


@contextmanager
def _kernel(python: str, *words: str) -> Iterator[Any]:
    """A kernel, as a function that runs a cell and returns its seconds."""
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import KernelManager

    argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}", *words]
    manager = KernelManager()
    manager._kernel_spec = KernelSpec(argv=argv, display_name="bench")  # noqa: SLF001
    manager.start_kernel(env=build_environment())
    client = manager.client()
    client.start_channels()

    def run(cell: str) -> float:
        started = time.monotonic()
        reply = client.execute_interactive(cell, timeout=600, output_hook=lambda _message: None)
        if reply["content"]["status"] != "ok":
            raise WorkshopError(f"A cell failed: {reply['content']['evalue']}")
        return time.monotonic() - started

    try:
        client.wait_for_ready(timeout=120)
        yield run
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
