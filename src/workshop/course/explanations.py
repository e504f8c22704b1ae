"""Our own sentence on what went wrong, and the episode that explains it.

The sentences stand in three files of `lessons/`: on the compiler's codes and messages, on what
people write out of habit from Python, and on what is said at run time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workshop.course.declarations import Text, decode, read_toml

CODES, HABITS, RUN_TIME = "compiler-codes", "python-habits", "run-time-messages"
_CODE = re.compile(r"E\d{4}")


@dataclass(frozen=True)
class ShortExplanation:
    """One sentence, the id of the episode that teaches it, and its heading.

    `message` and `line` are regular expressions for what is said and for the line of source that
    it is said of; NAME in `line` is the first group of `message`.
    """

    name: str
    says: Text
    page: Text | None = None
    section: Text | None = None
    message: str = ""
    line: str = ""
    literal: bool = False
    """Whether a habit's `line` also sees comments and literals: their words are no mistakes."""

    def __post_init__(self) -> None:
        """Reject what is no regular expression."""
        for key, pattern in (("message", self.message), ("line", self.line)):
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"`{key}` is no regular expression: {error}") from error

    @property
    def read_on(self) -> str | None:
        """Where to read on, in words."""
        if self.page is None:
            return None
        return f"Episode `{self.page}`" + (f", “{self.section}”" if self.section else "")

    def fits(self, message: str, line: str = "") -> bool:
        """Whether the sentence is for what is said here, of this line of source."""
        found = re.search(self.message, message)
        if found is None:
            return False
        name = re.escape(found[1]) if found.lastindex and found[1] else ""
        return re.search(self.line.replace("NAME", name), line) is not None


def of_habit(message: str, line: str, code: str, root: Path) -> ShortExplanation | None:
    """The sentence for the Python in a line of source, of which the compiler says `message`.

    `code` is the line without its comments and literals.
    """
    habits = entries(root, HABITS)
    return next((one for one in habits if one.fits(message, line if one.literal else code)), None)


def of_code(code: str | None, message: str, line: str, root: Path) -> ShortExplanation | None:
    """The sentence for a compiler code, or for a message without one.

    Of the entries for one code, such as `E0308` and `E0308-some`, the first that fits is taken.
    """
    groups: tuple[str, ...] = ("message",)
    if code is not None:
        groups = (code, "code" if _CODE.fullmatch(code) else "lint")
    known = entries(root, CODES)
    members = (x for group in groups for x in known if f"{x.name}-".startswith(f"{group}-"))
    return _first(members, message, line)


def of_run(said: str, root: Path) -> ShortExplanation | None:
    """The sentence for what a program says at run time: `panic: …`, `TypeError: …`, `crash: …`.

    After a crash this is also what the program wrote last.
    """
    return _first(entries(root, RUN_TIME), said, "")


@cache
def entries(root: Path, name: str) -> tuple[ShortExplanation, ...]:
    """All sentences of a file of `lessons/`, in their order; none without the file."""
    file = root / "lessons" / f"{name}.toml"
    if not file.is_file():
        return ()
    found = read_toml(file).items()
    return tuple(decode(entry, ShortExplanation, file, key, name=key) for key, entry in found)


def _first(found: Iterable[ShortExplanation], message: str, line: str) -> ShortExplanation | None:
    return next((one for one in found if one.fits(message, line)), None)
