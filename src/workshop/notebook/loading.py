"""Build an extension exercise and import it: what `load` does in a notebook and in a script."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from types import ModuleType

from workshop.base.ansi import plain
from workshop.base.errors import UsageError, WorkshopError
from workshop.base.notify import Notify
from workshop.check.build import build
from workshop.learner.project import Project
from workshop.notebook import load_extension
from workshop.notebook.status_line import StatusLine
from workshop.rust.diagnostics import Diagnostic
from workshop.rust.folding import fold

ROOT = Path(__file__).resolve().parents[3]


class NotBuiltError(WorkshopError):
    """The exercise could not be built; `errors` are what the compiler says."""

    def __init__(self, message: str, errors: tuple[Diagnostic, ...]) -> None:
        super().__init__(message)
        self.errors = errors


def build_and_import(
    project: Project, name: str, *, solution: bool, release: bool, notify: Notify
) -> ModuleType:
    """Build the exercise, or its solution, and import it, after a child has tried."""
    exercise, work = project.choose(name), project.work
    if exercise.kind != "extension" or exercise.module is None:
        raise UsageError(
            f"{exercise.id} builds no Python module; `workshop check {exercise.id}` runs its tests."
        )
    source = work.solution(exercise) if solution else None
    built = build(work, exercise, source, release=release, notify=notify)
    if built.artifact is None:
        message = built.trouble or f"{exercise.id} does not compile yet."
        raise NotBuiltError(message, built.errors)
    path = load_extension.new_path(work.folder / ".cells" / "modules", exercise.module)
    shutil.copyfile(built.artifact, path)
    return load_extension.import_library(exercise.module, path)


def load_in_script(name: str, *, solution: bool, release: bool) -> ModuleType:
    """The same outside of a notebook: what must be said is said on standard error.

    A mistake ends the program with the compiler's message or one line, and with no traceback.
    """
    load_extension.forget_old(ROOT / "work" / ".cells" / "modules")
    try:
        with StatusLine(_to_errors) as notify:
            return build_and_import(
                Project(ROOT), name, solution=solution, release=release, notify=notify
            )
    except NotBuiltError as error:
        said = [plain(fold(each.rendered).text) for each in error.errors[:1]]
        raise SystemExit("\n".join([*said, f"workshop: {error}"])) from None
    except WorkshopError as error:
        raise SystemExit(f"workshop: {error}") from None


def _to_errors(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
