"""Each message at run time has a sentence of ours, triggered here by a real program."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shop import ROOT, Shop
from workshop.check.verdict import Verdict
from workshop.course.explanations import RUN_TIME, entries
from workshop.report.facts import Fact, facts
from workshop.report.sections import Explanation, verdict_sections

PANICS = {
    "index": "let v = vec![1.0]; black_box(v[black_box(3)]);",
    "range_with_end": "let v = vec![1.0]; black_box(&v[0..=black_box(1)]);",
    "range_end": "let v = vec![1.0]; black_box(&v[black_box(3)..]);",
    "range_order": "let v = vec![1.0; 9]; black_box(&v[black_box(3)..black_box(2)]);",
    "string_index": 'black_box(&black_box("ørsted")[1..]);',
    "outside": "let mut v = vec![1.0]; v.remove(black_box(3));",
    "unwrap_none": "black_box(None::<f64>).unwrap();",
    "unwrap_err": 'black_box("x").parse::<f64>().unwrap();',
    "subtract": "black_box(black_box(0_usize) - 1);",
    "overflow": "black_box(black_box(255_u8) + 1);",
    "zero": "black_box(1 / black_box(0));",
    "capacity": "black_box(vec![1.0; black_box(usize::MAX)]);",
    "chunk": "black_box([1.0].chunks(black_box(0)).count());",
    "clamp": "black_box(1.0_f64.clamp(black_box(2.0), 1.0));",
    "todo": "todo!();",
    "unreachable": "unreachable!();",
    "borrowed": "let c = std::cell::RefCell::new(1); let _r = c.borrow(); *c.borrow_mut() = 2;",
    "total_order": (
        "let mut n = 1_u64; let mut v = vec![1.0; 999]; v.sort_by(|_, _| {"
        " n = n.wrapping_mul(6364136223846793005).wrapping_add(1);"
        " (n >> 63).cmp(&(n >> 62 & 1)) });"
    ),
    "assertion": "assert_eq!(black_box(1), 2);",
    "panic": 'panic!("out of paper");',
}
"""Bodies of a learner's functions, by the name of the sentence."""
IN_THE_TEST = {
    "test_unwraps_err": 'black_box("x").parse::<f64>().unwrap();',
    "test_unwraps_none": "black_box(None::<f64>).unwrap();",
    "test_unwraps_ok": "black_box(Ok::<i32, i32>(1)).unwrap_err();",
    "test_panics": 'panic!("out of paper");',
}
MORE = """\
#[pyfunction]
fn whole(x: i64) -> i64 { x }

#[pyfunction]
fn half(x: f64) -> f64 { x / 2.0 }

#[pyfunction]
fn count(n: usize) -> usize { n }

#[pyfunction]
fn fails() -> PyResult<i64> { Err(pyo3::exceptions::PyKeyError::new_err("x")) }

#[pyclass]
struct Account { #[pyo3(get)] balance: f64 }

#[pymethods]
impl Account {
    #[staticmethod]
    fn open() -> Account { Account { balance: 1.0 } }

    fn is_open(&self) -> bool { true }

    fn apply(&mut self, change: Bound<'_, PyAny>) -> PyResult<()> { change.call0().map(|_| ()) }
}
"""
EXCEPTIONS = {
    "float_for_integer": "probe.whole(1.5)",
    "not_a_number": "probe.half('x')",
    "negative_for_unsigned": "probe.count(-1)",
    "too_large": "probe.whole(2**80)",
    "argument_missing": "probe.half()",
    "arguments_too_many": "probe.half(1.0, 2.0)",
    "unknown_keyword": "probe.half(1.0, hours=2.0)",
    "no_constructor": "probe.Account()",
    "not_converted": "probe.whole('x')",
    "not_called": "probe.Account.open().is_open + 1",
    "value_called": "probe.Account.open().balance()",
    "not_writable": "probe.Account.open().balance = 2.0",
    "not_in_module": "probe.twice(1.0)",
    "not_in_class": "probe.Account.open().interest",
    "borrowed_object": "a = probe.Account.open(); a.apply(a.is_open)",
    "not_implemented": "raise NotImplementedError",
    "exception": "probe.fails()",
    "other_exception": "with pytest.raises((OSError, ValueError)): probe.fails()",
}
"""Lines of a test, by the name of the sentence."""
_SIGSEGV = "The program crashed with a segmentation fault, or overflowed its stack, in `test_it`."
ENDINGS: dict[str, tuple[str, ...]] = {
    "endless": ("timeout", "Stopped after 10 seconds: it never came to its end."),
    "lingering": ("timeout", "All tests passed, but the program had not ended"),
    "stack": ("crash", "The program overflowed its stack: does a function call itself?"),
    "memory": ("crash", "The program needed more memory than the 2 GB that a check may use."),
    "abort": ("crash", "The program called abort.", "panic in a destructor during cleanup"),
    "panic-in-c": ("crash", 'A panic in an `extern "C"` function aborted the program.'),
    "copied-lengths": (
        "crash",
        (
            'A panic in an `extern "C"` function aborted the program. The panic in src/lib.rs:4: '
            "copy_from_slice: source slice length (2) does not match destination slice length (3)"
        ),
    ),
    "unsafe-precondition": ("crash", "An `unsafe` call in src/lib.rs:2 broke its rule"),
    "c-assert": ("crash", "C's `assert` aborted the program"),
    "allocator": ("crash", "The memory allocator aborted the program: free(): invalid pointer."),
    "fortran": ("crash", "A Fortran runtime error ended the program: End of file."),
    "segmentation": ("crash", _SIGSEGV),
    "stop": ("incomplete", "Fortran's `STOP` ended the program: 0 of 2 tests had finished."),
    "crash": ("crash", "The program ended with status 3."),
    "exit": ("incomplete", "The program exited: 1 of 2 had finished."),
}
"""What `test_check.py` sees of real programs: the outcome, the headline, what was written last."""
PATIENCE = 30.0
BY_HAND = {"other-class"}
"""This needs a module that was built twice: `test_ipython_extension.py` does that."""


