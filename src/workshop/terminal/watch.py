"""Check at every save: the last verdict that is shown always speaks of the last content."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from workshop.base.errors import EnvironmentBroken, UsageError, WorkshopError
from workshop.base.folder_snapshot import WatchedFolder
from workshop.check import session
from workshop.check.session import LAST, RESTORE, NextStep, Session, give_hint
from workshop.check.verdict import Verdict
from workshop.check.warm_runner import WarmRunner
from workshop.course.catalog import Exercise
from workshop.learner import copies
from workshop.learner.project import Project
from workshop.learner.status import read_status
from workshop.process.tasks import Task
from workshop.report.sections import advice_sections, verdict_sections
from workshop.report.text import as_text
from workshop.rust.diagnostics import Diagnostic
from workshop.terminal import commands, screen
from workshop.terminal.keys import Keys

T = TypeVar("T")
_PATIENCE = 30.0
"""Seconds for the answer to a question."""
_SOLUTION = "Press s for a solution."


def watch(project: Project, name: str | None) -> int:
    """Watch one exercise after the other until the learner quits."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "`watch` needs a terminal with a keyboard. `workshop check` checks once, without one."
        )
    from workshop.prefetch import runner

    exercise = project.choose(name)
    runner.start(project.root)
    with Keys() as keys:
        return _Watch(project, exercise, keys).run()


