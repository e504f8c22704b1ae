"""The right answers to an exercise: the one that its page shows, and others by other hands."""

from __future__ import annotations

from pathlib import Path

from replica import EXERCISES, ROOT

RIGHT = ROOT / "tests" / "right_answers"


def right_answers(id: str) -> list[Path]:
    """Each replaces the first file of the exercise; the page's other way comes first."""
    suffix = Path(EXERCISES[id].files[0]).suffix
    another = ROOT / "solutions" / EXERCISES[id].path / f"another{suffix}"
    return [another, *sorted((RIGHT / id).glob(f"*{suffix}"))]
