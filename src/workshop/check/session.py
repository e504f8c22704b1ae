"""One check as a learner meets it, in every place: renew, check, record, hint, next step."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from workshop.base.errors import EnvironmentBroken, no_access
from workshop.base.folder_snapshot import folder_digest
from workshop.base.notify import Notify, ignore
from workshop.check.check import check
from workshop.check.verdict import Verdict
from workshop.check.warm_runner import WarmRunner
from workshop.course import hints
from workshop.course.catalog import Exercise, Hint
from workshop.learner.project import Project
from workshop.learner.work_folder import Update
from workshop.rust import clippy, maturin
from workshop.rust.diagnostics import Diagnostic

LAST = "You have passed or skipped every exercise."
RESTORE = "Restore the given files as described above, and check again."


@dataclass(frozen=True)
class NextStep:
    """What the learner does after a verdict; each place says it in its own words.

    `file` is the one to change, and `hint_left` whether a hint can still be given. After a pass,
    and where this machine lacks something, `file` is None, and `following` is the next exercise;
    None after the last one. `restores`: given files come first, also where tests fail.
    """

    file: Path | None
    hint_left: bool
    following: Exercise | None
    stretch: str
    restores: bool = False

    @property
    def what_follows(self) -> str:
        """The stretch and the next exercise, in words for those who go on."""
        if self.restores:
            return RESTORE
        stretch = f"Stretch: {self.stretch}\n" if self.stretch else ""
        return stretch + (f"Next: {self.following.in_a_line}" if self.following else LAST)


@dataclass(frozen=True)
class Outcome:
    """A verdict that was recorded; `unrecorded` says why the progress could not be written.

    `further_hints` are those worth giving after the one in the verdict.
    """

    verdict: Verdict
    unrecorded: str | None
    next_step: NextStep
    further_hints: tuple[Hint, ...]


@dataclass(frozen=True)
class Session:
    """The check of the copy in `folder`, which `begin` has renewed; `renewed` is what that changed.

    `check` may run in a thread. Only a verdict that is shown is recorded.
    """

    project: Project
    exercise: Exercise
    folder: Path
    renewed: Update | None

    def check(
        self,
        notify: Notify = ignore,
        *,
        cancel: threading.Event | None = None,
        warm_runner: WarmRunner | None = None,
    ) -> Verdict:
        """Check the copy; nothing is recorded. Raises Cancelled when `cancel` is set."""
        return check(
            self.project.work,
            self.exercise,
            self.folder,
            notify=notify,
            cancel=cancel,
            warm_runner=warm_runner,
        )

    def is_current(self, verdict: Verdict) -> bool:
        """Whether the verdict speaks of what the copy holds now."""
        return not verdict.content or verdict.content == folder_digest(self.folder)

    @property
    def _to_change(self) -> Path:
        """The file to edit, or the folder of several: the fault may be in any of them."""
        files = self.exercise.files
        return self.folder if len(files) > 1 else self.folder / files[0]

    def record(self, verdict: Verdict) -> Outcome:
        """Write the verdict into the progress, and say what comes next."""
        project, exercise = self.project, self.exercise
        unrecorded = self._write(verdict)
        further: tuple[Hint, ...] = ()
        if not (verdict.passed or verdict.outcome == "given"):
            every = hints.best_first(exercise, verdict.failures)
            further = tuple(hint for hint in every if hint != verdict.hint)
        given = project.progress.state(exercise.id).hints if further else ()
        goes_on = verdict.passed or bool(project.lacking(exercise))
        restores = bool(verdict.changed_given)
        next_step = NextStep(
            file=None if goes_on or restores else self._to_change,
            hint_left=any(hint.text not in given for hint in further),
            following=project.current() if goes_on else None,
            stretch=exercise.stretch if verdict.passed else "",
            restores=restores,
        )
        return Outcome(verdict, unrecorded, next_step, further)

    def _write(self, verdict: Verdict) -> str | None:
        progress, id = self.project.progress, self.exercise.id
        try:
            if verdict.passed:
                progress.passed(id)
            else:
                progress.failed(id, verdict.failures)
        except OSError as error:
            return str(no_access("The progress could not be written", error))
        except EnvironmentBroken as error:
            return f"The progress could not be written. {error}"
        return None

    def advice(
        self, *, seconds: float | None = None, cancel: threading.Event | None = None
    ) -> tuple[Diagnostic, ...]:
        """What clippy says of a copy that passed; nothing where that takes too long."""
        target, environment = self.project.work.target, dict[str, str]()
        if self.exercise.kind == "project":
            environment = maturin.configuration(self.folder, target)
        return clippy.advice(
            self.folder, target, environment=environment, seconds=seconds, cancel=cancel
        )


def begin(project: Project, exercise: Exercise) -> Session:
    """Make the learner's copy, or bring a new version of the material into it, and begin."""
    folder = project.work.ensure_copy(exercise)
    try:
        renewed = project.work.update(exercise)
    except OSError as error:
        what = f"The new version of {exercise.id} could not be copied into yours"
        raise no_access(what, error) from error
    return Session(project, exercise, folder, renewed)


def give_hint(project: Project, exercise: Exercise, say: Notify, solution: str = "") -> None:
    """Say the next hint, and record it. The one that fits best was in the verdict.

    `solution` says how one is shown in this place.
    """
    state = project.progress.state(exercise.id)
    _shown, in_verdict = hints.best_match(exercise, state.failures)
    given = [*state.hints, *([in_verdict.text] if in_verdict else [])]
    found = hints.next_hint(exercise, state.failures, given)
    if found is None:
        every = enumerate(hints.best_first(exercise, state.failures), 1)
        lines = [f"{exercise.id}: you have seen all the hints."]
        lines += [f"  {number}. {hint.text}" for number, hint in every]
        solution = solution or f"`workshop solution {exercise.id}` shows a solution."
        say("\n".join([*lines, solution]))
        return
    say(f"{exercise.id}: {found.text}")
    project.progress.note(exercise.id, hints=[*state.hints, found.text])
