"""Each Python habit has a sentence, triggered here by a real program."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shop import ROOT
from test_codes import PLANNED, compile_program
from test_codes import PROGRAMS as CODES
from workshop.catalog import Catalog
from workshop.engine.check import Verdict
from workshop.engine.diagnostics import Diagnostic
from workshop.engine.habits import habit_of, habits
from workshop.engine.render import as_html, as_text

PROGRAMS = {
    "f-string": 'pub fn f(x: i32) -> String { f"{x}" }',
    "expression-in-braces": 'pub fn f(x: i32) -> String { format!("{x + 1}") }',
    "single-quotes": "pub fn f() -> &'static str { 'hello there' }",
    "def": "def f(x): return x",
    "elif": "pub fn f(a: i32) -> i32 { if a > 1 { 1 } elif a > 0 { 2 } else { 3 } }",
    "with": 'pub fn f() { with open("a") as b { } }',
    "del": "pub fn f(writer: String) { del writer; }",
    "try": "pub fn f() { try: g() }",
    "raise": 'pub fn f() { raise ValueError("x"); }',
    "or-none": "pub fn f() -> i64 | None { 1 }",
    "is-none": "pub fn f(x: Option<i32>) -> bool { x is None }",
    "brackets-of-types": "pub fn f() -> Option[i64] { Some(1) }",
    "slice": "pub fn f(run: &[f64], half: usize) -> &[f64] { &run[:half] }",
    "lambda": "pub fn f() { let g = lambda y: y; }",
    "block": "pub fn f(a: bool) -> i32 { if a: 1 }",
    "comprehension": "pub fn f(xs: &[i32]) -> Vec<i32> { [x + 1 for x in xs] }",
    "conditional": "pub fn f(x: f64) -> f64 { let y = 1.0 if x > 1.0 else x; y }",
    "in": "pub fn f(xs: Vec<i32>) -> bool { 3 in xs }",
    "not": "pub fn f(a: bool) -> bool { not a }",
    "import": "import math",
    "unpacking": "pub fn f(xs: &[f64]) { for i, x in xs.iter().enumerate() { } }",
    "len": "pub fn f(run: &[f64]) -> usize { len(run) }",
    "range": "pub fn f() { for _ in range(3) { } }",
    "functions-of-lists": "pub fn f(xs: &[f64]) -> f64 { sum(xs) }",
    "true": "pub fn f() -> bool { True }",
    "types": "pub fn f(_: float) {}",
    "print": "pub fn f(x: i32) { print(x); }",
    "no-let": "pub fn f() { total = 5; }",
    "power": "pub fn f(x: f64) -> f64 { x ** 2.0 }",
    "from-the-end": "pub fn f(xs: &[i32]) -> i32 { xs[-1] }",
}
MORE = {
    "slice": "pub fn f(run: &[f64], half: usize) -> &[f64] { &run[half:] }",
    "del": "pub fn f(writer: String) { del(writer); }",
    "try": "pub fn f() { try { g() } except { } }",
    "single-quotes": "pub fn f() -> char { 'hello' }",
    "not": "pub fn f(a: bool, b: bool) -> bool { a && not b }",
}
"""Other shapes of the same habits."""


@pytest.mark.parametrize("programs", [PROGRAMS, MORE])
def test_each_habit_is_met_with_its_sentence(programs: dict[str, str], tmp_path: Path) -> None:
    found = {name: first(tmp_path, name, program) for name, program in programs.items()}
    met = {name: habit_of(error, ROOT) for name, error in found.items()}
    names = {name: habit.code if habit else found[name].message for name, habit in met.items()}
    assert names == {name: name for name in programs}


def first(folder: Path, name: str, program: str) -> Diagnostic:
    return compile_program(folder, name.replace("-", "_"), program)[0]


def test_every_habit_has_its_program() -> None:
    assert PROGRAMS.keys() == {habit.name for habit in habits(ROOT)}


def test_an_error_that_is_no_habit_keeps_its_own_sentence(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        errors = list(pool.map(lambda item: compile_program(tmp_path, *item)[0], CODES.items()))
    assert [error.code for error in errors if habit_of(error, ROOT)] == []


def test_the_sentence_is_shown_in_short(tmp_path: Path) -> None:
    error = first(tmp_path, "del", PROGRAMS["del"])
    verdict = Verdict("a-b", "compile", "The compiler refuses this code.", (error,))
    assert "In short: Python's `del name` is `drop(name)`" in as_text(verdict, ROOT, color=False)
    assert "<code>drop(name)</code>" in as_html(verdict, ROOT)


@pytest.mark.parametrize("habit", habits(ROOT), ids=lambda habit: habit.name)
def test_a_sentence_is_short_whole_and_taught_somewhere(habit: object, root: Path) -> None:
    [entry] = [one for one in habits(root) if one is habit]
    assert entry.says[-1] in ".?!"
    assert len(entry.says) <= 150
    assert entry.says.count("`") % 2 == 0
    assert entry.page in {*PLANNED, *(episode.id for episode in Catalog(root).episodes)}
