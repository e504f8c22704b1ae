"""Check one exercise: build it, run its tests, judge; again where the files changed meanwhile."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

from workshop.base.errors import no_access
from workshop.base.folder_snapshot import Snapshot, take_snapshot
from workshop.base.notify import Notify, ignore
from workshop.check import endings
from workshop.check.build import build
from workshop.check.given import changed_given_files
from workshop.check.procedures import PROCEDURES
from workshop.check.results import RunResult
from workshop.check.run import RunRequest, run_folder
from workshop.check.verdict import Verdict
from workshop.check.warm_runner import WarmRunner
from workshop.course.catalog import Exercise
from workshop.course.hints import best_match
from workshop.learner.work_folder import WorkFolder
from workshop.rust.cargo import BuildResult

_TRIES = 10
_RESTLESS = (
    "The files change while they are checked, again and again: does a build script, a test or "
    "another program write into this folder?"
)
_SUSPECT = {
    "dropping_copy_types",
    "dropping_references",
    "for_loops_over_fallibles",
    "forgetting_copy_types",
    "forgetting_references",
    "invalid_nan_comparisons",
    "noop_method_call",
    "path_statements",
    "unconditional_recursion",
    "unreachable_code",
    "unreachable_patterns",
    "unused_assignments",
    "unused_comparisons",
    "unused_doc_comments",
    "unused_must_use",
    "unused_variables",
}
"""Warnings about what a program does, which may be why its tests fail; the others never are."""


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
        raise no_access("The check could not run", error) from error
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
    """Build, run and judge what the snapshot saw, unless a given file stands in the way."""
    started, changed = time.monotonic(), ""
    if snapshot.folder == work.path(exercise):
        changed, stops = changed_given_files(exercise, snapshot.folder)
        if stops:
            return Verdict(exercise.id, "given", changed, changed_given=changed)
    runner.prepare()  # the imports take place while cargo works
    built = build(work, exercise, snapshot, notify=notify, cancel=cancel)
    build_seconds = time.monotonic() - started
    if built.artifact is None:
        headline = built.trouble or "This code does not compile."
        outcome = "compile" if built.errors else "broken"
        verdict = Verdict(exercise.id, outcome, headline, errors=built.errors)
    else:
        with run_folder(work) as scratch:
            procedure = PROCEDURES[exercise.kind]
            artifact, folder = built.artifact, snapshot.folder
            asked = RunRequest(scratch, exercise, folder, artifact, runner.take, cancel)
            run = procedure.run(asked)
        verdict = _judge(exercise, built, run)
        verdict = replace(verdict, run_seconds=time.monotonic() - started - build_seconds)
    if changed and verdict.passed:
        headline = f"All tests pass, but not with the given files. {changed}"
        verdict = replace(verdict, outcome="given", headline=headline)
    shown, hint = best_match(exercise, verdict.failures)
    return replace(
        verdict,
        changed_given=changed,
        warnings=len(built.warnings),
        shown=verdict.shown or (shown.event if shown else None),
        hint=hint,
        build_seconds=build_seconds,
    )


def _judge(exercise: Exercise, built: BuildResult, run: RunResult) -> Verdict:
    """The verdict on a run of the tests."""
    outcome, headline = _outcome(exercise, run)
    verdict = Verdict(exercise.id, outcome, headline, tests=run.tests, collected=run.collected)
    if outcome == "passed":
        return verdict
    suspect = next((w for w in built.warnings if w.code in _SUSPECT), None)
    return replace(
        verdict,
        suspect_warning=suspect if outcome == "tests" else None,
        shown=run.running,
        output=run.output,
    )


def _outcome(exercise: Exercise, run: RunResult) -> tuple[str, str]:
    count = endings.number_of_tests(run)
    failed, skipped = run.of("failed"), run.of("skipped")
    during = f" while {run.running} was running" if run.running else ""
    if run.passed:
        left_out = f", {len(skipped)} of them skipped{_reasons(run)}" if skipped else ""
        return "passed", f"Passed: {count}{left_out}."
    if run.status is None:
        return "timeout", _stopped(exercise, run, during)
    if run.trouble:
        return "broken", run.trouble
    if run.complete and failed:
        return "tests", f"{len(failed)} of {count} failed."
    if ending := endings.crash(run, during):
        return "crash", ending
    return "incomplete", _unfinished(run, exercise, during)


def _unfinished(run: RunResult, exercise: Exercise, during: str) -> str:
    """Why a program that ended by itself has tested nothing, or not all."""
    if run.complete and len(run.of("skipped")) == run.collected:
        return f"Nothing was tested: {_all_skipped(run)}"
    return endings.exited(run, exercise, during)


def _all_skipped(run: RunResult) -> str:
    return f"all tests were skipped{_reasons(run)}." if run.tests else "there are no tests."


def _reasons(run: RunResult) -> str:
    """Why tests were skipped, in parentheses, where somebody says it."""
    said = "; ".join(dict.fromkeys(test.message for test in run.of("skipped") if test.message))
    return f" ({said})" if said else ""


def _stopped(exercise: Exercise, run: RunResult, during: str) -> str:
    limit = f"{exercise.timeout:g} seconds"
    if not run.reported:
        return f"Stopped after {limit}{during}: it never came to its end."
    failed = len(run.of("failed"))
    how = f"{failed} of {run.collected} tests failed" if failed else "All tests passed"
    return f"{how}, but the program had not ended after {limit}: is a thread still running?"
