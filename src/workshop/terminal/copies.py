"""What learners do with their copies: put back, catch up, bring in a new version."""

from __future__ import annotations

import sys

from workshop.base.errors import UsageError
from workshop.course.catalog import Exercise
from workshop.learner.project import Desk
from workshop.learner.work_folder import Update, Work
from workshop.terminal.screen import agrees


def reset(desk: Desk, name: str | None) -> int:
    """Put the starter back and say where the learner's version went.

    Without a name it is easily another exercise than was meant, so a terminal asks.
    """
    exercise = desk.choose(name)
    asks = name is None and sys.stdin.isatty()
    if asks and not agrees(f"Put the starter of {exercise.id} back? Your version is kept."):
        print(f"Nothing was changed. `workshop reset {exercise.id}` does it without asking.")
        return 1
    print(put_back(desk, exercise))
    return 0


def put_back(desk: Desk, exercise: Exercise) -> str:
    """Reset, and return what was done, in words."""
    backup = desk.work.reset(exercise)
    done = f"{exercise.id}: the starter is back in {desk.shown(desk.work.path(exercise))}."
    if desk.progress.state(exercise.id).passed:
        desk.progress.note(exercise.id, changed=True)
    if backup is None:
        return done
    return f"{done}\nYour version is kept in {desk.shown(backup)}.\n{_way_back(desk, exercise)}"


def _way_back(desk: Desk, exercise: Exercise) -> str:
    copy = desk.shown(desk.work.path(exercise))
    return f"To have it again, copy its files over those in {copy}."


def catch_up(desk: Desk, episode_id: str) -> int:
    """Put the solutions of all episodes before this one in place, with backups.

    Their exercises count as skipped, so that the next one is of this episode.
    """
    ids = [episode.id for episode in desk.catalog.episodes]
    if episode_id not in ids:
        raise UsageError(f"There is no episode {episode_id!r}. The episodes: {', '.join(ids)}.")
    earlier = desk.catalog.episodes[: ids.index(episode_id)]
    for id in [id for episode in earlier for id in episode.exercises]:
        _catch_up(desk, desk.catalog.exercise(id))
    print(f"Everything before `{episode_id}` is in place.")
    return 0


def _catch_up(desk: Desk, exercise: Exercise) -> None:
    copy = desk.work.path(exercise)
    if desk.progress.state(exercise.id).holds and copy.is_dir():
        print(f"{exercise.id}: yours has passed and stays as it is.")
        return
    backup = desk.work.catch_up(exercise)
    desk.progress.note(exercise.id, skipped=True)
    kept = f"; yours is kept in {desk.shown(backup)}" if backup else ""
    print(f"{exercise.id}: the solution is in {desk.shown(copy)}{kept}")
    if backup:
        print(f"  {_way_back(desk, exercise)}")


def update(desk: Desk, *, dry: bool, yes: bool) -> int:
    """Show what a new version of the material would change in the copies, ask, and do it."""
    exercises = [desk.catalog.exercise(id) for id in desk.catalog.order]
    found = [change for one in exercises if (change := desk.work.update(one, dry=True))]
    if not found:
        print("Your copies are up to date.")
        return 0
    print("\n".join(_would(change) for change in found))
    if dry:
        return 0
    if not (yes or agrees("Bring this in?")):
        print("Nothing was changed. `workshop update --yes` does it without asking.")
        return 1
    for change in found:
        desk.work.update(desk.catalog.exercise(change.exercise))
    print("Done. `workshop reset ID` takes the new version of a file that was kept.")
    return 0


def _would(change: Update) -> str:
    parts = [f"new: {', '.join(change.renewed)}"] if change.renewed else []
    parts += [f"yours is kept: {', '.join(change.kept)}"] if change.kept else []
    return f"{change.exercise}: {'; '.join(parts)}"


def renew(work: Work, exercise: Exercise) -> str | None:
    """Bring a new version into one copy before it is used; what was done, in words."""
    change = work.update(exercise)
    return f"The material has a new version. {_would(change)}" if change else None
