"""What is wrong with a learner's files before cargo looks at them, in one sentence."""

from __future__ import annotations

from pathlib import Path

from workshop.course.catalog import Exercise
from workshop.rust.crate import read_crate


def find_trouble(crate: Path, exercise: Exercise) -> str | None:
    """What keeps a check of this crate from being made, and what to do; None where nothing does."""
    if not exercise.tests:
        folder = f"exercises/{exercise.path}"
        return f"The tests in {folder} are gone: `git checkout -- {folder}` brings them back."
    for name in ("Cargo.toml", *exercise.files):
        file = crate / name
        try:
            if file.exists() and not (file.is_file() or file.is_dir()):
                raise ValueError("it is no ordinary file")  # noqa: TRY301 - reading it may never end
            if name == "Cargo.toml":
                read_crate(crate)
            else:
                file.read_text(encoding="utf-8")
        except (OSError, ValueError, LookupError) as error:
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
        case LookupError():
            what = "has no [package] table with a name"
        case _:
            what = f"can't be read: {error}"
    return f"{shown} {what}."
