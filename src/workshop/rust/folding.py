"""The compiler's message without the lines that point into code which nobody here can change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from workshop.base.ansi import plain

_ELSEWHERE = re.compile(
    r"[/\\](?:rustc(?:-[\d.]+)?|rustlib|toolchains|library[/\\](?:alloc|core|std)"
    r"|registry[/\\]src|git[/\\]checkouts)[/\\]"
)
"""In the path of a file of the standard library, of the toolchain, or of a dependency."""
_OF_A_CRATE = re.compile(
    r"((?:-->|:::)(?:\x1b\[[\d;]*m|\s)*)[^\n]*?[/\\]registry[/\\]src[/\\][^/\\\n]+[/\\]"
)
"""What a place in a dependency has before the crate's name: a folder, and a registry's host."""
_PLACE = re.compile(r"\s*(?:-->|:::) ")
_PART = re.compile(r"(?:error|warning|note|help)(?:\[\w+\])?: |\s*= (?:note|help): ")
_SNIPPET = re.compile(r"\s*\d*\s*\||\s*\.\.\.$")
_NO_NEWS = re.compile(
    r"note: (?:required (?:because it appears within|for) |.* (?:defined )?here$)"
    r"|help: the following other types implement trait"
)
"""Notes that only lead to such a place: without it, their words say nothing."""
_HOLDS = re.compile(r"note: required because it appears within the type `(.+)`$")
_USED_BY = "note: required because it's used within this closure"
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
    parts = list(_parts(lines))
    kept = [_kept(part) for part in parts]
    for number in _captured(parts, kept):
        kept[number] = parts[number][:1]
    text = [line for part in kept for line in part]
    return Folded("\n".join(text).rstrip(), len(lines) - len(text))


def unfolded(rendered: str) -> str:
    """The whole message; a file of a dependency is named from its crate on."""
    return _OF_A_CRATE.sub(r"\1", rendered.strip())


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


def _captured(parts: list[list[str]], kept: list[list[str]]) -> Iterator[int]:
    """The notes whose words name the type of what a closure captures, where nothing else does.

    The last type before the closure is that of a variable; the others are inside of it.
    """
    said = plain("\n".join(line for part in kept for line in part))
    for number, (part, following) in enumerate(pairwise(parts)):
        type_ = _HOLDS.match(plain(part[0]))
        used = plain(following[0]).startswith(_USED_BY)
        if type_ and used and not kept[number] and f"{type_[1]}`" not in said:
            yield number


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
