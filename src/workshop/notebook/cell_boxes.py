"""Boxes of an episode that a page draws itself: a question, a timeline, a memory picture.

    :::{workshop-quiz} moves-alias
    :::

    :::{workshop-timeline} one-owner
    :::

    :::{workshop-memory} vec-move
    :::

The book shows them as HTML (`sphinx_cells`); a notebook gets a cell with hidden source that calls
the function of the workshop's kernel.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from workshop.borrows import authored, memory, memory_svg, svg
from workshop.course import quiz
from workshop.notebook import quiz_form


def call(box: str, argument: str) -> str:
    """The source of the notebook cell that shows the box."""
    return f'{_FUNCTIONS[box]}("{argument}")'


def html(box: str, argument: str, root: Path) -> tuple[str, Path]:
    """The box for the book, and the file that it comes from."""
    return CELL_BOXES[box](argument, root)


def _quiz(argument: str, root: Path) -> tuple[str, Path]:
    question = quiz.find(root, argument)
    return quiz_form.form(question), question.file


def _timeline(argument: str, root: Path) -> tuple[str, Path]:
    picture = authored.find_timeline(root, argument)
    return svg.draw(picture), root / authored.FOLDER / f"{argument}.toml"


def _memory(argument: str, root: Path) -> tuple[str, Path]:
    picture = memory.find_memory(root, argument)
    return memory_svg.draw(picture), root / memory.FOLDER / f"{argument}.toml"


CELL_BOXES: dict[str, Callable[[str, Path], tuple[str, Path]]] = {
    "workshop-quiz": _quiz,
    "workshop-timeline": _timeline,
    "workshop-memory": _memory,
}
"""The boxes by their directive's name."""
_FUNCTIONS = {
    "workshop-quiz": "show_quiz",
    "workshop-timeline": "show_timeline",
    "workshop-memory": "show_memory",
}
