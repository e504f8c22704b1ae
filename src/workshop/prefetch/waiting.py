"""Waiting before a build, said to the learner: for what is compiled ahead, for another check."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from workshop.base.locks import is_held
from workshop.process.sandbox import Cancelled

Note = Callable[[str], None]


def wait_for_turn(note: Note | None, cancel: threading.Event | None) -> None:
    """Say that another check of the same exercise builds; called again and again meanwhile."""
    if cancel is not None and cancel.is_set():
        raise Cancelled
    (note or say_nothing)("Another check of this exercise is building: waiting for it.")


def wait_for_dependencies(root: Path, note: Note, cancel: threading.Event | None) -> None:
    """Wait, and say so, while the crates that every build needs are compiled ahead."""
    if not is_held(root / "work" / ".background.lock"):
        return
    from workshop.prefetch import background

    background.wait(root, "dependencies", note, cancel)
    if cancel is not None and cancel.is_set():
        raise Cancelled


def say_nothing(_text: str) -> None:
    """The note of whoever wants none."""
