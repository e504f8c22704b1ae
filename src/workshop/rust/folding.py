"""The compiler's message without the lines that point into code which nobody here can change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workshop.base.ansi import plain

_ELSEWHERE = re.compile(
    r"[/\\](?:rustc(?:-[\d.]+)?|rustlib|toolchains|library[/\\](?:alloc|core|std)"
    r"|registry[/\\]src|git[/\\]checkouts)[/\\]"
)
"""In the path of a file of the standard library, of the toolchain, or of a dependency."""
_PLACE = re.compile(r"\s*(?:-->|:::) ")
_PART = re.compile(r"(?:error|warning|note|help)(?:\[\w+\])?: |\s*= (?:note|help): ")
_SNIPPET = re.compile(r"\s*\d*\s*\||\s*\.\.\.$")
_NO_NEWS = re.compile(
    r"note: (?:required (?:because it appears within|for) |.* (?:defined )?here$)"
    r"|help: the following other types implement trait"
)
"""Notes that only lead to such a place: without it, their words say nothing."""
_ASIDE = re.compile(
    r"\s*= note: (?:the full (?:name for the )?type|consider using `--verbose` to print"
    r"|not covered$|in this macro invocation$|`[^`]+` implements `"
    r"|this (?:error|warning) originates in the)"
)
"""Files of this machine with the full name of a type, macros of others, and remarks on places."""
_LIST = re.compile(r"\s*= help: the following other types implement trait")
_LONGEST_LIST = 3


@dataclass(frozen=True)
class Folded:
    """A message with its colors, and how many of its lines are left out."""

    text: str
    left_out: int


def fold(rendered: str) -> Folded:
    """Leave out what points into other code, and cut long lists of types."""
    lines = rendered.strip().split("\n")
    kept = [line for part in _parts(lines) for line in _kept(part)]
    return Folded("\n".join(kept).rstrip(), len(lines) - len(kept))


def is_elsewhere(path: str) -> bool:
    """Whether this file belongs to the standard library, the toolchain or a dependency."""
    return _ELSEWHERE.search(path) is not None


def _parts(lines: list[str]) -> Iterator[list[str]]:
    """The message, and each of its notes with the lines below it."""
    part: list[str] = []
    for line in lines:
        if part and _PART.match(plain(line)):
            yield part
            part = []
        part.append(line)
    yield part


def _kept(part: list[str]) -> list[str]:
    texts = [plain(line) for line in part]
    if _ASIDE.match(texts[0]):
        return []
    if _LIST.match(texts[0]):
        return part[: _LONGEST_LIST + 1]
    places = [text for text in texts if _PLACE.match(text)]
    elsewhere = [text for text in places if is_elsewhere(text)]
    if elsewhere == places and places and _NO_NEWS.match(texts[0]):
        return []
    kept, skipping = list[str](), False
    for line, text in zip(part, texts, strict=True):
        if _PLACE.match(text):
            skipping = is_elsewhere(text)
        elif skipping and not _SNIPPET.match(text):
            skipping = False
        if not skipping:
            kept.append(line)
    return kept
