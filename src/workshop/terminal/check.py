"""`workshop check`: one check, its verdict, and what to do next."""

from __future__ import annotations

import contextlib
import json
import sys
import threading

from workshop.base.errors import WorkshopError
from workshop.base.notify import Notify, ignore
from workshop.check import session
from workshop.check.session import NextStep
from workshop.course.catalog import Exercise
from workshop.learner.project import Project
from workshop.rust import clippy
from workshop.terminal.screen import in_color

_CARGO_HAS_BEGUN = 0.04
"""Seconds: what is loaded earlier takes the time of what starts cargo."""


def check(project: Project, name: str | None, *, in_json: bool, picture: bool, full: bool) -> int:
    """Check an exercise and print the verdict."""
    exercise = project.choose(name)
    begun = session.begin(project, exercise)
    ahead = threading.Timer(_CARGO_HAS_BEGUN, _load_ahead, [project])
    ahead.daemon = True
    ahead.start()
    if begun.renewed:
        _complain(begun.renewed.text)
    outcome = begun.record(begun.check(ignore if in_json else _each_once(_complain)))
    from workshop.report.sections import advice_sections, verdict_sections
    from workshop.report.text import as_text

    verdict, status = outcome.verdict, int(not outcome.verdict.passed)
    if outcome.unrecorded:
        _complain(outcome.unrecorded)
    sections = verdict_sections(verdict, project.root, picture=picture, full=full)
    if in_json:
        from workshop.report.json import as_json

        print(json.dumps(as_json(verdict, sections), indent=2))
        return status
    print(as_text(sections, color=in_color()))
    print("\n" + _next_step(project, exercise, outcome.next_step), flush=True)
    if verdict.passed:
        with contextlib.suppress(KeyboardInterrupt):  # the verdict stands whatever happens here
            if found := begun.advice(seconds=clippy.SECONDS):
                print(f"\n{as_text(advice_sections(found), color=in_color())}")
    return status


def _load_ahead(project: Project) -> None:
    """Import and read, while cargo works, what is needed only after the verdict."""
    from workshop.report import sections, text  # noqa: F401 - they are imported for those who follow

    with contextlib.suppress(WorkshopError, OSError):  # it is said where it is needed
        project.at_hand()


def _next_step(project: Project, exercise: Exercise, step: NextStep) -> str:
    if step.file is None:
        return step.what_follows
    meant = project.here or project.at_hand()
    name = "" if meant == exercise else f" {exercise.id}"
    hint = f"`workshop hint{name}` shows a hint."
    solution = f"You have seen every hint. `workshop solution{name}` shows a solution."
    more = hint if step.hint_left else solution
    return f"Change {project.shown(step.file)}, save, check again. {more}"


def _each_once(notify: Notify) -> Notify:
    """Leave out a line that repeats the last one, as whatever waits does all the time."""
    last = ""

    def notify_of_new(text: str) -> None:
        nonlocal last
        if text != last:
            last = text
            notify(text)

    return notify_of_new


def _complain(text: str) -> None:
    print(text, file=sys.stderr)
