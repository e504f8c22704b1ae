"""Save what a learner wrote, with the progress, in one small file. It asks nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from workshop.base.errors import UsageError
from workshop.base.folder_snapshot import tools_leave
from workshop.learner import saved_file
from workshop.learner.notebook_folder import NotebookFolder
from workshop.learner.project import Project

_NAME = "saved_{}.zip"
_MEGA = 1_000_000


@dataclass(frozen=True)
class Saved:
    """What was saved: the file, how many files are in it, and what is not, with the reason."""

    file: Path
    count: int
    left_out: tuple[str, ...]


def save(project: Project, wanted: Path | None = None) -> Saved:
    """Write everything that the learner has made or changed to one file.

    Without a name it lies in `work/`, where JupyterLab's file browser shows it. Copies and
    notebooks that are as given stay out: restoring them would put nothing back.
    """
    file = _place(project, wanted)
    found = _Found(project)
    chosen = dict(found.files())
    saved_file.write(
        file,
        chosen.items(),
        progress=project.progress.read(),
        ledger=project.work.ledger.read(),
    )
    return Saved(file, len(chosen), tuple(found.left_out))


def saved_text(saved: Saved, shown: str) -> str:
    """What was saved, in words; `shown` is the file as people read it."""
    files = "1 file" if saved.count == 1 else f"{saved.count} files"
    size = max(1, round(saved.file.stat().st_size / 1000))
    lines = [f"Saved your progress and {files} of yours ({size} kB) in {shown}."]
    lines += [f"Left out: {reason}." for reason in saved.left_out]
    return "\n".join(lines)


def _place(project: Project, wanted: Path | None) -> Path:
    name = _NAME.format(datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S"))
    if wanted is None:
        project.work.folder.mkdir(exist_ok=True)
        return project.work.folder / name
    file = wanted / name if wanted.is_dir() else wanted
    if file.exists():
        raise UsageError(f"{file} exists already. Nothing was saved: give another name.")
    if not file.absolute().parent.is_dir():
        raise UsageError(f"There is no folder {file.parent}. Nothing was saved.")
    return file


@dataclass
class _Found:
    """The files of `work/` that are worth saving, and notes on those that can't be."""

    project: Project
    left_out: list[str] = field(default_factory=list)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The small ones first, as long as there is room."""
        found = sorted(self._walk(self.project.work.folder, ""), key=lambda one: one[1])
        used = 0
        for number, (name, size) in enumerate(found):
            if size > saved_file.LARGEST:
                self._leave(name, f"it is larger than {saved_file.LARGEST // _MEGA} MB")
            elif number >= saved_file.COUNT or used + size > saved_file.MOST:
                self._leave(name, "the saved file is full")
            elif (data := self._read(name)) is not None:
                used += len(data)
                yield name, data

    def _read(self, name: str) -> bytes | None:
        try:
            data = (self.project.work.folder / name).read_bytes()
        except OSError as error:
            self._leave(name, f"it can't be read: {error.strerror}")
            return None
        if saved_file.is_one(data):  # each would hold all earlier ones
            return None
        return data[: saved_file.LARGEST]  # it may have grown just now

    def _walk(self, folder: Path, start: str) -> Iterator[tuple[str, int]]:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
        names = {entry.name for entry in listed}
        if "pyvenv.cfg" in names:  # a virtual environment: made again in a minute
            return
        for entry in listed:
            name = start + entry.name
            if tools_leave(entry.name) or self._is_made(name, names):
                continue
            if not saved_file.is_the_learners(name):
                if start:  # at the top it is the workshop's own
                    self._leave(name, "such folders of tools are not saved")
            elif entry.is_symlink() or not (entry.is_dir() or entry.is_file()):
                self._leave(name, "it is a link or another special file")
            elif reason := saved_file.why_unusable(name):
                self._leave(name, reason)
            elif not entry.is_dir():
                yield name, entry.stat().st_size
            elif not self._is_untouched_copy(name):
                yield from self._walk(Path(entry.path), f"{name}/")

    def _is_made(self, name: str, beside: set[str]) -> bool:
        """Whether the kit, cargo or Python made it, and would make it again."""
        last = name.rpartition("/")[2]
        if last == "target":
            return "Cargo.toml" in beside
        if last.endswith((".unfinished", ".so", ".pyd", ".dll", ".dylib")):
            return True
        if name.startswith("lessons/"):
            return self._is_given_page(name)
        return "/" not in name and last.startswith("saved_") and last.endswith(".zip")

    def _is_given_page(self, name: str) -> bool:
        file = self.project.work.folder / name
        if name.endswith(".ipynb"):
            return self._notebooks.is_as_written(name.removeprefix("lessons/"))
        given = self.project.root / name
        try:
            return given.is_file() and given.read_bytes() == file.read_bytes()
        except OSError:
            return False

    def _is_untouched_copy(self, name: str) -> bool:
        """Whether this folder is the copy of an exercise, and nobody has changed it."""
        id = name.replace("/", "-")
        exercises = self.project.catalog.exercises
        if name.count("/") != 1 or id not in exercises:
            return False
        exercise = exercises[id]
        is_copy = self.project.work.path(exercise) == self.project.work.folder / name
        return is_copy and self.project.work.is_untouched(exercise)

    @cached_property
    def _notebooks(self) -> NotebookFolder:
        return NotebookFolder(self.project.work.folder)

    def _leave(self, name: str, reason: str) -> None:
        self.left_out.append(f"work/{name}: {reason}")
