"""Work in a thread of its own that can be cancelled, such as a check while the learner types."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from workshop.process.sandbox import Cancelled

T = TypeVar("T")


class Task(Generic[T]):
    """One piece of work: it starts at once, and `wake` is called when it has ended."""

    def __init__(self, work: Callable[[threading.Event], T], wake: Callable[[], None]) -> None:
        """Start `work`, which gets the event that says it is cancelled."""
        self.over = False
        self._cancelled = threading.Event()
        self._work, self._wake = work, wake
        self._results: list[T] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._results.append(self._work(self._cancelled))
        except Cancelled:
            self._cancelled.set()
        except BaseException as error:  # noqa: BLE001 - raised again by `result`
            self._error = error
        self.over = True
        self._wake()

    @property
    def done(self) -> bool:
        """Whether the work has ended and its result counts."""
        return self.over and not self._cancelled.is_set()

    @property
    def result(self) -> T:
        """What the work returned; what it raised is raised here. Ask only when it is `done`."""
        if self._error is not None:
            raise self._error
        return self._results[0]

    def cancel(self) -> None:
        """Ask the work to stop; it is not waited for."""
        self._cancelled.set()

    def join(self, seconds: float) -> None:
        """Wait for the work to end, for example after `cancel`."""
        self._thread.join(seconds)
