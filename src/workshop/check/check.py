"""Check one exercise: build it, run its tests, judge; again where the files changed meanwhile."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

from workshop.base.errors import no_access
from workshop.base.folder_snapshot import Snapshot, take_snapshot
from workshop.base.notify import Notify, ignore
from workshop.check.build import build
from workshop.check.judge import judge_build, judge_run
from workshop.check.procedures import PROCEDURES
from workshop.check.run import RunRequest
from workshop.check.verdict import Verdict
from workshop.check.warm_runner import WarmRunner
from workshop.course.catalog import Exercise
from workshop.learner.work_folder import WorkFolder

_TRIES = 10
_RESTLESS = (
    "The files change while they are checked, again and again: does a build script, a test or "
    "another program write into this folder?"
)


def check(
    work: WorkFolder,
    exercise: Exercise,
    source: Path | None = None,
    *,
    notify: Notify = ignore,
    cancel: threading.Event | None = None,
    warm_runner: WarmRunner | None = None,
) -> Verdict:
    """Check the learner's copy, or the crate at `source`. Raises Cancelled when `cancel` is set.

    `warm_runner` may hold a runner started ahead; it is taken only when there is something to run.
    """
    folder = source or work.ensure_copy(exercise)
    runner = warm_runner or WarmRunner(exercise)
    try:
        for _ in range(_TRIES):
            snapshot = take_snapshot(folder)
            verdict = _check_once(work, exercise, snapshot, runner, notify=notify, cancel=cancel)
            if snapshot.still_holds():
                return replace(verdict, content=snapshot.digest)
            notify("The files changed during the check: checking again.")
    except OSError as error:
        raise no_access("The check could not be made", error) from error
    finally:
        if warm_runner is None:
            runner.end()
    return Verdict(exercise.id, "broken", _RESTLESS)


def _check_once(
    work: WorkFolder,
    exercise: Exercise,
    snapshot: Snapshot,
    runner: WarmRunner,
    *,
    notify: Notify,
    cancel: threading.Event | None,
) -> Verdict:
    started = time.monotonic()
    runner.prepare()  # the imports take place while cargo works
    built = build(work, exercise, snapshot, notify=notify, cancel=cancel)
    built_at = time.monotonic()
    if built.artifact is None:
        return replace(judge_build(exercise, built), build_seconds=built_at - started)
    asked = RunRequest(work, exercise, snapshot.folder, built.artifact, runner.take, cancel)
    run = PROCEDURES[exercise.kind].run(asked)
    return replace(
        judge_run(exercise, built, run),
        build_seconds=built_at - started,
        run_seconds=time.monotonic() - built_at,
    )
