"""How much room a picture of permissions needs, so that the style sheet knows when it is narrow."""

from __future__ import annotations

import re

from workshop.borrows.permissions.picture import Column, Picture

STEPS = range(300, 941, 40)
"""Widths of the picture, in pixels, at which the style sheet can change it."""
_CHARACTER = 7.8
_SMALL = 6.8
_NUMBER = 34
_NOTES = 250
_MARKS = 58
_INPUTS = 78
_LONGEST = 119
_GAP = 10
_WRAPPED = 34
"""Characters of a line of code that is still easily read when it goes on below."""


def room_classes(picture: Picture, *, inputs: bool = False) -> str:
    """Two classes: below which width the notes go below the code, and the marks stack.

    With `inputs` a reader fills in marks, which are larger then.
    """
    code = max((len(line.text) for line in picture.lines), default=0)
    marks = _INPUTS if inputs else _MARKS
    paths = sum(_width(column, marks) for column in picture.columns)
    beside = _NUMBER + code * _CHARACTER + paths + _NOTES
    flat = _NUMBER + min(code, _WRAPPED) * _CHARACTER + paths
    return f"ws-beside-{_step(beside)} ws-flat-{_step(flat)}"


def _width(column: Column, marks: float) -> float:
    """The width of a column; a long name or type goes on in the next line."""
    longest = max(map(len, re.split(r"(?<=\.)", column.name)))
    words = max(longest * _CHARACTER, len(column.type) * _SMALL)
    return min(max(marks, words), _LONGEST) + _GAP


def _step(width: float) -> str:
    return next((str(step) for step in STEPS if step >= width), "never")
