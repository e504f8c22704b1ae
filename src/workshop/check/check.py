"""Build, run, compare with what was expected, choose a hint: a verdict on one exercise."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

from workshop.base.errors import no_access
from workshop.base.folder_snapshot import Snapshot, take_snapshot
from workshop.base.notify import Notify, ignore
from workshop.check.build import build
from workshop.check.procedures import PROCEDURES
from workshop.check.results import RunResult, TestResult
from workshop.check.run import RunRequest
from workshop.check.warm_runner import WarmRunner
from workshop.course.catalog import Exercise, Hint
from workshop.course.hints import fitting_hint
from workshop.learner.work_folder import WorkFolder
from workshop.process.sandbox import Cancelled
from workshop.rust.cargo import BuildResult
from workshop.rust.diagnostics import Diagnostic

OUTCOMES = ("passed", "compile", "tests", "timeout", "crash", "incomplete", "broken")
"""Every verdict is one of these; only the first is a pass."""
_TRIES = 10
_RESTLESS = (
    "The files change while they are checked, again and again: does a build script, a test or "
    "another program write into this folder?"
)


@dataclass(frozen=True)
class Verdict:
    """What one check found. Times are seconds; `content` is the digest of the files it judged.

    `warned` is the first of the compiler's warnings that may be the reason why tests failed.
    """

    exercise: str
    outcome: str
    headline: str
    errors: tuple[Diagnostic, ...] = ()
    warnings: int = 0
    suspect_warning: Diagnostic | None = None
    tests: tuple[TestResult, ...] = ()
    collected: int = 0
    hint: Hint | None = None
    output: str = ""
    build_seconds: float = 0.0
    run_seconds: float = 0.0
    content: str = ""

    @property
    def passed(self) -> bool:
        """Whether the exercise is done."""
        return self.outcome == "passed"

    @property
    def events(self) -> tuple[str, ...]:
        """What went wrong, as hints name it: the first error's code, or the tests that failed."""
        codes = [error.code for error in self.errors[:1] if error.code]
        return tuple(codes or [test.name for test in self.failed_tests])

    @property
    def message(self) -> str:
        """What the first error says, or the tests that failed: hints may ask for its words."""
        if self.errors:
            return self.errors[0].all_words
        said = [text for test in self.failed_tests for text in (test.raised, test.message)]
        return "\n".join(text for text in said if text)

    @property
    def failed_tests(self) -> tuple[TestResult, ...]:
        """The tests that did not pass, in their order."""
        return tuple(test for test in self.tests if test.outcome != "passed")


def check(
    work: WorkFolder,
    exercise: Exercise,
    source: Path | None = None,
    *,
    notify: Notify | None = None,
    cancel: threading.Event | None = None,
    warm_runner: WarmRunner | None = None,
) -> Verdict:
    """Check the learner's copy, or the crate at `source`. Raises Cancelled when `cancel` is set.

    `warm_runner` may hold a runner started ahead; it is taken only when there is something to run.
    """
    folder = source or work.ensure_copy(exercise)
    for _ in range(_TRIES):
        snapshot = take_snapshot(folder)
        try:
            verdict = _check_once(
                work, exercise, snapshot, warm_runner, notify=notify, cancel=cancel
            )
        except OSError as error:
            raise no_access("The check could not be made", error) from error
        if snapshot.still_holds():
            return replace(verdict, content=snapshot.digest)
        if notify is not None:
            notify("The files changed during the check: checking again.")
    return Verdict(exercise.id, "broken", _RESTLESS)


