"""How each test ended is known whatever the learner's code prints, starts, closes or replaces."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shop import Shop
from workshop.check.check import check
from workshop.check.results import TestResult
from workshop.check.run import Runner, RunRequest, run_folder
from workshop.check.rust_run import run_rust
from workshop.check.verdict import Verdict
from workshop.course.catalog import Exercise
from workshop.report.facts import facts
from workshop.report.sections import verdict_sections
from workshop.report.text import as_text

pytestmark = pytest.mark.cargo

NOISE = r"""
use std::io::Write;

pub fn direct() -> i32 {
    std::io::stdout().write_all(b"test test_direct ... ok\n\ntest result: ok. 9 passed\n").unwrap();
    41
}
pub fn fake() -> i32 {
    println!("\nrunning 99 tests\ntest test_fake ... FAILED\n\nfailures:\n");
    println!("---- test_fake stdout ----\nthread 'test_fake' panicked at src/lib.rs:1:1:\nno");
    eprintln!("thread 'test_fake' panicked at src/lib.rs:1:1:\nassertion failed: no");
    println!("test result: FAILED. 0 passed; 1 failed; finished in 0.00s");
    42
}
pub fn child() -> i32 {
    let said = std::process::Command::new("echo").arg("test test_child ... FAILED").status();
    if said.is_ok_and(|status| status.success()) { 42 } else { 41 }
}
pub fn unfinished() -> i32 {
    print!("no end");
    eprint!("of line");
    41
}
pub fn flood() -> i32 {
    for n in 0..60_000 { println!("flood {n}"); eprintln!("flood {n}"); }
    41
}
pub fn message() -> i32 {
    panic!("first\n---- test_message stdout ----\nfailures:\n\ntest result: ok. 1 passed");
}
pub fn caught() -> i32 {
    std::panic::catch_unwind(|| panic!("caught and forgotten")).map_or(41, |()| 0)
}
pub fn threads() -> i32 {
    std::thread::spawn(|| panic!("in the thread")).join().map_or(41, |()| 0)
}
pub fn passed_on() -> i32 {
    std::thread::spawn(|| -> i32 { panic!("the cause") }).join().unwrap()
}
pub fn scoped() -> i32 {
    let none: [i32; 0] = [];
    std::thread::scope(|scope| { scope.spawn(|| none[black_box(7)]); });
    42
}
pub fn black_box(n: usize) -> usize { std::hint::black_box(n) }
pub fn hooked() -> i32 {
    std::panic::set_hook(Box::new(|_| {}));
    panic!("never seen");
}
pub fn dropping() -> i32 {
    struct Loud;
    impl Drop for Loud { fn drop(&mut self) { eprintln!("dropped") } }
    let _loud = Loud;
    panic!("one");
}
pub fn huge() -> Vec<u8> { Vec::with_capacity(black_box(usize::MAX)) }
"""
LISTED = r"""
#[test] fn test_direct() { assert_eq!(direct(), 42); }
#[test] fn test_fake() { assert_eq!(fake(), 42); }
#[test] fn test_child() { assert_eq!(child(), 42); }
#[test] fn test_unfinished() { assert_eq!(unfinished(), 42); }
#[test] fn test_flood() { assert_eq!(flood(), 42); }
#[test] fn test_message() { assert_eq!(message(), 42); }
#[test] fn test_caught() { assert_eq!(caught(), 42); }
#[test] fn test_threads() { assert_eq!(threads(), 42); }
#[test] fn test_passed_on() { assert_eq!(passed_on(), 42); }
#[test] fn test_scoped() { assert_eq!(scoped(), 42); }
#[test] fn test_hooked() { assert_eq!(hooked(), 42); }
#[test] fn test_dropping() { assert_eq!(dropping(), 42); }
#[test] fn test_huge() { assert_eq!(huge().len(), 0); }
#[test] fn test_returns() -> Result<(), String> { Err("a reason".into()) }
#[test] #[should_panic] fn test_must_panic() { println!("calm"); }
#[test] #[ignore = "only in winter"] fn test_winter() { panic!(); }
mod inner { #[test] fn test_inside() { println!("ok"); } }
"""


def written(exercise: Exercise, tests: str) -> Exercise:
    """Replace all tests of a Rust exercise."""
    name = f"probe_{exercise.stage}"
    exercise.tests[0].write_text(f"use {name}::*;\n{tests}")
    return exercise


def by_name(verdict: Verdict) -> dict[str, TestResult]:
    return {test.name: test for test in verdict.tests}


def text(shop: Shop, verdict: Verdict) -> str:
    return as_text(verdict_sections(verdict, shop.root, picture=False), color=False)


def told(test: TestResult) -> dict[str, str]:
    return {fact.label: fact.text for fact in facts(test)}


def test_noise_changes_no_result_and_no_word(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"NOCAPTURE": "1", "THREADS": "8", "SHUFFLE": "1", "TIME_UNIT": "x"}.items():
        monkeypatch.setenv(f"RUST_TEST_{name}", value)
    exercise = written(shop.rust("noise", NOISE, ""), LISTED)
    configuration = shop.work.ensure_copy(exercise) / ".cargo" / "config.toml"
    configuration.parent.mkdir()
    configuration.write_text('[env]\nRUST_TEST_NOCAPTURE = "1"\nRUST_TEST_SHUFFLE = "1"\n')
    verdict = shop.check(exercise)
    found = by_name(verdict)
    assert verdict.outcome == "tests"
    assert verdict.collected == len(found) == LISTED.count("fn ")
    passed = {name for name, test in found.items() if test.outcome == "passed"}
    assert passed == {"test_fake", "test_child", "inner::test_inside"}
    assert found["test_winter"].outcome == "skipped"
    assert found["test_winter"].message == "only in winter"
    for name in ("direct", "unfinished", "flood", "caught", "threads"):
        assert told(found[f"test_{name}"])["returned"] == "41", name
        assert told(found[f"test_{name}"])["expected"] == "42", name
    panics = {
        "message": "first\n---- test_message stdout ----\nfailures:\n\ntest result: ok. 1 passed",
        "passed_on": "the cause",
        "scoped": "index out of bounds: the len is 0 but the index is 7",
        "dropping": "one",
    }
    for name, message in panics.items():
        facts_ = told(found[f"test_{name}"])
        assert facts_["panicked"] == message, name
        assert facts_["in"].startswith("src/lib.rs:"), name
    assert told(found["test_huge"])["panicked"] == "capacity overflow"
    assert "in" not in told(found["test_huge"]), "a line of the library says nothing to a learner"
    assert "replace the panic hook" in told(found["test_hooked"])["because"]
    assert told(found["test_returns"])["because"] == 'Error: "a reason"'
    assert "did not panic" in told(found["test_must_panic"])["because"]


def test_what_a_test_printed_is_its_own(shop: Shop) -> None:
    found = by_name(shop.check(written(shop.rust("prints", NOISE, ""), LISTED)))
    assert found["test_direct"].printed.startswith("test test_direct ... ok\n")
    assert found["test_unfinished"].printed == "no endof line"
    assert found["test_must_panic"].printed == "calm\n"
    assert found["test_dropping"].printed == "dropped\n"
    assert "caught and forgotten" in found["test_caught"].printed
    flood = found["test_flood"].printed
    assert flood.startswith("flood 0\nflood 1\n")
    assert flood.endswith("flood 59999\n")
    assert "characters left out" in flood


APART = """\
import os, tempfile, time


def act():
    with open(tempfile.gettempdir() + "/one-name", "x"):
        time.sleep(0.5)
    with open(os.environ["CARGO_TARGET_TMPDIR"] + "/another", "x"):
        return 1
"""


def test_two_runs_at_once_share_no_temporary_file(shop: Shop) -> None:
    exercise = shop.script("apart", APART)
    sources = (None, shop.solve(exercise, APART))
    with ThreadPoolExecutor() as pool:
        verdicts = list(pool.map(lambda source: check(shop.work, exercise, source), sources))
    assert [verdict.headline for verdict in verdicts] == ["Passed: 2 tests."] * 2
    inside = 'assert!(std::env::temp_dir().iter().any(|part| part == ".runs"));'
    assert shop.check(shop.rust("inside", "", inside)).passed


LEAVES = """\
pub fn act(redirect: &str) {
    let sleep = format!("sleep 987.75 {redirect} &");
    let words = ["sh", "-c", &sleep];
    std::process::Command::new("setsid").args(words).status().unwrap();
}
"""


@pytest.mark.skipif(sys.platform != "linux", reason="it needs `setsid`")
def test_what_a_test_starts_ends_with_the_run(shop: Shop) -> None:
    exercise = shop.rust("leaves", LEAVES, 'act(""); act(">/dev/null 2>&1");')
    assert shop.check(exercise).passed
    lines = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert "sleep 987.75" not in lines


TWICE = """\
pub struct Loud;
impl Drop for Loud {
    fn drop(&mut self) { panic!("the second") }
}
pub fn act() {
    println!("before");
    let _loud = Loud;
    panic!("the first");
}
"""


def test_a_panic_during_a_panic_is_a_crash_that_says_the_first(shop: Shop) -> None:
    verdict = shop.check(shop.rust("twice", TWICE, "act();"))
    assert verdict.outcome == "crash"
    assert verdict.headline == "The program called abort while test_it was running."
    facts_ = told(verdict.failed_tests[0])
    assert facts_["panicked"] == "the first"
    assert facts_["in"] == "src/lib.rs:8"
    shown = text(shop, verdict)
    assert "before" in shown
    assert "the second" in shown
    assert "core::" not in shown, "a backtrace says nothing to a learner"


ENDINGS = {
    "exits": ("std::process::exit(0)", "incomplete", "exited while test_it was running"),
    "exits_3": ("std::process::exit(3)", "incomplete", "exited while test_it was running"),
    "says_memory": (
        'eprintln!("memory allocation of 9 bytes"); std::process::exit(1)',
        "incomplete",
        "exited while test_it was running",
    ),
    "at_end": (
        "std::thread::spawn(|| loop { std::thread::yield_now() })",
        "passed",
        "Passed: 2 tests.",
    ),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_an_early_end_is_told_from_a_crash(shop: Shop, name: str) -> None:
    body, outcome, words = ENDINGS[name]
    source = f'pub fn act() {{ println!("test test_it ... ok"); let _ = {body}; }}'
    verdict = shop.check(shop.rust(name, f"#[allow(unreachable_code)]\n{source}", "act();"))
    assert verdict.outcome == outcome, text(shop, verdict)
    assert words in verdict.headline


@pytest.mark.skipif(sys.platform == "win32", reason="the program is wrapped in a shell script")
def test_a_test_program_without_logfile_is_read_by_its_last_line(
    shop: Shop, tmp_path: Path
) -> None:
    exercise = written(shop.rust("nolog", NOISE, ""), LISTED)
    with_log = by_name(shop.check(exercise))
    built = next((shop.work.target / "debug" / "deps").glob("test_probe_nolog-*[0-9a-f]"))
    refusing = tmp_path / "program"
    refusing.write_text(
        '#!/bin/sh\ncase "$*" in *--logfile*)\n'
        "  echo \"error: Unrecognized option: 'logfile'\" >&2; exit 101;;\n"
        f'esac\nexec "{built}" "$@"\n'
    )
    refusing.chmod(0o755)
    with run_folder(shop.work) as scratch:
        run = run_rust(RunRequest(scratch, exercise, exercise.folder, refusing, _no_runner))
    outcomes = {name: test.outcome for name, test in with_log.items()}
    assert {test.name: test.outcome for test in run.tests} == outcomes


def test_a_build_meanwhile_does_not_change_what_runs(shop: Shop, tmp_path: Path) -> None:
    sleeps = "std::thread::sleep(std::time::Duration::from_millis(500));"
    exercise = shop.rust("meanwhile", "", sleeps)
    assert shop.check(exercise).passed
    built = next((shop.work.target / "debug" / "deps").glob("test_probe_meanwhile-*[0-9a-f]"))
    program = Path(shutil.copy(built, tmp_path / "program"))
    with run_folder(shop.work) as scratch:
        threading.Timer(0.2, program.unlink).start()
        request = RunRequest(scratch, exercise, exercise.folder, program, _no_runner)
        assert run_rust(request).passed
    assert not program.exists()


def _no_runner() -> Runner:
    raise AssertionError("plain Rust needs no runner")


def test_a_skipped_test_is_no_failure_and_nothing_but_skipped_ones_no_pass(shop: Shop) -> None:
    exercise = shop.rust("skips", "", "")
    exercise.tests[0].write_text(
        '#[test]\n#[ignore = "only in winter"]\nfn test_one() {}\n\n#[test]\nfn test_two() {}\n'
    )
    verdict = shop.check(exercise)
    assert verdict.headline == "Passed: 2 tests, 1 of them skipped (only in winter)."
    exercise.tests[0].write_text('#[test]\n#[ignore = "only in winter"]\nfn test_one() {}\n')
    verdict = shop.check(exercise)
    assert verdict.outcome == "incomplete"
    assert verdict.headline == "Nothing was tested: all tests were skipped (only in winter)."
    exercise.tests[0].write_text("")
    assert shop.check(exercise).headline == "Nothing was tested: there are no tests."
