"""Restore what `save` has saved, here or on another machine. It asks nothing, and loses nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workshop.base.atomic import move, patiently
from workshop.base.errors import EnvironmentBroken, UsageError
from workshop.base.folder_snapshot import tools_leave
from workshop.base.locks import lock
from workshop.course.catalog import Exercise
from workshop.learner import saved_file
from workshop.learner.ledger import Digests, whole_entries
from workshop.learner.notebook_folder import NotebookFolder
from workshop.learner.progress import readable_progress
from workshop.learner.project import Project
from workshop.learner.work_folder import BACKUPS

_STAGE = ".restoring"
_PATIENCE = 20.0


@dataclass(frozen=True)
class Restored:
    """What a restore did, as paths below the clone.

    `saved` is when the file was saved; `replaced` says where the former version of each path is.
    """

    saved: str
    exercises: tuple[str, ...]
    files: tuple[str, ...]
    unchanged: int
    replaced: Mapping[str, str]
    passed: int


def restore(project: Project, file: Path) -> Restored:
    """Put what a saved file holds into `work/`; what differs there is moved to a backup first."""
    file = _found(project, file)
    work = project.work.folder
    with lock(work / ".restoring.lock", timeout=_PATIENCE) as ours:
        if not ours:
            raise UsageError("Another `workshop restore` is running. Nothing was changed.")
        stage = saved_file.clear(work / _STAGE)
        try:
            contents = saved_file.unpack(file, stage)
            return _Restore(project, stage, contents).run()
        finally:
            shutil.rmtree(stage, ignore_errors=True)


def _found(project: Project, named: Path) -> Path:
    """The file, from where the command was given, or else from the clone or the pages' folder."""
    work = project.work.folder
    places = [named, *(folder / named for folder in (project.root, work, work / "lessons"))]
    for place in places:
        if place.is_file():
            return place
    if named.is_dir():
        raise UsageError(
            f"{named} is a folder. `workshop restore` takes a file that `workshop save` made. "
            "To get back a former version of an exercise, copy its files from `work/.backups`."
        )
    raise UsageError(f"There is no file {named}.{_what_was_meant(project, str(named))}")


def restored_text(done: Restored) -> str:
    """What was restored, in words."""
    when = f" of {done.saved}" if done.saved else ""
    counts = {"exercise": len(done.exercises), "other file": len(done.files)}
    more = "".join(f", {_count(number, what)}" for what, number in counts.items() if number)
    lines = [f"Restored: your progress{when}{more}."]
    if done.unchanged:
        lines.append(f"The same here already: {_count(done.unchanged, 'file')}.")
    lines += _kept(done.replaced)
    lines.append(f"{_count(done.passed, 'exercise')} passed so far. `workshop` shows what is next.")
    return "\n".join(lines)


def _kept(replaced: Mapping[str, str]) -> list[str]:
    return [f"{path}: your former version is in {kept}." for path, kept in replaced.items()]


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _what_was_meant(project: Project, word: str) -> str:
    if word in project.catalog.exercises:
        return f" `workshop reset {word}` puts the starter of an exercise back."
    work = project.work.folder
    files = [*work.glob("saved_*.zip"), *(work / "lessons").glob("saved_*.zip")]
    if files:
        last = max(files, key=lambda file: file.name)
        return f" In `{project.shown(last.parent)}/` there is one: `workshop restore {last.name}`."
    return " `workshop save` makes one, where your work is."


