"""What people who come from Python write, and our sentence on what Rust has instead.

The sentences stand in `lessons/python-habits.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workshop.course.compiler_codes import ShortExplanation
from workshop.course.declarations import decode, read_toml


@dataclass(frozen=True)
class Habit:
    """One habit: what its error says, how the line looks, what to say, and where it is taught."""

    name: str
    message: str
    says: str
    page: str
    line: str = ""
    section: str | None = None

    def fits(self, message: str, line: str) -> bool:
        """Whether an error that says this, at this line of source, comes from the habit."""
        found = re.search(self.message, message)
        if found is None:
            return False
        name = re.escape(found[1]) if found.groups() else ""
        return re.search(self.line.replace("NAME", name), line) is not None


def habit_of(message: str, line: str, root: Path) -> ShortExplanation | None:
    """The sentence for the Python in a line of source, of which the compiler says `message`."""
    for habit in habits(root):
        if habit.fits(message, line):
            return ShortExplanation(habit.name, habit.says, habit.page, habit.section)
    return None


@cache
def habits(root: Path) -> tuple[Habit, ...]:
    """All habits of `lessons/python-habits.toml`, in their order; none without the file."""
    file = root / "lessons" / "python-habits.toml"
    if not file.is_file():
        return ()
    entries = read_toml(file).items()
    return tuple(decode(entry, Habit, file, name, name=name) for name, entry in entries)
