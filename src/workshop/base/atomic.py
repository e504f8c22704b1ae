"""Write files so that a crash leaves the old content or the new, never half of it.

Windows refuses to rename a file or folder that another program has open, and to open one at the
moment in which it is replaced: an editor, a virus scanner, another command of ours. That passes.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

_T = TypeVar("_T")
_PATIENCE = 2.0
"""Seconds to wait for another program that has a file open."""


def write_atomically(file: Path, text: str) -> None:
    """Replace the content of `file` by `text` in one step; missing folders are made."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        patiently(lambda: Path(name).replace(file))
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def move(source: Path, target: Path) -> None:
    """Move a file or folder to a new place, whose folder is made; nothing may be there yet.

    A folder that came with a container's image can't be renamed in it, so it is copied first.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        patiently(lambda: source.rename(target))
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy_and_remove(source, target)


def _copy_and_remove(source: Path, target: Path) -> None:
    try:
        shutil.copytree(source, target, symlinks=True)
    except BaseException:  # the source is still whole
        shutil.rmtree(target, ignore_errors=True)
        raise
    shutil.rmtree(source)


def read_replaced(file: Path) -> str:
    """The text of a file that another process may replace at this moment."""
    return patiently(lambda: file.read_text(encoding="utf-8"))


def patiently(action: Callable[[], _T]) -> _T:
    """What `action` returns; on Windows it is tried again while another program is in the way."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return action()
        except PermissionError:
            if os.name != "nt" or time.monotonic() > end:
                raise
            time.sleep(0.02)
