"""The questions of the course: read from `lessons/quizzes/*.toml`, and checked.

[[question]]
id = "moves-alias"                 # stable: a learner's answer is kept under it
prompt = "What does this print?"   # Markdown
room = true                        # for voting in the room; others offer a field for a reason
cell = "alias"                     # the program: the code cell of this name on the episode's page …
code = '''...'''                   # … or written out: a program, or statements without `main`
language = "rust"                  # optional; or "python"
module = "lab"                     # optional: the Rust code is a PyO3 module of this name, …
python = "print(lab.total([1]))"   # … and this Python, with `import lab` before it, calls it
library = "lab"                    # or, without `module`, a C library: `lab` is its path
expects = "E0382"                  # of the program: a compiler code, "panic", a Python exception,
                                   # "crash" (in Python that calls a library)
# output = "3.5"                   # or what it prints (neither: it runs to its end)

[[question.option]]
text = "It does not compile."      # Markdown
correct = true
explanation = "..."                # Markdown, shown after this answer

[[question.option]]
text = "It prints 3."
misconception = "m-alias"          # id from lessons/misconceptions.toml
explanation = "..."
change = ["old ==> new"]           # optional: the fix that the text proposes, as edits, or …
code = '''...'''                   # … as a program that is shown below the text, …
expects = "E0382"                  # … and what the fix gives (not said: it runs)

A cell gets its name from the option `:name: alias`, which is the cell's metadata `name` in a
notebook. The page is `lessons/<name of the quiz file>.md`, and the cell stands before the question.
What the cell says of itself (`%%rust --expect E0382`) need not be said again.
If the cell is Python, the program that a `change` edits is the Rust of the module or library that
it uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta

from workshop.base.errors import UsageError
from workshop.course.declarations import (
    Text,
    decode,
    did_you_mean,
    mistake,
    read_text,
    read_toml,
)
from workshop.course.edits import read_edit
from workshop.course.positions import Place

FOLDER = Path("lessons") / "quizzes"
_EXPECT = re.compile(r"--expect[ =](\S+)")


@dataclass(frozen=True)
class Option:
    """One answer; a wrong one names the misconception that leads to it."""

    text: Text
    explanation: Text
    correct: bool = False
    misconception: str | None = None
    change: tuple[Text, ...] = ()
    code: Text | None = None
    expects: Text | None = None


@dataclass(frozen=True)
class Question:
    """One question of one file. `expects` and `output` are about its program."""

    file: Path
    id: Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    prompt: Text
    option: Annotated[tuple[Option, ...], Meta(min_length=2)]
    room: bool = False
    cell: Text | None = None
    code: Text | None = None
    language: Literal["rust", "python"] = "rust"
    module: Text | None = None
    library: Text | None = None
    python: Text | None = None
    expects: Text | None = None
    output: str | None = None

    @property
    def options(self) -> tuple[Option, ...]:
        """The answers in the order of the file; an answer's number counts in this order."""
        return self.option

    @property
    def page(self) -> Path:
        """The file of the episode that the question belongs to."""
        return self.file.parents[1] / f"{self.file.stem}.md"


@dataclass(frozen=True)
class _File:
    question: tuple[dict[str, Any], ...]


def read_all(root: Path) -> dict[str, Question]:
    """All questions by id, in the order of the files; a MaterialError names file and question."""
    known = read_misconceptions(root)
    found: dict[str, Question] = {}
    for file in _files(root):
        for number, question in enumerate(_read_checked(file, known)):
            if question.id in found:
                problem = f"{question.id}: the id is taken by {found[question.id].file.name}"
                raise mistake(file, problem, "question", number, "id")
            found[question.id] = question
    return found


