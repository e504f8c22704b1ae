"""The front matter of a page: the YAML between two lines `---` at its start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workshop.base.errors import MaterialError
from workshop.course.declarations import read_text
from workshop.course.yaml_text import parse_yaml

_LINE = "---\n"


def read_front_matter(file: Path) -> dict[str, Any]:
    """What a page declares of itself; a MaterialError names the file where it has none."""
    front_matter, _body = split_front_matter(read_text(file))
    if not front_matter:
        raise MaterialError(
            f"{file}:1: a page starts with its front matter, keys between two lines `---`; here "
            "there is none, or it has no end."
        )
    return parse_yaml("\n" + front_matter, file)  # line by line as in the file


def split_front_matter(text: str) -> tuple[str, str]:
    """The YAML of a page, empty where it has none, and the page's text."""
    if not text.startswith(_LINE):
        return "", text
    front_matter, line, body = text.removeprefix(_LINE).partition("\n" + _LINE)
    return (front_matter + "\n", body) if line else ("", text)
