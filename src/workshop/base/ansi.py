"""Colors of a terminal: painted, taken away, or as HTML whose classes a style sheet colors."""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise

_CODE = re.compile(r"\x1b\[([\d;]*)m")
_OTHER = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")


def as_html(text: str) -> str:
    """The text escaped, with `<span class="ws-red ws-bold">` for what a terminal would color."""
    codes = [(0, 0, ""), *((m.start(), m.end(), m[1]) for m in _CODE.finditer(text))]
    pieces, style = [], frozenset[str]()
    for code, following in pairwise([*codes, (len(text), len(text), "")]):
        style = _next_style(style, code[2]) if code[1] else style
        piece = escape(plain(text[code[1] : following[0]]))
        names = " ".join(sorted(style))
        pieces.append(f'<span class="{names}">{piece}</span>' if piece and names else piece)
    return "".join(pieces)


def paint(text: str, codes: str) -> str:
    """The text in the color or weight of these codes, such as "1;31"; blanks stay as they are."""
    return f"\x1b[{codes}m{text}\x1b[0m" if text.strip() else text


def plain(text: str) -> str:
    """The text without colors."""
    return _OTHER.sub("", text)


def dark(text: str) -> str:
    """The text with the bright colors (90 to 97) as the plain ones, which more readers know."""
    return re.sub(r"(\x1b\[)9([0-7]m)", r"\g<1>3\2", text)


def _next_style(style: frozenset[str], codes: str) -> frozenset[str]:
    numbers = [int(code) for code in codes.split(";") if code] or [0]
    if numbers[:2] == [38, 5] and len(numbers) > 2:  # noqa: PLR2004
        numbers = [30 + numbers[2] % 8]
    for number in numbers:
        if number == 0:
            style = frozenset()
        elif number == 1:
            style |= {"ws-bold"}
        elif number // 10 in {3, 9} and number % 10 < len(_NAMES):
            style = frozenset(style & {"ws-bold"}) | {f"ws-{_NAMES[number % 10]}"}
    return style
