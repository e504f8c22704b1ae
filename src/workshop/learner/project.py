"""The clone with all that a command needs of it: catalog, copies, progress, and where one is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from workshop.base.errors import UsageError
from workshop.course.catalog import Catalog, Exercise
from workshop.course.requirements import lacking
from workshop.learner.progress import Progress, State
from workshop.learner.work_folder import WorkFolder
from workshop.rust.toolchain import build_environment


@dataclass(frozen=True)
class Project:
    """The clone at `root`, as a learner sits before it."""

    root: Path

    @cached_property
    def catalog(self) -> Catalog:
        """What the course offers."""
        return Catalog(self.root)

    @property
    def work(self) -> WorkFolder:
        """The learner's folder."""
        return WorkFolder(self.root)

    @property
    def progress(self) -> Progress:
        """The learner's progress."""
        return Progress(self.root / "work")

    @property
    def here(self) -> Exercise | None:
        """The exercise in whose copy the command was called."""
        copies, folder = self.work.folder.resolve(), Path.cwd()
        if not folder.is_relative_to(copies):
            return None
        id = "-".join(folder.relative_to(copies).parts[:2])
        return self.catalog.exercise(id) if id in self.catalog.order else None

    def choose(self, name: str | None) -> Exercise:
        """The exercise that `name` means; without a name the one of this folder, or `at_hand`."""
        if name is not None:
            return self.catalog.find(name)
        if here := self.here:
            return here
        exercise = self.at_hand()
        if exercise is None:
            raise UsageError(
                "You have passed or skipped every exercise. Name one: `workshop list` shows them."
            )
        return exercise

    def lacking(self, exercise: Exercise) -> tuple[str, ...]:
        """What this machine lacks for the exercise, which is skipped then."""
        if not exercise.requires:
            return ()
        return lacking(exercise, build_environment()["PATH"])

    def current(self) -> Exercise | None:
        """The first exercise that is neither passed nor skipped; those for home come last."""
        states = self.progress.states()
        left = (id for id in self.catalog.order if not states.get(id, State()).settled)
        exercises = map(self.catalog.exercise, left)
        return first_to_do(one for one in exercises if not self.lacking(one))

    def at_hand(self) -> Exercise | None:
        """Where the learner was, if something is left to do there, else the first that is left."""
        at = self.progress.last_touched()
        if at is None or at not in self.catalog.order:
            return self.current()
        state, exercise = self.progress.state(at), self.catalog.exercise(at)
        is_over = state.still_passes or state.skipped or self.lacking(exercise)
        return self.current() if is_over else exercise

    def neighbor(self, exercise: Exercise, step: int) -> Exercise | None:
        """The exercise after (`step` 1) or before (-1) this one on the path; None at an end."""
        order = self.catalog.order
        place = order.index(exercise.id) + step
        while 0 <= place < len(order):
            found = self.catalog.exercise(order[place])
            if not self.lacking(found):
                return found
            place += step
        return None

    def shown(self, path: Path) -> str:
        """A path as people read it: below the clone, with slashes."""
        return path.relative_to(self.root).as_posix()


def first_to_do(left: Iterable[Exercise]) -> Exercise | None:
    """The first exercise for the room; where none is left, the first one for home."""
    at_home: Exercise | None = None
    for exercise in left:
        if not exercise.home:
            return exercise
        at_home = at_home or exercise
    return at_home
