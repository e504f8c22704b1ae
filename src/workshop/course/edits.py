r"""Edits of a program, as pages and questions write them: `old ==> new`; `\n` begins a new line."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ARROW = "==>"


def read_edit(value: str) -> tuple[str, str]:
    """The old and the new text of one edit; a ValueError says how an edit is written."""
    old, arrow, new = value.partition(_ARROW)
    if not (arrow and old.strip()):
        raise ValueError("an edit is written as `old ==> new`")
    # `\n` is a new line, and `\\n` the two characters.
    texts = (re.sub(r"(?<!\\)\\n", "\n", text.strip()) for text in (old, new))
    first, second = (text.replace(r"\\n", r"\n") for text in texts)
    return first, second


def apply_edits(program: str, edits: Iterable[tuple[str, str]]) -> str:
    """The edited program; a ValueError names an old text that is not in it exactly once."""
    for old, new in edits:
        if (count := program.count(old)) != 1:
            raise ValueError(f"{old!r} {f'is {count} times' if count else 'is not'} in the program")
        program = program.replace(old, new)
    return program
