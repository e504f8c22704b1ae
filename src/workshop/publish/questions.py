"""A question on its page: it may ask about a code cell above it, which then has a name.

If the cell is Python and uses a module or a C library that a Rust cell above it makes, the program
is both.

```{code-cell} ipython3
:name: alias
...
```

:::{workshop-quiz} moves-alias
:::
"""

from __future__ import annotations

from dataclasses import replace

from workshop.base.errors import MaterialError
from workshop.course import quiz
from workshop.course.quiz import Question
from workshop.notebook.cell_boxes import CellBox
from workshop.publish.fences import Fence, Location, blocks
from workshop.publish.modules import ModuleCell, module_of, modules_used

QUIZ = "workshop-quiz"


def check_question(box: CellBox) -> None:
    """Raise a WorkshopError if the box is a question whose page lacks the cell it is about."""
    if box.kind == QUIZ:
        with_its_cell(quiz.find(box.root, box.argument))


def with_its_cell(question: Question) -> Question:
    """The question with the program that it asks about.

    A MaterialError says when its page has no such cell above the question, or more than one.
    """
    if question.cell is None:
        return question
    lines = tuple(question.page.read_text(encoding="utf-8").splitlines())
    cells: list[Fence] = []
    for block in blocks(lines, Location(question.page, 1)):
        if isinstance(block, Fence) and block.name == "code-cell":
            cells.append(block)
        elif isinstance(block, Fence) and (block.name, block.argument) == (QUIZ, question.id):
            named = [cell for cell in cells if cell.options.get("name") == question.cell]
            if len(named) != 1:
                raise block.location.error(
                    f"{question.id} asks about the cell {question.cell!r}: above the question, "
                    f"{len(named) or 'no'} cells have the option `:name: {question.cell}`."
                )
            asked = quiz.with_cell(question, named[0].text.strip("\n"))
            return _with_module(asked, named[0], cells[: cells.index(named[0])])
    raise MaterialError(f"{question.page} does not show the question {question.id}.")


def _with_module(question: Question, cell: Fence, before: list[Fence]) -> Question:
    """A question about a cell that makes a module, or about a Python cell that uses one above."""
    if question.language == "rust":
        made = module_of(cell)
        return _with_program(question, made, "") if made else question
    used = modules_used(question.code or "", before)
    return _with_program(question, used[-1], question.code or "") if used else question


def _with_program(question: Question, made: ModuleCell, python: str) -> Question:
    asked = replace(question, code=made.program, language="rust", python=python)
    return (
        replace(asked, library=made.name) if made.is_library else replace(asked, module=made.name)
    )
