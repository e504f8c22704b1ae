"""Rust's text without its meaning: what is no code, and where an item or a statement ends.

The compiler alone knows Rust; this is what must be known before it can be asked. Comments nest,
raw strings count their `#`, and an apostrophe begins a character or a lifetime.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ATTRIBUTE = r"#\[(?:[^\[\]]|\[[^\[\]]*\])*\]\s*"
VISIBILITY = r"(?:pub\b\s*(?:\([^)]*\)\s*)?)?"
_LITERAL = re.compile(
    r"//[^\n]*"
    r"|(?P<comment>/\*)"
    r'|(?<!\w)[bc]?r(?P<fence>#*)".*?(?:"(?P=fence)|\Z)'
    r'|(?:(?<!\w)[bc])?"(?:\\.|[^"\\])*(?:"|\Z)'
    r"|(?:(?<!\w)b)?'(?:\\(?:u\{[^}]*\}|x..|.)|[^\\'\n])'",
    re.DOTALL,
)
_PYTHON_COMMENT = re.compile(r"(?<![\w#])#(?![\[!#]).*")
"""Rust has `#` before brackets, `#[test]` or `#![test]`, and inside of words, `r#type`."""
_COMMENT_EDGE = re.compile(r"/\*|\*/")
_INNER_ATTRIBUTES = re.compile(rf"\s*(?:#!{ATTRIBUTE.removeprefix('#')})+")
_ITEM = re.compile(
    rf"\s*(?:{ATTRIBUTE})*{VISIBILITY}"
    r"(?:(?:fn|struct|enum|type|mod|trait|impl|use|extern)\b"
    r"|macro_rules\s*!|union\s+\w|static\b(?!\s*(?:move\b|\|))|const\b(?!\s*(?:\{|move\b|\|))"
    r"|(?:unsafe|async)\s+(?:unsafe\s+)?(?:fn|impl|trait|extern|mod)\b)"
)
_ENDS_AT_SEMICOLON = re.compile(
    rf"\s*(?:{ATTRIBUTE})*{VISIBILITY}(?:let|use|type|static|const(?!\s+(?:unsafe|async|extern|fn)))\b"
)
_GOES_ON = re.compile(r"\s*(?:[;>,.?)]|else\b)")
"""What stands behind a closing brace that ends nothing."""


@dataclass(frozen=True)
class Chunk:
    """An item or a statement, with the blanks before it: where it begins and ends."""

    start: int
    end: int
    is_item: bool


def without_text(code: str) -> str:
    """The code with comments and literals as blanks: what is left can be searched for words."""
    pieces, place = list[str](), 0
    while found := _LITERAL.search(code, place):
        end = _comment_end(code, found.start()) if found["comment"] else found.end()
        pieces += [code[place : found.start()], re.sub(r"\S", " ", code[found.start() : end])]
        place = end
    return "".join([*pieces, code[place:]])


def words_of_code(line: str) -> str:
    """A line that may be Python, without its comments and literals."""
    return _PYTHON_COMMENT.sub("", without_text(line))


def _comment_end(code: str, start: int) -> int:
    """The end of the comment that begins here; one that is never closed goes to the end."""
    depth = 0
    for edge in _COMMENT_EDGE.finditer(code, start):
        depth += 1 if edge[0] == "/*" else -1
        if depth == 0:
            return edge.end()
    return len(code)


def is_whole(plain: str) -> bool:
    """Whether as many brackets are closed as are opened."""
    return all(plain.count(first) == plain.count(last) for first, last in ("()", "[]", "{}"))


def inner_attributes(plain: str) -> int:
    """The end of the attributes of the whole, such as `#![allow(unused)]`, at the beginning."""
    found = _INNER_ATTRIBUTES.match(plain)
    return found.end() if found else 0


def chunks(plain: str) -> list[Chunk]:
    """The items and statements of code without its text, those of inner blocks not."""
    found, depth, start = list[Chunk](), 0, inner_attributes(plain)
    for place, character in enumerate(plain[start:], start):
        depth -= character in ")]}"
        if depth == 0 and _is_end(plain, start, place):
            found.append(_chunk(plain, start, place + 1))
            start = place + 1
        depth += character in "([{"
    rest = _chunk(plain, start, len(plain))
    return [chunk for chunk in [*found, rest] if plain[chunk.start : chunk.end].strip(" \t\n\r;")]


def _is_end(plain: str, start: int, place: int) -> bool:
    if plain[place] == ";":
        return True
    if plain[place] != "}" or _ENDS_AT_SEMICOLON.match(plain, start):
        return False
    return not _GOES_ON.match(plain, place + 1)


def _chunk(plain: str, start: int, end: int) -> Chunk:
    return Chunk(start, end, is_item=bool(_ITEM.match(plain, start)))
