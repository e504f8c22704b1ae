"""Where a single probe stands in the text of a program, and what is appended for its functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

HELPERS = """
#[allow(dead_code)] const fn __take<T>(t: T) { core::mem::forget(t) }
#[allow(dead_code)] const fn __any<T>() -> T { loop {} }
#[allow(dead_code)] trait __Boxed {}
impl<T: ?Sized> __Boxed for Box<T> {}
#[allow(dead_code)] fn __is_box<T: __Boxed>(_: &T) {}
"""


@dataclass(frozen=True)
class Place:
    """Where a probe goes: offset in the text, what stands before and behind it there."""

    offset: int
    before: str = ""
    behind: tuple[int, str] | None = None

    def filled(self, program: str, probe: str) -> tuple[str, tuple[int, int, int]]:
        """The program with the probe, and the probe's line and columns, from 1."""
        rest = program[self.offset :]
        if self.behind:
            end, text = self.behind
            rest = program[self.offset : end] + text + program[end:]
        head = program[: self.offset] + self.before
        line, column = head.count("\n") + 1, len(head) - head.rfind("\n")
        return f"{head}{probe} {rest}\n{HELPERS}", (line, column, column + len(probe))


def candidates(plain: str, line: int) -> Iterator[Place]:
    """Places for a probe, the likeliest first; the compiler says which of them is one.

    The text has blanks instead of comments and literals. A probe stands at the beginning of the
    next line, so no comment is in its way and no line gets another number.
    """
    lines = plain.split("\n")
    if not 1 <= line < len(lines):
        return
    start = sum(len(text) + 1 for text in lines[: line - 1])
    words = lines[line - 1].rstrip()
    end, below = start + len(words), start + len(lines[line - 1]) + 1
    if words.endswith((";", "{", "}")):
        yield Place(below)
    elif words.strip() and plain[below:].lstrip().startswith("}"):
        yield Place(below, before="; ")  # a call without a value at the end of a block
    closing = words.rstrip(",")
    if closing.endswith("}") and "{" in words and words.count("{") >= words.count("}"):
        inside = start + len(closing) - 1
        yield Place(inside)
        yield Place(inside, before="; ")
    arm = words.find("=>")
    if arm >= 0 and words[arm + 2 :].strip(" {"):
        yield Place(start + arm + 2, before=" { ", behind=(start + len(closing), " }"))
    if "{" in words and end > start + words.index("{") + 1:
        yield Place(start + words.index("{") + 1, before=" ")
