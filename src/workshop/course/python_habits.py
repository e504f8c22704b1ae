"""What people who come from Python write, and our sentence on what Rust has in its place."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workshop.course.compiler_codes import Explained
from workshop.rust.diagnostics import Diagnostic


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


def habit_of(error: Diagnostic, root: Path) -> Explained | None:
    """The sentence for the Python that was written where this error is."""
    place = error.primary
    line = place.text[0] if place and place.text else ""
    message = f"{error.message}: {place.label}" if place and place.label else error.message
    for habit in habits(root):
        if habit.fits(message, line):
            return Explained(habit.name, habit.says, habit.page, habit.section)
    return None


@cache
def habits(root: Path) -> tuple[Habit, ...]:
    """All habits of `lessons/python-habits.toml`, in their order; none without the file."""
    file = root / "lessons" / "python-habits.toml"
    if not file.is_file():
        return ()
    entries = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(Habit(name, **entry) for name, entry in entries.items())
