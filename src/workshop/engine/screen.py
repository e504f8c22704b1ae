"""What `watch` draws besides verdicts: a cleared screen, a line that changes, the progress."""

from __future__ import annotations

import shutil

from workshop.catalog import Exercise
from workshop.commands import Desk

KEYS = "n next · p previous · h hint · s solution · r reset · l list · q quit"


def clear(text: str) -> None:
    """Show the text on an empty screen."""
    print(f"\x1b[2J\x1b[H{text}", flush=True)


def status(text: str) -> None:
    """Show one line that the next one overwrites."""
    room = shutil.get_terminal_size().columns - 1
    print(f"\r\x1b[K{text[:room]}", end="", flush=True)


def progress_line(desk: Desk, exercise: Exercise) -> str:
    """How many exercises have passed, as a bar, and the number of this one."""
    states, order = desk.progress.states(), desk.catalog.order
    done = sum(1 for id in order if id in states and states[id].passed)
    bar = "█" * round(20 * done / len(order))
    place = order.index(exercise.id) + 1
    return f"[{bar:░<20}] {done} of {len(order)} passed · this is number {place}"
