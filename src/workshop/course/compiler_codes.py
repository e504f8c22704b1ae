"""Our own sentence for a compiler code, and the episode that explains it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Explained:
    """One sentence for a compiler code, the id of the episode that teaches it, and its heading."""

    code: str
    says: str
    page: str
    section: str | None = None

    @property
    def place(self) -> str:
        """Where to read on, in words."""
        return f"Episode `{self.page}`" + (f", “{self.section}”" if self.section else "")


@cache
def explanations(root: Path) -> dict[str, Explained]:
    """All sentences of `lessons/compiler-codes.toml`, by code; "syntax" stands for none."""
    text = (root / "lessons" / "compiler-codes.toml").read_text(encoding="utf-8")
    return {code: Explained(code, **entry) for code, entry in tomllib.loads(text).items()}
