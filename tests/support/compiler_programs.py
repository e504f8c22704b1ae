"""A program for each of our sentences on a compiler's message, and what the compiler says of it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from workshop.rust.diagnostics import Diagnostic, parse_diagnostic, with_other_paths
from workshop.rust.toolchain import build_environment, find_program

PROGRAMS = {
    "message-closing": "pub fn f(x: f64) -> f64 { if x > 1.0 x } }",
    "message-syntax": "pub fn f() -> i32 { let x = 5 x }",
    "E0425-field": "pub struct A { x: i32 } impl A { pub fn f(&self) -> i32 { x } }",
    "E0425-value": "pub fn f() -> i32 { lenght }",
    "E0599-clone": "pub struct A; pub fn f(a: A) -> A { a.clone() }",
    "E0425": "pub fn f() -> i32 { lenght() }",
    "E0412": "pub fn f(_x: Vektor) {}",
    "E0405": "pub struct A; impl Pritable for A {}",
    "E0432": "use std::collections::Dictionary; pub fn f(_: Dictionary) {}",
    "E0433": "pub fn f() { let _ = HashMap::<i32, i32>::new(); }",
    "E0422": "pub fn f() { let _ = Reading { value: 1.0 }; }",
    "E0423": "pub struct A { pub x: i32 } pub fn f() { let _ = A; }",
    "E0423-struct": "pub struct A { pub x: i32 } pub fn f() { let _ = A(1); }",
    "E0423-enum": "pub enum A { B } pub fn f() -> i32 { match A { A::B => 1 } }",
    "E0424-new": "pub struct A { x: i32 } impl A { pub fn new(x: i32) -> A { self.x = x; } }",
    "E0424": "pub struct A(i32); impl A { pub fn x() -> i32 { self.0 } }",
    "E0428": "pub fn f() {} pub fn f() {}",
    "E0434": "pub fn f() { let x = 1; fn g() -> i32 { x } g(); }",
    "E0435": "pub fn f(n: usize) { let _ = [0; n]; }",
    "E0601": "fn start() {}",
    "E0603": "mod m { fn g() {} } pub fn f() { m::g() }",
    "E0616": "mod m { pub struct A { x: i32 } } pub fn f(a: &m::A) -> i32 { a.x }",
    "E0624": "mod m { pub struct A; impl A { fn g(&self) {} } } pub fn f(a: &m::A) { a.g() }",
    "E0308": "pub struct A; pub fn f() -> A { 1 }",
    "E0277": "fn g<T: Copy>(_: T) {} pub fn f(s: String) { g(s) }",
    "E0369": "pub struct A; pub fn f(a: A, b: A) -> A { a + b }",
    "E0368": "pub fn f(xs: &mut [f64]) { for x in xs { x -= 1.0; } }",
    "E0600": "pub struct A; pub fn f(a: A) -> A { -a }",
    "E0599": "pub fn f(v: &mut Vec<f64>) { v.append_all(1.0) }",
    "E0609": "pub enum A { B(i32) } pub fn f(a: &A) -> i32 { a.y }",
    "E0609-others": "pub struct A { inner: i32 } pub fn f(a: &A) -> i32 { a.balance }",
    "E0609-in-a-field": (
        "pub struct A { pub x: i32 } pub struct B { pub a: A } pub fn f(b: &B) -> i32 { b.x }"
    ),
    "E0599-in-a-field": (
        "pub struct A { v: Vec<i32> } impl A { pub fn f(&mut self) { self.sort_unstable() } }"
    ),
    "E0610": "pub fn f(x: i32) -> i32 { x.real }",
    "E0615": "pub fn f(v: &[f64]) -> usize { v.len }",
    "E0618": "pub fn f(v: usize) -> usize { v(0) }",
    "E0061": "fn g(_: i32, _: i32) {} pub fn f() { g(1) }",
    "E0107": "pub fn f(_: Vec<i32, i32, i32>) {}",
    "E0282": "pub fn f() -> usize { size_of() }",
    "E0283": "pub fn f(v: &[f64]) { let s = v.iter().sum(); }",
    "E0284": "pub fn f(n: u64) -> u64 { n % 1u32.into() }",
    "E0317": "pub fn f(x: bool) -> i32 { if x { 1 } }",
    "E0054": "pub fn f(n: i32) -> bool { n as bool }",
    "E0604": "pub fn f(n: u32) -> char { n as char }",
    "E0605": "pub fn f(s: String) -> i32 { s as i32 }",
    "E0606": "pub fn f(x: &u8) -> u32 { x as u32 }",
    "E0607": "pub fn f(x: *const u8) -> *const [u8] { x as *const [u8] }",
    "E0608": "pub struct A; pub fn f(a: A) -> i32 { a[0] }",
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
    "E0531": "pub fn f(x: Option<i32>) -> i32 { match x { Maybe(n) => n, None => 0 } }",
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
    "E0594": "static N: i32 = 1; pub fn f() { N = 2; }",
    "E0596": "pub fn f() { let v = std::rc::Rc::new(vec![1]); v.push(2); }",
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
    "E0308-some": "pub fn f(x: f64) -> Option<f64> { x }",
    "E0308-ok-or-some": "pub fn f(x: Option<f64>) -> f64 { match x { Ok(v) => v, _ => 0.0 } }",
    "E0308-option-of-reference": "pub fn f(v: Vec<f64>) -> Option<f64> { v.first() }",
    "E0308-option": "pub fn f(x: Option<f64>) -> f64 { x }",
    "E0308-no-error": 'pub fn f() -> Result<(), String> { println!("x"); }',
    "E0308-ok": "pub fn f(x: f64) -> Result<f64, String> { x }",
    "E0308-result": "pub fn f(s: &str) -> f64 { s.parse::<f64>() }",
    "E0308-exception": "pub struct PyErr; pub fn f(s: String) -> PyErr { s }",
    "E0308-diverge": "pub fn f(x: Option<i32>) -> i32 { let Some(n) = x else { 0 }; n }",
    "E0308-arms": 'pub fn f(a: bool) { let x = match a { true => 1.0, false => "no" }; }',
    "E0308-branches": 'pub fn f(a: bool) { let x = if a { 1.0 } else { "no" }; }',
    "E0308-to-string": "pub fn f(s: &str) -> String { s }",
    "E0308-as-str": "pub fn g(_: &str) {} pub fn f(s: String) { g(s) }",
    "E0308-character": 'pub fn f() -> char { "a" }',
    "E0308-parse": 'pub fn f() -> f64 { "1.0" }',
    "E0308-format": "pub fn f(x: f64) -> String { x }",
    "E0308-assign-through": "pub fn f(v: &mut [f64]) { for x in v { x = 1.0; } }",
    "E0308-mutable": "pub fn g(_: &mut [f64]) {} pub fn f(v: &[f64]) { g(v) }",
    "E0308-slice": "pub fn f(v: &[f64]) -> &[f64] { v[1..] }",
    "E0308-dereference": "pub fn f(x: &f64) -> f64 { x }",
    "E0308-of-references": "pub fn f(v: &[f64]) -> Vec<f64> { let o = vec![&v[0]]; o }",
    "E0308-compared": (
        "#[derive(PartialEq)] pub struct P(f64); pub fn f(a: P, b: &P) -> bool { a == b }"
    ),
    "E0308-owned": "pub fn f(v: &[f64]) -> Vec<f64> { v }",
    "E0308-collect": "pub fn f(v: &[f64]) -> Vec<f64> { v.iter().map(|x| x * 2.0) }",
    "E0308-array": "pub fn f() -> Vec<f64> { [1.0, 2.0] }",
    "E0308-integer": "pub fn f(x: f64) -> f64 { x.powi(2.0) }",
    "E0308-numbers": "pub fn f(n: usize) -> f64 { n }",
    "E0308-tuple": "pub fn f() -> (f64, f64) { [1.0, 2.0] }",
    "E0308-function": "pub fn g() -> f64 { 1.0 } pub fn f() -> f64 { g }",
    "E0308-signature": "pub fn g(x: i32) {} pub fn f() { let h: fn(f64) = g; }",
    "E0308-borrow": "pub fn g(_: &[f64]) {} pub fn f(v: Vec<f64>) { g(v) }",
    "E0308-variant": (
        "#[derive(PartialEq)] pub enum A { B(i32) } pub fn f(a: A) -> bool { a == A::B }"
    ),
    "E0618-variant": "pub enum A { B } pub fn f() -> A { A::B(1) }",
    "E0532-variant": "pub enum A { B(i32) } pub fn f(a: A) -> i32 { match a { A::B => 1 } }",
    "E0170": "pub enum A { B, C } pub fn f(a: A) -> i32 { match a { B => 1, A::C => 2 } }",
    "E0308-tests-integer": "fn g(_: i64) {} pub fn f() { g(1.5) }",
    "E0533": "pub enum A { B { x: i32 } } pub fn f() -> A { A::B(1) }",
    "message-self-outside": "pub fn f(&self) -> i32 { 1 }",
    "message-arm-semicolon": "pub fn f(x: bool) -> i32 { match x { true => 1; false => 2; } }",
    "E0308-tests-unit": "fn g() -> f64 { 1.0 } pub fn f() { let _: () = g(); }",
    "E0308-tests-variants": (
        "fn g() -> Option<f64> { None } pub fn f() { let _: Result<f64, ()> = g(); }"
    ),
    "E0308-arm-leaves": (
        "fn g(x: Result<f64, String>, v: &mut Vec<f64>) -> Result<(), String> {"
        " match x { Ok(y) => v.push(y), Err(e) => Err(e) } Ok(()) }"
    ),
    "E0308-exception-for-string": "pub struct PyErr; pub fn f(e: PyErr) -> String { e }",
    "E0606-string": "pub fn f(x: &str) -> f64 { x as f64 }",
    "message-format-braces": 'pub fn f(x: f64) { println!("x =", x); }',
    "E0308-tests-mutability": "fn g(_: &mut [f64]) {} pub fn f(v: &[f64]) { g(v) }",
    "E0308-tests-reference": "fn g(_: Vec<f64>) {} pub fn f(v: Vec<f64>) { g(&v) }",
    "E0308-tests-value": "fn g(_: &[f64]) {} pub fn f(v: Vec<f64>) { g(v) }",
    "E0382-tests-use": "fn g(_: Vec<f64>) {} pub fn f(v: Vec<f64>) { g(v); g(v) }",
    "E0596-tests-read": "pub fn g(_: &mut Vec<f64>) {} pub fn f(v: Vec<f64>) { g(&mut v) }",
    "E0308-any-mutable-slice": "fn g(_: &mut Vec<f64>) {} pub fn f(v: &mut [f64]) { g(v) }",
    "E0308-returned-reference": "pub fn f(v: &[f64]) -> &[f64] { v[1..].to_vec() }",
    "E0308-returned-iterator": "pub fn f(v: &[f64]) -> &[f64] { v.iter().skip(1) }",
    "E0308-one-element": "pub fn f(v: &[f64]) -> &[f64] { &v[1] }",
    "E0308-part-of-vector": "fn g(_: Vec<f64>) {} pub fn f(v: Vec<f64>) { g(v[..]) }",
    "E0308-vector-for-elements": "pub fn f(v: &mut [f64]) { *v = v.to_vec(); }",
    "E0308-pattern-mutability": "pub fn f(v: &mut [f64]) { for &x in v { let _ = x; } }",
    "E0308-dereference-mutable": "pub fn f(x: &mut f64) -> f64 { x }",
    "E0277-try-without-result": 'pub fn f() -> f64 { "3".parse::<f64>()? }',
    "E0277-try-other-error": 'pub fn f() -> Result<f64, String> { Ok("3".parse::<f64>()?) }',
    "E0277-try-on-option": "pub fn f() -> Result<f64, String> { Ok(Some(1.0)?) }",
    "E0277-try-on-result": 'pub fn f() -> Option<f64> { Some("3".parse::<f64>()?) }',
    "E0277-try-on-value": "pub fn f(x: f64) -> Option<f64> { Some(x?) }",
    "E0277-string-index": "pub fn f(s: &str) -> char { s[0] }",
    "E0277-negative-index": "pub fn f(x: &[f64]) -> &[f64] { &x[..-1] }",
    "E0277-ordered": "pub fn f(mut x: Vec<f64>) { x.sort() }",
    "E0277-sized": "pub fn f(x: &[f64]) { let part = x[1..]; }",
    "E0277-collect-slice": "pub fn f(v: &[f64]) -> &[f64] { v.iter().skip(1).collect() }",
    "E0277-mutable-arithmetic": "pub fn f(v: &mut [f64]) { for x in v { let _ = 1.0 + x; } }",
    "E0277-collect-references": "pub fn f(x: &[f64]) -> Vec<f64> { x.iter().collect() }",
    "E0277-collect-others": "pub fn f(x: &[f64]) -> i32 { x.iter().sum::<i32>() }",
    "E0277-parallel-iterator": (
        "pub mod rayon { pub struct Iter; } pub fn f(x: rayon::Iter) { for _ in x { } }"
    ),
    "E0277-iterator": "pub fn f(x: f64) { for _ in x { } }",
    "E0277-display": 'pub struct A; pub fn f(a: A) { println!("{a}"); }',
    "E0277-debug": "#[derive(PartialEq)] pub struct A; pub fn f(a: A) { assert_eq!(a, A); }",
    "E0277-collect-python": (
        "pub struct Py<T>(T); pub fn f(v: &[Py<f64>]) -> Vec<Py<f64>> { v.iter().collect() }"
    ),
    "E0271-parse": "pub fn f(s: &str) -> Result<i64, String> { s.parse() }",
    "E0277-parse": "pub fn f(s: &str) -> Result<i64, String> { s.parse()? }",
    "E0277-poison": (
        "use std::sync::Mutex; pub fn f(m: &Mutex<f64>) -> Result<f64, String> { Ok(*m.lock()?) }"
    ),
    "E0277-try-in-closure": (
        "pub fn f(v: &[&str]) -> Vec<f64> { v.iter().map(|s| s.parse::<f64>()?).collect() }"
    ),
    "E0277-copy-py": (
        "pub struct Py<T>(T);"
        " pub fn f(v: &[Py<f64>]) -> Vec<Py<f64>> { v.iter().copied().collect() }"
    ),
    "E0308-error-types": (
        "pub fn g() -> Result<(), String> { Ok(()) } pub fn f() -> Result<(), f64> { g() }"
    ),
    "E0308-null": "pub fn f(p: *const f64) -> bool { p == 0 }",
    "E0308-raw-mutability": "pub fn g(_: *mut f64) {} pub fn f(v: &[f64]) { g(v.as_ptr()) }",
    "E0308-to-raw": "pub fn g(_: *const f64) {} pub fn f(v: &[f64]) { g(v) }",
    "E0308-raw-elements": "pub fn g(_: *const f64) {} pub fn f(v: &[[f64; 2]]) { g(v.as_ptr()) }",
    "E0308-raw-pointer": "pub fn g(_: &[f64]) {} pub fn f(p: *const f64) { g(&p) }",
    "E0308-mutex": "use std::sync::Mutex; pub fn f(x: f64) -> Mutex<f64> { x }",
    "E0308-assign-guard": (
        "pub fn f(m: &std::sync::Mutex<f64>) { let mut g = m.lock().unwrap(); g = 1.0; }"
    ),
    "E0599-unlock": (
        "pub fn f(m: &std::sync::Mutex<f64>) { let g = m.lock().unwrap(); g.unlock(); }"
    ),
    "E0308-guard": ("use std::sync::Mutex; pub fn f(m: &Mutex<f64>) -> f64 { m.lock().unwrap() }"),
    "E0308-python-object": "pub struct Py<T>(T); pub struct A; pub fn f(a: Py<A>) -> A { a }",
    "E0308-python-references": (
        "pub struct Py<T>(T);"
        " pub fn f(v: &[Py<f64>]) -> Vec<Py<f64>>"
        " { let mut r = vec![]; for a in v { r.push(a); } r }"
    ),
    "E0277-guard": (
        "pub fn f(m: &'static std::sync::Mutex<f64>) {"
        " let guard = m.lock(); std::thread::spawn(move || drop(guard)); }"
    ),
    "E0271": (
        "pub trait Log { type Entry; } pub struct A; impl Log for A { type Entry = String; }"
        " fn g<T: Log<Entry = f64>>(_: T) {} pub fn f(a: A) { g(a) }"
    ),
    "E0271-frozen": (
        "pub struct False; pub struct True; pub trait Class { type Frozen; }"
        " pub struct A; impl Class for A { type Frozen = True; }"
        " fn g<T: Class<Frozen = False>>(_: T) {} pub fn f(a: A) { g(a) }"
    ),
    "E0271-not-frozen": (
        "pub struct False; pub struct True; pub trait Class { type Frozen; }"
        " pub struct A; impl Class for A { type Frozen = False; }"
        " fn g<T: Class<Frozen = True>>(_: T) {} pub fn f(a: A) { g(a) }"
    ),
    "E0277-threads": (
        'pub fn f() { let r = std::rc::Rc::new(1); std::thread::spawn(move || println!("{r}")); }'
    ),
    "E0277-reference-arithmetic": "pub fn f(v: &[f64]) { let mut t = 0.0; t += &&v[0]; }",
    "E0277-strings": "pub fn f(x: &str) -> bool { x == 'a' }",
    "E0277-option-operand": "pub fn f(x: Option<f64>) -> f64 { 1.0 + x }",
    "E0277-compare-reference": 'pub fn f(x: &str) -> bool { x == *"a" }',
    "E0277-operator": 'pub fn f(x: f64) -> f64 { x + "1" }',
    "E0369-strings": "pub fn f(x: &str) -> String { x * 3 }",
    "E0369-option": "pub fn f(x: Option<f64>) -> f64 { x + 1.0 }",
    "E0369-slice": "pub fn f(x: Vec<f64>) -> Vec<f64> { x * 2.0 }",
    "E0369-mutable-reference": "pub fn f(v: &mut [f64]) { for x in v { *x = x - 1.0; } }",
    "E0369-tuple": "pub fn f(x: (f64, f64)) -> f64 { x - 1.0 }",
    "E0369-compare": "pub struct A; pub fn f(a: A) { assert_eq!(a, A); }",
    "E0369-order": "#[derive(PartialEq)] pub struct A; pub fn f(a: A) -> bool { a < A }",
    "E0600-negative": "pub fn f(n: usize) -> usize { -n }",
    "E0600-index": "pub fn f(v: &[f64], n: usize) -> &[f64] { &v[-n..] }",
    "E0600-elements": "pub fn f(v: &[f64]) -> f64 { -v }",
    "E0600-empty": "pub fn f(v: Vec<f64>) -> bool { !v }",
    "E0600-missing": "pub fn f(x: Option<f64>) -> bool { !x }",
    "E0600-number": "pub fn f(x: f64) { assert!(x); }",
    "E0599-renamed": "pub struct Python; pub fn f(py: Python) { py.allow_threads(|| 1) }",
    "E0599-option": "pub fn f(x: Option<f64>) -> f64 { x.sqrt() }",
    "E0599-iterate": "pub fn f(x: Vec<f64>) -> f64 { x.sum() }",
    "E0599-copy-of-slice": "pub fn f(v: &[f64]) { let w = v[1..].clone(); }",
    "E0599-growing-slice": "pub fn f(v: &mut [f64]) { v.push(1.0); }",
    "E0599-one-number": "pub fn f(v: &f64) -> usize { v.len() }",
    "E0599-length": "pub fn f(x: Vec<f64>) -> usize { x.size() }",
    "E0599-square": "pub fn f(x: f64) -> f64 { x.square() }",
    "E0599-pow": "pub fn f(x: f64) -> f64 { x.pow(2) }",
    "E0599-statistics": "pub fn f(x: Vec<f64>) -> f64 { x.mean() }",
    "E0599-associated": "pub fn f(x: f64) -> f64 { f64::square_root(x) }",
    "E0599-number": "pub fn f(x: f64) -> f64 { x.half() }",
    "E0608-option": "pub fn f(x: Option<f64>) -> f64 { x[0] }",
    "E0608-number": "pub fn f(x: f64) -> f64 { x[0] }",
    "E0608-iterator": "pub fn f(x: &[f64]) -> f64 { x.iter()[0] }",
    "E0614-option": "pub fn f(x: Option<f64>) -> f64 { *x }",
    "E0282-vector": "pub fn f() { let v = vec![]; }",
    "E0282-option": "pub fn f() { let v = None; }",
    "E0282-collect": "pub fn f(x: &[f64]) -> usize { let v = x.iter().collect(); v.len() }",
    "E0282-closure": "pub fn f() { let g = |x| x; }",
    "E0283-sum": "pub fn f(v: &[f64]) -> f64 { v.iter().sum() / 2.0 }",
    "E0283-collect": "pub fn f(v: &[f64]) { let w = v.iter().collect(); }",
    "E0284-parse": "pub fn f(s: &str) { let v = s.parse().unwrap(); }",
    "E0423-number-type": "pub fn f(x: f64) -> f64 { f64.sqrt(x) }",
    "E0423-vector": "pub fn f(x: f64) -> Vec<f64> { Vec[x] }",
    "E0423-macro": "pub fn f(x: f64) -> Vec<f64> { vec(x) }",
    "E0616-length": "pub fn f(x: Vec<f64>) -> usize { x.len }",
    "E0609-shape": "pub fn f(x: Vec<f64>) -> usize { x.length }",
    "E0530-variant": "pub fn f(x: Result<i32, i32>) -> i32 { match x { Ok(v) => v, Err => 0 } }",
    "message-format-arguments": 'pub fn f() -> String { format!("bad {}") }',
    "message-format-trait": 'pub fn f(x: f64) { println!("{x:.2f}"); }',
    "message-format-string": 'pub fn f(x: f64) { println!("{x"); }',
    "message-macro-arguments": "pub fn f(x: f64) { assert_eq!(x); }",
    "message-unknown-macro": "pub fn f(x: f64) { len!(x); }",
    "message-unknown-derive": "#[derive(Add)] pub struct A;",
    "message-linker": (
        '#[link(name = "none_such")] unsafe extern "C" { fn g(); } fn main() { unsafe { g() } }'
    ),
    "message": 'compile_error!("not here");',
    "code": "pub fn f<T: Iterator>(_: T::Itm) {}",
    "lint": "#![deny(unused_variables)] pub fn f(x: f64) {}",
    "unsafe_code": "#![forbid(unsafe_code)] pub fn f() { unsafe {} }",
    "unconditional_panic": "pub fn f() -> i32 { [1, 2][5] }",
    "arithmetic_overflow": "pub fn f() -> u8 { 255_u8 + 1 }",
    "overflowing_literals": "pub fn f() -> u8 { 300 }",
    "E0530": "static A: f64 = 1.0; pub fn f(x: f64) -> f64 { match x { A => 2.0 } }",
    "E0532": "pub fn f(x: f64) -> f64 { match x { f() => 1.0, _ => 2.0 } }",
    "E0631": "pub fn f(v: &[f64]) -> f64 { v.iter().fold(0.0, f64::min) }",
    "E0593": "pub fn f(v: &[f64]) -> Vec<f64> { v.iter().map(|x, y| x + y).collect() }",
    "E0308-results": "pub fn f(v: Vec<Result<f64, String>>) -> Vec<f64> { v }",
    "E0308-error-text": "pub fn f(e: std::num::ParseFloatError) -> String { e }",
    "E0308-tuple-length": "pub fn f() -> (f64, f64) { (1.0, 2.0, 3.0) }",
    "E0308-any-slice": "pub fn g(_: &Vec<f64>) {} pub fn f(v: &[f64]) { g(&v[1..]) }",
    "E0308-constructor": "pub fn f() -> Result<i32, String> { Err }",
    "E0277-closure": "pub fn f(x: Result<i32, i32>) -> Result<i32, i32> { x.map_err(1) }",
    "E0596-variable": "pub fn f() { let v = vec![1.0]; v.push(2.0); }",
    "E0596-shared": "pub fn f(v: &Vec<f64>) { v.push(2.0); }",
    "E0594-captured": ("pub fn g(_: impl Fn(i32)) {} pub fn f() { let mut n = 0; g(|x| n += x); }"),
    "E0596-captured": (
        "pub fn g(_: impl Fn(i32)) {} pub fn f() { let mut v = vec![1]; g(|x| v.push(x)); }"
    ),
    "E0594-variable": "pub fn f() { let p = (1.0, 2.0); p.0 = 2.0; }",
    "E0594-shared": "pub fn f(x: &(i32, i32)) { x.0 = 1; }",
    "E0614-slice": "pub fn g(_: &[f64]) {} pub fn f(v: &[f64]) { g(*v[1..]) }",
    "E0107-missing": "pub fn f() -> Option { None }",
    "E0423-module": "pub mod table {} pub fn f() { drop(table); }",
    "E0423-private": "pub fn f() { let n = std::num::NonZero(1); }",
    "E0609-option": "pub fn f(x: Option<(f64, f64)>) -> f64 { x.0 }",
    "E0658-attribute": "pub fn f() -> f64 {\n #[allow(dead_code)]\n 1.0 + 2.0 }",
    "E0658": "pub fn f(x: !) {}",
    "E0592": "pub struct A; impl A { pub fn x(&self) {} pub fn x(&self, n: i32) {} }",
    "E0282-array": "pub fn f() { let x = []; }",
    "E0308-whole-slice": "pub fn f(run: &[f64]) -> bool { run > 1.0 }",
    "E0308-option-of-string": "pub fn f(x: Option<&str>) -> Option<String> { x }",
    "E0277-letters": "pub fn f(row: &str) { for c in row {} }",
    "E0599-tuple": "pub fn f(row: (String, String)) { row.trim(); }",
    "E0618-index": "pub fn f(run: &[f64]) -> f64 { run(0) }",
    "E0214": "pub fn f() -> Option(usize) { None }",
    "E0753": "pub fn g() { }\n//! Half.\npub fn f() -> f64 { 0.5 }",
    "E0658-doc-comment": "pub fn f() -> f64 {\n /// Half.\n 1.0 / 2.0 }",
    "message-pattern": "pub fn f(x: Option<&str>) { let Some(n.trim()) = x else { return }; }",
    "message-block": "pub fn f(x: f64) -> i32 {\n let mut n = 0;\n if x > 1.0\n n += 1;\n n }",
    "message-lifetime": "pub fn f(x: &i32) -> &'static i32 { x }",
    "E0424-bound": (
        "pub struct A { x: f64 } impl A { pub fn new() -> A { let self = A { x: 1.0 }; self } }"
    ),
    "E0277-same-type": "#[derive(Eq)] pub struct A;",
    "E0777": '#[derive("Clone")] pub struct A;',
    "E0574": "pub struct A { x: f64 } impl A { pub fn new(x: f64) -> A { self { x } } }",
    "E0308-assign-parameter": (
        "pub fn f(v: &mut Vec<f64>) { let w: Vec<&f64> = v.iter().collect(); v = w; }"
    ),
    "E0308-enum-value": 'pub enum A { B = "b" }',
    "E0308-other-exception": (
        "pub struct PyErr; pub fn g() -> Result<(), String> { Ok(()) }"
        " pub fn f() -> Result<(), PyErr> { g() }"
    ),
    "E0308-other-value": (
        "pub fn g() -> Result<(), String> { Ok(()) } pub fn f() -> Result<f64, String> { g() }"
    ),
    "E0277-sized-field": "pub enum A { B(str), C }",
    "E0277-collect-parameter": (
        "pub fn f(v: &mut Vec<f64>) { v = v.iter().filter(|x| **x > 1.0).collect(); }"
    ),
    "E0277-enum-string": (
        '#[derive(PartialEq)] pub enum A { B } pub fn f(a: &A) -> bool { a == "b" }'
    ),
    "E0277-variant": (
        "#[derive(PartialEq)] pub enum A { B(i32) } pub fn f(a: &A) -> bool { a == &A::B }"
    ),
    "E0369-variant": (
        "#[derive(PartialEq)] pub enum A { B(i32) } pub fn f(a: &A) -> bool { A::B == *a }"
    ),
    "E0599-unit": (
        "pub fn f(v: &mut Vec<f64>) -> usize { let v = v.retain(|x| *x > 1.0); v.len() }"
    ),
    "E0061-tests-count": "pub fn g(_: i32, _: i32) {} pub fn f() { g(1) }",
    "E0384-reference": "pub fn f(v: &mut Vec<f64>) { v = &mut vec![1.0]; }",
    "E0106-field": "pub enum A { B(&str), C }",
    "E0594-self": "pub struct A { x: f64 } impl A { pub fn f(self) { self.x += 1.0; } }",
    "E0596-self": "pub struct A { v: Vec<f64> } impl A { pub fn f(self) { self.v.push(1.0); } }",
    "E0597-kept": "fn g(_: &'static str) {} pub fn f(s: String) { g(&s) }",
    "E0716-kept": 'fn g(_: &\'static str) {} pub fn f(s: String) { g(&format!("{s}")) }',
    "E0774": "pub struct A; #[derive(Clone)] impl A {}",
    "message-self-constructor": (
        "pub struct A { x: f64 } impl A { pub fn new(x: f64) -> Self { Self(x) } }"
    ),
    "message-arm-comma": "pub fn f(x: bool) -> i32 {\n match x {\n true => 1\n false => 2,\n } }",
    "message-pattern-dot": "pub enum A { B, C } pub fn f(a: A) { match a { A.B => {} _ => {} } }",
    # What the crate `ndarray` calls its arrays and views stands here for itself.
    "E0308-view-for-slice": (
        "pub struct ArrayBase<S>(S); pub fn g(_: &[f64]) {} pub fn f(a: ArrayBase<f64>) { g(a) }"
    ),
    "E0308-view-by-reference": (
        "pub struct ArrayBase<S>(S);"
        " pub fn g(_: ArrayBase<f64>) {} pub fn f(a: ArrayBase<f64>) { g(&a) }"
    ),
    "E0308-row-of-view": (
        "pub struct ArrayBase<S>(S); pub fn g(_: ArrayBase<f64>) {} pub fn f(x: &f64) { g(x) }"
    ),
    "E0308-owned-array": (
        "pub struct ArrayBase<S>(S); pub struct OwnedRepr<T>(T); pub struct ViewRepr<T>(T);"
        " pub fn g(_: ArrayBase<OwnedRepr<f64>>) {}"
        " pub fn f(a: ArrayBase<ViewRepr<&f64>>) { g(a) }"
    ),
    "E0308-array-elements": (
        "pub struct ArrayBase<S>(S); pub struct ViewRepr<T>(T);"
        " pub fn g(_: ArrayBase<ViewRepr<&f32>>) {}"
        " pub fn f(a: ArrayBase<ViewRepr<&f64>>) { g(a) }"
    ),
    "E0277-array-index": (
        "pub trait NdIndex<D> {} pub fn g(_: impl NdIndex<u8>) {} pub fn f(i: usize) { g(i) }"
    ),
    "E0277-shape": "pub fn f(shape: &[usize]) -> bool { shape != (3, 2) }",
    "E0616-array": (
        "mod m { pub struct LayoutRef(f64); } pub fn f(row: &m::LayoutRef) -> f64 { row.0 }"
    ),
    "E0369-python-object": (
        "pub struct Bound<T>(T); pub fn f(a: &Bound<f64>, b: &Bound<f64>) -> bool { a == b }"
    ),
    "E0609-python-object": "pub struct Py<T>(T); pub fn f(a: &Py<f64>) -> f64 { a.balance }",
    "E0599-mutex": "pub fn f(m: &std::sync::Mutex<f64>) -> f64 { m.sqrt() }",
    "E0599-clone-mutex": (
        "use std::sync::Mutex; pub fn f(m: &'static [Mutex<f64>; 1]) -> Mutex<f64> { m[0].clone() }"
    ),
    "E0599-clone-py": "pub struct Py<T>(T); pub fn f(v: Vec<Py<f64>>) -> Py<f64> { v[0].clone() }",
    "E0599-python-object": "pub struct Py<T>(T); pub fn f(a: &Py<f64>) -> f64 { a.balance() }",
    "E0609-array": "pub fn f(point: &[f64; 2]) -> f64 { point.0 }",
    "E0369-view": (
        "pub struct ArrayBase<S>(S); pub fn f(a: ArrayBase<f64>, b: ArrayBase<f64>) { a - b; }"
    ),
    "E0599-float-of-array": (
        "pub struct ArrayBase<S>(S); pub fn f(a: ArrayBase<f64>) -> bool { a.is_finite() }"
    ),
}
LINKED = ("message-linker", "unconditional_panic", "arithmetic_overflow")
"""What is seen only where machine code is made."""
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
    """The errors that the compiler reports; `code` is the name of the sentence that is tested."""
    file = folder / f"{code}.rs"
    file.write_text(f"{program}\n")
    kind = "bin" if code in {"E0601", "message-linker"} else "lib"
    options = [
        "--edition=2024",
        f"--crate-type={kind}",
        "--emit=link" if code in LINKED else "--emit=metadata",
        "--out-dir",
        str(folder),
    ]
    words = [find_program("rustc"), *options, "--error-format=json", str(file)]
    done = subprocess.run(
        words, env=build_environment(), capture_output=True, text=True, check=False
    )
    messages = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    found = [parse_diagnostic(message) for message in messages if "spans" in message]
    if "-tests-" in code:
        found = [with_other_paths(message, f"{folder}", "exercises") for message in found]
    return [d for d in found if d.is_error and not d.message.startswith("aborting due to")]
