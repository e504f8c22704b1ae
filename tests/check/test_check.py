"""Every way in which a learner's code can misbehave ends in a verdict that says what happened."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from shop import Shop
from workshop.check.check import check
from workshop.check.verdict import Verdict
from workshop.course.catalog import Exercise, Hint
from workshop.course.requirements import REQUIREMENTS, Requirement
from workshop.learner.project import Project
from workshop.notebook.exercise_magics import ExerciseCells, Shown
from workshop.process.sandbox import Cancelled
from workshop.report.facts import facts
from workshop.report.html import as_html
from workshop.report.json import as_json
from workshop.report.sections import verdict_sections
from workshop.report.text import as_text

pytestmark = pytest.mark.cargo

DEEP = """\
fn deep(n: u64) -> u64 {
    if n == u64::MAX { 0 } else { std::hint::black_box(deep(n + 1)) + 1 }
}
"""
THREADS = """\
let all: Vec<_> = (0..200).map(|_| std::thread::spawn(|| 1)).collect();
Ok(all.into_iter().map(|t| t.join().unwrap_or(0)).sum())
"""
DEADLOCK = """\
let lock = std::sync::Mutex::new(1);
let _one = lock.lock();
let _two = lock.lock();
Ok(1)
"""
ORPHANS = """\
let words = ["sh", "-c", "sleep 987.25 & sleep 987.25"];
let _ = std::process::Command::new("setsid").args(words).spawn();
std::thread::sleep(std::time::Duration::from_millis(200));
Ok(1)
"""
INIT = """\
#[pymodule_init]
fn init(_m: &Bound<'_, PyModule>) -> PyResult<()> {{ {} }}
"""
GOOD = "pub fn answer() -> i32 {\n    42\n}\n"


def text(shop: Shop, verdict: Verdict) -> str:
    return as_text(verdict_sections(verdict, shop.root, picture=False), color=False)


def test_a_right_answer_passes(shop: Shop) -> None:
    exercise = shop.rust("good", GOOD, "assert_eq!(answer(), 42);")
    verdict = shop.check(exercise)
    assert verdict.passed
    assert verdict.headline == "Passed: 2 tests."


def test_a_wrong_answer_says_what_was_called_and_what_came_back(shop: Shop) -> None:
    exercise = shop.rust("wrong", GOOD, "assert_eq!(answer(), 41);")
    verdict = shop.check(exercise)
    assert verdict.outcome == "tests"
    told = {fact.label: fact.text for fact in facts(verdict.failed_tests[0])}
    assert told == {
        "called": "answer()",
        "returned": "42",
        "expected": "41",
        "at": "test_it.rs:5",
    }
    assert verdict.hint is not None
    assert verdict.hint.text == "A hint for the test."


def test_a_wrong_answer_in_python_says_the_same(shop: Shop) -> None:
    verdict = shop.check(shop.extension("wrongpy", "Ok(7)"))
    told = {fact.label: fact.text for fact in facts(verdict.failed_tests[0])}
    assert told == {
        "called": "probe.act()",
        "returned": "7",
        "expected": "1",
        "at": "test_it.py:5",
    }


def test_the_failure_that_its_hint_knows_best_is_shown_first(shop: Shop) -> None:
    exercise = shop.rust("pairs", GOOD, "assert_eq!(answer(), 41);")
    tests = exercise.folder / "tests" / "test_it.rs"
    failing = "#[test]\nfn test_two() {\n    assert_eq!(answer() - 1, 40);\n}"
    tests.write_text(tests.read_text().replace("#[test]\nfn test_two() {}", failing))
    hints = (*exercise.hints, Hint("One more.", ("test_two", "left: 41")))
    verdict = shop.check(replace(exercise, hints=hints))
    assert [test.name for test in verdict.tests] == ["test_it", "test_two"]
    assert [test.name for test in verdict.failed_tests] == ["test_two", "test_it"]
    assert verdict.hint == hints[-1]
    shown = text(shop, verdict)
    assert shown.index("answer() - 1") < shown.index("also failed: test_it")
    verdict = shop.check(replace(exercise, hints=exercise.hints))
    assert [test.name for test in verdict.failed_tests] == ["test_it", "test_two"]
    assert verdict.hint is not None
    assert verdict.hint.text == "A hint for the test."


def test_a_compiler_error_is_shown_once_and_the_rest_counted(shop: Shop) -> None:
    source = "pub fn f(v: Vec<i32>) -> usize {\n    drop(v);\n    let unused = 1;\n    v.len()\n}\n"
    source += "pub fn g() -> i32 {\n    let v = vec![1];\n    drop(v);\n    v[0]\n}\n"
    verdict = shop.check(shop.rust("moved", source, ""))
    assert verdict.outcome == "compile"
    assert [error.code for error in verdict.errors] == ["E0382", "E0382"]
    shown = text(shop, verdict)
    assert shown.count("error[E0382]") == 1
    assert "1 more error" in shown
    assert "can wait until you fix this one." in shown
    assert "A hint for a move." in shown
    assert "has already been moved" in shown


MISBEHAVIOR = {
    "loop_holding_the_interpreter": ("loop {}", "timeout", "while test_it was running"),
    "loop_detached": ("py.detach(|| loop { std::thread::yield_now() })", "timeout", "test_it"),
    "deadlock": (DEADLOCK, "timeout", "it never came to its end"),
    "stack_overflow": (DEEP + "Ok(deep(0) as i64)", "crash", "stack"),
    "abort": ("std::process::abort()", "crash", "called abort while test_it was running"),
    "exit": ("std::process::exit(0)", "incomplete", "exited while test_it was running"),
    "exit_1": ("std::process::exit(1)", "incomplete", "exited while test_it was running"),
    "panic": ('panic!("<b>no</b>")', "tests", "<b>no</b>"),
    "panic_in_thread": (
        'std::thread::spawn(|| panic!("in a thread")).join().unwrap(); Ok(1)',
        "tests",
        "Err",
    ),
    "index": (
        "let v = vec![1]; let i = std::hint::black_box(5); Ok(v[i])",
        "tests",
        "index out of bounds: the len is 1 but the index is 5",
    ),
    "much_output": (
        'let line = "x".repeat(1_000_000); for _ in 0..200 { println!("{line}"); } Ok(2)',
        "tests",
        "returned",
    ),
    "much_memory": (
        "let v: Vec<u8> = vec![1; 3 << 30]; Ok(std::hint::black_box(v).len() as i64)",
        "crash",
        "more memory than the 2 GB",
    ),
    "many_threads": (THREADS, "tests", "200"),
}


@pytest.mark.parametrize("name", MISBEHAVIOR)
def test_misbehavior_ends_in_a_verdict(shop: Shop, name: str) -> None:
    body, outcome, words = MISBEHAVIOR[name]
    exercise = shop.extension(name, f"#[allow(unreachable_code, clippy::all)] {{ {body} }}")
    verdict = shop.check(exercise)
    assert verdict.outcome == outcome, text(shop, verdict)
    assert words in text(shop, verdict)
    own = outcome == "tests" and not verdict.failed_tests[0].panicked
    assert verdict.hint == (exercise.hints[1] if own else None), "the hint of a test that ran"


def test_an_endless_loop_names_the_line_of_the_test(shop: Shop) -> None:
    verdict = shop.check(shop.extension("where", "loop {}"))
    assert "test_it.py:5" in text(shop, verdict)


def test_places_are_no_values_and_lie_in_the_runs_own_folder(shop: Shop) -> None:
    test = "file, n = tmp_path, 3; assert (str(file).count('.runs'), probe.act()) == (1, n)"
    exercise = shop.extension("places", "Ok(2)", test=test)
    file = exercise.folder / "tests" / "test_it.py"
    file.write_text(file.read_text().replace("test_it()", "test_it(tmp_path)"))
    shown = text(shop, shop.check(exercise))
    assert "n = 3" in shown
    assert "returned   (1, 2)" in shown
    assert "Path(" not in shown
    assert not list((shop.root / "work" / ".runs").iterdir())


def test_a_bracket_in_the_name_of_the_folder_is_no_parameter(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "Übung's [2026]"
    folder.mkdir()
    other = Shop(folder, shop.work.target)
    assert other.check(other.extension("bracket", "Ok(1)")).passed
    verdict = other.check(other.extension("brackets", "Ok(2)"))
    assert "test_it.py:5" in text(other, verdict)


def test_what_killed_checks_left_is_tidied_away_and_a_run_is_not(shop: Shop) -> None:
    old, new = (shop.work.folder / ".runs" / name / "lib" for name in ("old", "new"))
    for folder in (old, new):
        folder.mkdir(parents=True)
    os.utime(old.parent, (1, 1))
    assert shop.check(shop.extension("tidy", "Ok(1)")).passed
    assert [folder.name for folder in (shop.work.folder / ".runs").iterdir()] == ["new"]


def test_a_program_that_does_not_end_after_its_tests_is_told_so(shop: Shop) -> None:
    exercise = shop.extension("lingers", "Ok(1)")
    file = exercise.folder / "tests" / "test_it.py"
    file.write_text(
        f"import time\n\n{file.read_text()}\n\ndef teardown_module():\n    time.sleep(60)\n"
    )
    verdict = shop.check(exercise)
    assert verdict.outcome == "timeout"
    assert verdict.headline.startswith("All tests passed, but the program had not ended")


LENDS = "pub fn answer() -> i32 {\n    let v = vec![1];\n    drop(&v);\n    41\n}\n"


def test_a_warning_that_may_be_the_reason_is_shown_beside_failed_tests(shop: Shop) -> None:
    exercise = shop.rust("warned", LENDS, "assert_eq!(answer(), 42);")
    verdict = shop.check(exercise)
    assert "with a reference instead of an owned value" in verdict.failures[0].message
    assert "The compiler warns about this:\nwarning: calls to `std::mem::drop`" in text(
        shop, verdict
    )
    assert "The compiler warns about this:" in as_html(verdict_sections(verdict, shop.root))
    shop.write(exercise, LENDS.replace("41", "42"))
    assert "The compiler warns" not in text(shop, shop.check(exercise))
    shop.write(exercise, "use std::fmt;\n" + LENDS.replace("drop(&v);", "drop(v);"))
    assert "The compiler warns" not in text(shop, shop.check(exercise))


def test_paths_begin_at_the_clone_and_the_library_is_left_out(shop: Shop) -> None:
    source = (
        "pub fn answer(x: Option<i32>) -> i32 {\n    match x {\n        Some(n) => n,\n    }\n}\n"
    )
    verdict = shop.check(shop.rust("paths", source, "assert_eq!(answer(None), 42);"))
    shown = text(shop, verdict)
    assert "--> work/probe/paths/src/lib.rs:2:11" in shown
    assert verdict.errors[0].spans[0].file == "work/probe/paths/src/lib.rs"
    assert "library/core" not in shown
    assert "`Option<i32>` defined here" not in shown
    assert "= note: the matched value is of type `Option<i32>`" in shown
    assert "help: ensure that all possible cases are being handled" in shown


def test_a_crash_names_the_line_of_the_test(shop: Shop) -> None:
    verdict = shop.check(shop.extension("segv", "std::process::abort()"))
    assert "test_it.py:5" in text(shop, verdict)


def test_a_segmentation_fault_is_a_crash(shop: Shop) -> None:
    test = "import ctypes; ctypes.string_at(0)"
    verdict = shop.check(shop.extension("null", "Ok(1)", test=test))
    assert verdict.outcome == "crash"
    assert "segmentation fault" in verdict.headline


def test_exit_at_import_is_no_pass(shop: Shop) -> None:
    more = INIT.format("std::process::exit(0)")
    verdict = shop.check(shop.extension("exitimport", "Ok(1)", more=more))
    assert verdict.outcome == "incomplete"
    assert "exited" in verdict.headline


def test_a_panic_at_import_says_so(shop: Shop) -> None:
    more = INIT.format('panic!("early")')
    verdict = shop.check(shop.extension("panicimport", "Ok(1)", more=more))
    assert verdict.outcome == "broken"
    assert "PanicException: early" in verdict.headline


@pytest.mark.skipif(os.name == "nt", reason="the linker of Windows says it at once")
def test_a_symbol_that_nothing_defines_is_named(shop: Shop) -> None:
    body = 'unsafe extern "C" { safe fn nearst() -> i64; } Ok(nearst())'
    verdict = shop.check(shop.extension("undefined", body))
    assert verdict.outcome == "broken"
    assert "the symbol `nearst` is undefined" in verdict.headline
    assert "/" not in verdict.headline


def test_a_renamed_module_says_what_to_do(shop: Shop) -> None:
    exercise = shop.extension("renamed", "Ok(1)")
    file = shop.work.ensure_copy(exercise) / "src" / "lib.rs"
    file.write_text(file.read_text().replace("mod probe", "mod sample"))
    verdict = shop.check(exercise)
    assert verdict.outcome == "broken"
    assert "Keep the name" in verdict.headline


RUST_MISBEHAVIOR = {
    "rloop": ("pub fn act() { loop {} }", "timeout", "while test_it was running"),
    "rabort": ("pub fn act() { std::process::abort() }", "crash", "called abort"),
    "rexit": ("pub fn act() { std::process::exit(0) }", "incomplete", "exited"),
    "rstack": (
        DEEP + "pub fn act() { std::hint::black_box(deep(0)); }",
        "crash",
        "overflowed its stack",
    ),
    "rmemory": (
        "pub fn act() { let v: Vec<u8> = vec![1; 3 << 30]; std::hint::black_box(v); }",
        "crash",
        "more memory than the 2 GB",
    ),
    "rpanic": ("pub fn act() { let v = [1].to_vec(); let _ = v[3]; }", "tests", "src/lib.rs:1"),
}


@pytest.mark.parametrize("name", RUST_MISBEHAVIOR)
def test_misbehavior_in_plain_rust(shop: Shop, name: str) -> None:
    source, outcome, words = RUST_MISBEHAVIOR[name]
    verdict = shop.check(shop.rust(name, source, "act();"))
    assert verdict.outcome == outcome, text(shop, verdict)
    assert words in text(shop, verdict)
    assert verdict.hint is None, "no test has said what is wrong"


@pytest.mark.skipif(sys.platform != "linux", reason="its words are for Linux alone")
def test_no_child_process_survives(shop: Shop) -> None:
    assert shop.check(shop.extension("orphans", ORPHANS)).passed
    lines = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert "sleep 987.25" not in lines


def test_a_build_script_that_sleeps_is_stopped(shop: Shop) -> None:
    exercise = shop.rust("sleepy", GOOD, "")
    script = "fn main() { std::thread::sleep(std::time::Duration::from_secs(60)) }"
    (shop.work.ensure_copy(exercise) / "build.rs").write_text(script)
    verdict = shop.check(exercise)
    assert verdict.outcome == "broken"
    assert "did not finish within 3 seconds" in verdict.headline


def test_a_macro_that_recurses_is_a_compiler_error(shop: Shop) -> None:
    source = "macro_rules! again { () => { again!() }; }\npub fn f() { again!() }\n"
    verdict = shop.check(shop.rust("recurse", source, ""))
    assert verdict.outcome == "compile"
    assert "recursion limit" in text(shop, verdict)


def test_source_missing(shop: Shop) -> None:
    exercise = shop.rust("missing", GOOD, "")
    (shop.work.ensure_copy(exercise) / "src" / "lib.rs").unlink()
    verdict = shop.check(exercise)
    assert verdict.outcome == "broken"
    assert "src/lib.rs is missing. `workshop reset probe-missing`" in verdict.headline


def test_source_empty(shop: Shop) -> None:
    exercise = shop.rust("empty", GOOD, "assert_eq!(answer(), 42);")
    shop.write(exercise, "")
    verdict = shop.check(exercise)
    assert verdict.outcome == "compile"


def test_source_not_utf8(shop: Shop) -> None:
    exercise = shop.rust("latin", GOOD, "")
    (shop.work.ensure_copy(exercise) / "src" / "lib.rs").write_bytes(b"// caf\xe9\n")
    assert "src/lib.rs is not UTF-8 text (byte 6)" in shop.check(exercise).headline


def test_source_of_a_size_that_none_has(shop: Shop) -> None:
    exercise = shop.rust("huge", GOOD, "")
    with (shop.work.ensure_copy(exercise) / "src" / "lib.rs").open("ab") as file:
        file.truncate(5 << 30)
    assert "src/lib.rs can't be read: it is larger than 1 MB" in shop.check(exercise).headline


def test_source_a_folder(shop: Shop) -> None:
    exercise = shop.rust("folder", GOOD, "")
    file = shop.work.ensure_copy(exercise) / "src" / "lib.rs"
    file.unlink()
    file.mkdir()
    assert "src/lib.rs is a folder; it must be a file" in shop.check(exercise).headline


def test_source_a_broken_link(shop: Shop) -> None:
    exercise = shop.rust("link", GOOD, "")
    file = shop.work.ensure_copy(exercise) / "src" / "lib.rs"
    file.unlink()
    file.symlink_to("nowhere.rs")
    assert "is a link to a file that does not exist" in shop.check(exercise).headline


FORBIDDEN = ("/proc/sys/vm/compact_memory", "/proc/sys/net/ipv4/route/flush")
"""Files of Linux that may be written and not be read, by nobody."""


def forbid(file: Path) -> None:
    """Make that reading the file is refused, also to root."""
    file.chmod(0)
    if not is_forbidden(file):
        file.unlink()
        file.symlink_to(next(name for name in FORBIDDEN if is_forbidden(Path(name))))


def is_forbidden(file: Path) -> bool:
    try:
        file.read_bytes()
    except PermissionError:
        return True
    return False


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems refuse to read by mode")
def test_source_unreadable(shop: Shop) -> None:
    exercise = shop.rust("secret", GOOD, "")
    forbid(shop.work.ensure_copy(exercise) / "src" / "lib.rs")
    assert "src/lib.rs cannot be read: its permissions forbid it" in shop.check(exercise).headline


def test_windows_line_ends_are_fine(shop: Shop) -> None:
    exercise = shop.rust("crlf", GOOD, "assert_eq!(answer(), 42);")
    (shop.work.ensure_copy(exercise) / "src" / "lib.rs").write_bytes(
        GOOD.replace("\n", "\r\n").encode()
    )
    assert shop.check(exercise).passed


@pytest.mark.parametrize("content", ["[package\n", "", "name = 1\n"])
def test_a_broken_manifest_says_how_to_mend_it(shop: Shop, content: str) -> None:
    exercise = shop.rust("manifest", GOOD, "")
    (shop.work.ensure_copy(exercise) / "Cargo.toml").write_text(content)
    verdict = shop.check(exercise)
    assert verdict.outcome == "given"
    assert "Cargo.toml" in verdict.headline
    assert "`workshop reset probe-manifest --given`" in verdict.headline


def with_own_manifest(exercise: Exercise) -> Exercise:
    """The exercise with its Cargo.toml among the files that a learner changes."""
    return replace(exercise, files=(*exercise.files, "Cargo.toml"))


NO_NAME = "Cargo.toml has no [package] table with a name."


@pytest.mark.parametrize("name", ["", "name = 3", 'name = "../../../x"', 'name = "a b"'])
def test_a_package_without_a_proper_name_is_said(shop: Shop, name: str) -> None:
    exercise = with_own_manifest(shop.rust("nameless", GOOD, ""))
    manifest = shop.work.ensure_copy(exercise) / "Cargo.toml"
    manifest.write_text(manifest.read_text().replace('name = "probe-nameless"', name))
    assert NO_NAME in shop.check(exercise).headline
    manifest.write_text("package = 3\n")
    assert NO_NAME in shop.check(exercise).headline


BROKEN = """\
[[hints]]
when = ["broken", "python-source"]
text = "A hint for the folder."
[[hints]]
when = "broken"
text = "A hint for whatever is broken."
"""


@pytest.fixture
def broken(shop: Shop) -> Exercise:
    """A project whose wheel can't be built, and its hints for that."""
    made = shop.project("broken", "Ok(1)")
    declared = made.folder / "exercise.toml"
    declared.write_text(declared.read_text() + BROKEN)
    manifest = shop.work.ensure_copy(made) / "pyproject.toml"
    manifest.write_text(manifest.read_text().replace('= "python"', '= "gone"'))
    return shop.catalog.exercise(made.id)


def test_a_hint_may_be_for_what_is_broken_and_is_shown_everywhere(
    shop: Shop, broken: Exercise
) -> None:
    verdict = shop.check(broken)
    assert verdict.outcome == "broken"
    assert verdict.hint is not None
    assert verdict.hint.text == "A hint for the folder.", verdict.headline
    assert text(shop, verdict).endswith("Hint: A hint for the folder.")
    html = as_html(verdict_sections(verdict, shop.root, further_hints=["A general hint."]))
    assert "A hint for the folder." in html
    assert "A general hint." in html
    assert as_json(verdict, verdict_sections(verdict, shop.root))["hint"] == verdict.hint.text

    manifest = shop.work.path(broken) / "pyproject.toml"
    manifest.write_text(manifest.read_text().replace('name = "probe"', "name = 3"))
    other = shop.check(broken)
    assert other.outcome == "broken"
    assert other.hint is not None
    assert other.hint.text == "A hint for whatever is broken.", other.headline


def test_a_notebook_shows_the_hint_for_what_is_broken(shop: Shop, broken: Exercise) -> None:
    shown = list[object]()
    cells = ExerciseCells(Project(shop.root), shop.root, shown.append, print)
    cells.check(broken.id)
    [verdict] = shown
    assert isinstance(verdict, Shown)
    assert "A hint for the folder." in verdict.html
    assert "A hint for the folder." in verdict.text
    links = re.findall(r'<a href="([^"]+)">', verdict.html)
    assert "work/probe/broken/src/lib.rs" in links


def test_a_notebook_links_to_files_that_are_there(shop: Shop, broken: Exercise) -> None:
    made = "python/probe/py.typed"
    declared = broken.folder / "exercise.toml"
    files = f'files = ["src/lib.rs", "{made}"]'
    declared.write_text(declared.read_text().replace('files = ["src/lib.rs"]', files))
    shown = list[object]()
    cells = ExerciseCells(Project(shop.root), shop.root, shown.append, print)
    for there in (False, True):
        shown.clear()
        cells.check(broken.id)
        [verdict] = shown
        assert isinstance(verdict, Shown)
        assert (f'<a href="work/probe/broken/{made}">' in verdict.html) is there
        (shop.work.path(broken) / made).touch()


def test_a_byte_order_mark_is_fine(shop: Shop) -> None:
    exercise = shop.rust("mark", GOOD, "assert_eq!(answer(), 42);")
    for name in ("Cargo.toml", "src/lib.rs"):
        file = shop.work.ensure_copy(exercise) / name
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert shop.check(exercise).passed


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only POSIX systems have named pipes")
def test_a_pipe_is_no_source_and_does_no_harm_beside_it(shop: Shop) -> None:
    exercise = shop.rust("pipe", GOOD, "assert_eq!(answer(), 42);")
    source = shop.work.ensure_copy(exercise) / "src" / "lib.rs"
    os.mkfifo(source.with_name("pipe"))
    assert shop.check(exercise).passed
    source.unlink()
    os.mkfifo(source)
    assert "src/lib.rs can't be read: it is not an ordinary file." in shop.check(exercise).headline


@pytest.mark.parametrize("make", [Shop.rust, Shop.extension], ids=["rust", "extension"])
def test_tests_that_are_gone_are_missed(shop: Shop, make: Callable[..., Exercise]) -> None:
    exercise = make(shop, "untested", "", **({"test": ""} if make is Shop.rust else {}))
    shop.work.ensure_copy(exercise)
    shutil.rmtree(exercise.folder / "tests")
    verdict = shop.check(exercise)
    assert verdict.outcome == "broken"
    assert verdict.headline == (
        "The tests in exercises/probe/untested are missing: "
        "`git checkout -- exercises/probe/untested` restores them."
    )


NOTHING = "Cargo built nothing that can be checked: the `[lib]` section of Cargo.toml"


def test_a_manifest_that_names_other_tests_is_no_way_to_pass(shop: Shop) -> None:
    exercise = with_own_manifest(shop.rust("swapped", GOOD, "assert_eq!(answer(), 41);"))
    copy = shop.work.ensure_copy(exercise)
    (copy / "tests").mkdir()
    (copy / "tests" / "mine.rs").write_text("#[test]\nfn test_it() {}\n")
    manifest = copy / "Cargo.toml"
    given = manifest.read_text()
    manifest.write_text(given.replace("autotests = false\n", ""))
    assert shop.check(exercise).outcome == "tests", "the given tests count, not those beside them"
    for text in (
        given.replace("../../../exercises/probe/swapped/tests/test_it.rs", "tests/mine.rs"),
        given.partition("[[test]]")[0],
    ):
        manifest.write_text(text)
        verdict = shop.check(exercise)
        assert verdict.outcome == "broken"
        assert verdict.headline.startswith(NOTHING)


def test_a_library_that_python_can_not_import_is_said(shop: Shop) -> None:
    exercise = with_own_manifest(shop.extension("nolibrary", "Ok(1)"))
    manifest = shop.work.ensure_copy(exercise) / "Cargo.toml"
    manifest.write_text(manifest.read_text().replace('crate-type = ["cdylib", "rlib"]', ""))
    assert shop.check(exercise).headline.startswith(NOTHING)


def test_a_module_named_target_is_read_like_others(shop: Shop) -> None:
    exercise = shop.rust("targets", "mod target;\npub use target::answer;\n", "answer();")
    module = shop.work.ensure_copy(exercise) / "src" / "target" / "mod.rs"
    module.parent.mkdir()
    module.write_text(GOOD)
    passed = shop.check(exercise)
    assert passed.passed
    module.write_text(GOOD.replace("42", "41"))
    assert shop.check(exercise).content != passed.content


@pytest.mark.parametrize(
    ("name", "value"),
    [("QUIET", "true"), ("COLOR", "always"), ("VERBOSE", "true"), ("PROGRESS_WHEN", "never")],
)
def test_a_cargo_that_is_told_how_to_speak_is_heard(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"CARGO_TERM_{name}", value)
    exercise = shop.rust(f"speaks{name[0].lower()}", GOOD, "")
    script = "fn main() { std::thread::sleep(std::time::Duration::from_secs(60)) }"
    (shop.work.ensure_copy(exercise) / "build.rs").write_text(script)
    assert "did not finish within 3 seconds" in shop.check(exercise).headline


def test_a_deleted_pyproject_is_missed_before_maturin_needs_it(shop: Shop) -> None:
    exercise = shop.extension("noproject", "Ok(1)")
    (shop.work.ensure_copy(exercise) / "pyproject.toml").unlink()
    verdict = shop.check(exercise)
    assert verdict.outcome == "given"
    assert "work/probe/noproject/pyproject.toml is missing." in verdict.headline


def test_a_broken_neighbor_stops_nothing(shop: Shop) -> None:
    broken = shop.rust("neighbor", GOOD, "")
    (shop.work.ensure_copy(broken) / "Cargo.toml").write_text("[package")
    (shop.work.folder / "probe" / "empty_folder").mkdir()
    (shop.work.folder / "probe" / ".ipynb_checkpoints").mkdir()
    good = shop.rust("beside", GOOD, "assert_eq!(answer(), 42);")
    assert shop.check(good).passed


def test_tests_that_a_learner_adds_or_edits_do_not_count(shop: Shop) -> None:
    exercise = shop.rust("own", GOOD, "assert_eq!(answer(), 41);")
    folder = shop.work.ensure_copy(exercise) / "tests"
    folder.mkdir()
    (folder / "test_it.rs").write_text("#[test]\nfn test_it() {}\n")
    verdict = shop.check(exercise)
    assert verdict.outcome == "tests"
    assert verdict.collected == 2


def test_markup_in_a_panic_is_escaped_in_html(shop: Shop) -> None:
    verdict = shop.check(shop.extension("markup", 'panic!("<script>x</script>")'))
    page = as_html(verdict_sections(verdict, shop.root))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_save_during_the_check_makes_it_start_again(shop: Shop) -> None:
    exercise = shop.rust("late", GOOD, "std::thread::sleep(std::time::Duration::from_millis(600));")
    shop.check(exercise)
    notes: list[str] = []
    timer = threading.Timer(0.4, shop.write, [exercise, GOOD + "// later\n"])
    timer.start()
    assert check(shop.work, exercise, notify=notes.append).passed
    timer.join()
    assert "The files changed during the check: checking again." in notes


def test_a_check_can_be_cancelled_at_any_time(shop: Shop) -> None:
    exercise = shop.rust("cancel", "pub fn act() { loop {} }", "act();", timeout=60)
    for delay in (0.0, 0.1, 0.5, 1.0, 2.0):
        cancel = threading.Event()
        threading.Timer(delay, cancel.set).start()
        with pytest.raises(Cancelled):
            check(shop.work, exercise, notify=lambda _text: None, cancel=cancel)


def test_an_editor_that_holds_the_build_lock_is_named(shop: Shop) -> None:
    exercise = shop.rust("locked", GOOD, "assert_eq!(answer(), 42);")
    shop.check(exercise)
    shop.write(exercise, GOOD + "\n")
    notes: list[str] = []
    lock = shop.work.target / "debug" / ".cargo-lock"
    with lock.open("a") as held:
        import fcntl

        fcntl.flock(held, fcntl.LOCK_EX)
        threading.Timer(0.8, fcntl.flock, [held, fcntl.LOCK_UN]).start()
        assert check(shop.work, exercise, notify=notes.append).passed
        time.sleep(0.5)
    assert any("Another build is running" in note for note in notes)


def test_two_checks_at_once_both_get_their_verdict(shop: Shop) -> None:
    first = shop.rust("one", GOOD, "assert_eq!(answer(), 42);")
    second = shop.rust("two", GOOD, "assert_eq!(answer(), 1);")
    results: dict[str, Verdict] = {}

    def run(name: str) -> None:
        exercise = {"one": first, "two": second}[name]
        results[name] = shop.check(exercise)

    threads = [threading.Thread(target=run, args=[name]) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results["one"].passed
    assert results["two"].outcome == "tests"


def test_checks_of_one_exercise_take_turns(shop: Shop) -> None:
    exercise = shop.rust("turns", GOOD, "assert_eq!(answer(), 42);")
    outcomes, notes = list[str](), list[str]()

    def run() -> None:
        outcomes.append(check(shop.work, exercise, notify=notes.append).outcome)

    for text in (GOOD + "// one\n", GOOD + "// two\n", GOOD + "// three\n"):
        shop.write(exercise, text)
        threads = [threading.Thread(target=run) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert outcomes == ["passed"] * 9
    assert "Another check is building: waiting for it." in notes


def test_fewer_tests_than_collected_are_no_pass(shop: Shop) -> None:
    exercise = shop.extension("fewer", "Ok(1)", test="import os; os._exit(0)")
    verdict = shop.check(exercise)
    assert verdict.outcome == "incomplete"
    assert not verdict.passed


def test_a_program_that_the_exercise_needs_and_that_is_missing_is_named(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("cargo", "gfortran-of-1957"):
        monkeypatch.setitem(REQUIREMENTS, name, Requirement(name, "a program", "l", "m", "w"))
    exercise = shop.rust("needs", GOOD, "assert_eq!(answer(), 42);")
    assert shop.check(replace(exercise, requires=("cargo",))).passed
    verdict = shop.check(replace(exercise, requires=("cargo", "gfortran-of-1957")))
    assert verdict.outcome == "broken"
    assert verdict.headline.startswith("This exercise needs gfortran-of-1957, which this machine")
    assert "Until then it is skipped: `workshop` says what is next." in verdict.headline
