"""Run the tests of a built exercise in a child, within limits of time and memory."""

from __future__ import annotations

import contextlib
import importlib.machinery
import json
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from workshop.check.results import RunResult, read_libtest, read_report
from workshop.course.catalog import Exercise
from workshop.learner.work_folder import WorkFolder
from workshop.process.sandbox import Child
from workshop.rust.toolchain import build_environment

_LIMITS = {
    "MALLOC_ARENA_MAX": "2",  # many threads must not use up the address space
    "OPENBLAS_NUM_THREADS": "4",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "PYTHONIOENCODING": "utf-8",
    "RUST_BACKTRACE": "0",
}


_LEFT_BEHIND = 3600.0
"""Seconds after which the folder of a run has nobody any more."""


def start_runner(exercise: Exercise) -> Child:
    """Start the child that will run Python tests once, so that its imports are done in time."""
    ahead = ["numpy"] if any("numpy" in file.read_text("utf-8") for file in exercise.tests) else []
    return Child(
        [sys.executable, "-s", "-P", "-m", "workshop.check.pytest_child", *ahead],
        folder=exercise.folder,
        environment={**build_environment(), **_LIMITS},
        limit_memory=True,
        limit_cpu=_cpu_seconds(exercise),
        keep_stdin=True,
    )


def _cpu_seconds(exercise: Exercise) -> float:
    """More than a run can use before it is stopped: the end of a program whose kit was killed."""
    return (exercise.timeout + 10) * (os.cpu_count() or 1)


def run_python(
    work: WorkFolder,
    exercise: Exercise,
    library: Path,
    child: Child,
    cancel: threading.Event | None = None,
) -> RunResult:
    """Run the exercise's pytest files against a library that cargo built, in a started runner."""
    with contextlib.ExitStack() as stack:
        stack.callback(child.end)
        folder = stack.enter_context(_run_folder(work))
        child.send(json.dumps(_order(exercise, library, folder)))
        ended = child.wait(_clock(exercise, folder / "report"), cancel)
        trace = folder / "trace"
        traced = trace.read_text() if trace.exists() else ""
        return read_report(folder / "report", ended, traced, exercise)


def run_rust(
    work: WorkFolder, exercise: Exercise, program: Path, cancel: threading.Event | None = None
) -> RunResult:
    """Run the exercise's Rust test program."""
    with _run_folder(work) as folder:
        child = Child(
            [program, "--test-threads=1", "--color=never"],
            folder=folder,
            environment={**build_environment(), **_LIMITS},
            limit_memory=True,
            limit_cpu=_cpu_seconds(exercise),
        )
        end = time.monotonic() + exercise.timeout
        ended = child.wait(lambda: end - time.monotonic(), cancel)
    return read_libtest(ended, exercise)


@contextmanager
def _run_folder(work: WorkFolder) -> Iterator[Path]:
    """An empty folder for one run, below `work/` because some systems forbid programs in /tmp."""
    runs = work.folder / ".runs"
    runs.mkdir(parents=True, exist_ok=True)
    _tidy(runs)
    folder = Path(tempfile.mkdtemp(dir=runs))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tidy(runs: Path) -> None:
    """Remove what checks that were killed have left."""
    for folder in runs.iterdir():
        with contextlib.suppress(OSError):  # another check tidies too
            if time.time() - folder.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(folder)


def _order(exercise: Exercise, library: Path, folder: Path) -> dict[str, Any]:
    module = exercise.module or exercise.topic
    lib, data = folder / "lib", folder / "data"
    lib.mkdir()
    data.mkdir()
    _place(library, lib / (module + importlib.machinery.EXTENSION_SUFFIXES[0]))
    return {
        "module": module,
        "library": str(lib),
        "folder": str(data),
        "tests": [str(file) for file in exercise.tests],
        "report": str(folder / "report"),
        "trace": str(folder / "trace"),
        "temporary": str(folder / "temporary"),
        "timeout": max(exercise.timeout - 0.3, 0.1),
    }


def _place(library: Path, name: Path) -> None:
    """Give the library its module's name: a second name of the file, or a copy."""
    try:
        os.link(library, name)
    except OSError:  # another file system, or one without links
        shutil.copyfile(library, name)


class _clock:  # noqa: N801  (used as a function)
    """Seconds left: the time counts from the moment the runner has its order, imports done."""

    def __init__(self, exercise: Exercise, report: Path) -> None:
        self._limit, self._report = exercise.timeout, report
        self._begin = time.monotonic()
        self._started = False

    def __call__(self) -> float:
        if not self._started and self._report.exists():
            self._started, self._begin = True, time.monotonic()
        spare = 0.0 if self._started else 30.0
        return self._limit + spare - (time.monotonic() - self._begin)
