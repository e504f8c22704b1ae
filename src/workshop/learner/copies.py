"""What is done with learners' copies and recorded: reset, catch up, update. It asks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workshop.base.errors import UsageError
from workshop.course.catalog import Exercise
from workshop.learner.project import Project
from workshop.learner.work_folder import Update


@dataclass(frozen=True)
class Replaced:
    """A copy that was replaced, or that `stayed`; paths below the clone, `backup` of the former.

    `given_only`: only the files were replaced that are given.
    """

    exercise: str
    copy: str
    backup: str | None = None
    stayed: bool = False
    given_only: bool = False

    @property
    def way_back(self) -> str:
        """How the learner gets the former version again."""
        return f"To restore it, copy its files over those in {self.copy}."


def reset(project: Project, exercise: Exercise) -> Replaced:
    """Put the starter back, with a backup, where it isn't there already."""
    stays = project.work.is_as_given(exercise)
    backup = None if stays else project.work.reset(exercise)
    project.progress.put_back(exercise.id)
    copy = project.shown(project.work.path(exercise))
    return Replaced(exercise.id, copy, project.shown(backup) if backup else None, stayed=stays)


def changed_copies(project: Project) -> list[Exercise]:
    """The exercises whose copies are there, and differ from the starter."""
    exercises = [project.catalog.exercise(id) for id in project.catalog.order]
    return [
        exercise
        for exercise in exercises
        if project.work.path(exercise).exists() and not project.work.is_as_given(exercise)
    ]


def restore_given(project: Project, exercise: Exercise) -> Replaced:
    """Restore the files of a copy that are given, with a backup of those that were changed."""
    backup = project.work.restore_given(exercise)
    copy = project.shown(project.work.path(exercise))
    shown = project.shown(backup) if backup else None
    return Replaced(exercise.id, copy, shown, given_only=True)


def reset_text(done: Replaced) -> str:
    """What a reset has done, in words."""
    if done.stayed:
        return f"{done.exercise}: {done.copy} is as given, so nothing was changed."
    what = "the given files are as they were" if done.given_only else "the starter is back"
    text = f"{done.exercise}: {what} in {done.copy}."
    if done.backup is None:
        return text
    return f"{text}\nYour version is kept in {done.backup}.\n{done.way_back}"


def catch_up(project: Project, episode_id: str) -> Iterator[Replaced]:
    """Put the solutions of all episodes before this one in place, one after the other.

    Their exercises count as skipped, so that the next one is of this episode. What has passed
    stays as it is.
    """
    ids = [episode.id for episode in project.catalog.episodes]
    if episode_id not in ids:
        raise UsageError(f"There is no episode {episode_id!r}. The episodes: {', '.join(ids)}.")
    for episode in project.catalog.episodes[: ids.index(episode_id)]:
        for id in episode.exercises:
            yield _catch_up(project, project.catalog.exercise(id))


def _catch_up(project: Project, exercise: Exercise) -> Replaced:
    copy = project.work.path(exercise)
    if project.progress.state(exercise.id).still_passes and copy.is_dir():
        return Replaced(exercise.id, project.shown(copy), stayed=True)
    backup = project.work.catch_up(exercise)
    project.progress.note(exercise.id, skipped=True)
    return Replaced(exercise.id, project.shown(copy), project.shown(backup) if backup else None)


def pending_updates(project: Project) -> list[Update]:
    """What a new version of the material would change in the copies."""
    exercises = [project.catalog.exercise(id) for id in project.catalog.order]
    found = [project.work.pending_update(exercise) for exercise in exercises]
    return [change for change in found if change]


def update(project: Project, changes: list[Update]) -> None:
    """Bring the new version into the copies that `changes` name."""
    for change in changes:
        project.work.update(project.catalog.exercise(change.exercise))
