"""Write the letters that a terminal or file knows, instead of failing at one that it lacks."""

from __future__ import annotations

import codecs
import sys
from io import TextIOWrapper

_NAME = "workshop-letters"
_ALIKE = str.maketrans(
    {"✓": "+", "✗": "x", "·": "-", "…": "...", "→": "->", "█": "#", "░": "."}
    | dict.fromkeys("\u2018\u2019\u201c\u201d\u201e", "'")  # quotation marks
)
"""What stands for the letters of our own texts; never a quote or backslash, which JSON reads."""


def use_known_letters() -> None:
    """From now on a letter that standard output or error lacks is written as one that is alike."""
    codecs.register_error(_NAME, _replace)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_NAME)


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_ALIKE)
    return text.encode("ascii", "replace").decode("ascii"), error.end
