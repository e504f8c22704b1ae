"""A runner started ahead, so that its imports are done by the time there is something to run."""

from __future__ import annotations

import threading

from workshop.check.procedures import PROCEDURES
from workshop.check.run import Runner, start_runner
from workshop.course.catalog import Exercise


class WarmRunner:
    """At most one runner that waits; it is used once, so no verdict depends on an earlier run."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._runner: Runner | None = None
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Start a runner unless one waits; not every kind needs one."""
        with self._lock:
            if self._runner is None and PROCEDURES[self._exercise.kind].warm:
                self._runner = start_runner(self._exercise)

    def take(self) -> Runner:
        """The runner that waits, or a new one where there is none or it has died."""
        with self._lock:
            runner, self._runner = self._runner, None
        if runner is not None:
            if runner.child.process.poll() is None:
                return runner
            runner.child.end()
        return start_runner(self._exercise)

    def end(self) -> None:
        """End the runner that waits, if there is one."""
        with self._lock:
            runner, self._runner = self._runner, None
        if runner is not None:
            runner.child.end()
