"""An empty folder for each run, which is removed after it, whatever has happened."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workshop.learner.work_folder import WorkFolder

_LEFT_BEHIND = 3600.0
"""Seconds after which nobody uses the folder of a run any more."""


@contextmanager
def run_folder(work: WorkFolder) -> Iterator[Path]:
    """An empty folder for one run."""
    folder = Path(tempfile.mkdtemp(dir=runs_folder(work)))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def runs_folder(work: WorkFolder) -> Path:
    """Where these folders are: below `work/`, because some systems forbid programs in /tmp.

    What checks that were killed have left is removed.
    """
    runs = work.folder / ".runs"
    runs.mkdir(parents=True, exist_ok=True)
    for folder in runs.iterdir():
        with contextlib.suppress(OSError):  # another check does the same
            if time.time() - folder.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(folder)
    return runs
