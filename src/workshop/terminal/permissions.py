"""`workshop permissions`: what the borrow checker allows on each line of a learner's file.

Its crate is compiled, as far as types and borrows need it. Nothing of it runs.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from workshop.base import ansi
from workshop.base.errors import UsageError, why_unreadable
from workshop.learner.project import Project
from workshop.terminal.screen import in_color, say

if TYPE_CHECKING:
    from workshop.borrows.permissions.ask import Rejected
    from workshop.borrows.permissions.model import Table
    from workshop.borrows.permissions.one_file import OneFile
    from workshop.rust.diagnostics import Diagnostic
    from workshop.rust.rustc import Libraries

_OTHER_FILES = {"E0432", "E0433", "E0463", "E0583"}
"""Errors that a file may have on its own and not in its crate: what it names stands elsewhere."""


def permissions(project: Project, name: str, *, function: str | None, everything: bool) -> int:
    """Print the picture and return 0; or 1 where names or types are wrong, and what is wrong."""
    file = _find(project, name)
    source = _read(file, name)
    from workshop.borrows.permissions.ask import Rejected
    from workshop.borrows.permissions.one_file import one_file

    crate, places, chosen = one_file(file), _functions(source), None
    answer: Table | Rejected | None = _syntax_errors(project, crate, name)
    if answer is None:
        _need_functions(source, name)
        chosen = function and _choose(function, list(places), name)
        answer = _ask(project, crate, chosen, name)
    errors = answer.diagnostics if isinstance(answer, Rejected) else answer.errors
    if errors:
        print(_messages(errors, crate, name, project.root), end="\n\n")
    if isinstance(answer, Rejected):
        say(_why_no_table(answer, name, alone=len(crate.parts) == 1))
        return 1
    from workshop.borrows.permissions.choose import picture_of
    from workshop.borrows.permissions.terminal import draw

    first, last = places[chosen] if chosen else (1, None)
    title = f"Permissions in {f'{chosen} of ' if chosen else ''}{name}"
    picture = picture_of(
        _with_errors_of(name, answer), first=first, last=last, everything=everything, title=title
    )
    print(draw(picture, color=in_color()), end="")
    if picture.others and not everything:
        say("With `--all` they are shown, too, and every line says what holds there.")
    return 0


def _find(project: Project, name: str) -> Path:
    """The Rust file that is meant: as typed from here, or below `work/`."""
    work = project.work.folder
    file = next((each for each in (Path(name), work / name) if each.exists()), None)
    if file is None:
        raise UsageError(
            f"There is no file {name!r}, here or below `work/`.{_meant(project, name)}"
        )
    if file.is_dir():
        inside = sorted([*file.glob("*.rs"), *file.glob("src/*.rs")])
        such = f", such as {inside[0].as_posix()}" if inside else ""
        raise UsageError(f"{name!r} is a folder: name a Rust file in it{such}.")
    if file.suffix == ".ipynb":
        instead = "In a notebook the first line of a cell asks for it: `%%rust --permissions`."
        raise UsageError(f"{name!r} is a notebook, not a Rust file. {instead}")
    if file.suffix != ".rs":
        raise UsageError(f"{name!r} is not a Rust file: the name of a Rust file ends in `.rs`.")
    return file


def _meant(project: Project, name: str) -> str:
    """The file of the exercise, where the name is that of an exercise."""
    if name not in project.catalog.order:
        return ""
    exercise = project.catalog.exercise(name)
    file = project.work.path(exercise) / exercise.files[0]
    there = "" if file.is_file() else f", which `workshop check {name}` makes"
    return f" The file of this exercise is {project.shown(file)}{there}."


def _read(file: Path, name: str) -> str:
    try:
        source = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{name!r} {why_unreadable(error)}.") from error
    if not source.strip():
        raise UsageError(f"{name!r} is empty: write a function, save the file, and try again.")
    return source


def _functions(source: str) -> dict[str, tuple[int, int]]:
    """The first and the last line of each function, by its name."""
    from workshop.borrows.permissions.syntax import functions, parse

    found = functions(parse(source.encode()))
    return {name: (node.start_point.row + 1, node.end_point.row + 1) for name, node in found}


def _need_functions(source: str, name: str) -> None:
    """Reject statements without a function: a cell may have them, a file may not."""
    from workshop.borrows.permissions.syntax import parse

    for node in parse(source.encode()).named_children:
        inner = node.named_children[0].type if node.named_children else ""
        if node.type == "let_declaration" or (
            node.type == "expression_statement" and inner != "macro_invocation"
        ):
            raise UsageError(
                f"{name}:{node.start_point.row + 1}: this statement is outside of a function. "
                "Put the statements of the file into `fn main() { … }`."
            )


def _choose(wanted: str, names: Sequence[str], file: str) -> str:
    """The function that is meant: by its whole name, or by its own where only one has it."""
    if wanted in names:
        return wanted
    found = [name for name in names if name.endswith(f"::{wanted}")]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{wanted!r} could be {' or '.join(found)}: write the whole name.")
    has = f" Its functions: {', '.join(names)}." if names else ""
    raise UsageError(f"{file!r} has no function {wanted!r}.{has}")


def _ask(project: Project, crate: OneFile, function: str | None, name: str) -> Table | Rejected:
    """Ask the compiler; what it needs for that lies in a folder that is removed again."""
    from workshop.borrows.permissions.ask import permissions_of
    from workshop.borrows.permissions.program import NotAsked
    from workshop.notebook import crates
    from workshop.notebook.permissions import scratch_folder

    with contextlib.redirect_stdout(sys.stderr):  # it may say there what it waits for
        libraries = crates.libraries(project.work, crate.source)
    with scratch_folder(project.work) as folder:
        try:
            answer = permissions_of(
                crate.source, folder, libraries, function=function, part=crate.asked
            )
        except NotAsked as error:  # where there is too much, it names the functions
            option = "Choose one with `--function NAME`:"
            why = str(error).replace("Choose one function:", option)
            raise UsageError(f"{name}: {why}") from error
        return _in_real_files(answer, crate, folder, libraries, name)


def _in_real_files(
    answer: Table | Rejected, crate: OneFile, folder: Path, libraries: Libraries, name: str
) -> Table | Rejected:
    """The answer whose errors name the files and lines of the crate, where it has several."""
    from workshop.borrows.permissions.answers import is_about_borrows
    from workshop.borrows.permissions.ask import Rejected
    from workshop.borrows.permissions.real_files import errors_of

    if len(crate.parts) == 1 or not (isinstance(answer, Rejected) or answer.errors):
        return answer
    errors = errors_of(crate, folder, libraries, name=partial(_shown, crate, name))
    if isinstance(answer, Rejected):
        return replace(answer, diagnostics=errors)
    return replace(answer, errors=tuple(filter(is_about_borrows, errors)))


def _shown(crate: OneFile, name: str, file: Path) -> str:
    """The name of a file of the crate, seen from where the asked one is named."""
    way = os.path.relpath(file.resolve(), crate.asked.file.resolve().parent)
    return os.path.normpath(Path(name).parent / way)


def _with_errors_of(name: str, table: Table) -> Table:
    """The table whose errors are those that begin in its own file."""
    named = [error for error in table.errors if error.primary]
    own = {name, os.path.normpath(name), "cell.rs"}
    return replace(table, errors=tuple(e for e in named if e.primary and e.primary.file in own))


def _syntax_errors(project: Project, crate: OneFile, name: str) -> Rejected | None:
    """What the compiler says of text that is not understood, which can't be copied."""
    from workshop.borrows.permissions.ask import Rejected
    from workshop.borrows.permissions.real_files import errors_of
    from workshop.borrows.permissions.syntax import parse
    from workshop.notebook.permissions import scratch_folder

    if not any(parse(part.text.encode()).has_error for part in crate.parts):
        return None
    with scratch_folder(project.work) as folder:  # without libraries no macro runs
        errors = errors_of(crate, folder, name=partial(_shown, crate, name))
    found = tuple(error for error in errors if error.code is None)
    return Rejected(found, without_macros=False) if found else None


