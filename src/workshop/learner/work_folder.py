"""The learner's copies in `work/`: made, updated and reset, never lost."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workshop.base.atomic import move
from workshop.base.digest import digest_of
from workshop.base.errors import no_access
from workshop.base.folder_snapshot import tools_leave
from workshop.base.locks import lock
from workshop.course.catalog import Exercise
from workshop.course.given_files import changes_in_copy
from workshop.course.markers import without_markers
from workshop.learner.ledger import Digests, Ledger
from workshop.rust import workspace
from workshop.rust.workspace import Crate

BACKUPS = ".backups"
"""The folder of `work/` for whatever is replaced."""
_PATIENCE = 20.0


@dataclass(frozen=True)
class Update:
    """What a new version of the material means for one copy: files renewed, files kept."""

    exercise: str
    renewed: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no file differs from the new version."""
        return not (self.renewed or self.kept)

    @property
    def summary(self) -> str:
        """Which files are new and which are kept, in a line."""
        parts = [f"new: {', '.join(self.renewed)}"] if self.renewed else []
        parts += [f"yours is kept: {', '.join(self.kept)}"] if self.kept else []
        return f"{self.exercise}: {'; '.join(parts)}"

    @property
    def text(self) -> str:
        """What the learner is told when it was brought in."""
        return f"The material has a new version. {self.summary}"


