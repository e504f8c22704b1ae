"""How the kit says what it is doing to someone who waits: a function that takes one line."""

from __future__ import annotations

from collections.abc import Callable

Notify = Callable[[str], None]
"""Takes one line about what happens now, without a line end."""


def ignore(_text: str) -> None:
    """The `Notify` for a caller that shows nothing."""
