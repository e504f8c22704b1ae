"""How the kit tells whoever waits what it is doing: one function that takes one line."""

from __future__ import annotations

from collections.abc import Callable

Notify = Callable[[str], None]
"""Takes one line about what happens now, without a line end."""


def ignore(_text: str) -> None:
    """The `Notify` of whoever wants to hear nothing."""
