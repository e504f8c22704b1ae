"""Nothing is used before it is taught, and every misconception is met.

A page may show something earlier if it says so above the code: `% given: closure`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from workshop import quiz
from workshop.catalog import Catalog, Episode
from workshop.cellsource import without_text

ROOT = Path(__file__).resolve().parents[2]
CATALOG = Catalog(ROOT)
ORDER = [episode.id for episode in CATALOG.episodes]
FENCE = re.compile(r"(?ms)^`{3,}(\{code-cell\}[^\n]*|rust)\n(.*?)^`{3,}[ ]*$")
GIVEN = re.compile(r"(?m)^% given: (.+)$")
FAILS = re.compile(r"(?m)^% fails: (m-[a-z-]+)$")

FIRST_USES = {  # construct: (the episode that teaches it, how it looks)
    "match": ("failure", r"\bmatch\b"),
    "question mark": ("failure", r"[)\w]\?[;,.)\s]"),
    "closure": ("distances-lists", r"(?<![|\w])\|[a-z_&(][^|\n]*\|[^|]"),
    "iterator chain": ("distances-lists", r"\.iter\(\)\s*\.(?:map|filter|fold|sum)\("),
    "mutable argument": ("borrows", r":\s*&mut\s"),
    "struct": ("own-types", r"\bstruct\s"),
    "enum": ("own-types", r"\benum\s"),
    "trait implementation": ("own-types", r"\bimpl\s+\w+\s+for\b"),
    "method that changes": ("aliasing", r"&mut self"),
    "lifetime": ("never", r"<'[a-z]+>|&'[a-z]+\b"),
}
ATTACKED_IN = ("First Rust", "Boundary", "Ownership", "Values")


@dataclass(frozen=True)
class Code:
    """A piece of Rust that a learner reads, and what the page around it says is given."""

    place: str
    text: str
    given: frozenset[str] = frozenset()


def codes(episode: Episode) -> Iterator[Code]:
    text = episode.file.read_text(encoding="utf-8")
    given = frozenset(name for line in GIVEN.findall(text) for name in line.split(", "))
    for kind, body in FENCE.findall(text):
        if kind == "rust" or "%%rust" in body:
            yield Code(f"{episode.id}: {body.strip().splitlines()[-1]}", body, given)
    for id in re.findall(r"\{workshop-quiz\} (\S+)", text):
        question = quiz.find(ROOT, id)
        for shown in [question.code, *(option.code for option in question.options)]:
            if shown and question.language == "rust":
                yield Code(id, shown, given)
    for name in episode.exercises:
        exercise = CATALOG.exercises[name]
        for file in exercise.files:
            source = (exercise.folder / file).read_text(encoding="utf-8")
            yield Code(f"{name}/{file}", source, given)


def taught_later(construct: str, episode: Episode) -> bool:
    teacher = FIRST_USES[construct][0]
    if teacher == "never":
        return True
    return teacher in ORDER and ORDER.index(episode.id) < ORDER.index(teacher)


@pytest.mark.parametrize("episode", CATALOG.episodes, ids=lambda e: e.id)
def test_nothing_is_used_before_it_is_taught(episode: Episode) -> None:
    early = [
        f"{code.place}: {construct}"
        for code in codes(episode)
        for construct, (_, pattern) in FIRST_USES.items()
        if taught_later(construct, episode) and construct not in code.given
        if re.search(pattern, without_text(code.text))
    ]
    assert early == []


def misconceptions() -> list[str]:
    text = (ROOT / "lessons" / "misconceptions.toml").read_text(encoding="utf-8")
    groups = {part.partition("\n")[0]: part for part in text.split("\n# ")}
    return [id for name in ATTACKED_IN for id in tomllib.loads("# " + groups[name])]


QUESTIONED = {o.misconception for q in quiz.read_all(ROOT).values() for o in q.options}
SHOWN = {id for e in CATALOG.episodes for id in FAILS.findall(e.file.read_text(encoding="utf-8"))}
ANSWERED = {
    facts["misconception"]
    for file in (ROOT / "tests" / "wrong_answers").glob("*/wrong.toml")
    for facts in tomllib.loads(file.read_text(encoding="utf-8")).values()
}


@pytest.mark.parametrize("id", [id for id in misconceptions() if id != "m-lend-list"])
def test_misconception_is_asked_about_and_seen_to_fail(id: str) -> None:
    assert id in QUESTIONED, "no question has it as a wrong answer"
    assert id in SHOWN | ANSWERED, "no wrong answer has it, and no cell says `% fails: …`"
