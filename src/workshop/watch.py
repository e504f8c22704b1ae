"""Check at every save: the last verdict that is shown always speaks of the last content."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue

from workshop import commands
from workshop.catalog import Exercise
from workshop.check import Cancelled, Verdict, check
from workshop.child import Child
from workshop.commands import Desk
from workshop.errors import UsageError, WorkshopError
from workshop.keys import Keys
from workshop.render import as_text
from workshop.run import start_runner
from workshop.snapshot import digest, glance

_TICK = 0.025
"""Seconds between two looks at the files. Looking works everywhere, also where no events arrive."""
_KEYS = "n next · p previous · h hint · s solution · r reset · l list · q quit"


def main(root: Path, name: str | None) -> int:
    """Watch one exercise after the other until the learner quits."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "`watch` needs a terminal with a keyboard. `workshop check` checks once, without one."
        )
    from workshop import background

    background.start(root)
    with Keys() as keys:
        return _Watch(Desk(root), Desk(root).choose(name), keys).run()


@dataclass
class _Check:
    """One check in a thread of its own, for the content with this digest."""

    desk: Desk
    exercise: Exercise
    content: str
    runner: Child | None
    done: Queue[tuple[_Check, Verdict | WorkshopError]]
    cancelled: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        try:
            result: Verdict | WorkshopError = check(
                self.desk.work,
                self.exercise,
                note=self._note,
                cancel=self.cancelled,
                runner=self.runner,
            )
        except Cancelled:
            return
        except WorkshopError as error:
            result = error
        self.done.put((self, result))

    def _note(self, text: str) -> None:
        if not self.cancelled.is_set():
            print(f"\r\x1b[K{text}", end="", flush=True)


class _Watch:
    """The loop: keys and files in, verdicts out."""

    def __init__(self, desk: Desk, exercise: Exercise, keys: Keys) -> None:
        self._desk, self._keys = desk, keys
        self._done: Queue[tuple[_Check, Verdict | WorkshopError]] = Queue()
        self._running: _Check | None = None
        self._spare: Child | None = None
        self._looked = 0.0
        self._go_to(exercise)

    def run(self) -> int:
        try:
            while True:
                key = self._keys.get(_TICK)
                if key == "q":
                    print("\nGoodbye: `workshop watch` goes on where you were.")
                    return 0
                if key is None and self._keys.ended:
                    print("\nThe input has ended, so the watch ends too.")
                    return 0
                self._press(key)
                self._look()
                self._show()
        finally:
            self._cancel()
            if self._spare is not None:
                self._spare.end()

    def _go_to(self, exercise: Exercise) -> None:
        self._cancel()
        self._exercise = exercise
        self._folder = self._desk.work.copy(exercise)
        self._seen: object = None
        self._content = ""
        if self._spare is not None:
            self._spare.end()
            self._spare = None

    def _press(self, key: str | None) -> None:
        actions: dict[str | None, Callable[[], object]] = {
            "n": lambda: self._step(1),
            "p": lambda: self._step(-1),
            "h": lambda: commands.hint(self._desk, self._exercise.id),
            "s": self._solution,
            "r": self._reset,
            "l": lambda: commands.list_exercises(self._desk),
        }
        if key in actions:
            print()
            actions[key]()

    def _step(self, by: int) -> None:
        order = self._desk.catalog.order
        place = order.index(self._exercise.id) + by
        if 0 <= place < len(order):
            self._go_to(self._desk.catalog.exercise(order[place]))
        else:
            print("There is no exercise in that direction.")

    def _solution(self) -> None:
        state = self._desk.progress.state(self._exercise.id)
        if not (state.passed or state.solution_seen):
            print("Not passed yet, show? [y/N] ", end="", flush=True)
            if self._keys.get(30) not in {"y", "Y"}:
                print("not shown")
                return
        commands.solution(self._desk, self._exercise.id, yes=True)

    def _reset(self) -> None:
        print("Put the starter back? Yours is kept. [y/N] ", end="", flush=True)
        if self._keys.get(30) in {"y", "Y"}:
            print()
            self._cancel()
            commands.reset(self._desk, self._exercise.id)
        else:
            print("not reset")

    def _look(self) -> None:
        """Start a check when the content is another one; now and then read it in full."""
        seen, now = glance(self._folder), time.monotonic()
        if seen == self._seen and now - self._looked < 1:
            return
        self._seen, self._looked = seen, now
        content = digest(self._folder)
        if content != self._content:
            self._content = content
            self._start()

    def _start(self) -> None:
        self._cancel()
        spare, self._spare = self._spare, None
        self._running = _Check(self._desk, self._exercise, self._content, spare, self._done)
        self._running.start()

    def _cancel(self) -> None:
        if self._running is not None:
            self._running.cancelled.set()
            self._running = None

    def _show(self) -> None:
        """Show a verdict that has come, if it speaks of the content that lies there now."""
        try:
            finished, result = self._done.get_nowait()
        except Empty:
            return
        if finished is not self._running:
            return
        if finished.content != digest(self._folder):
            return  # a save came in between; the next look starts its check
        self._running = None
        self._print(result)
        if self._exercise.kind != "rust":
            self._spare = start_runner(self._exercise)

    def _print(self, result: Verdict | WorkshopError) -> None:
        print("\x1b[2J\x1b[H", end="")
        if isinstance(result, WorkshopError):
            print(result)
        else:
            self._record(result)
            print(as_text(result, self._desk.root, color=True, picture=True))
            print("\n" + commands.what_now(self._desk, self._exercise, passed=result.passed))
        print(f"\n{self._progress_line()}\n{_KEYS}", flush=True)

    def _record(self, verdict: Verdict) -> None:
        commands.record(
            self._desk.progress, self._exercise, passed=verdict.passed, events=verdict.events
        )

    def _progress_line(self) -> str:
        states, order = self._desk.progress.states(), self._desk.catalog.order
        done = sum(1 for id in order if id in states and states[id].passed)
        place = order.index(self._exercise.id) + 1
        bar = "█" * round(20 * done / len(order))
        return f"[{bar:░<20}] {done} of {len(order)} passed · this is number {place}"
