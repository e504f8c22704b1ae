"""Build an exercise to use it: what `load` and `build_library` do in a notebook and in a script."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from workshop.base.ansi import plain
from workshop.base.errors import UsageError, WorkshopError
from workshop.base.notify import Notify
from workshop.check.build import build
from workshop.course.catalog import Exercise
from workshop.learner.project import Project
from workshop.notebook import load_extension
from workshop.notebook.status_line import StatusLine
from workshop.rust.diagnostics import Diagnostic
from workshop.rust.folding import fold

ROOT = Path(__file__).resolve().parents[3]
Made = TypeVar("Made")


class NotBuiltError(WorkshopError):
    """The exercise could not be built; `errors` are what the compiler says."""

    def __init__(self, message: str, errors: tuple[Diagnostic, ...]) -> None:
        super().__init__(message)
        self.errors = errors


def build_and_import(
    project: Project, name: str, *, solution: bool, release: bool, notify: Notify
) -> ModuleType:
    """Build the exercise, or its solution, and import it, after a child has tried."""
    exercise = project.choose(name)
    if exercise.makes_c_library:
        raise UsageError(
            f"{exercise.id} makes a C library and no Python module; "
            f'`build_library("{exercise.id}")` builds it and returns its path.'
        )
    if exercise.kind != "extension" or exercise.module is None:
        raise UsageError(
            f"{exercise.id} builds no Python module; `workshop check {exercise.id}` runs its tests."
        )
    path = load_extension.new_path(load_extension.modules_folder(project.work), exercise.module)
    _build(project, exercise, path, solution=solution, release=release, notify=notify)
    return load_extension.import_library(exercise.module, path)


def build_copy(
    project: Project, name: str, *, solution: bool, release: bool, notify: Notify
) -> str:
    """Build the C library of the exercise, or of its solution; each copy has a path of its own.

    The path is a string, because cffi takes no other.
    """
    exercise = project.choose(name)
    if exercise.kind == "extension":
        raise UsageError(
            f"{exercise.id} makes a Python module and no C library; "
            f'`load("{exercise.id}")` builds and imports it.'
        )
    if not exercise.makes_c_library:
        raise UsageError(
            f"{exercise.id} makes no C library; `workshop check {exercise.id}` runs its tests."
        )
    name = exercise.id.replace("-", "_")
    path = load_extension.new_path(
        load_extension.modules_folder(project.work), name, load_extension.C_SUFFIX
    )
    _build(project, exercise, path, solution=solution, release=release, notify=notify)
    return str(path)


def _build(
    project: Project,
    exercise: Exercise,
    path: Path,
    *,
    solution: bool,
    release: bool,
    notify: Notify,
) -> None:
    work = project.work
    source = work.solution(exercise) if solution else None
    built = build(work, exercise, source, release=release, notify=notify)
    if built.artifact is None:
        message = built.trouble or f"{exercise.id} does not compile yet."
        raise NotBuiltError(message, built.errors)
    shutil.copyfile(built.artifact, path)


def load_in_script(name: str, *, solution: bool, release: bool) -> ModuleType:
    """The same as in a notebook, where what must be said is said on standard error.

    A mistake ends the program with the compiler's message or one line, and with no traceback.
    """

    def load(project: Project, notify: Notify) -> ModuleType:
        return build_and_import(project, name, solution=solution, release=release, notify=notify)

    return _in_script(load)


def build_in_script(name: str, *, solution: bool, release: bool) -> str:
    """The same for a C library."""

    def copied(project: Project, notify: Notify) -> str:
        return build_copy(project, name, solution=solution, release=release, notify=notify)

    return _in_script(copied)


def _in_script(make: Callable[[Project, Notify], Made]) -> Made:
    project = Project(ROOT)
    load_extension.forget_old(load_extension.modules_folder(project.work))
    try:
        with StatusLine(_to_errors) as notify:
            return make(project, notify)
    except NotBuiltError as error:
        said = [plain(fold(each.rendered).text) for each in error.errors[:1]]
        raise SystemExit("\n".join([*said, f"workshop: {error}"])) from None
    except WorkshopError as error:
        raise SystemExit(f"workshop: {error}") from None


def _to_errors(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
