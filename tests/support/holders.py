"""Another process that holds a lock, and what programs cost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HOLDER = """
import sys, time
from pathlib import Path
from workshop.base.locks import lock
with lock(Path(sys.argv[1])) as ours:
    print(ours, flush=True)
    time.sleep(60)
"""
SOURCE = Path(__file__).resolve().parents[2] / "src"


def hold(file: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock."""
    start = f"import sys; sys.path.insert(0, {str(SOURCE)!r})\n{HOLDER}"
    process = subprocess.Popen(
        [sys.executable, "-c", start, str(file)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "True\n"
    return process


def cpu_seconds(run: Callable[[], object]) -> float:
    """What the programs that `run` starts take of a processor, however busy the machine is."""
    resource = pytest.importorskip("resource", reason="only where a child's CPU time is known")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return float(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
