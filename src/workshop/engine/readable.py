"""What is wrong with a learner's files before cargo looks at them, in one sentence."""

from __future__ import annotations

import tomllib
from pathlib import Path

from workshop.catalog import Exercise


def unreadable(crate: Path, exercise: Exercise) -> str | None:
    """What is wrong with the learner's files before cargo looks at them, in one sentence."""
    for name in ("Cargo.toml", *exercise.files):
        file = crate / name
        try:
            text = file.read_text(encoding="utf-8")
            if name == "Cargo.toml":
                tomllib.loads(text)["package"]
        except (OSError, ValueError, KeyError) as error:
            return f"{_reason(file, error)} `workshop reset {exercise.id}` puts the starter back."
    return None


def _reason(file: Path, error: Exception) -> str:
    shown = f"{file.parent.name}/{file.name}"
    if file.is_symlink() and not file.exists():
        return f"{shown} is a link to a file that is not there."
    match error:
        case FileNotFoundError():
            what = "is missing"
        case IsADirectoryError():
            what = "is a folder; it must be a file"
        case PermissionError():
            what = "may not be read: its permissions forbid it"
        case UnicodeDecodeError():
            what = f"is not UTF-8 text (byte {error.start}): save it as UTF-8"
        case KeyError():
            what = "has no [package] table"
        case _:
            what = f"can't be read: {error}"
    return f"{shown} {what}."
