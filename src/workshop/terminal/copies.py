"""What learners do with their copies: put back, catch up, bring in a new version."""

from __future__ import annotations

import sys

from workshop.base.errors import UsageError
from workshop.course.catalog import Exercise
from workshop.learner.project import Project
from workshop.terminal.screen import agrees


def reset(project: Project, name: str | None) -> int:
    """Put the starter back and say where the learner's version went.

    Without a name it is easily another exercise than was meant, so a terminal asks.
    """
    exercise = project.choose(name)
    asks = name is None and sys.stdin.isatty()
    if asks and not agrees(f"Put the starter of {exercise.id} back? Your version is kept."):
        print(f"Nothing was changed. `workshop reset {exercise.id}` does it without asking.")
        return 1
    print(put_back(project, exercise))
    return 0


def put_back(project: Project, exercise: Exercise) -> str:
    """Reset, and return what was done, in words."""
    backup = project.work.reset(exercise)
    done = f"{exercise.id}: the starter is back in {project.shown(project.work.path(exercise))}."
    if project.progress.state(exercise.id).passed:
        project.progress.note(exercise.id, changed=True)
    if backup is None:
        return done
    return (
        f"{done}\nYour version is kept in {project.shown(backup)}.\n{_way_back(project, exercise)}"
    )


def _way_back(project: Project, exercise: Exercise) -> str:
    copy = project.shown(project.work.path(exercise))
    return f"To have it again, copy its files over those in {copy}."


def catch_up(project: Project, episode_id: str) -> int:
    """Put the solutions of all episodes before this one in place, with backups.

    Their exercises count as skipped, so that the next one is of this episode.
    """
    ids = [episode.id for episode in project.catalog.episodes]
    if episode_id not in ids:
        raise UsageError(f"There is no episode {episode_id!r}. The episodes: {', '.join(ids)}.")
    earlier = project.catalog.episodes[: ids.index(episode_id)]
    for id in [id for episode in earlier for id in episode.exercises]:
        _catch_up(project, project.catalog.exercise(id))
    print(f"Everything before `{episode_id}` is in place.")
    return 0


def _catch_up(project: Project, exercise: Exercise) -> None:
    copy = project.work.path(exercise)
    if project.progress.state(exercise.id).holds and copy.is_dir():
        print(f"{exercise.id}: yours has passed and stays as it is.")
        return
    backup = project.work.catch_up(exercise)
    project.progress.note(exercise.id, skipped=True)
    kept = f"; yours is kept in {project.shown(backup)}" if backup else ""
    print(f"{exercise.id}: the solution is in {project.shown(copy)}{kept}")
    if backup:
        print(f"  {_way_back(project, exercise)}")


def update(project: Project, *, dry: bool, yes: bool) -> int:
    """Show what a new version of the material would change in the copies, ask, and do it."""
    exercises = [project.catalog.exercise(id) for id in project.catalog.order]
    found = [change for one in exercises if (change := project.work.update(one, dry=True))]
    if not found:
        print("Your copies are up to date.")
        return 0
    print("\n".join(change.summary for change in found))
    if dry:
        return 0
    if not (yes or agrees("Bring this in?")):
        print("Nothing was changed. `workshop update --yes` does it without asking.")
        return 1
    for change in found:
        project.work.update(project.catalog.exercise(change.exercise))
    print("Done. `workshop reset ID` takes the new version of a file that was kept.")
    return 0
