"""What a page of the book depends on beside its own text, as short digests.

The cache of executed pages compares cells only: a changed solution, a changed `%%rust` or another
compiler would go unseen. So the digest of the output goes into the page before it is compared.
The whole page is read again, but not executed, when something else changes that it shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from workshop.base.digest import digest_of
from workshop.base.folder_snapshot import tools_leave
from workshop.course.explanations import CODES, HABITS, RUN_TIME
from workshop.rust import rustc

OUTPUT = ("base", "process", "course", "rust", "check", "borrows", "report", "notebook")
"""The packages of the kit that decide what a cell shows.

`process` reads what a program writes and says how it ended. The others only see to it that a cell
finds what it needs (`bootstrap`, `learner`, `prefetch`), or have no part in a page's kernel.
"""
READING = (*OUTPUT, "bench", "publish")
"""The packages that turn a page's text into what a reader sees, a cell's output included."""
_TEXTS = tuple(f"{name}.toml" for name in (CODES, HABITS, RUN_TIME))


def output_digest(root: Path, docname: str, text: str) -> str:
    """A digest of all that the output of the page's cells is made from; empty without cells."""
    if "kernelspec:" not in text:
        return ""
    files = [root / "Cargo.toml", root / "Cargo.lock", *(root / "lessons" / n for n in _TEXTS)]
    files += _files(root / "lessons" / "code" / Path(docname).name)
    return _digest(root, *_kit_files(root, OUTPUT), *files, *_named_crates(root, text))


def page_digest(root: Path, docname: str, text: str) -> str:
    """A digest of all that the page is made from; empty where that is only its text."""
    files: list[Path] = []
    if docname.startswith("lessons/"):
        files += (root / "lessons" / "data").glob("*.json")
    if docname.startswith("book/") and "{workshop-" in text:
        files += (root / "lessons").glob("*.md")
        files += (root / "exercises").glob("*/*/exercise.toml")
        files += (root / "book" / "_toc.yml", root / "book" / "paths.toml")
    files += _named_crates(root, text)
    output = output_digest(root, docname, text)
    if not (files or output):
        return ""
    return digest_of(output, _digest(root, *files, *_kit_files(root, READING)))[:16]


def _kit_files(root: Path, packages: tuple[str, ...]) -> Iterator[Path]:
    return (file for name in packages for file in _files(root / "src" / "workshop" / name))


def _named_crates(root: Path, text: str) -> Iterator[Path]:
    """The files of all exercises that the page names: it may load them, or show their solution."""
    for declaration in (root / "exercises").glob("*/*/exercise.toml"):
        path = declaration.parent.relative_to(root / "exercises")
        if "-".join(path.parts) in text:
            yield from _files(root / "exercises" / path)
            yield from _files(root / "solutions" / path)


def _files(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*"):
        parts = file.relative_to(folder).parts
        if "target" not in parts and not any(map(tools_leave, parts)):
            yield file


def _digest(root: Path, *files: Path) -> str:
    found = sorted({file for file in files if file.is_file()})
    names = "\n".join(file.relative_to(root).as_posix() for file in found)
    return digest_of(rustc.version(), names, *found)[:16]
