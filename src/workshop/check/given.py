"""Say of given files that were changed what differs, and how they are restored."""

from __future__ import annotations

from pathlib import Path

from workshop.course.catalog import Exercise
from workshop.course.given_files import Change, changes_in_copy, changes_in_course


def changed_given_files(exercise: Exercise, copy: Path) -> tuple[str, bool]:
    """A sentence or two on the given files that differ, and whether nothing can be judged.

    The sentence is empty where none does.
    """
    course, own = changes_in_course(exercise), changes_in_copy(exercise, copy)
    said = []
    if own:
        way = f"`workshop reset {exercise.id} --given` restores it and leaves your own files alone."
        said.append(f"{_listed(own, f'work/{exercise.path}')} {way}")
    if course:
        way = f"restore it: `git checkout -- {' '.join(f'exercises/{c.name}' for c in course)}`"
        if not (exercise.folder.parents[2] / ".git").exists():
            way = "unpack the workshop over this folder again, which leaves `work/` alone"
        said.append(f"{_listed(course, 'exercises')} Copy what you want to keep, then {way}.")
    return " ".join(said), any(change.stops for change in (*own, *course))


def _listed(changes: tuple[Change, ...], folder: str) -> str:
    return " ".join(f"The given file {folder}/{change.name} {change.what}." for change in changes)
