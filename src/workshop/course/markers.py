"""The comment lines, such as `// [core]`, by which the lessons quote a part of a source file."""

from __future__ import annotations

import re

_MARKER = re.compile(r"^[ \t]*(?://|#) \[(?:\w|-)+\][ \t]*\n", re.MULTILINE)
_PART = re.compile(
    r"^(?://|#) \[(?!end\])[\w-]+\]\n(.*?)^(?://|#) \[end\]$", re.MULTILINE | re.DOTALL
)


def marked_parts(text: str) -> tuple[str, ...]:
    """The parts of a source file that stand between a marker and `// [end]`."""
    return tuple(part.rstrip("\n") for part in _PART.findall(text))


def without_markers(text: str) -> str:
    """A source file without its markers, and without the empty lines that these would leave."""
    return re.sub(r"\n{3,}", "\n\n", _MARKER.sub("", text))
