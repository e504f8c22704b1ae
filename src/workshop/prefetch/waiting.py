"""Waiting before a build, said to the learner: for what is compiled ahead, for another check."""

from __future__ import annotations

import threading
from pathlib import Path

from workshop.base.locks import is_held
from workshop.base.notify import Notify, ignore
from workshop.prefetch.status import lock_file, read_status
from workshop.process.sandbox import Cancelled


def wait_for_turn(notify: Notify | None, cancel: threading.Event | None) -> None:
    """Say that another check builds a crate of this name; called again and again meanwhile."""
    if cancel is not None and cancel.is_set():
        raise Cancelled
    (notify or ignore)("Another check is building: waiting for it.")


def wait_for_dependencies(
    root: Path, notify: Notify, cancel: threading.Event | None, *, release: bool = False
) -> None:
    """Wait, and say so, while the crates that a build of this profile needs are compiled ahead."""
    if is_held(lock_file(root)):
        wait_for_job(root, "release" if release else "dependencies", notify, cancel)
    if cancel is not None and cancel.is_set():
        raise Cancelled


def wait_for_job(
    root: Path, name: str, notify: Notify = ignore, cancel: threading.Event | None = None
) -> bool:
    """Wait until the job is done, or no runner is at work any more; say whether it is done.

    `notify` gets a line whenever there is something new to show. It returns at once when no runner
    works, and soon when `cancel` is set.
    """
    shown, stop = "", cancel or threading.Event()
    while True:
        now = read_status(root)
        job = next(job for job in now.jobs if job.name == name)
        if not now.running or job.state in {"done", "failed"}:
            return job.state == "done"
        if now.line != shown:
            shown = now.line
            notify(shown)
        if stop.wait(0.2):
            return False
