"""Each Python habit has a sentence, triggered here by a real program."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler_programs import compile_program
from replica import verdict_on
from shop import ROOT
from workshop.check.verdict import Verdict
from workshop.course.explanations import HABITS, entries, of_code
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
    "swap": "pub fn f(both: &mut [f64; 2]) {\n both[0], both[1] = both[1], both[0]; }",
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
    "no-last-value": "pub fn f(x: f64) -> f64 { drop(x) }",
    "value-of-for-each": "pub fn f(v: &[f64]) { v.iter().for_each(|x| x * 2.0); }",
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
    "mut-order": "pub fn f(x: mut &[f64]) {}",
    "mut-in-call": "pub fn g(_: Vec<f64>) {} pub fn f(v: Vec<f64>) { g(mut v) }",
    "floor-division": "pub fn f(x: i64) -> i64 {\n let y = x // 2;\n y }",
    "increment": "pub fn f() { let mut n = 0; n++; }",
    "declaration-word": "pub fn f() { mut n = 0; }",
    "comparison": "pub fn f(x: f64) -> bool { x <> 1.0 }",
    "type-arguments": "pub fn f(text: &str) { let _ = text.parse<f64>(); }",
    "chained-comparison": "pub fn f(x: f64) -> bool { 0.0 < x < 1.0 }",
    "ternary": "pub fn f(x: i32) { let y = x ? 1 : 2; }",
    "null": "pub fn f() -> Option<f64> { null }",
    "none-word": "pub fn f() -> Option<f64> { none }",
    "infinity": "pub fn f() -> f64 { inf }",
    "pi": "pub fn f() -> f64 { math.pi }",
    "pow": "pub fn f(x: f64) -> f64 { pow(x, 2) }",
    "smaller": "pub fn f(x: f64) -> f64 { max(x, 1.0) }",
    "sorting": "pub fn f(x: &[f64]) -> Vec<f64> { sorted(x) }",
    "iterating": "pub fn f(x: &[f64]) { for (i, v) in enumerate(x) { } }",
    "is-nan": "pub fn f(x: f64) -> bool { isnan(x) }",
    "list-of": "pub fn f(x: &[f64]) -> Vec<f64> { list(x) }",
    "set-of": "pub fn f() { let x = dict(); }",
    "open": 'pub fn f() { let x = open("a"); }',
    "str-of": "pub fn f(n: i32) -> String { str(n) }",
    "bool-of": "pub fn f(n: i32) -> bool { bool(n) }",
    "printing": 'pub fn f() { printf("x"); }',
    "print-to-file": "pub fn f(x: f64, w: f64) { print(x, file = w); }",
    "keyword-argument": "pub fn g(x: f64) -> f64 { x } pub fn f() -> f64 { g(y=1.0) }",
    "returned-tuple": "pub fn f(x: f64) -> (f64, f64) { return x, x }",
    "decimal-comma": "pub fn f() -> f64 { 273,15 }",
    "two-indexes": "pub fn f(x: &[Vec<f64>]) -> f64 { x[0, 1] }",
    "python-generics": "pub fn f(x: list[float]) { }",
    "array-type": "pub fn f(x: &f64[]) { }",
    "or-none-parameter": "pub fn f(x: i64 | None) { }",
    "type-none": "pub fn f(x: f64) -> None { }",
    "c-loop": "pub fn f() { for (int i = 0; i < 3; i++) { } }",
    "walrus": "pub fn f(x: Option<i32>) { if (y := x) { } }",
    "arm": "pub fn f(s: Option<i32>) -> i32 { match s { Some(x) -> x, None -> 0 } }",
    "bare-variant": "pub fn f(x: f64) -> Option<f64> { Some x }",
    "switch": "pub fn f(x: i32) { switch x { } }",
    "match-colon": "pub fn f(x: i32) { match x: { } }",
    "do": "pub fn f(x: i32) { do { } while true; }",
    "then": "pub fn f(x: i32) { if (x > 1) then { } }",
    "function-word": "fun f(x: i32) -> i32 { x }",
    "class-word": "class A { x: f64 }",
    "struct-braces": "struct A: x: f64",
    "field-comma": "pub struct A { x: f64; y: f64; }",
    "field-value": "pub struct A { pub x = f64 }",
    "method-place": "struct A { fn get(&self) -> f64 { 1.0 } }",
    "new-word": "pub struct A { x: f64 } pub fn f() -> A { new A(1.0) }",
    "dot-for-path": "pub struct A { x: f64 } pub fn f() -> A { A.new(1.0) }",
    "global": "pub fn f() { global x; }",
    "throw": "pub fn f(x: f64) { throw x; }",
    "type-of": "pub fn f(x: f64) { type(x); }",
    "is-same": "pub fn f(x: &str, y: &str) -> bool { x is y }",
    "not-in-string": "pub fn f(row: &str) -> i32 { if ',' not in row { 1 } else { 2 } }",
    "in-string": "pub fn f(row: &str) -> i32 { if ',' in row { 1 } else { 2 } }",
    "index-option": "pub fn f(row: &str) -> &str { &row[..row.find(',')] }",
    "partition": "pub fn f(row: &str) { let (a, _, b) = row.partition(','); }",
    "not-in": "pub fn f(x: f64, v: &[f64]) -> bool { x not in v }",
    "logical-word": "pub fn f(s: bool, t: bool) -> bool { s or t }",
    "tilde": "pub fn f(x: bool) -> bool { ~x }",
    "return-arrow": "pub fn f(x: f64): f64 { x }",
    "body-braces": "fn f(x: i32) -> i32 return x",
    "const-type": "const LIMIT = 1.0;",
    "leading-dot": "pub fn f() -> f64 { .5 }",
    "suffix": "pub fn f() -> f64 { 1.0f }",
    "assigned-equal": "pub fn f(x: f64) -> f64 { let y: f64 == x; y }",
    "dots": "pub fn f(x: f64) -> f64 { ... }",
    "dict-literal": 'pub fn f() { let a = {"a": 1, "b": 2}; }',
    "stepped-slice": "pub fn f(x: &[f64]) -> &[f64] { &x[::2] }",
    "power-assign": "pub fn f(mut x: f64) { x **= 2.0; }",
    "doc-place": "pub fn f() -> f64 {\n 0.5\n /// Half.\n}",
    "string-docstring": 'pub fn f() -> f64 {\n "Half."\n 0.5 }',
    "format-method": 'pub fn f(s: &str) -> String { "{}".format(s) }',
    "percent": 'pub fn f(s: &str) -> String { "a %s" % s }',
    "join-method": 'pub fn f(s: Vec<&str>) -> String { ", ".join(s) }',
    "strip": "pub fn f(s: &str) -> &str { s.strip() }",
    "case-method": "pub fn f(s: &str) -> String { s.lower() }",
    "starts-method": 'pub fn f(s: &str) -> bool { s.startswith("a") }',
    "split-method": "pub fn f(s: &str) { let w = s.split(); }",
    "round-digits": "pub fn f(x: f64) -> f64 { x.round(2) }",
    "round": "pub fn f(x: f64) -> f64 { round(x, 2) }",
    "copy-method": "pub fn f(v: Vec<f64>) -> Vec<f64> { v.copy() }",
    "close-method": "pub fn f(w: std::fs::File) { w.close(); }",
    "astype": "pub fn f(n: usize) -> f64 { n.to_float() }",
    "index-method": "pub fn f(x: &[f64]) -> usize { x.index(1.0) }",
    "float-method": "pub fn f(x: i64) -> f64 { x.sqrt() }",
    "python-module": "use math; pub fn f() { }",
    "module-path": "pub fn f() -> f64 { np::sqrt(2.0) }",
    "other-types": "pub fn f(x: double) { }",
    "yield": "pub fn f(x: f64) { yield x; }",
    "python-exception": 'pub fn f() { return Err(ValueError::new_err("no")); }',
    "exception-import": 'pub fn f() { return Err(PyValueError::new_err("no")); }',
    "exception-new": "pub struct PyValueError; pub fn f() { let _ = PyValueError::new(1); }",
    "some-empty": "pub fn f() -> Result<i32, String> { Err() }",
    "comparison-order": "pub fn f(x: f64) { if x =< 1.0 { } }",
    "inner-attribute": "/// Half.\n#![inline]\npub fn f() {}",
    "length-of-iterator": "pub fn f(v: &[f64]) -> usize { v.iter().filter(|x| **x > 1.0).len() }",
    "slice-method": "pub fn f(v: &[f64]) -> &[f64] { v.slice(1, 2) }",
    "mut-after": "pub struct A { x: f64 } impl A { pub fn f(&self mut, x: f64) { } }",
    "field-self": "pub struct A { x: f64 } impl A { fn new(x: f64) -> A { A { self.x: x } } }",
    "del-element": "pub fn f(v: &mut Vec<f64>) { del v[0]; }",
    "pop-index": "pub fn f(v: &mut Vec<f64>) { v.pop(0); }",
    "variant-names": "pub enum A { B(x: f64) }",
    "variant-colon": "pub enum A { B: f64 }",
    "variant-comma": "pub enum A {\n B(f64)\n /// Nothing.\n C,\n }",
    "struct-comma": "pub struct A {\n x: f64\n /// How far.\n y: f64,\n }",
    "pattern-types": (
        "pub enum A { B(f64) } pub fn f(a: A) -> f64 { match a { A::B(x: f64) => x } }"
    ),
    "changes-in-place": "pub fn f(v: &mut Vec<f64>) { *v = v.retain(|x| *x > 1.0); }",
}
MORE = {
    "mut-order": "pub fn f(x: &[mut f64]) {}",
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
    "no-last-value": 'pub fn f(x: f64) -> f64 { println!("{x}") }',
    "unused-value": "pub fn f(n: usize) -> usize { if n > 1 { n } 0 }",
    "only-options": "pub fn f() { let mut n = None; n += 1; }",
    "length": "pub fn f(xs: &[f64], i: i32) -> bool { i < xs.len() }",
    "reference-to-number": "pub fn f(xs: &[f64]) { for x in xs { if x > 1.0 { } } }",
    "append": "pub fn f() { let mut run = [1.0]; run.append(2.0); }",
    "assigned-condition": "pub fn f(x: f64) { assert!(x = 1.0); }",
    "tuple-index": "pub fn f(r: &(f64, f64)) -> f64 { r[0] }",
    "increment": "pub fn f() { let mut n = 0; ++n; }",
    "declaration-word": "pub fn f() { var n = 0; }",
    "null": "pub fn f() -> Option<f64> { nil }",
    "infinity": 'pub fn f() -> f64 { float("inf") }',
    "sorting": "pub fn f(x: Vec<f64>) -> Vec<f64> { x.sorted() }",
    "iterating": "pub fn f(x: &[f64]) { for v in reversed(x) { } }",
    "is-nan": "pub fn f(x: f64) -> bool { x.isnan() }",
    "python-generics": "pub fn f(x: Optional[f64]) { }",
    "array-type": "pub fn f(x: f64[3]) { }",
    "arm": 'pub fn f(s: &str) { match s { "a": 1, _: 2 } }',
    "bare-variant": "pub fn f(s: Option<i32>) -> i32 { if let Some x = s { x } else { 0 } }",
    "function-word": "pub def f(x: i32) -> i32 { x }",
    "field-value": "pub struct A { x: f64 } pub fn f() -> A { A { x = 1.0 } }",
    "return-arrow": "pub fn f(x: f64) => f64 { x }",
    "other-types": "pub fn f(x: string) { }",
    "python-exception": 'pub fn f() { return Err(ValueError("no")); }',
    "some-empty": "pub fn f() -> Result<(i32, i32), String> { Ok(1, 2) }",
}
"""Other shapes of the same habits."""
LAST = {
    "mut-order": "pub struct A { x: f64 } impl A { pub fn f(mut &self) { } }",
    "declared": "pub fn f() { usize count = 0; }",
    "generic-types": "pub fn f(x: Vec[f64]) { }",
    "nan": "pub fn f() -> f64 { f64::NaN }",
    "infinity": "pub fn f() -> f64 { math.inf }",
    "iterating": "pub fn f(x: &[f64], y: &[f64]) { for (a, b) in zip(x, y) { } }",
    "arm": "pub fn f(s: Option<i32>) -> i32 { match s {\n case Some(x): x\n } }",
    "power": "pub fn f(x: &[f64]) -> f64 { x[0]**2 }",
    "printing": "pub fn f(x: f64) { console.log(x); }",
    "variant-names": "pub struct A(x: f64);",
    "variant-comma": "pub enum A {\n B;\n C,\n }",
    "struct-comma": "pub struct A {\n x: f64\n y: f64,\n }",
    "changes-in-place": "pub fn f(mut v: Vec<f64>) -> Vec<f64> { v.sort_by(f64::total_cmp) }",
    "pattern-types": "pub fn f(v: Vec<f64>) { for x: f64 in v { } }",
    "dot-for-path": "pub enum A { B, C } pub fn f() -> A { A.B }",
    "stepped-slice": "pub fn f(x: &[f64]) -> &[f64] { &x[1::2] }",
}
"""A third shape."""
ARMS = ['A::B: "b"', 'A::B -> "b"', 'A::B = "b"', 'B: "b"']
"""What people write for `A::B => "b"`."""
SIGNATURES = {
    "signature-types": "#[pyo3(signature = (x: f64, *, y: f64 = 1.0))]",
    "signature-names": "#[pyo3(signature = (*, y=1.0))]",
    "two-stars": "#[pyo3(signature = (x, **y))]",
    "signature-form": "#[pyo3(signature = x, *, y=1.0)]",
    "attribute-of-modules": "#[pymodule]",
}
"""Attributes of PyO3, which need its crate: they are tried in an exercise."""
CLASS = """
#[pyclass]
struct Reading { x: f64 }

