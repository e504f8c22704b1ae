"""Build one exercise for a check, or say what is in the way."""

from __future__ import annotations

import threading
from pathlib import Path

from workshop.base.folder_snapshot import Snapshot, take_snapshot
from workshop.base.notify import Notify, ignore
from workshop.check.builders import BuildRequest
from workshop.check.preflight import NotReadable, read_files
from workshop.check.procedures import PROCEDURES
from workshop.course.catalog import Exercise
from workshop.course.requirements import how_to_get, lacking
from workshop.learner.work_folder import WorkFolder
from workshop.rust.cargo import BuildResult
from workshop.rust.toolchain import build_environment


def build(
    work: WorkFolder,
    exercise: Exercise,
    source: Path | Snapshot | None = None,
    *,
    notify: Notify = ignore,
    cancel: threading.Event | None = None,
) -> BuildResult:
    """Build the learner's copy, or the files in `source`, as the exercise's kind is built."""
    source = source or work.ensure_copy(exercise)
    snapshot = source if isinstance(source, Snapshot) else take_snapshot(source)
    if missing := _missing(exercise):
        return BuildResult(None, trouble=missing)
    try:
        crate = read_files(snapshot.folder, exercise)
    except NotReadable as error:
        return error.result
    request = BuildRequest(work, exercise, snapshot, crate, notify, cancel)
    return PROCEDURES[exercise.kind].build(request)


def _missing(exercise: Exercise) -> str | None:
    """Which of the programs and packages that the exercise needs are not here, and what to do."""
    names = lacking(exercise, build_environment()["PATH"])
    if not names:
        return None
    return (
        f"This exercise needs {' and '.join(names)}, which this machine lacks.\n"
        f"{how_to_get(names)}\nUntil then it is skipped: `workshop` says what is next."
    )