class _Watch:
    """The loop: keys and files in, verdicts out."""

    def __init__(self, project: Project, exercise: Exercise, keys: Keys) -> None:
        self._project, self._keys = project, keys
        self._tasks: list[Task[Any]] = []
        self._check: Task[Verdict] | None = None
        self._session: Session
        self._advice: Task[tuple[Diagnostic, ...]] | None = None
        self._open(exercise)

    def run(self) -> int:
        try:
            while (key := self._keys.get(self._files.pause)) != "q":
                if self._keys.ended:
                    print("\nThe input has ended, so the watch stops.")
                    return 0
                self._press(key)
                if self._files.changed():
                    self._start()
                self._collect()
                self._collect_advice()
            print(f"\nGoodbye: {self._where_next()}")
            return 0
        finally:
            self._close()

    def _where_next(self) -> str:
        following = self._project.at_hand()
        if following is None:
            return "you have passed or skipped every exercise."
        return f"`workshop watch` continues with {following.id}."

    def _open(self, exercise: Exercise) -> None:
        """Begin with an exercise: the first look at its files finds a change, so it is checked."""
        self._exercise, self._warm_runner = exercise, WarmRunner(exercise)
        self._folder = self._project.work.ensure_copy(exercise)
        with suppress(OSError, EnvironmentBroken):  # such as a full disk: the check says it
            self._project.progress.go_to(exercise.id)
        self._files = WatchedFolder(self._folder)
        self._notice = ""
        file = self._project.shown(self._folder / exercise.files[0])
        screen.clear(f"{exercise.in_a_line}\n{file}\n")

    def _close(self) -> None:
        """End what runs, and wait for it: no cargo and no program stays behind."""
        self._stop()
        self._warm_runner.end()
        for task in self._tasks:
            task.join(2)

    def _press(self, key: str | None) -> None:
        if key is None or key not in "nphsrl":
            return
        print()
        try:
            self._act(key)
        except (WorkshopError, OSError) as error:  # such as a full disk: the watch goes on
            print(error)

    def _act(self, key: str) -> None:
        match key:
            case "n":
                self._step(1)
            case "p":
                self._step(-1)
            case "h":
                give_hint(self._project, self._exercise, self._say_hint, _SOLUTION)
            case "s":
                self._show_solution()
            case "r":
                self._reset()
            case "l":
                commands.list_exercises(self._project)

    def _step(self, by: int) -> None:
        following = self._project.neighbor(self._exercise, by)
        if following is None and by > 0:
            following = self._left_behind()
        if following is None:
            print("This is the last exercise." if by > 0 else "This is the first exercise.")
        else:
            self._close()
            self._open(following)

    def _left_behind(self) -> Exercise | None:
        """Behind the last exercise, once it passes: the first one that is left."""
        passes = self._project.progress.state(self._exercise.id).still_passes
        return self._project.current() if passes else None

    def _say_hint(self, text: str) -> None:
        text = screen.prose(text)
        print(text)
        if self._check is not None:  # its verdict clears the screen, and the hint must stay
            self._notice = "\n\n".join(filter(None, [self._notice, text]))

    def _show_solution(self) -> None:
        state = self._project.progress.state(self._exercise.id)
        question = commands.solution_question(self._exercise)
        if state.may_see_solution or self._agrees(question):
            commands.solution(self._project, self._exercise.id, yes=True)
        else:
            print("Not shown.")

    def _reset(self) -> None:
        if self._agrees("Reset to the starter? Your version is kept."):
            self._stop()
            self._notice = copies.reset_text(copies.reset(self._project, self._exercise))
        else:
            print("Nothing was changed.")

    def _agrees(self, question: str) -> bool:
        print(f"{question} [y/N] ", end="", flush=True)
        agreed = self._keys.answer(_PATIENCE)
        print("yes" if agreed else "no")
        return agreed

    def _start(self) -> None:
        self._stop()
        try:
            begun = session.begin(self._project, self._exercise)
        except WorkshopError as error:  # such as a full disk; the next save tries again
            self._show(str(error))
            return
        self._notice = begun.renewed.text if begun.renewed else self._notice
        screen.status("Checking …")
        self._session = begun
        self._check = self._task(self._checked)

    def _task(self, work: Callable[[threading.Event], T]) -> Task[T]:
        task = Task(work, self._keys.wake)
        self._tasks = [*(task for task in self._tasks if not task.over), task]
        return task

    def _checked(self, cancel: threading.Event) -> Verdict:
        def notify(text: str) -> None:
            if not cancel.is_set():
                screen.status(text)

        return self._session.check(notify, cancel=cancel, warm_runner=self._warm_runner)

    def _stop(self) -> None:
        for task in (self._check, self._advice):
            if task is not None:
                task.cancel()
        self._check = self._advice = None

    def _collect(self) -> None:
        """Show a verdict that has come, if it speaks of the content that lies there now."""
        if self._check is None or not self._check.done:
            return
        task, self._check = self._check, None
        try:
            verdict = task.result
        except WorkshopError as error:
            self._show(str(error))
            return
        if not self._session.is_current(verdict):
            self._files.forget()  # a save came in between: look again, check again
            return
        try:
            self._record(verdict)
        except WorkshopError as error:  # the declaration of the next exercise is broken
            self._show(str(error))
        self._warm_runner.prepare()
        if verdict.passed:
            self._advice = self._task(lambda end: self._session.advice(cancel=end))

    def _collect_advice(self) -> None:
        """Add clippy's advice below the pass; a save has cancelled it."""
        if self._advice is None or not self._advice.done:
            return
        task, self._advice = self._advice, None
        if found := task.result:
            print(f"\n{as_text(advice_sections(found), color=screen.in_color())}", flush=True)

    def _record(self, verdict: Verdict) -> None:
        outcome = self._session.record(verdict)
        self._notice = outcome.unrecorded or self._notice
        text = as_text(verdict_sections(verdict, self._project.root), color=screen.in_color())
        self._show(f"{text}\n\n{self._next_step(outcome.next_step)}")

    def _next_step(self, step: NextStep) -> str:
        if step.file is not None:
            keys = "Press h for a hint." if step.hint_left else _SOLUTION
            return f"Change {self._project.shown(step.file)} and save. {keys}"
        if step.restores:
            return RESTORE
        following = self._project.neighbor(self._exercise, 1) or self._left_behind()
        stretch = f"Stretch: {step.stretch}\n" if step.stretch else ""
        return stretch + (f"Press n for the next: {following.in_a_line}" if following else LAST)

    def _show(self, text: str) -> None:
        notice = f"{self._notice}\n\n" if self._notice else ""
        self._notice = ""
        screen.clear(f"{notice}{text}\n\n{self._progress_line()}\n{screen.KEYS}")

    def _progress_line(self) -> str:
        try:
            status = read_status(self._project)
        except WorkshopError as error:  # another exercise's declaration is broken
            return str(error)
        ids = [one.exercise.id for one in status.exercises if one.counts]
        number = ids.index(self._exercise.id) + 1 if self._exercise.id in ids else None
        return screen.progress_line(status.passed, status.total, number)
