"""The IPython extension of the workshop's kernel: Rust cells, exercises, questions, pictures."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from workshop.base.errors import WorkshopError
from workshop.learner.work_folder import WorkFolder
from workshop.notebook import load_extension, permission_button, rust_magic
from workshop.notebook.kernelspec import STRICT_CELLS
from workshop.notebook.permissions import Code
from workshop.notebook.reminder import Reminder, is_temporary
from workshop.notebook.wording import in_a_notebook

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from workshop.notebook.exercise_magics import ExerciseCells

ROOT = Path(__file__).resolve().parents[3]
COMM = "workshop.quiz"
"""The name under which a question's first answer reaches the kernel."""
METADATA = "workshop"
"""The key of a cell's metadata that is ours."""
Given = ParamSpec("Given")
Result = TypeVar("Result")


class Stopped(Exception):
    """Ends a cell with one line instead of a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [f"\x1b[31m{line}\x1b[0m" for line in str(self).splitlines()]


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Give the shell the workshop's magics and functions; called by `--ext`."""
    if "" not in sys.path:  # the kernel starts without this folder; cells import from it
        sys.path.insert(0, "")
    for folder in (".cells", ".cells/modules"):
        load_extension.forget_old(WorkFolder(ROOT).folder / folder)
    register = shell.magics_manager.register_function
    register(_rust_magic(shell), magic_kind="cell", magic_name="rust")
    for name in ("check", "hint", "solution", "reset", "save"):
        register(_exercise_magic(name), magic_kind="line", magic_name=name)
    shown = (show_quiz, show_memory, show_permissions)
    shell.user_ns.update(
        {function.__name__: function for function in (load, build_library, *shown)}
    )
    if is_temporary(os.environ):
        shell.events.register("post_run_cell", Reminder(lambda text: _exercises().tell(text)))
    if kernel := getattr(shell, "kernel", None):
        kernel.comm_manager.register_target(COMM, _keep_answer)
        kernel.comm_manager.register_target(permission_button.COMM, _answer_button)