class _Restore:
    """One restore: `stage` holds the files as they are to be in `work/`."""

    def __init__(self, project: Project, stage: Path, contents: saved_file.Contents) -> None:
        self._project, self._work = project, project.work.folder
        self._stage, self._contents = stage, contents
        self._given = whole_entries(contents.ledger)
        self._progress = readable_progress(contents.progress)
        self._notebooks = NotebookFolder(self._work)
        moment = datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S-%f")
        self._backup = self._work / BACKUPS / f"restored_{moment}"
        self._unchanged = 0
        self._replaced = dict[str, str]()

    def run(self) -> Restored:
        """Put everything in place: copies as a whole, other files one by one."""
        if linked := [name for name in self._contents.files if self._passes_a_link(name)]:
            raise UsageError(
                f"work/{linked[0]} would be written through a link, so nothing was changed. "
                "Replace the link with a real folder, and try again."
            )
        try:
            return self._run(dict(self._copies()))
        except OSError as error:
            raise EnvironmentBroken(self._stopped(error)) from error

    def _stopped(self, error: OSError) -> str:
        where = f" ({error.filename})" if error.filename else ""
        text = (
            f"The restore stopped before its end: {error.strerror or error}{where}. Is the disk "
            "full, or is `work/` not writable? When that is fixed, run it again: it goes on."
        )
        return "\n".join([text, *_kept(self._replaced)])

    def _run(self, copies: Mapping[Exercise, Path]) -> Restored:
        restored = [
            exercise.id for exercise in copies if self._put_copy(exercise, copies[exercise])
        ]
        files = [name for name in self._others(copies) if self._put_file(name)]
        self._project.work.ledger.write(self._entries(files))
        passed = self._project.progress.merge(
            self._progress,
            known=self._project.catalog.exercises,
            restored=[exercise.id for exercise in copies],
        )
        self._project.work.write_workspace()
        shown = tuple(f"work/{name}" for name in files)
        return Restored(
            self._contents.saved, tuple(restored), shown, self._unchanged, self._replaced, passed
        )

    def _passes_a_link(self, name: str) -> bool:
        folders = [self._work / parent for parent in Path(name).parents if parent.name]
        return any(folder.is_symlink() for folder in folders)

    def _copies(self) -> Iterator[tuple[Exercise, Path]]:
        for exercise in self._project.catalog.exercises.values():
            below = self._project.work.path(exercise).relative_to(self._work)
            if (self._stage / below).is_dir():
                yield exercise, below

    def _put_copy(self, exercise: Exercise, below: Path) -> bool:
        """Make the saved copy that of the learner; False where the same is there."""
        saved, copy = self._stage / below, self._work / below
        names = _names(saved)
        if names == _names(copy) and all(_same(saved / name, copy / name) for name in names):
            self._unchanged += len(names)
            return False
        self._make_way(below)
        backup = self._project.work.adopt(exercise, saved, self._given.get(exercise.id, {}))
        if backup:
            self._note(below.as_posix(), backup)
        return True

    def _others(self, copies: Mapping[Exercise, Path]) -> Iterator[str]:
        folders = [f"{below.as_posix()}/" for below in copies.values()]
        for name in self._contents.files:
            if not any(name.startswith(folder) for folder in folders):
                yield name

    def _put_file(self, name: str) -> bool:
        """Move a saved file to its place; False where the same is there."""
        saved, target = self._stage / name, self._work / name
        if _same(saved, target):
            self._unchanged += 1
            return False
        self._make_way(Path(name))
        if target.exists() or target.is_symlink():
            self._move_away(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        patiently(lambda: saved.replace(target))
        return True

    def _make_way(self, below: Path) -> None:
        """Move away what stands where a folder of this path has to be."""
        for parent in reversed(below.parents[:-1]):
            place = self._work / parent
            if place.exists() and not place.is_dir():
                self._move_away(parent.as_posix())

    def _move_away(self, name: str) -> None:
        """Keep what is in the way; a notebook that was at most run is made again at any time."""
        place, kept = self._work / name, self._backup / name
        below = name.removeprefix("lessons/")
        if below != name and name.endswith(".ipynb") and self._notebooks.is_unedited(below):
            place.unlink()
            return
        move(place, kept)
        self._note(name, kept)

    def _note(self, name: str, kept: Path) -> None:
        self._replaced[f"work/{name}"] = self._project.shown(kept)

    def _entries(self, files: list[str]) -> dict[str, Digests]:
        """What the ledger has to know of the notebooks that were put in place."""
        return {name: self._given[name] for name in files if name in self._given}


def _names(folder: Path) -> set[str]:
    """The files of a folder, without what tools leave and cargo builds."""
    found = set[str]()
    for file in folder.rglob("*"):
        path = file.relative_to(folder)
        is_file = file.is_symlink() or not file.is_dir()
        left = path.parts[0] == "target" or any(map(tools_leave, path.parts))
        if is_file and not left:
            found.add(path.as_posix())
    return found


def _same(file: Path, other: Path) -> bool:
    try:
        return (
            not other.is_symlink() and other.is_file() and file.read_bytes() == other.read_bytes()
        )
    except OSError:
        return False
