"""Boxes of an episode that a page draws itself: a question, or a picture.

    :::{workshop-quiz} moves-alias
    :::

    :::{workshop-memory} vec-move
    :::

    :::{workshop-permissions} two-names
    :::

The book shows them as HTML (`sphinx_cells`); a notebook gets a cell with hidden source that calls
the function of the workshop's kernel. `permission_boxes` has the options of the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workshop.base.errors import UsageError
from workshop.borrows import memory, memory_svg
from workshop.course import quiz
from workshop.notebook import permission_boxes, quiz_form
from workshop.notebook.permission_boxes import PermissionBox


@dataclass(frozen=True)
class CellBox:
    """A box as it stands on a page of the clone at `root`."""

    kind: str
    argument: str
    root: Path
    page: Path
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def call(self) -> str:
        """The source of the notebook cell that shows the box."""
        if self.kind == permission_boxes.DIRECTIVE:
            return self.permissions.call
        return f'{_FUNCTIONS[self.kind]}("{self.argument}")'

    @property
    def permissions(self) -> PermissionBox:
        """What a box of this kind says."""
        return permission_boxes.read(self.argument, self.options, self.page, self.root)

    def check(self) -> None:
        """Raise a WorkshopError if the box can't be shown; the compiler is not asked."""
        if self.kind == permission_boxes.DIRECTIVE:
            self.permissions.code(self.root)
        else:
            self.html()

    def html(self) -> tuple[str, Path]:
        """The box for the book, and the file that it comes from."""
        if self.options and self.kind != permission_boxes.DIRECTIVE:
            raise UsageError(f"{self.kind} has no options.")
        return CELL_BOXES[self.kind](self)


def _quiz(box: CellBox) -> tuple[str, Path]:
    question = quiz.find(box.root, box.argument)
    return quiz_form.form(question), question.file


def _memory(box: CellBox) -> tuple[str, Path]:
    picture = memory.find_memory(box.root, box.argument)
    return memory_svg.draw(picture), box.root / memory.FOLDER / f"{box.argument}.toml"


def _permissions(box: CellBox) -> tuple[str, Path]:
    asked = box.permissions
    return permission_boxes.draw(asked, box.root).html, asked.file(box.root)


CELL_BOXES: dict[str, Callable[[CellBox], tuple[str, Path]]] = {
    "workshop-quiz": _quiz,
    "workshop-memory": _memory,
    permission_boxes.DIRECTIVE: _permissions,
}
"""The boxes by their directive's name."""
_FUNCTIONS = {
    "workshop-quiz": "show_quiz",
    "workshop-memory": "show_memory",
}
