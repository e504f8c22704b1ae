"""The programs whose permissions are compared: worked out by hand, or shown in a page's picture."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from documents import ROOT, fences, files_below
from workshop.notebook import cell_source
from workshop.publish.fences import Fence

FOLDER = ROOT / "tests" / "borrows" / "permission_programs"
PICTURES = ROOT / "lessons" / "permissions"
DIRECTIVE = "workshop-permissions"
_CELL = re.compile(r"(?P<line>\d+) (?P<path>\S+) (?P<letters>[R-][W-][O-])(?: +(?P<why>.+?))? *")
_MAGIC = re.compile(r"%%rust\b.*\n?")


@dataclass(frozen=True)
class Cell:
    """What somebody expects of a path behind a line, and perhaps why; `written` is its line."""

    line: int
    path: str
    letters: str
    why: str
    written: int


@dataclass(frozen=True)
class Program:
    """A program with the expectations on it; `error` is its borrow error's code, if it has one."""

    name: str
    code: str
    file: Path
    error: str | None = None
    cells: tuple[Cell, ...] = ()

    def __str__(self) -> str:
        return self.name


def read_program(file: Path) -> Program:
    """The program of a TOML file; a cell that can't be read fails with its line."""
    text = file.read_text(encoding="utf-8")
    facts = tomllib.loads(text)
    cells = []
    for words in facts["expect"]:
        written = _line_of(text, words)
        found = _CELL.fullmatch(words)
        assert found, f"{file.name}:{written}: {words!r} isn't LINE PATH LETTERS WHY"
        why = found["why"] or ""
        cells.append(Cell(int(found["line"]), found["path"], found["letters"], why, written))
    return Program(file.stem, facts["code"], file, facts.get("error"), tuple(cells))


def programs_by_hand() -> list[Program]:
    """The programs whose permissions were worked out by hand."""
    return [read_program(file) for file in sorted(FOLDER.glob("*.toml"))]


def programs_of_pictures() -> list[Program]:
    """The programs whose permissions a page shows, or could show: each once."""
    files = sorted(PICTURES.glob("*.rs"))
    found: list[Program] = []
    for page in files_below("lessons", "book", suffix=".md"):
        cells = [fence for fence in fences(page) if fence.name == "code-cell"]
        for fence in fences(page):
            if fence.name == DIRECTIVE:
                found += [*_named(page, cells, fence, files)]
        for cell in cells:
            if "--permissions" in cell.text.lstrip().partition("\n")[0]:
                found.append(_of_cell(page, cell))
    return [*map(_of_file, files), *found]


def _named(
    page: Path, cells: Sequence[Fence], picture: Fence, files: Sequence[Path]
) -> Iterator[Program]:
    """The cell that a picture names; a file is in the list already."""
    name = picture.argument.split()[0]
    named = [cell for cell in cells if cell.options.get("name") == name]
    assert named or PICTURES / f"{name}.rs" in files, f"{picture}: there is no program {name!r}"
    yield from (_of_cell(page, cell) for cell in named)


def _of_file(file: Path) -> Program:
    return Program(file.stem, cell_source.as_program(file.read_text(encoding="utf-8")), file)


def _of_cell(page: Path, cell: Fence) -> Program:
    code = _MAGIC.sub("", cell.text.strip("\n"), count=1)
    name = f"{page.stem}-{cell.options.get('name', cell.location.line)}"
    return Program(name, cell_source.as_program(code), page)


def _line_of(text: str, words: str) -> int:
    """The line on which a string of a TOML file stands."""
    return text[: text.index(f'"{words}"')].count("\n") + 1 if f'"{words}"' in text else 0
