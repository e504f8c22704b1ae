"""What learners are asked and told about their copies: put back, catch up, bring in, save."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from workshop.base.errors import UsageError
from workshop.learner import copies
from workshop.learner import restore as restoring
from workshop.learner import save as saving
from workshop.learner.project import Project
from workshop.terminal.screen import agrees


def reset(project: Project, name: str | None, *, given: bool = False, yes: bool = False) -> int:
    """Put the starter back, or only what is `given`, and say where the learner's version went.

    Without a name it is easily another exercise than was meant, so a terminal asks, and where
    nobody can be asked, it must be the one of this folder.
    """
    exercise = project.choose(name)
    if given:
        print(copies.reset_text(copies.restore_given(project, exercise)))
        return 0
    asks = name is None and sys.stdin.isatty() and not yes
    if name is None and not (asks or project.here):
        raise UsageError(
            "Nothing was changed: outside the folder of an exercise, `workshop reset` needs an ID, "
            f"as in `workshop reset {exercise.id}`."
        )
    if asks and not agrees(f"Reset {exercise.id} to its starter? Your version is kept."):
        print(f"Nothing was changed. `workshop reset {exercise.id}` does it without asking.")
        return 1
    print(copies.reset_text(copies.reset(project, exercise)))
    return 0


def reset_all(project: Project, *, yes: bool) -> int:
    """Put every starter back, after a question, and say where the learner's versions went."""
    changed = copies.changed_copies(project)
    if not changed:
        print("Every exercise is as given, so nothing was changed.")
        return 0
    count = "1 exercise" if len(changed) == 1 else f"{len(changed)} exercises"
    print(f"You have changed {count}: {', '.join(one.id for one in changed)}.")
    if not (yes or agrees("Put all starters back? Your versions are kept.")):
        print("Nothing was changed. `workshop reset --all --yes` does it without asking.")
        return 1
    for exercise in changed:
        print(copies.reset_text(copies.reset(project, exercise)))
    return 0


def save(project: Project, file: str | None) -> int:
    """Save work and progress in one file, and say how to carry it away."""
    if file and file.endswith(("/", os.sep)) and not Path(file).is_dir():
        raise UsageError(f"There is no folder {file}. Nothing was saved.")
    saved = saving.save(project, Path(file) if file else None)
    inside = saved.file.is_relative_to(project.root)
    print(saving.saved_text(saved, project.shown(saved.file) if inside else str(saved.file)))
    if not file:
        print("In JupyterLab's file browser, a right click on it offers Download.")
    print("`workshop restore FILE` brings everything back, here or on another machine.")
    return 0


def restore(project: Project, file: str) -> int:
    """Bring back what was saved, and say where the versions went that were there."""
    print(restoring.restored_text(restoring.restore(project, Path(file))))
    return 0


def catch_up(project: Project, episode_id: str) -> int:
    """Put the solutions of all episodes before this one in place, with backups."""
    for done in copies.catch_up(project, episode_id):
        if done.stayed:
            print(f"{done.exercise}: your version has passed and is unchanged.")
            continue
        kept = f"; yours is kept in {done.backup}" if done.backup else ""
        print(f"{done.exercise}: the solution is in {done.copy}{kept}")
        if done.backup:
            print(f"  {done.way_back}")
    print(f"Everything before `{episode_id}` is in place.")
    return 0


def update(project: Project, *, dry: bool, yes: bool) -> int:
    """Bring a new version of the material into copies, after a question, and into notebooks."""
    changes = copies.pending_updates(project)
    if not changes:
        print("Your copies are up to date.")
    else:
        print("\n".join(change.summary for change in changes))
        if dry:
            return 0
        if not (yes or agrees("Apply this update?")):
            print("Nothing was changed. `workshop update --yes` does it without asking.")
            return 1
        copies.update(project, changes)
        print("Done. `workshop reset ID` replaces a kept file with its new version.")
    if not dry and (project.work.folder / "lessons").is_dir():
        _renew_notebooks(project)
    return 0


def _renew_notebooks(project: Project) -> None:
    from workshop.publish import notebooks

    made = notebooks.update_notebooks(project.root)
    if made.written:
        print(f"Notebooks updated in work/lessons: {', '.join(made.written)}")
    for message in made.messages:
        print(message)
