"""The learner's copies in `work/`: made, updated and reset, never lost."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workshop.base.atomic import write_atomically
from workshop.base.errors import no_access
from workshop.base.locks import lock
from workshop.course.catalog import Exercise
from workshop.course.markers import without_markers
from workshop.rust import workspace

_PATIENCE = 20.0
_NOT_COPIED = {"tests", "exercise.toml", "target", "__pycache__", ".ipynb_checkpoints"}


@dataclass(frozen=True)
class Update:
    """What a new version of the material means for one copy: files renewed, files kept."""

    exercise: str
    renewed: tuple[str, ...]
    kept: tuple[str, ...]

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
    def target(self) -> Path:
        """What cargo builds for the learner."""
        return self.folder / "target"

    def path(self, exercise: Exercise) -> Path:
        """Where the learner's copy lies, whether it is there or not."""
        return self.folder / exercise.topic / exercise.stage

    def solution(self, exercise: Exercise) -> Path:
        """The finished crate of an exercise."""
        return self.root / "solutions" / exercise.topic / exercise.stage

    def ensure_copy(self, exercise: Exercise) -> Path:
        """The learner's copy, made from the starter where it is missing."""
        copy = self.path(exercise)
        if not copy.exists():
            try:
                with self._locked():
                    if not copy.exists():
                        self._place(exercise, exercise.folder)
            except OSError as error:
                raise no_access(f"Your copy {copy} could not be made", error) from error
        return copy

    def reset(self, exercise: Exercise) -> Path | None:
        """Put the starter back; what was there is moved to the folder that is returned."""
        with self._locked():
            return self._place(exercise, exercise.folder)

    def catch_up(self, exercise: Exercise) -> Path | None:
        """Put the solution in place of the learner's copy, which is backed up."""
        with self._locked():
            return self._place(exercise, self.solution(exercise))

    def _place(self, exercise: Exercise, source: Path) -> Path | None:
        """Make the whole copy beside its place first: what fails here leaves all as it was."""
        copy = self.path(exercise)
        unfinished = copy.with_name(f".{copy.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        try:
            self._fill(unfinished, exercise, source)
            backup = self._set_aside(exercise, copy)
            unfinished.rename(copy)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        self._remember(exercise, _digests(exercise.folder))
        with contextlib.suppress(OSError):  # the next build writes it in any case
            self.write_workspace()  # an editor sees the new copy at once
        return backup

    def _fill(self, folder: Path, exercise: Exercise, source: Path) -> None:
        for name in _given_names(exercise.folder):
            solved = name in exercise.files
            _bring((source if solved else exercise.folder) / name, folder / name)
            if solved and source != exercise.folder:
                _unmark(folder / name)

    def _set_aside(self, exercise: Exercise, copy: Path) -> Path | None:
        if not (copy.exists() or copy.is_symlink()):
            return None
        moment = datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S-%f")
        backup = self.folder / ".backups" / f"{exercise.id}_{moment}"
        backup.parent.mkdir(parents=True, exist_ok=True)
        copy.rename(backup)
        return backup

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with lock(self.folder / ".copies.lock", patience=_PATIENCE):
            yield  # whoever holds it longer than that does not come to an end

    # What was given, so that an update replaces only what the learner has not touched.

    @property
    def _given_file(self) -> Path:
        return self.folder / ".given.json"

    def _given(self) -> dict[str, dict[str, str]]:
        try:
            given = json.loads(self._given_file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        entries = given.items() if isinstance(given, dict) else ()
        return {id: digests for id, digests in entries if isinstance(digests, dict)}

    def _remember(self, exercise: Exercise, digests: dict[str, str]) -> None:
        given = {**self._given(), exercise.id: digests}
        write_atomically(self._given_file, json.dumps(given, indent=1, sort_keys=True))

    def update(self, exercise: Exercise, *, dry: bool = False) -> Update | None:
        """Renew the files that the learner left as given; None when there is nothing new."""
        copy, given = self.path(exercise), self._given().get(exercise.id, {})
        new = _digests(exercise.folder)
        if not copy.is_dir() or given == new or not new:  # none: the exercise itself is gone
            return None
        with contextlib.nullcontext() if dry else self._locked():
            now = {name: _digest(copy / name) for name in {*given, *new}}
            other = [name for name in sorted(now) if given.get(name) != new.get(name) != now[name]]
            renewed = [name for name in other if now[name] in {given.get(name), None}]
            if not dry:
                self._renew(exercise, renewed, new)
        kept = tuple(name for name in other if name not in renewed)
        return Update(exercise.id, tuple(renewed), kept) if other else None

    def _renew(self, exercise: Exercise, names: list[str], digests: dict[str, str]) -> None:
        for name in names:
            if name in digests:
                _bring(exercise.folder / name, self.path(exercise) / name)
            else:
                (self.path(exercise) / name).unlink(missing_ok=True)
        self._remember(exercise, digests)

    def write_workspace(self, crate: Path | None = None) -> tuple[str, ...]:
        """Write `work/Cargo.toml` and the lock; return the copies that cargo could not read."""
        return workspace.write_workspace(self.root, crate)


def _unmark(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(without_markers(text), encoding="utf-8")


def _bring(source: Path, target: Path) -> None:
    """Copy the content alone: the learner's file may be written, and its date is that of now."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _digest(file: Path) -> str | None:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None


def _digests(folder: Path) -> dict[str, str]:
    return {name: _digest(folder / name) or "" for name in sorted(_given_names(folder))}


def _given_names(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*"):
        relative = file.relative_to(folder)
        if file.is_file() and not _NOT_COPIED & set(relative.parts):
            yield relative.as_posix()
