"""The errors that people see: what was found, where, and what to do about it."""

from __future__ import annotations

import os


class WorkshopError(Exception):
    """Something went wrong that the reader can fix; the message says how."""

    exit_status = 1


class UsageError(WorkshopError):
    """The command was called with something it does not know."""

    exit_status = 2


class EnvironmentBroken(WorkshopError):
    """This machine lacks something that the workshop needs."""

    exit_status = 3


class MaterialError(WorkshopError):
    """A file of the material itself (lesson, exercise, quiz) breaks its contract."""

    exit_status = 3


def why_unreadable(error: Exception) -> str:
    """Why a file could not be read, to follow its name."""
    match error:
        case FileNotFoundError():
            return "is missing"
        case IsADirectoryError():
            return "is a folder; it must be a file"
        case PermissionError():
            return "cannot be read: its permissions forbid it"
        case UnicodeDecodeError():
            return f"is not UTF-8 text (byte {error.start}): save it as UTF-8"
        case _:
            return f"can't be read: {error}"


def no_access(failure: str, error: OSError) -> EnvironmentBroken:
    """A file could not be read or written: `failure` says what that prevented."""
    where = f" ({error.filename})" if error.filename else ""
    open_elsewhere = os.name == "nt" and isinstance(error, PermissionError)
    also = "Close the program that has it open, and try again. " * open_elsewhere
    return EnvironmentBroken(
        f"{failure}: {error.strerror or error}{where}. {also}Is the disk full, or is `work/` not "
        "writable? `workshop doctor` checks both. Your files are unchanged."
    )
