"""Each Python habit has a sentence, triggered here by a real program."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler_programs import compile_program
from replica import verdict_on
from shop import ROOT
from workshop.check.verdict import Verdict
from workshop.course.explanations import HABITS, entries
from workshop.report.html import as_html
from workshop.report.sections import explained, verdict_sections
from workshop.report.text import as_text
from workshop.rust.diagnostics import Diagnostic

pytestmark = pytest.mark.cargo

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
    "generic-types": "pub fn f() -> Option[i64] { Some(1) }",
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
    "functions": "pub fn f(xs: &[f64]) -> f64 { sum(xs) }",
    "nan": "pub fn f() -> f64 { math.nan }",
    "conversion": "pub fn f(n: i32) -> f64 { float(n) }",
    "math": "pub fn f(x: f64) -> f64 { math.sqrt(x) }",
    "pass": "pub fn f() { pass }",
    "comment": "pub fn f() -> f64 {\n # half\n 0.5 }",
    "docstring": 'pub fn f() -> f64 {\n """Half."""\n 0.5 }',
    "decorator": "/// Half.\n@pyfunction\nfn f() -> f64 { 0.5 }",
    "parameter-types": "pub fn f(x) -> f64 { x }",
    "defaults": "pub fn f(x: f64 = 1.0) -> f64 { x }",
    "unknown-attribute": "#[py_function]\nfn f() -> f64 { 0.5 }",
    "attribute-of-pyo3": "#[pyo3(signature = (x))]\nfn f(x: f64) -> f64 { x }",
    "declared": "pub fn f() { int count = 0; }",
    "several-names": "pub fn f() { let a = 1, b = 2; }",
    "print-value": "pub fn f(x: i32) { println!(x); }",
    "print-list": 'pub fn f(x: Vec<f64>) { println!("{x}"); }',
    "assert": "pub fn f(x: i32) { assert x == 1; }",
    "append": "pub fn f() { let mut run = vec![1.0]; run.append(2.0); }",
    "plus-after": "pub fn f() { let mut n = 0; n =+ 1; }",
    "for-number": "pub fn f(n: usize) { for _ in n { } }",
    "tuple-index": "pub fn f() -> i32 { let both = (1, 2); both[0] }",
    "string-plus": "pub fn f(a: &str) -> String { a + a }",
    "true-is-one": "pub fn f(x: f64) { let mut n = 0; n += x > 1.0; }",
    "number-mix": "pub fn f(xs: &[f64], s: f64) -> f64 { s / xs.len() }",
    "index": "pub fn f(xs: &[f64]) -> f64 { let i: i32 = 0; xs[i] }",
    "truth": "pub fn f(n: usize) -> i32 { if n { 1 } else { 2 } }",
    "reference-to-number": "pub fn f(xs: &[f64], y: f64) { for x in xs { if x > y { } } }",
    "not-a-reference": 'pub fn f() { let xs = vec![1.0, 2.0]; for &x in xs { println!("{x}"); } }',
    "no-value": "pub fn f(x: f64) -> f64 { x + 1.0; }",
    "unused-value": "pub fn f(x: f64) { x + 1.0 }",
    "only-options": "pub fn f() -> f64 { None }",
    "length": "pub fn f(xs: &[f64]) -> usize { let n: i32 = xs[0] as i32; n }",
    "integer": "pub fn f() -> f64 { 1 }",
    "assigned-condition": "pub fn f(x: f64) { if x = 1.0 { } }",
    "ok-unit": "pub fn f() -> Result<(), String> { Ok(1.0) }",
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
    "block": "pub fn f(x: f64) -> f64:\n x",
    "comprehension": "pub fn f(xs: &[f64]) -> f64 { sum(1.0 for x in xs) }",
    "declared": "pub fn f() { x: f64 = 0.0; }",
    "several-names": "pub fn f() { a, b = 1, 2; }",
    "defaults": "pub fn f(x: f64, *, y: f64) -> f64 { x + y }",
    "decorator": "/// Half.\n[pyfunction]\nfn f() -> f64 { 0.5 }",
    "comment": "#pyfunction\nfn f() -> f64 { 0.5 }",
    "nan": 'pub fn f() -> f64 { float("nan") }',
    "conversion": "pub fn f(n: i32) -> f64 { f64(n) }",
    "plus-after": "pub fn f(x: f64) { let mut n = 0.0; n =+ x; }",
    "power": "pub fn f(x: f64) -> f64 { x ^ 2.0 }",
    "number-mix": "pub fn f() -> bool { let n = 0; n > 0.0 }",
    "no-value": 'pub fn f(x: f64) -> f64 { println!("{x}") }',
    "unused-value": "pub fn f(n: usize) -> usize { if n > 1 { n } 0 }",
    "only-options": "pub fn f() { let mut n = None; n += 1; }",
    "length": "pub fn f(xs: &[f64], i: i32) -> bool { i < xs.len() }",
    "reference-to-number": "pub fn f(xs: &[f64]) { for x in xs { if x > 1.0 { } } }",
    "append": "pub fn f() { let mut run = [1.0]; run.append(2.0); }",
    "assigned-condition": "pub fn f(x: f64) { assert!(x = 1.0); }",
    "tuple-index": "pub fn f(r: &(f64, f64)) -> f64 { r[0] }",
}
"""Other shapes of the same habits."""
LAST = {"nan": "pub fn f() -> f64 { f64::NaN }"}
"""A third shape."""
SIGNATURES = {
    "signature-types": "#[pyo3(signature = (x: f64, *, y: f64 = 1.0))]",
    "signature-names": "#[pyo3(signature = (*, y=1.0))]",
    "signature-form": "#[pyo3(signature = x, *, y=1.0)]",
    "attribute-of-modules": "#[pymodule]",
}
"""Attributes of PyO3, which need its crate: they are tried in an exercise."""
ATTRIBUTED = """
#[pyo3::pymodule]
mod isotopes {
    use pyo3::prelude::*;

