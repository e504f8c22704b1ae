"""What learners are asked and told about their copies: put back, catch up, bring in the new."""

from __future__ import annotations

import sys

from workshop.base.errors import UsageError
from workshop.learner import copies
from workshop.learner.project import Project
from workshop.terminal.screen import agrees


def reset(project: Project, name: str | None, *, given: bool = False) -> int:
    """Put the starter back, or only what is `given`, and say where the learner's version went.

    Without a name it is easily another exercise than was meant, so a terminal asks, and where
    nobody can be asked, it must be the one of this folder.
    """
    exercise = project.choose(name)
    if given:
        print(copies.reset_text(copies.restore_given(project, exercise)))
        return 0
    asks = name is None and sys.stdin.isatty()
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
