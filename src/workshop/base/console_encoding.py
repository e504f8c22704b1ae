"""Write what the encoding of a terminal or file lacks as something alike, instead of failing."""

from __future__ import annotations

import codecs
import sys
from io import TextIOWrapper

_ERROR_HANDLER = "workshop-similar-characters"
_SIMILAR = str.maketrans(
    {"✓": "+", "✗": "x", "·": "-", "…": "...", "→": "->", "█": "#", "░": "."}
    | dict.fromkeys("\u2018\u2019\u201c\u201d\u201e", "'")  # quotation marks
)
"""What stands for the characters of our own texts; never a quote or backslash: JSON reads them."""


def replace_unknown_characters() -> None:
    """From now on a character that standard output or error lacks is written as a similar one."""
    codecs.register_error(_ERROR_HANDLER, _replace)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_ERROR_HANDLER)


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_SIMILAR)
    return text.encode("ascii", "replace").decode("ascii"), error.end
