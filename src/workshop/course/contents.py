"""The table of contents, `book/_toc.yml`, which Jupyter Book reads, too: the order of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from workshop.course.declarations import Text, decode, did_you_mean, mistake, read_text
from workshop.course.yaml_text import parse_yaml


@dataclass(frozen=True)
class _Chapter:
    file: Text
    title: Text | None = None


@dataclass(frozen=True)
class _Part:
    chapters: Annotated[tuple[_Chapter, ...], Meta(min_length=1)]
    caption: Text | None = None


@dataclass(frozen=True)
class _Contents:
    parts: Annotated[tuple[_Part, ...], Meta(min_length=1)]
    format: str = "jb-book"
    root: str = "book/index"


def read_contents(root: Path) -> list[Path]:
    """The files of the episodes in their order; a MaterialError names one that is not there."""
    file = root / "book" / "_toc.yml"
    parts = decode(parse_yaml(read_text(file), file), _Contents, file).parts
    found: list[Path] = []
    for number, part in enumerate(parts):
        for place, chapter in enumerate(part.chapters):
            if not chapter.file.startswith("lessons/"):
                continue
            at = ("parts", number, "chapters", place, "file")
            page = root / f"{chapter.file}.md"
            if not page.is_file():
                pages = [f"lessons/{other.stem}" for other in page.parent.glob("*.md")]
                problem = f"there is no page `{chapter.file}.md`{did_you_mean(chapter.file, pages)}"
                raise mistake(file, problem, *at)
            if page in found:
                raise mistake(file, f"{chapter.file} stands here twice", *at)
            found.append(page)
    return found
