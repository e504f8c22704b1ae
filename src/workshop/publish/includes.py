"""The lines of a file that `literalinclude` and `include` show, chosen as Sphinx chooses them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from workshop.publish.fences import Fence

OPTIONS = frozenset(["start-after", "end-before", "start-at", "end-at", "lines", "dedent"])
"""The options that choose lines."""


def selected(lines: list[str], fence: Fence) -> list[str]:
    """The lines between the markers, as Sphinx chooses them."""
    options = fence.options
    if "lines" in options:
        lines = [lines[number] for number in _numbers(fence, len(lines))]
    for option, offset in (("start-at", 0), ("start-after", 1)):
        if option in options:
            lines = lines[_find(lines, option, fence) + offset :]
    for option, offset in (("end-at", 1), ("end-before", 0)):
        if option in options:
            lines = lines[: _find(lines, option, fence) + offset]
    text = "\n".join(lines)
    if width := options.get("dedent"):
        if not width.isdecimal():
            raise fence.location.error(f"`:dedent: {width}` must be a number of columns.")
        text = "\n".join(line[int(width) :] for line in lines)
    elif width == "":
        text = textwrap.dedent(text)
    return text.strip("\n").split("\n")


def _find(lines: list[str], option: str, fence: Fence) -> int:
    marker = fence.options[option].strip("\"'")
    for number, line in enumerate(lines):
        if marker in line:
            return number
    raise fence.location.error(f"{fence.argument} has no line with {marker!r} ({option}).")


def _numbers(fence: Fence, total: int) -> Iterator[int]:
    for part in fence.options["lines"].split(","):
        first, dash, last = part.strip().partition("-")
        try:
            start = int(first or 1)
            end = (int(last) if last else total) if dash else start
        except ValueError as error:
            raise fence.location.error(f"the lines {part!r} are no range.") from error
        if not 1 <= start <= end <= total:
            raise fence.location.error(f"{fence.argument} has no lines {part.strip()}.")
        yield from range(start - 1, end)
