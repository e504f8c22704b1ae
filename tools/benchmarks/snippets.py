"""Every Rust program of the workshop that stands alone: the cells of the lessons, the solutions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workshop.learner.work_folder import WorkFolder
from workshop.notebook import cell_source, crates, rust_magic
from workshop.publish.fences import Fence, Location, all_fences
from workshop.rust.rustc import Libraries
from workshop.rust.source_text import without_text

_MAGIC = "%%rust"
_PART = re.compile(r"(?m)^\s*(?:pub(?:\([a-z]+\))?\s+)?mod\s+\w+\s*;|^\s*use\s+(?:crate|super)\b")
"""What a file has that needs other files of its crate."""


@dataclass(frozen=True)
class Snippet:
    """A program of the workshop; `lines` are those that a reader sees and that aren't empty."""

    name: str
    source: str
    code: str

    @property
    def lines(self) -> int:
        """How long it is for a reader."""
        return sum(1 for line in self.code.splitlines() if line.strip())

    @property
    def is_part(self) -> bool:
        """Whether it needs other files of its crate."""
        return _PART.search(without_text(self.code)) is not None

    def libraries(self, root: Path) -> Libraries:
        """The compiled crates that it uses."""
        return crates.libraries(WorkFolder(root), self.source)


def snippets(root: Path) -> list[Snippet]:
    """The Rust cells of all lessons, and all Rust files of the solutions."""
    pages = sorted(root.glob("lessons/*.md"))
    files = sorted(root.glob("solutions/**/*.rs"))
    return [*(cell for page in pages for cell in _cells(root, page)), *_solutions(root, files)]


def _cells(root: Path, page: Path) -> Iterator[Snippet]:
    lines = tuple(page.read_text(encoding="utf-8").splitlines())
    for fence in all_fences(lines, Location(page, 1)):
        if fence.name == "code-cell" and fence.text.lstrip().startswith(_MAGIC):
            yield _cell(page.relative_to(root).as_posix(), fence)


def _cell(page: str, fence: Fence) -> Snippet:
    first, _, code = fence.text.strip("\n").partition("\n")
    options = rust_magic.parse(first.removeprefix(_MAGIC))
    if options.module:
        source = cell_source.as_module(code, options.module)
    elif options.library or options.test:
        source = cell_source.as_file(code)
    else:
        source = cell_source.as_program(code)
    return Snippet(f"{page}:{fence.location.line}", source, code)


def _solutions(root: Path, files: list[Path]) -> Iterator[Snippet]:
    for file in files:
        code = file.read_text(encoding="utf-8")
        yield Snippet(file.relative_to(root).as_posix(), code, code)
