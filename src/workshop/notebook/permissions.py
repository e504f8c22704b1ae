"""The permissions of a cell: what the borrow checker allows on each line of its code.

The compiler is asked (`workshop.borrows.permissions`), and nothing of the cell runs.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from workshop.base import ansi
from workshop.base.errors import UsageError, WorkshopError
from workshop.base.markup import style_sheet
from workshop.borrows.permissions.ask import Rejected, permissions_of
from workshop.borrows.permissions.choose import TITLE, picture_of
from workshop.borrows.permissions.model import Table
from workshop.borrows.permissions.picture import Picture
from workshop.borrows.permissions.predict import Asked
from workshop.borrows.permissions.program import NotAsked
from workshop.learner.work_folder import WorkFolder
from workshop.notebook import cell_source, crates
from workshop.rust.source_text import without_text

_TEST_ATTRIBUTE = re.compile(r"#\s*\[\s*(?:test|cfg\s*\(\s*test\s*\))\s*\]")
_PYO3_PRELUDE = "#[allow(unused_imports)]\nuse pyo3::prelude::*;\n"
_NEEDS_MACROS = (
    "Permissions can't be shown: this cell needs PyO3's macros, which are not run for that."
)
_MIXED = (
    "Permissions can't be shown for statements beside items when the code uses `crate::`, "
    "`super::` or `self::`. Put the statements into `fn main() { … }`."
)
_DOES_NOT_COMPILE = "Permissions can't be shown: this code does not compile."


class NoPermissionsError(WorkshopError):
    """There is no picture of this code; the message says why, in one sentence."""


NO_PICTURE = (NoPermissionsError, NotAsked)
"""What is raised where code compiles and there is no picture of it."""


@dataclass(frozen=True)
class Code:
    """Code of a cell, and how the cell compiles it."""

    text: str
    tests: bool = False
    module: bool = False
    release: bool = False
    function: str | None = None
    """The function whose permissions are asked for, where all would be too many."""
    library: bool = False
    """Whether it is a C library."""


@dataclass(frozen=True)
class Choice:
    """What a picture shows: its title, the paths by name, or `everything`; `shift` numbers lines.

    `predict` are the cells of the picture that a reader predicts.

    A reader of a cell counts its first line, so that the lines of code start at 2. With a shift of
    -1 they start at 1.
    """

    title: str | None = None
    columns: tuple[str, ...] = ()
    everything: bool = False
    shift: int = 0
    predict: tuple[Asked, ...] = ()


DEFAULT = Choice()
FIRST_LINE = 2
"""Where the code of a cell begins: line 1 is that of the cell magic."""


@dataclass(frozen=True)
class PermissionsReport:
    """A picture of permissions, as a terminal and as a page show it."""

    picture: Picture

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        html = f"<style>{style_sheet()}</style>\n{self.html()}"
        return {"text/plain": self.text(), "text/html": html}

    def text(self) -> str:
        """The picture with the colors of a terminal."""
        from workshop.borrows.permissions import terminal

        return ansi.dark(terminal.draw(self.picture, color=True))

    def html(self) -> str:
        """The picture as a `<figure>`, without the style sheet that it needs."""
        from workshop.borrows.permissions import html

        return html.draw(self.picture)


def report(
    code: Code, work: WorkFolder, choice: Choice = DEFAULT, *, rejected: bool = False
) -> PermissionsReport | None:
    """The picture of the code; one of `NO_PICTURE` says that there is none.

    It is None where the compiler has `rejected` the code for its types or names: then its own
    message says all. With borrow errors there is a picture.
    """
    source = _source(code)
    uses = "use pyo3;" if code.module else code.text
    libraries = crates.libraries(work, uses, release=code.release)
    with scratch_folder(work) as folder:
        table = permissions_of(_without_tests(source), folder, libraries, function=code.function)
    if isinstance(table, Rejected):
        if rejected:
            return None
        raise NoPermissionsError(_NEEDS_MACROS if table.without_macros else _DOES_NOT_COMPILE)
    table = replace(table, source=source)
    _check_columns(choice.columns, table)
    picture = picture_of(
        table,
        first=FIRST_LINE,
        last=code.text.count("\n") + FIRST_LINE,
        shift=choice.shift,
        everything=choice.everything,
        columns=choice.columns,
        title=choice.title or TITLE,
    )
    return PermissionsReport(picture)


def _check_columns(names: tuple[str, ...], table: Table) -> None:
    known = dict.fromkeys(path.name for path in table.paths)
    for name in names:
        if not {name, f"*{name}"} & {*known}:
            raise UsageError(f"There is no path `{name}` here; there are {', '.join(known)}.")


@contextmanager
def scratch_folder(work: WorkFolder) -> Iterator[Path]:
    """An empty folder for the compiler; when this process is killed, a later kernel removes it."""
    place = work.folder / ".cells"
    place.mkdir(parents=True, exist_ok=True)
    own = f"{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=own, dir=place, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _source(code: Code) -> str:
    """A whole source file, in which the code begins on line 2."""
    if code.module:
        return f"\n{code.text}\n{_PYO3_PRELUDE}"
    if code.library or code.tests:
        return cell_source.as_file(code.text)
    source = cell_source.as_program(code.text)
    if source.startswith("macro_rules!"):  # nothing can be asked inside a macro
        raise NoPermissionsError(_MIXED)
    return source


def _without_tests(source: str) -> str:
    """The source whose test functions are functions like others, each byte in its place."""
    plain = without_text(source)
    for found in _TEST_ATTRIBUTE.finditer(plain):
        start, end = found.span()
        source = source[:start] + re.sub(r"[^\n]", " ", source[start:end]) + source[end:]
    return source
