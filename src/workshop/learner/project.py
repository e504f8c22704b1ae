"""The clone with all that a command needs of it: catalog, copies, progress, and where one is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from workshop.base.errors import UsageError
from workshop.course.catalog import Catalog, Exercise
from workshop.learner.progress import Progress, current
from workshop.learner.work_folder import WorkFolder


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
        """The exercise that `name` means; without a name the one of this folder, or the current."""
        if name is not None:
            return self.catalog.find(name)
        if here := self.here:
            return here
        exercise = current(self.catalog, self.progress)
        if exercise is None:
            raise UsageError("All exercises have passed. Name one: `workshop list` shows them.")
        return exercise

    def shown(self, path: Path) -> str:
        """A path as people read it: below the clone, with slashes."""
        return path.relative_to(self.root).as_posix()
