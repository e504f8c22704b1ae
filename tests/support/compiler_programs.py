"""A program for each compiler code that learners meet, and what the compiler says of it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from workshop.rust.diagnostics import Diagnostic, parse_diagnostic
from workshop.rust.toolchain import build_environment, find_program

PROGRAMS = {
    "syntax": "pub fn f() -> i32 { let x = 5 x }",
    "E0425": "pub fn f() -> i32 { lenght }",
    "E0412": "pub fn f(_x: Vektor) {}",
    "E0405": "pub struct A; impl Pritable for A {}",
    "E0432": "use std::collections::Dictionary; pub fn f(_: Dictionary) {}",
    "E0433": "pub fn f() { let _ = HashMap::<i32, i32>::new(); }",
    "E0423": "pub struct A { pub x: i32 } pub fn f() { let _ = A(1); }",
    "E0424": "pub struct A(i32); impl A { pub fn x() -> i32 { self.0 } }",
    "E0428": "pub fn f() {} pub fn f() {}",
    "E0434": "pub fn f() { let x = 1; fn g() -> i32 { x } g(); }",
    "E0435": "pub fn f(n: usize) { let _ = [0; n]; }",
    "E0601": "fn start() {}",
    "E0603": "mod m { fn g() {} } pub fn f() { m::g() }",
    "E0616": "mod m { pub struct A { x: i32 } } pub fn f(a: &m::A) -> i32 { a.x }",
    "E0624": "mod m { pub struct A; impl A { fn g(&self) {} } } pub fn f(a: &m::A) { a.g() }",
    "E0308": "pub fn f() -> i32 { 1.5 }",
    "E0277": "fn g<T: Copy>(_: T) {} pub fn f(s: String) { g(s) }",
    "E0369": "pub fn f(a: &[f64], b: &[f64]) -> Vec<f64> { a + b }",
    "E0368": "pub fn f(xs: &mut [f64]) { for x in xs { x -= 1.0; } }",
    "E0600": "pub fn f(v: &[f64]) -> bool { !v }",
    "E0599": "pub fn f(v: &mut Vec<f64>) { v.append_all(1.0) }",
    "E0609": "pub struct A { pub x: i32 } pub fn f(a: &A) -> i32 { a.y }",
    "E0610": "pub fn f(x: i32) -> i32 { x.real }",
    "E0615": "pub fn f(v: &[f64]) -> usize { v.len }",
    "E0618": "pub fn f(v: usize) -> usize { v(0) }",
    "E0061": "fn g(_: i32, _: i32) {} pub fn f() { g(1) }",
    "E0107": "pub fn f(_: Vec<i32, i32, i32>) {}",
    "E0282": "pub fn f() { let v = Vec::new(); }",
    "E0283": "pub fn f(v: &[f64]) { let s = v.iter().sum(); }",
    "E0284": 'pub fn f() { println!("{}", "1".parse().unwrap()); }',
    "E0317": "pub fn f(x: bool) -> i32 { if x { 1 } }",
    "E0054": "pub fn f(n: i32) -> bool { n as bool }",
    "E0604": "pub fn f(n: u32) -> char { n as char }",
    "E0605": "pub fn f(s: String) -> i32 { s as i32 }",
    "E0606": "pub fn f(x: &u8) -> u32 { x as u32 }",
    "E0607": "pub fn f(x: *const u8) -> *const [u8] { x as *const [u8] }",
    "E0608": "pub fn f(n: u32) -> u32 { n[0] }",
    "E0614": "pub fn f(n: u32) -> u32 { *n }",
    "E0689": "pub fn f() -> f64 { 2.0.sqrt() }",
    "E0070": "pub fn f() { 1 = 2; }",
    "E0067": "pub fn f() { 1 += 2; }",
    "E0069": "pub fn f() -> i32 { return; }",
    "E0571": "pub fn f() -> i32 { for i in 0..3 { break i; } 1 }",
    "E0268": "pub fn f() { break; }",
    "E0267": "pub fn f() { for _ in 0..3 { let g = || break; g(); } }",
    "E0015": 'pub const NAME: String = String::from("a");',
    "E0080": "pub const LAST: i32 = [1, 2][5];",
    "E0004": "pub fn f(x: Option<i32>) -> i32 { match x { Some(n) => n } }",
    "E0005": "pub fn f(x: Option<i32>) -> i32 { let Some(n) = x; n }",
    "E0023": "pub enum A { B(i32, i32) } pub fn f(a: A) -> i32 { match a { A::B(x) => x } }",
    "E0026": "pub struct A { pub x: i32 } pub fn f(a: A) { let A { z, .. } = a; }",
    "E0027": "pub struct A { pub x: i32, pub y: i32 } pub fn f(a: A) -> i32 { let A { x } = a; x }",
    "E0408": "pub fn f(a: Option<i32>) { match a { Some(y) | None => {} } }",
    "E0382": "pub fn f(v: Vec<i32>) -> usize { let w = v; v.len() + w.len() }",
    "E0381": "pub fn f(b: bool) -> i32 { let x; if b { x = 1; } x }",
    "E0384": "pub fn f() -> i32 { let x = 1; x = 2; x }",
    "E0507": "pub struct A { pub s: String } pub fn f(a: &A) -> String { a.s }",
    "E0508": "pub fn f(a: [String; 2]) -> String { a[0] }",
    "E0509": (
        "pub struct A { s: String } impl Drop for A { fn drop(&mut self) {} }"
        " pub fn f(a: A) -> String { a.s }"
    ),
    "E0373": 'pub fn f(n: i32) { std::thread::spawn(|| println!("{n}")); }',
    "E0072": "pub struct A { pub next: Option<A> }",
    "E0106": "pub fn f(a: &str, b: &str) -> &str { if a > b { a } else { b } }",
    "E0261": "pub fn f(a: &'a str) -> &'a str { a }",
    "E0499": "pub fn f(v: &mut Vec<i32>) { let a = &mut *v; let b = &mut *v; a.push(1); b.pop(); }",
    "E0502": "pub fn f(v: &mut Vec<i32>) { for x in v.iter() { v.push(*x); } }",
    "E0503": "pub fn f() -> i32 { let mut x = 1; let r = &mut x; let y = x + 1; *r = 2; y }",
    "E0505": "pub fn f(v: Vec<i32>) -> usize { let r = &v; drop(v); r.len() }",
    "E0506": "pub fn f() -> i32 { let mut x = 1; let r = &x; x = 2; *r }",
    "E0515": "pub fn f() -> &'static str { let s = String::new(); &s }",
    "E0521": "pub fn f(v: &Vec<i32>) { std::thread::spawn(move || v.len()); }",
    "E0594": "pub fn f(x: &(i32, i32)) { x.0 = 1; }",
    "E0596": "pub fn f(v: Vec<i32>) { v.push(1); }",
    "E0597": "pub fn f() -> i32 { let r; { let x = 1; r = &x; } *r }",
    "E0621": "pub fn f<'a>(a: &'a i32, b: &i32) -> &'a i32 { if *a > 0 { a } else { b } }",
    "E0716": "pub fn f() -> usize { let s = String::new().as_str(); s.len() }",
    "E0040": "pub struct A; impl Drop for A { fn drop(&mut self) {} } pub fn f(a: A) { a.drop() }",
    "E0046": "pub struct A; impl std::fmt::Display for A {}",
    "E0050": "pub struct A; impl Clone for A { fn clone(&self, _: i32) -> A { A } }",
    "E0053": "pub struct A; impl Drop for A { fn drop(&self) {} }",
    "E0062": "pub struct A { pub x: i32 } pub fn f() -> A { A { x: 1, x: 2 } }",
    "E0063": "pub struct A { pub x: i32, pub y: i32 } pub fn f() -> A { A { x: 1 } }",
    "E0116": "impl Vec<f64> { pub fn mean(&self) -> f64 { 0.0 } }",
    "E0117": "impl std::fmt::Display for Vec<f64> {}",
    "E0119": "#[derive(Clone)] pub struct A; impl Clone for A { fn clone(&self) -> A { A } }",
    "E0124": "pub struct A { pub x: i32, pub x: i32 }",
    "E0184": "#[derive(Clone, Copy)] pub struct A; impl Drop for A { fn drop(&mut self) {} }",
    "E0204": "#[derive(Clone, Copy)] pub struct A { pub v: Vec<i32> }",
    "E0404": "pub struct A; pub struct B; impl A for B {}",
    "E0407": "pub struct A; impl Drop for A { fn drop(&mut self) {} fn close(&self) {} }",
    "E0559": "pub enum A { B { x: i32 } } pub fn f() -> A { A::B { y: 1 } }",
    "E0560": "pub struct A { pub x: i32 } pub fn f() -> A { A { x: 1, y: 2 } }",
    "E0782": "pub trait A {} pub fn f(_: &A) {}",
    "E0583": "mod readings;",
    "E0554": "#![feature(box_patterns)]",
    "E0133": "unsafe fn g() {} pub fn f() { g() }",
}
RENAMED = {"E0412": "E0425"}
"""Codes of older compilers, and what newer ones say instead."""
PLANNED = {
    *("why", "first-module", "first-rust", "moves", "borrows", "options", "errors"),
    *("distances-lists", "distances-arrays", "distances-parallel", "distances-algorithms"),
    *("own-types", "aliasing", "objects", "invariants", "sharing", "threads"),
    *("c-abi", "c-and-fortran", "mpi", "package", "publish", "your-code"),
}
"""The episodes of the whole course: a page may be one that is not written yet."""


def compile_program(folder: Path, code: str, program: str) -> list[Diagnostic]:
    file = folder / f"{code}.rs"
    file.write_text(f"{program}\n")
    kind = "bin" if code == "E0601" else "lib"
    options = [
        "--edition=2024",
        f"--crate-type={kind}",
        "--emit=metadata",
        "--out-dir",
        str(folder),
    ]
    words = [find_program("rustc"), *options, "--error-format=json", str(file)]
    done = subprocess.run(
        words, env=build_environment(), capture_output=True, text=True, check=False
    )
    messages = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    found = [parse_diagnostic(message) for message in messages if "spans" in message]
    return [d for d in found if d.is_error and not d.message.startswith("aborting due to")]