#[pymethods]
impl Reading {
    BODY
}
"""
IN_A_MODULE = {
    "property": CLASS.replace("BODY", "#[property]\nfn f(&self) -> f64 { self.x }"),
    "constructor-attribute": CLASS.replace(
        "BODY", "#[init]\nfn f(x: f64) -> Reading { Reading { x } }"
    ),
    "attribute-outside": CLASS.replace("#[pymethods]", "").replace(
        "BODY", "#[getter]\nfn f(&self) -> f64 { 1.0 }"
    ),
    "name-literal": "#[pyfunction]\n#[pyo3(name = half)]\nfn f(x: f64) -> f64 { x }",
    "getter-attribute": CLASS.replace("BODY", "#[pyo3(get)]\nfn f(&self) -> f64 { self.x }"),
    "pyo3-words": "#[pyfunction]\n#[pyo3(default = 1.0)]\nfn f(x: f64) -> f64 { x }",
    "E0277-init": CLASS.replace(
        "BODY", "#[staticmethod]\nfn __init__(x: f64) -> Reading { Reading { x } }"
    ),
    "E0277-special-method": CLASS.replace("BODY", "fn __len__(&self) -> f64 { self.x }"),
    "E0308-dunder-new": CLASS.replace("BODY", "fn __new__(x: f64) -> Reading { Reading { x } }"),
    "message-self": CLASS.replace("BODY", "fn f(self) -> f64 { self.x }"),
    "message-no-self": CLASS.replace(
        "BODY", "#[new]\nfn new(&self, x: f64) -> Reading { Reading { x } }"
    ),
    "message-getter": CLASS.replace("BODY", "#[getter]\nfn f(&self, y: f64) -> f64 { y }"),
    "message-setter": CLASS.replace("BODY", "#[setter]\nfn f(&self) -> f64 { 1.0 }"),
    "message-static": CLASS.replace("BODY", "fn f() -> f64 { 1.0 }"),
    "message-class-generic": "#[pyclass]\nstruct A<'a> { x: &'a [f64] }",
    "message-generic": "#[pyfunction]\nfn f<T>(x: T) -> f64 { 1.0 }",
    "message-attribute-place": "#[pyclass]\nfn f(x: f64) -> f64 { x }",
    "E0277-argument": "#[pyfunction]\nfn f(x: &[f64]) -> f64 { x[0] }",
    "E0277-to-python": "pub struct A;\n#[pyfunction]\nfn f() -> A { A }",
    "E0277-exception": "#[pyfunction]\nfn f() -> Result<f64, String> { Ok(1.0) }",
    "E0277-class": "struct A { x: f64 }\n#[pymethods]\nimpl A { fn f(&self) -> f64 { self.x } }",
    "E0277-receiver": CLASS.replace("BODY", "fn f(x: f64) -> f64 { x }"),
    "E0277-classmethod": CLASS.replace("BODY", "#[classmethod]\nfn f(x: f64) -> f64 { x }"),
}
"""Items of a module of PyO3, by the sentence that their error gets."""
MODULE = """
#[pyo3::pymodule]
mod isotopes {
    use pyo3::prelude::*;

