"""Markdown and highlighted code as HTML that holds nothing but what was written."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from workshop.rust.highlight import highlighted

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def blocks(text: str) -> str:
    """Markdown as HTML; HTML inside it is shown as text, links and pictures are left out."""
    return str(_reader().render(text))


def inline(text: str) -> str:
    """One line of Markdown, without the paragraph around it."""
    return str(_reader().renderInline(text))


def code(text: str, language: str) -> str:
    """A block of code, highlighted; its colors come from the style sheet."""
    return f'<pre class="ws-code" tabindex="0"><code>{highlighted(text, language)}</code></pre>\n'


def phrase(text: str, language: str) -> str:
    """The same highlighted code without a block around it, where HTML allows no block."""
    return highlighted(text.rstrip("\n"), language)


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink"])
    reader.add_render_rule("fence", _fence)
    return reader


def _fence(_self: object, tokens: list[object], place: int, *_: object) -> str:
    token = tokens[place]
    return code(getattr(token, "content", ""), str(getattr(token, "info", "")).strip())
