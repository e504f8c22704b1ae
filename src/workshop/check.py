"""Build, run, compare with what was expected, choose a hint: a verdict on one exercise."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path

from workshop.build import Built, Note, build
from workshop.catalog import Exercise, Hint
from workshop.child import Cancelled, Child
from workshop.diagnostics import Diagnostic
from workshop.errors import EnvironmentBroken
from workshop.hints import fitting_hint
from workshop.results import Run, TestResult
from workshop.run import run_python, run_rust, start_runner
from workshop.snapshot import glance
from workshop.work import Work

OUTCOMES = ("passed", "compile", "tests", "timeout", "crash", "incomplete", "broken")
"""Every verdict is one of these; only the first is a pass."""


@dataclass(frozen=True)
class Verdict:
    """What one check found. Times are seconds."""

    exercise: str
    outcome: str
    headline: str
    errors: tuple[Diagnostic, ...] = ()
    warnings: int = 0
    tests: tuple[TestResult, ...] = ()
    collected: int = 0
    hint: Hint | None = None
    output: str = ""
    build_seconds: float = 0.0
    run_seconds: float = 0.0

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
    def failed_tests(self) -> tuple[TestResult, ...]:
        """The tests that did not pass, in their order."""
        return tuple(test for test in self.tests if test.outcome != "passed")


def check(
    work: Work,
    exercise: Exercise,
    source: Path | None = None,
    *,
    note: Note | None = None,
    cancel: threading.Event | None = None,
    runner: Child | None = None,
) -> Verdict:
    """Check the learner's copy, or the crate at `source`. Raises Cancelled when `cancel` is set.

    `runner` is a child started ahead by `start_runner`; it is used up, or ended.
    """
    crate = source or work.copy(exercise)
    seen = glance(crate)
    try:
        verdict = _check_once(work, exercise, crate, runner, note=note, cancel=cancel)
    except OSError as error:
        raise EnvironmentBroken(_no_check(error)) from error
    if glance(crate) == seen:
        return verdict
    (note or print)("The files changed during the check: checking again.")
    return check(work, exercise, source, note=note, cancel=cancel)


def _check_once(
    work: Work,
    exercise: Exercise,
    crate: Path,
    runner: Child | None,
    *,
    note: Note | None,
    cancel: threading.Event | None,
) -> Verdict:
    started = time.monotonic()
    python = exercise.kind != "rust"
    if python and runner is None:
        runner = start_runner(exercise)  # its imports take place while cargo works
    try:
        built = build(work, exercise, crate, note=note, cancel=cancel)
        building = time.monotonic() - started
        if built.artifact is None:
            return _not_built(exercise, built, building)
        if python:
            result = run_python(work, exercise, built.artifact, runner, cancel)
        else:
            result = run_rust(work, exercise, built.artifact, cancel)
    finally:
        if runner is not None:
            runner.end()
    return _judge(exercise, built, result, building, time.monotonic() - started - building)


def _no_check(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    return (
        f"The check could not be made: {error.strerror or error}{where}. Is the disk full, or may "
        "`work/` not be written? `workshop doctor` looks at both. Your files are as you left them."
    )


def _not_built(exercise: Exercise, built: Built, seconds: float) -> Verdict:
    outcome = "compile" if built.errors else "broken"
    headline = built.trouble or "The compiler refuses this code."
    return Verdict(
        exercise=exercise.id,
        outcome=outcome,
        headline=headline,
        errors=built.errors,
        warnings=len(built.warnings),
        hint=fitting_hint(exercise, [error.code for error in built.errors[:1]]),
        build_seconds=seconds,
    )


def _judge(exercise: Exercise, built: Built, run: Run, building: float, running: float) -> Verdict:
    outcome, headline = _outcome(exercise, run)
    failed = [test.name for test in run.tests if test.outcome != "passed"]
    return Verdict(
        exercise=exercise.id,
        outcome=outcome,
        headline=headline,
        warnings=len(built.warnings),
        tests=run.tests,
        collected=run.collected,
        hint=fitting_hint(exercise, failed),
        output="" if outcome == "passed" else run.output,
        build_seconds=building,
        run_seconds=running,
    )


def _outcome(exercise: Exercise, run: Run) -> tuple[str, str]:
    count = f"{run.collected} test" + ("s" if run.collected != 1 else "")
    failed = [test for test in run.tests if test.outcome == "failed"]
    during = f" while {run.running} was running" if run.running else ""
    if run.passed:
        return "passed", f"Passed: {count}."
    if run.status is None:
        limit = f"{exercise.timeout:g} seconds"
        return "timeout", f"Stopped after {limit}{during}: an endless loop, or a lock never freed?"
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


def _ending(run: Run) -> str:
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
