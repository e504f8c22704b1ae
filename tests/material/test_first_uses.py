"""Nothing is used before it is taught: `lessons/first-uses.toml` against pages and exercises.

A page may show something earlier if it says so in a line of its own: `% given: closure`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from documents import fences, must_be_none
from workshop.course import quiz
from workshop.course.catalog import Catalog, Episode, Exercise
from workshop.course.edits import read_edit
from workshop.publish.fences import Fence
from workshop.rust.source_text import without_text

ROOT = Path(__file__).resolve().parents[2]
CATALOG = Catalog(ROOT)
EPISODES = CATALOG.episodes
QUESTIONS = quiz.read_all(ROOT)


@dataclass(frozen=True)
class Construct:
    """A construct of Rust; `shown` and `written` are episodes with their part, or nothing."""

    name: str
    pattern: re.Pattern[str]
    shown: str | None
    written: str | None

    def uses(self, code: str) -> int:
        """How often the code has it, comments and texts left out."""
        return len(self.pattern.findall(without_text(code)))


def read(text: str) -> list[Construct]:
    return [
        Construct(c["name"], re.compile(c["pattern"]), c.get("shown"), c.get("written"))
        for c in tomllib.loads(text)["construct"]
    ]


CONSTRUCTS = read((ROOT / "lessons" / "first-uses.toml").read_text(encoding="utf-8"))
each_construct = pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda c: c.name)


def position(name: str, episodes: tuple[Episode, ...] = EPISODES) -> int:
    """Where an episode stands in the course; one that is not written yet: where its part begins."""
    part, _, id = name.partition(" ")
    ids = [episode.id for episode in episodes]
    if id in ids:
        return ids.index(id)
    return sum(episode.part < part for episode in episodes)


def shown_on(episode: Episode) -> Iterator[tuple[str, str]]:
    """All Rust that a reader of the page meets, with its place; of an edit, what is new."""
    for fence in fences(episode.file):
        code = rust_of(fence)
        if code is not None:
            yield str(fence).removeprefix(f"{ROOT}/"), code
        elif fence.name == "workshop-quiz":
            question = QUESTIONS[fence.argument]
            codes = [question.code, *(option.code for option in question.options)]
            codes += [new for o in question.options for _, new in map(read_edit, o.change)]
            if question.language == "rust":
                yield from ((f"question {question.id}", code) for code in codes if code)
    for exercise in exercises(episode):
        for name in exercise.files:
            yield f"starter of {exercise.id}", source(exercise.folder / name)
        another = ROOT / "solutions" / exercise.path / "another.rs"
        if another.is_file():
            yield f"another solution of {exercise.id}", source(another)


def rust_of(fence: Fence) -> str | None:
    """The Rust in a block: a plain one, a cell, or an included file."""
    if fence.name == "code-cell" and "%%rust" in fence.text:
        return fence.text.split("%%rust", 1)[1].partition("\n")[2]
    if fence.name == "literalinclude" and fence.info.endswith(".rs"):
        return (fence.location.file.parent / fence.argument).read_text(encoding="utf-8")
    return fence.text if fence.info == "rust" else None


def given_on(episode: Episode) -> set[str]:
    """What the page says that it gives to readers who have not been taught it."""
    found = re.findall(r"(?m)^% given: (.+)$", episode.file.read_text(encoding="utf-8"))
    return {name for line in found for name in line.split(", ")}


def exercises(episode: Episode) -> list[Exercise]:
    return [CATALOG.exercises[id] for id in episode.exercises]


def source(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.suffix == ".rs" else ""


@each_construct
def test_nothing_is_shown_before_it_is_taught(construct: Construct) -> None:
    if construct.shown is None:
        return
    must_be_none([
        f"{episode.id}: {where} shows a {construct.name}, which is taught in {construct.shown}"
        for episode in EPISODES[: position(construct.shown)]
        if construct.name not in given_on(episode)
        for where, code in shown_on(episode)
        if construct.uses(code)
    ])  # fmt: skip


def test_what_pages_give_is_in_the_table() -> None:
    names = {construct.name for construct in CONSTRUCTS}
    assert {name for episode in EPISODES for name in given_on(episode)} <= names


@each_construct
def test_nobody_has_to_write_what_was_not_taught(construct: Construct) -> None:
    """What a solution has more of than the starter has to be written by the learner."""
    until = EPISODES if construct.written is None else EPISODES[: position(construct.written)]
    must_be_none([
        f"{episode.id}: {exercise.id} asks for a {construct.name}, taught in {construct.written}"
        for episode in until
        for exercise in exercises(episode)
        if not exercise.home
        for name in exercise.files
        if construct.uses(source(ROOT / "solutions" / exercise.path / name))
        > construct.uses(source(exercise.folder / name))
    ])  # fmt: skip


# The patterns, and the search

EXAMPLES = {
    "match": ("match x { _ => 1 }", 'println!("match"); // match'),
    "let with a pattern": ("if let Some(i) = x {}", "let some = f();"),
    "question mark": ("let x = f()?;", 'println!("why?"); // why?'),
    "closure": ("v.sort_by(|a, b| 1)", "if a || b {}"),
    "iterator chain": ("v.iter().map(f)", "for (i, x) in v.iter().enumerate() {}"),
    "struct, enum or impl of one's own": ("struct Run(u32);", "let structure = 1;"),
    "&self": ("fn f(&self) {}", "fn f(x: &selfish) {}"),
    "trait of one's own": ("trait Draw {}", "let traits = 2;"),
    "generic function or type of one's own": ("fn first<T>(x: T) {}", "fn f(x: Vec<f64>) {}"),
    "lifetime": ("fn f<'a>(x: &'a str) {}", "let letter = 'a';"),
    "&mut argument": ("fn f(x: &mut Vec<f64>) {}", "fn f(&mut self) {}"),
    "&mut self": ("fn f(&mut self) {}", "f(&mut v)"),
    "impl of a trait": ("impl From<Bad> for PyErr {}", "impl Run { fn f() { for x in v {} } }"),
    "Bound and Py": ("fn f(run: &Bound<'_, PyAny>) {}", "fn f() -> PyResult<f64> {}"),
    "Mutex": ("let m = Mutex::new(1.0);", "let mutexes = 1;"),
    "unsafe": ("unsafe { *pointer }", "let unsafely = 1;"),
    "extern": ('pub extern "C" fn f() {}', "let external = 1;"),
    "raw pointer": ("fn f(x: *const f64) {}", "let y = 2 *constant;"),
}


def test_every_construct_has_an_example() -> None:
    assert [construct.name for construct in CONSTRUCTS] == list(EXAMPLES)


@each_construct
def test_the_pattern_finds_the_construct_alone(construct: Construct) -> None:
    with_it, without = EXAMPLES[construct.name]
    assert construct.uses(with_it)
    assert not construct.uses(without)


def test_positions_follow_the_order_of_the_course() -> None:
    here = EPISODES[-1]
    assert position(f"{here.part} {here.id}") == len(EPISODES) - 1
    assert position("A not-written-yet") == 0
    assert position("Z not-written-yet") == len(EPISODES)


def test_every_kind_of_code_is_looked_at() -> None:
    kinds = {where.split(" ")[0] for e in EPISODES for where, _ in shown_on(e)}
    assert {"starter", "another"} <= kinds  # and "question", where one prints code
    assert any(kind.startswith("lessons/") for kind in kinds)
