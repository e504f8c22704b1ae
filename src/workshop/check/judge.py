"""Turn what was built and what ran into a verdict: its outcome, and one sentence that says it."""

from __future__ import annotations

from dataclasses import replace

from workshop.check.results import RunResult
from workshop.check.verdict import Verdict
from workshop.course.catalog import Exercise
from workshop.course.hints import fitting_hint
from workshop.rust.cargo import BuildResult

_TIDINESS = {"dead_code", "unused_imports", "unused_mut", "unused_parens", "non_snake_case"}
"""Warnings that say nothing about what a program does."""
_SIGNALS = {
    -4: "was stopped by an illegal instruction",
    -6: "called abort",
    -7: "read memory that is not there",
    -9: "was killed (by the system, for want of memory?)",
    -11: "crashed by a segmentation fault, or used up its stack",
}


def judge_build(exercise: Exercise, built: BuildResult) -> Verdict:
    """The verdict where nothing could be run."""
    outcome = "compile" if built.errors else "broken"
    headline = built.trouble or "The compiler refuses this code."
    verdict = Verdict(
        exercise.id,
        outcome,
        headline,
        errors=built.errors,
        warnings=len(built.warnings),
    )
    return _with_hint(exercise, verdict)


def judge_run(exercise: Exercise, built: BuildResult, run: RunResult) -> Verdict:
    """The verdict on a run of the tests."""
    outcome, headline = _outcome(exercise, run)
    suspects = (one for one in built.warnings if one.code not in _TIDINESS)
    verdict = Verdict(
        exercise.id,
        outcome,
        headline,
        warnings=len(built.warnings),
        suspect_warning=None if outcome == "passed" else next(suspects, None),
        tests=run.tests,
        collected=run.collected,
        output="" if outcome == "passed" else run.output,
    )
    return _with_hint(exercise, verdict)


def _with_hint(exercise: Exercise, verdict: Verdict) -> Verdict:
    return replace(verdict, hint=fitting_hint(exercise, verdict.events, verdict.message))


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
    return _SIGNALS.get(run.status or 0, f"ended with status {run.status}")