def shown(verdict: Verdict) -> str | None:
    """The name of the sentence that is shown."""
    sections = verdict_sections(verdict, ROOT)
    found = [section.short for section in sections if isinstance(section, Explanation)]
    return found[0].name if found and found[0] else None


def sentences(verdict: Verdict) -> dict[str, str]:
    """The sentence that is shown beside each test, as if it were the only one that failed."""
    names = (test.name for test in verdict.failed_tests)
    return {name: (shown(replace(verdict, shown=name)) or "").replace("-", "_") for name in names}


def test_panics(shop: Shop) -> None:
    bodies = "".join(f"pub fn {name}() {{ {body} }}\n" for name, body in PANICS.items())
    exercise = shop.rust("panics", f"use std::hint::black_box;\n{bodies}", "", timeout=PATIENCE)
    tests = [f"#[test]\nfn {name}() {{ probe_panics::{name}() }}\n" for name in PANICS]
    tests += [f"#[test]\nfn {name}() {{ {body} }}\n" for name, body in IN_THE_TEST.items()]
    exercise.tests[0].write_text("use std::hint::black_box;\n" + "".join(tests))
    found = sentences(shop.check(exercise))
    assert found == {name: name for name in sorted({*PANICS, *IN_THE_TEST})}


def test_exceptions(shop: Shop) -> None:
    exercise = shop.extension("exceptions", "Ok(1)", more=MORE, timeout=PATIENCE)
    tests = [f"def {name}():\n    {line}\n\n" for name, line in EXCEPTIONS.items()]
    text = "import probe\nimport pytest\n\n" + "".join(tests).replace("def ", "def test_")
    exercise.tests[0].write_text(text)
    verdict = shop.check(exercise)
    assert verdict.outcome == "tests", verdict.errors or verdict.headline
    other = next(test for test in verdict.tests if test.name == "test_other_exception")
    assert Fact("expected", "OSError or ValueError") in facts(other)
    found = sentences(verdict)
    assert found == {f"test_{name}": name for name in EXCEPTIONS}


@pytest.mark.parametrize("name", ENDINGS)
def test_endings(name: str) -> None:
    outcome, headline, *output = ENDINGS[name]
    assert shown(Verdict("a-b", outcome, headline, output="".join(output))) == name


def test_every_sentence_has_its_program() -> None:
    tried = {name.replace("_", "-") for name in {*PANICS, *IN_THE_TEST, *EXCEPTIONS, *ENDINGS}}
    assert tried | BY_HAND == {entry.name for entry in entries(ROOT, RUN_TIME)}
