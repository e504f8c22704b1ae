"""A runner started ahead, so that its imports are done by the time there is something to run."""

from __future__ import annotations

import threading

from workshop.check.procedures import PROCEDURES
from workshop.check.run import start_runner
from workshop.course.catalog import Exercise
from workshop.process.sandbox import Child


class WarmRunner:
    """At most one runner that waits; it is used once, so no verdict depends on an earlier run."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._child: Child | None = None
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Start a runner unless one waits; not every kind needs one."""
        with self._lock:
            if self._child is None and PROCEDURES[self._exercise.kind].warm:
                self._child = start_runner(self._exercise)

    def take(self) -> Child:
        """The runner that waits, or a new one where there is none or it has died."""
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            if child.process.poll() is None:
                return child
            child.end()
        return start_runner(self._exercise)

    def end(self) -> None:
        """End the runner that waits, if there is one."""
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.end()
