"""The style sheet of everything that the workshop shows on a page."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def style_sheet() -> str:
    """The colors of both themes, for messages, pictures, verdicts and quizzes."""
    return files("workshop.base").joinpath("cells.css").read_text(encoding="utf-8")
