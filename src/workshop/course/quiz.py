"""The questions of the course: read from `lessons/quizzes/*.toml`, checked, and answers kept.

[[question]]
id = "moves-alias"                 # stable: a learner's answer is kept under it
prompt = "What does this print?"   # Markdown
room = true                        # for voting in the room; others ask for a reason first
code = '''...'''                   # optional; a program, or statements without `main`
language = "rust"                  # optional; or "python"
module = "lab"                     # optional: the Rust code is a PyO3 module of this name, …
python = "print(lab.total([1]))"   # … and this Python, with `import lab` before it, calls it
expects = "E0382"                  # of the code: a compiler code, "panic", a Python exception
# output = "3.5"                   # or what it prints (neither: it runs to its end)

[[question.option]]
text = "It does not compile."      # Markdown
correct = true
explanation = "..."                # Markdown, shown after this answer

[[question.option]]
text = "It prints 3."
misconception = "m-alias"          # id from lessons/misconceptions.toml
explanation = "..."
code = '''...'''                   # optional: a mend that the answer proposes, shown below it, …
expects = "E0382"                  # … and what it gives (not said: it runs)
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from workshop.base.errors import MaterialError, UsageError
from workshop.learner.progress import Progress

FOLDER = Path("lessons") / "quizzes"
_KEYS = {"id", "prompt", "room", "code", "language", "module", "python", "expects", "output"}
_OPTION_KEYS = {"text", "correct", "misconception", "explanation", "code", "expects"}


@dataclass(frozen=True)
class Option:
    """One answer; a wrong one names the misconception that leads to it."""

    text: str
    correct: bool
    misconception: str | None
    explanation: str
    code: str | None = None
    expects: str | None = None


@dataclass(frozen=True)
class Question:
    """One question of one file. `expects` and `output` are about its code."""

    file: Path
    id: str
    prompt: str
    room: bool
    code: str | None
    language: str
    module: str | None
    python: str | None
    expects: str | None
    output: str | None
    options: tuple[Option, ...]


def read_all(root: Path) -> dict[str, Question]:
    """All questions by id, in the order of the files; a MaterialError names file and question."""
    known = _misconceptions(root)
    found: dict[str, Question] = {}
    for file in sorted((root / FOLDER).glob("*.toml")):
        for question in read(file):
            for problem in [*_problems(question, known), *_twice(question, found)]:
                raise MaterialError(f"{file}: {question.id}: {problem}.")
            found[question.id] = question
    return found


def find(root: Path, id: str) -> Question:
    """The question with this id."""
    questions = read_all(root)
    if id not in questions:
        raise UsageError(f"There is no question {id!r} in {FOLDER.as_posix()}.")
    return questions[id]


def read(file: Path) -> tuple[Question, ...]:
    """The questions of one file as they stand there."""
    try:
        facts = tomllib.loads(file.read_text(encoding="utf-8"))
        return tuple(_question(file, entry) for entry in facts["question"])
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        what = f"the key {error} is missing" if isinstance(error, KeyError) else str(error)
        raise MaterialError(f"{file}: {what}.") from error


def keep_first_answer(progress: Progress, question: str, option: int, *, right: bool) -> None:
    """Keep the learner's first answer to a question; later ones change nothing."""
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    with progress.changing() as content:
        quizzes = content.setdefault("quizzes", {})
        quizzes.setdefault(question, {"option": option, "right": right, "when": now})


def first_answer(progress: Progress, question: str) -> dict[str, Any] | None:
    """What was kept of the first answer: option, right, when."""
    entry = progress.read().get("quizzes", {}).get(question)
    return entry if isinstance(entry, dict) else None


def _question(file: Path, entry: dict[str, Any]) -> Question:
    if strange := set(entry) - _KEYS - {"option"}:
        raise ValueError(f"{entry['id']}: unknown keys {', '.join(sorted(strange))}")
    return Question(
        file=file,
        id=entry["id"],
        prompt=entry["prompt"].strip(),
        room=bool(entry.get("room", False)),
        code=_text(entry, "code"),
        language=entry.get("language", "rust"),
        module=entry.get("module"),
        python=_text(entry, "python"),
        expects=entry.get("expects"),
        output=entry.get("output"),
        options=tuple(_option(entry["id"], option) for option in entry["option"]),
    )


def _text(entry: dict[str, Any], key: str) -> str | None:
    return entry[key].strip("\n") + "\n" if key in entry else None


def _option(id: str, entry: dict[str, Any]) -> Option:
    if strange := set(entry) - _OPTION_KEYS:
        raise ValueError(f"{id}: unknown keys of an option: {', '.join(sorted(strange))}")
    return Option(
        text=entry["text"].strip(),
        correct=bool(entry.get("correct", False)),
        misconception=entry.get("misconception"),
        explanation=entry["explanation"].strip(),
        code=_text(entry, "code"),
        expects=entry.get("expects"),
    )


def _problems(question: Question, misconceptions: set[str]) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", question.id):
        yield "an id has small letters, digits and dashes"
    if sum(option.correct for option in question.options) != 1:
        yield "exactly one option must be correct"
    if question.language not in {"rust", "python"}:
        yield f"the language {question.language!r} is none of rust, python"
    if question.code is None and (question.expects or question.output is not None):
        yield "there is no code that `expects` or `output` could be about"
    if (question.module is None) != (question.python is None):
        yield "`module` and `python` go together"
    for option in question.options:
        if option.correct == (option.misconception is not None):
            yield f"{option.text!r}: wrong options, and only they, name a misconception"
        elif option.misconception and option.misconception not in misconceptions:
            yield f"{option.misconception} does not stand in lessons/misconceptions.toml"


def _twice(question: Question, found: dict[str, Question]) -> list[str]:
    if question.id not in found:
        return []
    return [f"the id is taken by {found[question.id].file.name}"]


def _misconceptions(root: Path) -> set[str]:
    file = root / "lessons" / "misconceptions.toml"
    try:
        return set(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise MaterialError(f"{file}: {error}.") from error
