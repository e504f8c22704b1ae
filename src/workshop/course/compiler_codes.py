"""Our own sentence for a compiler code such as E0382, and the episode that explains it.

The sentences stand in `lessons/compiler-codes.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workshop.course.declarations import decode, read_toml


@dataclass(frozen=True)
class ShortExplanation:
    """One sentence for a compiler code, the id of the episode that teaches it, and its heading."""

    code: str
    says: str
    page: str
    section: str | None = None

    @property
    def read_on(self) -> str:
        """Where to read on, in words."""
        return f"Episode `{self.page}`" + (f", “{self.section}”" if self.section else "")


@cache
def explanations(root: Path) -> dict[str, ShortExplanation]:
    """All sentences of `lessons/compiler-codes.toml`, by code; "syntax" stands for none."""
    file = root / "lessons" / "compiler-codes.toml"
    entries = read_toml(file).items()
    return {code: decode(entry, ShortExplanation, file, code, code=code) for code, entry in entries}