    ITEMS
}
"""
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

OTHERS = {
    "pub fn f() -> i32 {\n let n = 0 // this is the count\n let m = n; m }": "message-syntax",
    "pub fn f() -> i32 {\n let n = 0 /* not from the class */\n let m = n; m }": "message-syntax",
    "pub fn f(a: bool) -> i32 { if a: // it is hot\n 1 }": "block",
    "pub fn f(a: bool) -> i32 { if a: # it is hot\n 1 }": "block",
    "pub fn f() -> i32 {\n # count it, it is hot\n 1 }": "comment",
    "pub fn f() -> i32 {\n #import this as well\n 1 }": "comment",
    'pub fn f() -> i32 {\n """How often is it too hot."""\n 1 }': "docstring",
    'pub fn f() -> i32 {\n """\n How often is it too hot.\n """\n 1 }': "docstring",
    'pub fn f() -> i32 {\n "What is left"\n 1 }': "string-docstring",
    'pub fn f() -> String {\n let s = "this is it"\n s.into() }': "message-syntax",
    'pub fn f() {\n let s = String::from("a")\n let t = s; }': "message-syntax",
    "pub fn f(n: i32) -> f64 { if n > 0 { 1.0 / float(n) } else { f64::NAN } }": "conversion",
    "pub fn f(x: Option<i32>) -> i32 { let Some(n) = x else { None }; n }": "E0308-diverge",
    "pub fn f() -> f64 { math::nan }": "nan",
    "pub fn f() -> f64 { math::inf }": "infinity",
    "pub fn f() -> f64 { math::pi }": "pi",
    "pub fn f(xs: &[f64], i: Option<usize>) -> f64 { xs[i] }": "index-option",
    "pub fn f(n: i32) -> f64 { if n > 0 { 1.0 / float(n) } else { f64::INFINITY } }": "conversion",
    "pub fn f(v: &[f64]) -> Vec<f64> { [x for x in v if x != f64::NAN] }": "comprehension",
    "#[derive(PartialEq)]\npub enum A { B(i32) }\npub fn f(a: A) -> Result<(), i32> {\n"
    "if a == A::B { Ok(()) } else { Err(1) } }": "E0308-variant",
}
"""Lines with the word of one habit, in a comment or a literal, that get another sentence."""


@pytest.mark.parametrize("programs", [PROGRAMS, MORE, LAST])
def test_each_habit_is_met_with_its_sentence(programs: dict[str, str], tmp_path: Path) -> None:
    found = {name: first(tmp_path, name, program) for name, program in programs.items()}
    met = {name: explained(error, ROOT) for name, error in found.items()}
    names = {name: habit.name if habit else found[name].message for name, habit in met.items()}
    assert names == {name: name for name in programs}


@pytest.mark.parametrize("arm", ARMS)
def test_an_arm_without_its_arrow_is_met(arm: str, tmp_path: Path) -> None:
    program = (
        f"pub enum A {{ B, C }}\npub fn f(a: A) {{ let name = match a {{\n{arm},\n_ => 1 }}; }}"
    )
    ours = explained(first(tmp_path, "arm", program), ROOT)
    assert ours is not None
    assert ours.name == "arm"


def test_a_word_alone_is_no_habit(tmp_path: Path) -> None:
    met = {
        program: explained(first(tmp_path, f"program{number}", program), ROOT)
        for number, program in enumerate(OTHERS)
    }
    assert {program: ours and ours.name for program, ours in met.items()} == OTHERS


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


@pytest.mark.parametrize("name", IN_A_MODULE)
def test_each_slip_in_a_module_of_pyo3_has_its_sentence(name: str, tmp_path: Path) -> None:
    answer = tmp_path / "lib.rs"
    answer.write_text(MODULE.replace("ITEMS", IN_A_MODULE[name]), encoding="utf-8")
    [error, *_] = verdict_on("start-signature", answer).errors
    ours = explained(error, ROOT)
    assert ours is not None
    assert ours.name == name, error.message


def test_what_numpy_can_not_do_in_another_thread_has_its_sentence() -> None:
    """The crate of NumPy is built for the cells of a page alone."""
    said = "`*mut pyo3::Python<'static>` cannot be shared between threads safely"
    ours = of_code("E0277", said, "", ROOT)
    assert ours is not None
    assert ours.name == "E0277-detached"


def test_every_habit_has_its_program() -> None:
    in_modules = {name for name in IN_A_MODULE if not name.startswith(("E0", "message-"))}
    tried = {*PROGRAMS, *SIGNATURES, *in_modules}
    assert tried == {habit.name for habit in entries(ROOT, HABITS)}


def test_the_sentence_is_shown_in_short(tmp_path: Path) -> None:
    error = first(tmp_path, "del", PROGRAMS["del"])
    verdict = Verdict("a-b", "compile", "This code does not compile.", (error,))
    assert "In short: Python's `del name` is `drop(name)`" in as_text(
        verdict_sections(verdict, ROOT), color=False
    )
    assert "<code>drop(name)</code>" in as_html(verdict_sections(verdict, ROOT))