def _messages(found: Sequence[Diagnostic], crate: OneFile, name: str, root: Path) -> str:
    """What the compiler says, our sentence on the first error, and its picture if it has one."""
    from workshop.notebook.cell_report import CellReport
    from workshop.report.sections import explained
    from workshop.rust.diagnostics import with_other_paths

    named = tuple(with_other_paths(each, "cell.rs", name) for each in found)
    at = found[0].primary
    texts = {_shown(crate, name, part.file): part.text for part in crate.parts}
    source = texts.get(at.file if at else "", crate.asked.text)
    text = CellReport(named, source, explained(named[0], root)).text().rstrip("\n")
    return text if in_color() else ansi.plain(text)


def _why_no_table(rejected: Rejected, name: str, *, alone: bool) -> str:
    """What the compiler doesn't say."""
    if not rejected.diagnostics:
        return (
            "Permissions can't be shown: the compiler accepts this crate, but not all of its "
            "files as one text, which is needed for that."
        )
    said = ["Permissions can be shown when all names and types are right."]
    if _OTHER_FILES & {each.code for each in rejected.diagnostics}:
        said.append(
            f"{name} was compiled on its own: the other files of its crate are missing, and so "
            "are crates other than `numpy`, `pyo3` and `rayon`."
            if alone
            else "It was compiled without crates other than `numpy`, `pyo3` and `rayon`."
        )
    if rejected.without_macros:
        said.append("It was compiled without PyO3's attribute macros, and without their code.")
    return " ".join(said)