def _check_once(
    work: WorkFolder,
    exercise: Exercise,
    snapshot: Snapshot,
    warm_runner: WarmRunner | None,
    *,
    notify: Notify | None,
    cancel: threading.Event | None,
) -> Verdict:
    started = time.monotonic()
    runners = warm_runner or WarmRunner(exercise)
    try:
        runners.prepare()  # the imports take place while cargo works
        built = build(work, exercise, snapshot, notify=notify or ignore, cancel=cancel)
        building = time.monotonic() - started
        if built.artifact is None:
            return _with_hint(exercise, _not_built(exercise, built, building))
        asked = RunRequest(work, exercise, snapshot.folder, built.artifact, runners.take, cancel)
        result = PROCEDURES[exercise.kind].run(asked)
    finally:
        if warm_runner is None:
            runners.end()
    running = time.monotonic() - started - building
    return _with_hint(exercise, _judge(exercise, built, result, building, running))


def _with_hint(exercise: Exercise, verdict: Verdict) -> Verdict:
    return replace(verdict, hint=fitting_hint(exercise, verdict.events, verdict.message))


def _not_built(exercise: Exercise, built: BuildResult, seconds: float) -> Verdict:
    outcome = "compile" if built.errors else "broken"
    headline = built.trouble or "The compiler refuses this code."
    return Verdict(
        exercise=exercise.id,
        outcome=outcome,
        headline=headline,
        errors=built.errors,
        warnings=len(built.warnings),
        build_seconds=seconds,
    )


def _judge(
    exercise: Exercise, built: BuildResult, run: RunResult, building: float, running: float
) -> Verdict:
    outcome, headline = _outcome(exercise, run)
    return Verdict(
        exercise=exercise.id,
        outcome=outcome,
        headline=headline,
        warnings=len(built.warnings),
        suspect_warning=None if outcome == "passed" else _telling(built.warnings),
        tests=run.tests,
        collected=run.collected,
        output="" if outcome == "passed" else run.output,
        build_seconds=building,
        run_seconds=running,
    )


def _telling(warnings: tuple[Diagnostic, ...]) -> Diagnostic | None:
    return next((warning for warning in warnings if warning.code not in _TIDINESS), None)


_TIDINESS = {"dead_code", "unused_imports", "unused_mut", "unused_parens", "non_snake_case"}
"""Warnings that say nothing about what a program does."""


def _outcome(exercise: Exercise, run: RunResult) -> tuple[str, str]:
    count = f"{run.collected} test" + ("s" if run.collected != 1 else "")
    failed = [test for test in run.tests if test.outcome == "failed"]
    during = f" while {run.running} was running" if run.running else ""
    if run.passed:
        return "passed", f"Passed: {count}."
    if run.status is None:
        return "timeout", _stopped(exercise, run, during)
    if run.trouble:
        return "broken", run.trouble
    if run.complete and failed:
        return "tests", f"{len(failed)} of {count} failed."
    if run.status not in {0, 1} or "memory allocation of" in run.output:
        return "crash", f"The program {_ending(run)}{during}."
    done = len([test for test in run.tests if test.outcome != "running"])
    return "incomplete", (
        f"The program ended by itself{during}: {done} of {count} had ended. "
        "Does something call `std::process::exit`? No test may end the program."
    )


def _stopped(exercise: Exercise, run: RunResult, during: str) -> str:
    limit = f"{exercise.timeout:g} seconds"
    if not run.reported:
        return f"Stopped after {limit}{during}: an endless loop, or a lock never freed?"
    failed = len([test for test in run.tests if test.outcome == "failed"])
    how = f"{failed} of {run.collected} tests failed" if failed else "All tests passed"
    return f"{how}, but the program had not ended after {limit}: does a thread still run?"


def _ending(run: RunResult) -> str:
    if "memory allocation of" in run.output:
        return "asked for more memory than the 2 GB that a check may use"
    if "has overflowed its stack" in run.output:
        return "used up its stack: a function that calls itself without end?"
    signals = {
        -4: "was stopped by an illegal instruction",
        -6: "called abort",
        -7: "read memory that is not there",
        -9: "was killed (by the system, for want of memory?)",
        -11: "crashed by a segmentation fault, or used up its stack",
    }
    return signals.get(run.status or 0, f"ended with status {run.status}")


__all__ = ["Cancelled", "Verdict", "check"]
