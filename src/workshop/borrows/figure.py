"""What every picture has in common: the size of its letters, its frame, and the same in words."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from workshop.base.markup import style_sheet

CHARACTER = 7.25
"""Width of a character of code, in the units of the picture (12 px monospace)."""
SMALL = CHARACTER * 11 / 12
"""Width of a character of a label (11 px)."""
LINE = 17
"""From one line of text to the next."""
_FILE_STYLE = ".ws-svg { border: 0; margin: 0; padding: 0; }"


def figure(
    title: str,
    kind: str,
    pictures: str,
    items: Iterable[str],
    classes: str = "",
    *,
    below: str = "",
) -> str:
    """The `<figure>` of a page; title, pictures, `below` and the items are HTML already.

    Its colors come from the style sheet `workshop.base.markup.style_sheet()`, which the page needs.
    """
    words = "".join(f"<li>{item}</li>" for item in items)
    return (
        '<figure class="ws-cell ws-picture">'
        f"<figcaption>{title}</figcaption>"
        f'<div class="ws-scroll{classes}" tabindex="0" role="group" aria-label="{kind}">'
        f"{pictures}</div>{below}"
        f"<details><summary>The same in words</summary><ol>{words}</ol></details></figure>"
    )


def svg_element(
    drawing: str, size: tuple[float, float], label: str, *, is_file: bool = False
) -> str:
    """The `<svg>` of a drawing with its text alternative; a file has its colors inside."""
    width, height = size
    start, colors = '<svg class="ws-svg"', ""
    if is_file:
        start = '<svg xmlns="http://www.w3.org/2000/svg" class="ws-svg ws-cell"'
        colors = f"<style>{style_sheet()}{_FILE_STYLE}</style>"
    return (
        f'{start} role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
        f"{colors}{drawing}</svg>"
    )