def find(root: Path, id: str) -> Question:
    """The question with this id."""
    for file in _files(root):
        if id in read_text(file):  # the others need not be right, nor be read
            for question in _read_checked(file, read_misconceptions(root)):
                if question.id == id:
                    return question
    questions = read_all(root)
    if id not in questions:
        meant = did_you_mean(id, questions) or "."
        raise UsageError(f"There is no question {id!r} in {FOLDER.as_posix()}{meant}")
    return questions[id]


def _files(root: Path) -> list[Path]:
    return sorted((root / FOLDER).glob("*.toml"))


def _read_checked(file: Path, misconceptions: dict[str, str]) -> tuple[Question, ...]:
    questions = read(file)
    for number, question in enumerate(questions):
        for inside, problem in _problems(question, misconceptions):
            raise mistake(file, f"{question.id}: {problem}", "question", number, *inside)
    return questions


def read(file: Path) -> tuple[Question, ...]:
    """The questions of one file as they stand there."""
    entries = decode(read_toml(file), _File, file).question
    found = enumerate(entries)
    read = [decode(entry, Question, file, "question", at, file=file) for at, entry in found]
    return tuple(map(_tidy, read))


def with_cell(question: Question, source: str) -> Question:
    """The question with the program of its cell, and with what the cell expects of it."""
    magic, _, program = source.strip("\n").partition("\n")
    if not magic.startswith("%%rust"):
        return replace(question, code=_program(source), language="python")
    expected = _EXPECT.search(magic)
    expects = question.expects or (expected[1] if expected else None)
    return replace(question, code=_program(program), language="rust", expects=expects)


def read_misconceptions(root: Path) -> dict[str, str]:
    """What learners believe, by id, as `lessons/misconceptions.toml` has it."""
    file = root / "lessons" / "misconceptions.toml"
    return decode(read_toml(file), dict[str, str], file)


def _tidy(question: Question) -> Question:
    """The question without the line ends that quotes over several lines begin and end with."""
    options = tuple(
        replace(
            option,
            text=option.text.strip(),
            explanation=option.explanation.strip(),
            code=_program(option.code),
        )
        for option in question.option
    )
    return replace(
        question,
        prompt=question.prompt.strip(),
        option=options,
        code=_program(question.code),
        python=_program(question.python),
    )


def _program(text: str | None) -> str | None:
    return None if text is None else text.strip("\n") + "\n"


def _problems(question: Question, misconceptions: dict[str, str]) -> Iterator[tuple[Place, str]]:
    """What is wrong with a question, each with its place in it."""
    right = [number for number, option in enumerate(question.options) if option.correct]
    if len(right) != 1:
        at: Place = ("option", right[1]) if right else ()
        yield at, f"exactly one option must be correct, and {len(right) or 'none'} of them are"
    if question.cell and (question.code or question.module or question.library):
        yield ("cell",), "`cell` replaces `code`, `module`, `library` and `python`"
    if not (question.cell or question.code) and (question.expects or question.output is not None):
        yield (), "`expects` and `output` need code"
    if question.module and question.library:
        yield (), "`module` and `library` exclude each other"
    if ((question.module or question.library) is None) != (question.python is None):
        yield (), "`module` or `library`, and `python` go together"
    for number, option in enumerate(question.options):
        for problem in _problems_of(option, question, misconceptions):
            yield ("option", number), problem


def _problems_of(
    option: Option, question: Question, misconceptions: dict[str, str]
) -> Iterator[str]:
    if option.correct == (option.misconception is not None):
        yield f"{option.text!r}: wrong options, and only they, name a misconception"
    elif option.misconception and option.misconception not in misconceptions:
        meant = did_you_mean(option.misconception, misconceptions)
        yield f"{option.misconception!r} is not in `lessons/misconceptions.toml`{meant}"
    if option.change and (option.code or not (question.code or question.cell)):
        yield f"{option.text!r}: `change` edits the question's program, and excludes `code`"
    for edit in option.change:
        try:
            read_edit(edit)
        except ValueError as error:
            yield f"`change`: {edit!r} can't be read: {error}"
