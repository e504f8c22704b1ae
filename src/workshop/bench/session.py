"""What every benchmark of the learners shares: a folder, a bar, the load, and where results go."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workshop.base.run_command import run_command
from workshop.bench.progress import Progress


def results_folder(root: Path) -> Path:
    """The learner's folder for numbers and pictures."""
    folder = root / "work" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def measuring(root: Path, steps: int) -> Iterator[tuple[Path, Progress]]:
    """A folder that is removed afterwards, and a bar of so many steps."""
    progress = Progress(steps)
    with tempfile.TemporaryDirectory(dir=results_folder(root), ignore_cleanup_errors=True) as name:
        try:
            yield Path(name), progress
        finally:
            progress.end()


def load_of_others() -> float:
    """How many cores other programs use while this one waits."""
    import psutil

    cores = psutil.cpu_count(logical=True) or 1
    return psutil.cpu_percent(interval=1.0) * cores / 100


def version_of(compiler: str) -> str:
    """The first line of what a compiler says of itself."""
    said = run_command([compiler, "--version"]).stdout
    return said.splitlines()[0] if said else "unknown"


def shown(file: Path, root: Path) -> str:
    """A path, shorter where it lies in the clone."""
    return str(file.relative_to(root)) if file.is_relative_to(root) else str(file)
