"""Code as HTML, each token with a class that has its color in the style sheet."""

from __future__ import annotations

from html import escape


def highlighted(text: str, language: str) -> str:
    """The code, escaped and highlighted; a language that is unknown has no colors."""
    from pygments import highlight  # type: ignore[import-untyped]
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
    from pygments.util import ClassNotFound  # type: ignore[import-untyped]

    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return escape(text)
    return str(highlight(text, lexer, HtmlFormatter(nowrap=True, classprefix="ws-hl-")))


def highlighted_lines(lines: list[str], language: str) -> list[str]:
    """Lines that belong together, highlighted as one text: a comment may go over several."""
    found = highlighted("\n".join(lines), language).removesuffix("\n").split("\n")
    return found if len(found) == len(lines) else [escape(line) for line in lines]
