"""Waiting before a build, said to the learner: for what is compiled ahead, for another check."""

from __future__ import annotations

import threading
from pathlib import Path

from workshop.base.locks import is_held
from workshop.base.notify import Notify, ignore
from workshop.process.sandbox import Cancelled


def wait_for_turn(note: Notify | None, cancel: threading.Event | None) -> None:
    """Say that another check of the same exercise builds; called again and again meanwhile."""
    if cancel is not None and cancel.is_set():
        raise Cancelled
    (note or ignore)("Another check of this exercise is building: waiting for it.")


def wait_for_dependencies(root: Path, note: Notify, cancel: threading.Event | None) -> None:
    """Wait, and say so, while the crates that every build needs are compiled ahead."""
    if not is_held(root / "work" / ".background.lock"):
        return
    from workshop.prefetch import background

    background.wait(root, "dependencies", note, cancel)
    if cancel is not None and cancel.is_set():
        raise Cancelled
