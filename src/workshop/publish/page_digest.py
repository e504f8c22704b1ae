"""What a page of the book depends on beside its own text, as one short digest.

The cache of executed pages compares cells only. A changed solution, a changed `%%rust` or another
compiler would go unseen, so the digest goes into the page before it is compared.
"""

from __future__ import annotations

import ast
import hashlib
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

KERNEL = "notebook"
"""The module of the kit that every kernel loads."""


def page_digest(root: Path, docname: str, text: str) -> str:
    """A digest of all files that the page's output is made from; empty if there are none."""
    files = sorted({file for file in _files(root, docname, text) if file.is_file()})
    if not files:
        return ""
    digest = hashlib.sha256(_compiler().encode())
    for file in files:
        digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def _files(root: Path, docname: str, text: str) -> Iterator[Path]:
    if "kernelspec:" in text:
        yield from kit_files(root / "src" / "workshop")
        yield root / "src" / "workshop" / "jupyter" / "room.py"  # says how the kernel is started
        yield from (root / "Cargo.toml", root / "Cargo.lock")
        yield from _episode_files(root / "lessons", Path(docname).name)
    for declaration in (root / "exercises").glob("*/*/exercise.toml"):
        path = declaration.parent.relative_to(root / "exercises")
        if "-".join(path.parts) in text:
            yield from _sources(root / "exercises" / path)
            yield from _sources(root / "solutions" / path)
    if docname.startswith("book/") and "{workshop-" in text:
        yield from (root / "lessons").glob("*.md")
        yield from (root / "exercises").glob("*/*/exercise.toml")
        yield from (root / "book").glob("_toc.yml")
        yield root / "book" / "ways.toml"


def _episode_files(lessons: Path, episode: str) -> Iterator[Path]:
    yield from (lessons / "code" / episode).rglob("*")
    yield from (lessons / "data").glob("*.json")
    yield lessons / "quizzes" / f"{episode}.toml"


def _sources(folder: Path) -> Iterator[Path]:
    hidden = {"target", "__pycache__"}
    return (f for f in folder.rglob("*") if not hidden & set(f.relative_to(folder).parts))


def kit_files(package: Path, name: str = KERNEL) -> set[Path]:
    """The module's file and those of all the kit's modules that it imports, directly or not."""
    found: set[Path] = set()
    modules = {file.stem: file for file in package.rglob("*.py")}
    waiting = [name]
    while waiting:
        file = modules.get(waiting.pop())
        if file is not None and file not in found:
            found.add(file)
            waiting += _imports(file)
    return found


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            parts = node.module.split(".")
            if parts[0] == "workshop":
                yield from (parts[-1], *(alias.name for alias in node.names))


@lru_cache(1)
def _compiler() -> str:
    try:
        answer = subprocess.run(
            ["rustc", "--version"], capture_output=True, text=True, check=False, timeout=30
        )
    except OSError:
        return "no compiler"
    return answer.stdout