def _in_one_line(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """The function, whose expected errors end the cell with their message alone."""

    @wraps(function)
    def called(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            return function(*args, **kwargs)
        except WorkshopError as error:
            raise Stopped(in_a_notebook(str(error))) from None
        except KeyboardInterrupt:
            raise Stopped("Interrupted: the running program was stopped.") from None

    return called


def _rust_magic(shell: InteractiveShell) -> Callable[[str, str], None]:
    @_in_one_line
    def rust(line: str, cell: str) -> None:
        """Compile and run Rust: `%%rust [--check | --expect CODE | --test | --module NAME]`.

        `--module NAME` makes a Python module; `--library NAME` makes a C library, and `NAME` is
        then its path, as `ctypes.CDLL` takes it.
        With `--permissions` the cell also shows what the borrow checker allows on each line.
        """
        context = rust_magic.CellContext(
            WorkFolder(ROOT),
            Path.cwd(),
            _show,
            _say,
            predicted=rust_magic.codes(_metadata(shell).get("expect", "")),
            strict=bool(os.environ.get(STRICT_CELLS)),
            offer=None if os.environ.get(STRICT_CELLS) else _offer_permissions,
        )
        shell.user_ns.update(rust_magic.run_cell(line, cell, context))

    return rust


def _metadata(shell: InteractiveShell) -> dict[str, Any]:
    """What a page's author noted at the cell that runs; JupyterLab hands it on."""
    asked = getattr(shell, "parent_header", None) or {}
    noted = asked.get("metadata", {}).get(METADATA, {})
    return noted if isinstance(noted, dict) else {}


_WITHOUT_ID = {"save": "`%save`: save your work and progress in one file to download."}


def _exercise_magic(name: str) -> Callable[[str], None]:
    @_in_one_line
    def magic(line: str) -> None:
        getattr(_exercises(), name)(line.strip())

    magic.__name__ = name
    with_id = f"`%{name} [ID]`: {name} an exercise; without ID the last one, or the next."
    magic.__doc__ = _WITHOUT_ID.get(name, with_id)
    return magic


@_in_one_line
def load(id: str, *, solution: bool = False, release: bool = False) -> Any:
    """Build the extension exercise `id` and return it as a freshly imported module.

    `solution=True` takes the finished crate instead of yours, `release=True` makes a release
    build. What was loaded before stays as it is. A crash or an endless loop inside the module means
    a restart of the kernel.
    """
    return _exercises().load(id, solution=solution, release=release)


@_in_one_line
def build_library(id: str, *, solution: bool = False, release: bool = False) -> str:
    """Build the C library of the exercise `id` and return the path of a fresh copy.

    `solution=True` takes the finished crate instead of yours, `release=True` makes a release
    build. What was built before stays as it is. A crash or an endless loop inside the library means
    a restart of the kernel.
    """
    return _exercises().build_library(id, solution=solution, release=release)


@_in_one_line
def show_quiz(id: str) -> None:
    """Show the question `id`; the first answer is kept in your progress, on this machine."""
    from workshop.course import quiz
    from workshop.learner.progress import Progress
    from workshop.notebook import quiz_form
    from workshop.notebook.exercise_magics import Shown, page

    question = quiz.find(ROOT, id)
    seen = Progress(ROOT / "work").first_answer(id) is not None
    form = quiz_form.form(question, kernel=_kernel_id(), seen=seen)
    html = page(f"{form}<script>{quiz_form.script()}</script>")
    _show(Shown(f"{question.prompt}\n(This question needs a browser.)", html))


@_in_one_line
def show_memory(name: str) -> None:
    """Show the memory picture `name` of `lessons/memory/`."""
    from workshop.borrows import memory, memory_svg
    from workshop.notebook.exercise_magics import Shown, page

    picture = memory.find_memory(ROOT, name)
    _show(Shown(memory.draw_text(picture, color=True), page(memory_svg.draw(picture))))


@_in_one_line
def show_permissions(
    name: str,
    page: str | None = None,
    *,
    title: str | None = None,
    columns: str = "",
    everything: bool = False,
    predict: str = "",
) -> None:
    """Show what the borrow checker allows on each line of a program of the lessons.

    It is the file `lessons/permissions/NAME.rs`, or the cell `name` of the episode `page`.
    `columns` chooses paths by name, and `everything` shows those to which nothing happens as well.
    With `predict`, such as `2 run, 4 run`, you fill in the marks of these lines and paths first.
    """
    from workshop.borrows.permissions.predict import read
    from workshop.notebook import permission_boxes, predict_form
    from workshop.notebook.exercise_magics import Shown
    from workshop.notebook.exercise_magics import page as with_style
    from workshop.notebook.permissions import Choice

    asked = read(predict) if predict else ()
    choice = Choice(title, tuple(columns.split()), everything, predict=asked)
    drawn = permission_boxes.draw(permission_boxes.box_of(name, page, choice), ROOT)
    script = f"<script>{predict_form.script()}</script>" if predict else ""
    _show(Shown(drawn.text, with_style(drawn.html + script)))


def _exercises() -> ExerciseCells:
    """The exercise commands of this kernel: one, because it remembers what was loaded."""
    global _commands  # noqa: PLW0603
    if _commands is None:
        from workshop.learner.project import Project
        from workshop.notebook.exercise_magics import ExerciseCells

        _commands = ExerciseCells(Project(ROOT), Path.cwd(), _show, _say)
    return _commands


_commands: ExerciseCells | None = None


def _keep_answer(_comm: Any, message: dict[str, Any]) -> None:
    """A page tells the first answer to a question."""
    from workshop.course import quiz
    from workshop.learner.progress import Progress

    answer = message["content"]["data"]
    question, option = quiz.find(ROOT, str(answer["question"])), int(answer["option"])
    right = question.options[option].correct
    Progress(ROOT / "work").keep_first_answer(question.id, option, right=right)


def _offer_permissions(code: Code) -> None:
    """Show a button with which a reader asks for the permissions of a cell."""
    if kernel := _kernel_id():
        _show(permission_button.Button(code, kernel))


def _answer_button(comm: Any, message: dict[str, Any]) -> None:
    """A button of a page asks for the permissions of its cell."""
    comm.send(permission_button.answer(message["content"]["data"], WorkFolder(ROOT)))


def _kernel_id() -> str | None:
    from ipykernel.connect import get_connection_file

    try:
        return Path(get_connection_file()).stem.removeprefix("kernel-")
    except RuntimeError:  # not in a kernel
        return None


def _show(thing: object) -> None:
    from IPython.display import display

    display(thing)  # type: ignore[no-untyped-call]


def _say(text: str) -> None:
    sys.stdout.write(f"{in_a_notebook(text)}\n")
    sys.stdout.flush()
