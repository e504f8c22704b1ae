"""A crash in compiled code that nobody checks ends in a verdict that says what happened."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from shop import Shop
from workshop.check import endings
from workshop.check.results import RunResult, TestResult
from workshop.check.verdict import Verdict
from workshop.course.catalog import Exercise, Hint
from workshop.course.hints import best_match
from workshop.report.sections import Output, verdict_sections

pytestmark = [
    pytest.mark.cargo,
    pytest.mark.skipif(sys.platform != "linux", reason="the words of Linux's C library"),
]
BODIES = {
    "panics": (
        (
            'extern "C" fn inner() { let v: Vec<f64> = vec![]; let i = v.len(); '
            "std::hint::black_box(v[i]); } inner()"
        ),
        "crash",
        (
            'A panic in an `extern "C"` function aborted the program while test_it was running. '
            "The panic in src/lib.rs:"
        ),
        "index out of bounds: the len is 0 but the index is 0",
    ),
    "null": (
        (
            "let none: *const f64 = std::hint::black_box(std::ptr::null()); "
            "std::hint::black_box(unsafe { std::slice::from_raw_parts(none, 2) }.len())"
        ),
        "crash",
        "An `unsafe` call in src/lib.rs:",
        (
            "Rust aborted the program while test_it was running: slice::from_raw_parts requires "
            "the pointer to be aligned and non-null"
        ),
    ),
    "frees": (
        (
            'unsafe extern "C" { fn free(p: *mut u8); } let mut a = [0u8; 64]; '
            "unsafe { free(a.as_mut_ptr().add(16)) }"
        ),
        "crash",
        "The memory allocator aborted the program while test_it was running: free(): invalid",
        "Code that neither Rust nor Python checks (C, Fortran, `unsafe`) misused memory.",
    ),
    "frees_twice": (
        (
            'unsafe extern "C" { fn free(p: *mut u8); fn malloc(n: usize) -> *mut u8; } '
            "unsafe { let p = malloc(100); free(std::hint::black_box(p)); free(p) }"
        ),
        "crash",
        "The memory allocator aborted the program while test_it was running: free(): double free",
        "misused memory",
    ),
    "reads": (
        (
            "let p = std::hint::black_box(8 as *const u8); "
            "std::hint::black_box(unsafe { std::ptr::read_volatile(p) })"
        ),
        "crash",
        "The program crashed with a segmentation fault",
        "while test_it was running.",
    ),
    "asserts": (
        (
            'unsafe extern "C" { fn __assert_fail(m: *const i8, f: *const i8, l: u32, n: '
            '*const i8) -> !; } unsafe { __assert_fail(c"m > 0".as_ptr().cast(), '
            'c"/elsewhere/native/nearest.c".as_ptr().cast(), 12, c"nearest".as_ptr().cast()) }'
        ),
        "crash",
        (
            "C's `assert` aborted the program while test_it was running: native/nearest.c:12 "
            "requires `m > 0`."
        ),
        "",
    ),
    "aborts": (
        'unsafe extern "C" { fn abort() -> !; } unsafe { abort() }',
        "crash",
        "The program called abort while test_it was running.",
        "",
    ),
    "fortran": (
        (
            "eprintln!(\"At line 7 of file native/nearest.f90\\nFortran runtime error: Index '5' "
            "of dimension 1 of array 'points' above upper bound of 4\"); std::process::exit(2)"
        ),
        "crash",
        (
            "A Fortran runtime error ended the program while test_it was running "
            "(native/nearest.f90, line 7): Index '5' of dimension 1 of array "
            "'points' above upper bound of 4."
        ),
        "",
    ),
    "stops": (
        'eprintln!("ERROR STOP no references"); std::process::exit(1)',
        "incomplete",
        (
            "Fortran's `ERROR STOP` (no references) ended the program while test_it was running: "
            "0 of 2 tests had finished."
        ),
        "return a status instead",
    ),
    "exits": (
        'unsafe extern "C" { fn exit(status: i32) -> !; } unsafe { exit(3) }',
        "incomplete",
        "The program exited while test_it was running: 0 of 2 tests had finished.",
        "A test must not end the program.",
    ),
}
CALL = """\
import ctypes
import os

act_of = ctypes.CDLL(os.environ["WORKSHOP_LIBRARY"]).act
act_of.argtypes, act_of.restype = [ctypes.c_double], ctypes.c_double


def act():
    return act_of(1.0)
"""


def library(shop: Shop, stage: str, body: str) -> Exercise:
    return shop.library(f"lib{stage}", f"let _ = x; {{ {body}; }} #[allow(unreachable_code)] 0.0")


def extension(shop: Shop, stage: str, body: str) -> Exercise:
    return shop.extension(
        f"ext{stage}", f"{{ {body}; }} #[allow(unreachable_code)] Ok(1)", timeout=10
    )


def script(shop: Shop, stage: str, body: str) -> Exercise:
    return shop.script(
        f"scr{stage}",
        CALL,
        library=f"let _ = x; {{ {body}; }} #[allow(unreachable_code)] 0.0",
    )


@pytest.mark.parametrize("make", [library, extension, script], ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", BODIES)
def test_an_ending_in_compiled_code_is_said_in_words(
    name: str, make: Callable[[Shop, str, str], Exercise], shop: Shop
) -> None:
    body, outcome, *words = BODIES[name]
    verdict = shop.check(make(shop, name.replace("_", ""), body))
    assert verdict.outcome == outcome, (verdict.headline, verdict.output, verdict.errors)
    assert all(part in verdict.headline for part in words), (verdict.headline, verdict.output)
    assert verdict.failed_tests[0].name == "test_it"
    assert verdict.failed_tests[0].where or outcome == "incomplete" or name == "fortran"
    assert verdict.headline.count("\n") == 0


def test_a_hint_may_ask_for_words_of_the_output(shop: Shop) -> None:
    exercise = library(shop, "hinted", BODIES["frees"][0])
    hints = (
        Hint(text="It crashed.", when=("crash",)),
        Hint(text="Who frees?", when=("crash", "free(): invalid pointer")),
        Hint(text="Which index?", when=("crash", "index out of bounds")),
        Hint(text="Not this.", when=("exit", "free()")),
    )
    verdict = shop.check(exercise)
    assert verdict.outcome == "crash"
    assert any(isinstance(part, Output) for part in verdict_sections(verdict, shop.root))
    _failure, hint = best_match(replace(exercise, hints=hints), verdict.failures)
    assert hint == hints[1]
    printed = replace(verdict, headline="It crashed.", output="index out of bounds: 3")
    _failure, hint = best_match(replace(exercise, hints=hints), printed.failures)
    assert hint == hints[2]


def test_words_of_an_earlier_test_or_of_a_normal_end_do_not_count(shop: Shop) -> None:
    exercise = shop.library("normal", "x")
    tests = (TestResult("test_it", "running"),)
    run = RunResult(tests, 2, complete=False, status=1, output="STOPPED", errors="STOP early")
    assert endings.crash(run, "") is None
    assert endings.exited(run, exercise, "").startswith("The program exited: 0 of 2 tests")
    assert isinstance(Verdict("a", "crash", "x").failures[0].message, str)