@dataclass(frozen=True)
class WorkFolder:
    """The folder that belongs to the learner, in the clone at `root`."""

    root: Path

    @property
    def folder(self) -> Path:
        """`work/`, where a learner changes files."""
        return self.root / "work"

    @property
    def ledger(self) -> Ledger:
        """What was written into this folder, so that only what nobody has touched is replaced."""
        return Ledger(self.folder)

    @property
    def target(self) -> Path:
        """What cargo builds for the learner."""
        return self.folder / "target"

    def path(self, exercise: Exercise) -> Path:
        """Where the learner's copy lies, whether it is there or not."""
        return self.folder / exercise.topic / exercise.stage

    def solution(self, exercise: Exercise) -> Path:
        """The finished crate of an exercise."""
        return self.root / "solutions" / exercise.topic / exercise.stage

    def solution_texts(self, exercise: Exercise) -> dict[str, str]:
        """The files to change as the solution has them, by name, without the page's markers."""
        folder = self.solution(exercise)
        texts = {name: (folder / name).read_text(encoding="utf-8") for name in exercise.files}
        return {name: without_markers(text) for name, text in texts.items()}

    def ensure_copy(self, exercise: Exercise) -> Path:
        """The learner's copy, made from the starter where it is missing."""
        copy = self.path(exercise)
        if not copy.exists():
            try:
                with self._locked():
                    if not copy.exists():
                        self._replace(exercise, exercise.folder)
            except OSError as error:
                raise no_access(f"Your copy {copy} could not be created", error) from error
        return copy

    def reset(self, exercise: Exercise) -> Path | None:
        """Put the starter back; what was there is moved to the folder that is returned."""
        with self._locked():
            return self._replace(exercise, exercise.folder)

    def is_as_given(self, exercise: Exercise) -> bool:
        """Whether the copy is the starter, and holds nothing else that somebody wrote."""
        return self._holds(exercise, _digests(exercise))

    def is_untouched(self, exercise: Exercise) -> bool:
        """Whether nobody has changed the copy, though the material may be newer than it."""
        given = self.ledger.read().get(exercise.id, {})
        return self.is_as_given(exercise) or self._holds(exercise, given)

    def _holds(self, exercise: Exercise, given: Digests) -> bool:
        copy = self.path(exercise)
        own = (file for file in copy.rglob("*") if file.is_file() or file.is_symlink())
        names = {
            file.relative_to(copy).as_posix()
            for file in own
            if not any(map(tools_leave, file.relative_to(copy).parts))
        }
        return names == set(given) and all(
            _digest_in_copy(copy / name) == digest for name, digest in given.items()
        )

    def restore_given(self, exercise: Exercise) -> Path | None:
        """Restore the given files alone; those that were changed are in the folder returned."""
        copy = self.ensure_copy(exercise)
        changed = dict.fromkeys(change.name for change in changes_in_copy(exercise, copy))
        backup = None
        with self._locked():
            for name in changed:
                if (copy / name).exists() or (copy / name).is_symlink():
                    backup = backup or self._new_backup(exercise)
                    move(copy / name, backup / name)
                _copy_content(exercise.folder / name, copy / name)
        return backup

    def catch_up(self, exercise: Exercise) -> Path | None:
        """Put the solution in place of the learner's copy, which is backed up."""
        with self._locked():
            return self._replace(exercise, self.solution(exercise))

    def adopt(self, exercise: Exercise, folder: Path, given: Digests) -> Path | None:
        """Make a folder the learner's copy; what was there, if it was changed, is returned.

        What is missing in the folder is as given. `given` are the digests of what was given when
        the files in it were.
        """
        with self._locked():
            untouched = self.is_untouched(exercise)
            backup = self._exchange(
                exercise, lambda unfinished: _write_adopted(unfinished, exercise, folder), given
            )
        if backup and untouched:
            shutil.rmtree(backup)
            return None
        return backup

    def _replace(self, exercise: Exercise, source: Path) -> Path | None:
        """Write the exercise as a copy; its former version is in the folder that is returned."""
        return self._exchange(
            exercise,
            lambda unfinished: _write_copy(unfinished, exercise, source),
            _digests(exercise),
        )

    def _exchange(
        self, exercise: Exercise, write: Callable[[Path], object], given: Digests
    ) -> Path | None:
        """Write the whole copy beside the old one first: what fails here leaves all as it was."""
        copy = self.path(exercise)
        unfinished = copy.with_name(f".{copy.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        try:
            write(unfinished)
            backup = self._back_up(exercise)
            move(unfinished, copy)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        self.ledger.write({exercise.id: given})
        with contextlib.suppress(OSError):  # the next build writes it in any case
            self.write_workspace()  # an editor sees the new copy at once
        return backup

    def _back_up(self, exercise: Exercise) -> Path | None:
        copy = self.path(exercise)
        if not (copy.exists() or copy.is_symlink()):
            return None
        backup = self._new_backup(exercise)
        move(copy, backup)
        return backup

    def _new_backup(self, exercise: Exercise) -> Path:
        """Where something is kept from now on; the folder itself is not there yet."""
        moment = datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S-%f")
        return self.folder / BACKUPS / f"{exercise.id}_{moment}"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with lock(self.folder / ".copies.lock", timeout=_PATIENCE):
            yield  # after that time the other one is taken for dead

    def pending_update(self, exercise: Exercise) -> Update | None:
        """What `update` would do now; None when there is nothing new."""
        change = self._compare(exercise)
        return None if change is None or change.is_empty else change

    def update(self, exercise: Exercise) -> Update | None:
        """Renew the files that the learner left as given; None when there is nothing new."""
        if self._compare(exercise) is None:
            return None
        with self._locked():
            change = self._compare(exercise)
            if change is None:  # another process was faster
                return None
            for name in change.renewed:
                source, target = exercise.folder / name, self.path(exercise) / name
                if source.is_file():
                    _copy_content(source, target)
                else:
                    target.unlink(missing_ok=True)
            self.ledger.write({exercise.id: _digests(exercise)})
        return None if change.is_empty else change

    def _compare(self, exercise: Exercise) -> Update | None:
        """What a new version of the exercise means for its copy; None without one."""
        copy, new = self.path(exercise), _digests(exercise)
        given = self.ledger.read().get(exercise.id, {})
        if not copy.is_dir() or given == new or not new:  # none: the exercise itself is gone
            return None
        renewed, kept = list[str](), list[str]()
        for name in sorted({*given, *new}):
            before, after = given.get(name, ""), new.get(name, "")
            if before != after and (now := _digest_in_copy(copy / name)) != after:
                (renewed if now in {before, ""} else kept).append(name)
        return Update(exercise.id, tuple(renewed), tuple(kept))

    def write_workspace(self, crate: Crate | None = None) -> tuple[str, ...]:
        """Write `work/Cargo.toml` and the lock; return the copies that cargo could not read."""
        return workspace.write_workspace(self.root, crate)


def _write_copy(folder: Path, exercise: Exercise, source: Path) -> None:
    """Write the exercise's files; those to change come from `source`, the starter or solution."""
    is_starter = source == exercise.folder
    for name in (*_copied_files(exercise), *(() if is_starter else exercise.made_files)):
        solved = name in exercise.files and not is_starter
        _copy_content((source if solved else exercise.folder) / name, folder / name)
        if solved:
            text = (folder / name).read_text(encoding="utf-8")
            (folder / name).write_text(without_markers(text), encoding="utf-8")


def _write_adopted(folder: Path, exercise: Exercise, source: Path) -> None:
    """Copy what somebody has saved of an exercise, and what is missing in it."""
    shutil.copytree(source, folder)
    for name in _copied_files(exercise):
        if not (folder / name).exists():
            _copy_content(exercise.folder / name, folder / name)


def _copy_content(source: Path, target: Path) -> None:
    """Copy the content alone: the learner's file may be written, and its date is that of now."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _digest_in_copy(file: Path) -> str:
    try:
        return digest_of(file)
    except OSError:  # it may not be read: the learner's own affair
        return "unreadable"


def _digests(exercise: Exercise) -> dict[str, str]:
    folder = exercise.folder
    return {name: digest_of(folder / name) for name in sorted(_copied_files(exercise))}


def _copied_files(exercise: Exercise) -> Iterator[str]:
    for file in exercise.folder.rglob("*"):
        path = file.relative_to(exercise.folder)
        left = "target" in path.parts or any(map(tools_leave, path.parts))
        if not left and exercise.is_copied(path.as_posix()) and file.is_file():
            yield path.as_posix()
