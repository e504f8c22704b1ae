"""Text of our own as HTML that holds nothing but what was written, and the style sheet of it."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib.resources import files

from workshop.base.ansi import paint

_TERM = re.compile(r"(?<![\w*])\*(?! )([^*]+)(?<! )\*(?![\w*])")


def code_spans(text: str) -> str:
    """Text that is no Markdown but for its `code` and *terms*: all of it is escaped."""
    return "".join(
        f"<code>{piece}</code>" if is_code else _TERM.sub(r"<em>\1</em>", piece)
        for piece, is_code in _pieces(escape(text))
    )


def painted(text: str) -> str:
    """The same text for a terminal: *terms* are slanted, and `code` keeps its backticks."""
    return "".join(
        f"`{piece}`" if is_code else _TERM.sub(lambda term: paint(term[1], "3"), piece)
        for piece, is_code in _pieces(text)
    )


def _pieces(text: str) -> list[tuple[str, bool]]:
    """The text between its backticks, and whether it is code."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:  # a backtick of its own
        return [(text, False)]
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces)]


@cache
def style_sheet() -> str:
    """The colors of both themes, for messages, pictures, verdicts and quizzes."""
    return files("workshop.base").joinpath("cells.css").read_text(encoding="utf-8")
