"""What commands draw and ask in a terminal: colors, questions, and the screen of `watch`."""

from __future__ import annotations

import os
import shutil
import sys

from workshop.base.ansi import plain
from workshop.base.console import understands_codes
from workshop.base.markup import painted

KEYS = "n next · p previous · h hint · s solution · r reset · l list · q quit"


def in_color() -> bool:
    """Whether colors are wanted on standard output."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and not _knows_only_text()


def prose(text: str) -> str:
    """Words of ours as this terminal shows them: a *term* is slanted, or plain without colors."""
    return painted(text) if in_color() else plain(painted(text))


def say(text: str) -> None:
    """Print words of ours."""
    print(prose(text))


def agrees(question: str) -> bool:
    """Ask in the terminal; without one, and at the end of the input, the answer is no."""
    if not sys.stdin.isatty():
        return False
    try:
        return input(f"{question} [y/N] ").strip().lower() in {"y", "yes"}
    except EOFError:  # Ctrl-D
        print()
        return False


def clear(text: str) -> None:
    """Show the text on an empty screen."""
    start = "\n\n" if _knows_only_text() else "\x1b[2J\x1b[H"
    print(f"{start}{text}", flush=True)


def status(text: str) -> None:
    """Show one line that the next one overwrites."""
    room = max(shutil.get_terminal_size().columns - 1, 0)
    line = f"{text[:room]:<{room}}" if _knows_only_text() else f"\x1b[K{text[:room]}"
    print(f"\r{line}", end="", flush=True)


def progress_line(passed: int, total: int, number: int | None) -> str:
    """How many exercises have passed, as a bar, and the number of this one if it counts."""
    bar = "█" * round(20 * passed / (total or 1))
    this = f"this is number {number}" if number else "this one is skipped here"
    return f"[{bar:░<20}] {passed} of {total} passed · {this}"


def _knows_only_text() -> bool:
    """Whether the terminal shows the codes for colors and places as letters."""
    return os.environ.get("TERM") == "dumb" or not understands_codes()
