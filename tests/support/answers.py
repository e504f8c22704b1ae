"""The right answers to an exercise: the one that its page shows, and others by other hands."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from replica import EXERCISES, ROOT, changes

RIGHT = ROOT / "tests" / "right_answers"
CHANGES = "right.toml"


def right_answers(id: str) -> list[Path]:
    """Each replaces the first file of the exercise; the page's other way comes first."""
    suffix = Path(EXERCISES[id].files[0]).suffix
    another = ROOT / "solutions" / EXERCISES[id].path / f"another{suffix}"
    others = sorted((RIGHT / id).glob(f"*{suffix}"))
    return [another, *(file for file in others if file.name != CHANGES)]


def right_changes(id: str) -> dict[str, dict[str, Any]]:
    """Right answers to a project, by name: its solution with edits, and without some files."""
    file = RIGHT / id / CHANGES
    declared = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return {name: changes(facts) for name, facts in declared.items()}
