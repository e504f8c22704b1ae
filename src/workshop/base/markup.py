"""Text of our own as HTML that holds nothing but what was written, and the style sheet of it."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib.resources import files

_TERM = re.compile(r"(?<![\w*])\*(?! )([^*]+)(?<! )\*(?![\w*])")


def code_spans(text: str) -> str:
    """Text that is no Markdown but for its `code` and *terms*: all of it is escaped."""
    pieces = escape(text).split("`")
    if len(pieces) % 2 == 0:  # a backtick of its own
        return escape(text)
    return "".join(
        f"<code>{piece}</code>" if place % 2 else _TERM.sub(r"<em>\1</em>", piece)
        for place, piece in enumerate(pieces)
    )


@cache
def style_sheet() -> str:
    """The colors of both themes, for messages, pictures, verdicts and quizzes."""
    return files("workshop.base").joinpath("cells.css").read_text(encoding="utf-8")
