"""Our own sentence for a compiler code, and the episode that explains it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Explained:
    """One sentence for a compiler code, and the id of the episode that teaches it."""

    code: str
    says: str
    page: str


@cache
def explanations(root: Path) -> dict[str, Explained]:
    """All sentences of `lessons/compiler-codes.toml`, by code."""
    text = (root / "lessons" / "compiler-codes.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(text).items()
    return {code: Explained(code, entry["says"], entry["page"]) for code, entry in entries}