    #[pyfunction]
    ATTRIBUTE
    fn f(x: f64, y: f64) -> f64 {
        x + y
    }
}
"""


@pytest.mark.parametrize("programs", [PROGRAMS, MORE, LAST])
def test_each_habit_is_met_with_its_sentence(programs: dict[str, str], tmp_path: Path) -> None:
    found = {name: first(tmp_path, name, program) for name, program in programs.items()}
    met = {name: explained(error, ROOT) for name, error in found.items()}
    names = {name: habit.name if habit else found[name].message for name, habit in met.items()}
    assert names == {name: name for name in programs}


def first(folder: Path, name: str, program: str) -> Diagnostic:
    return compile_program(folder, name.replace("-", "_"), program)[0]


@pytest.mark.parametrize("name", SIGNATURES)
def test_each_slip_in_an_attribute_of_pyo3_has_its_sentence(name: str, tmp_path: Path) -> None:
    answer = tmp_path / "lib.rs"
    program = ATTRIBUTED.replace("ATTRIBUTE", SIGNATURES[name])
    if name == "attribute-of-modules":
        program = program.replace("#[pyfunction]", "")
    answer.write_text(program, encoding="utf-8")
    [error, *_] = verdict_on("start-signature", answer).errors
    habit = explained(error, ROOT)
    assert habit is not None, error.message
    assert habit.name == name


def test_every_habit_has_its_program() -> None:
    assert {*PROGRAMS, *SIGNATURES} == {habit.name for habit in entries(ROOT, HABITS)}


def test_the_sentence_is_shown_in_short(tmp_path: Path) -> None:
    error = first(tmp_path, "del", PROGRAMS["del"])
    verdict = Verdict("a-b", "compile", "This code does not compile.", (error,))
    assert "In short: Python's `del name` is `drop(name)`" in as_text(
        verdict_sections(verdict, ROOT), color=False
    )
    assert "<code>drop(name)</code>" in as_html(verdict_sections(verdict, ROOT))
