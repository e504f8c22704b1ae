"""The comment lines, such as `// [core]`, by which the lessons quote a part of a source file."""

from __future__ import annotations

import re

_MARKER = re.compile(r"^[ \t]*(?://|#) \[(?:\w|-)+\][ \t]*\n", re.MULTILINE)


def without_markers(text: str) -> str:
    """A source file without its markers, and without the empty lines that these would leave."""
    return re.sub(r"\n{3,}", "\n\n", _MARKER.sub("", text))
