"""A cell of Rust does what its first line says, and whatever it does ends in a message."""

from __future__ import annotations

import ctypes
import re
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from workshop.base.ansi import plain
from workshop.base.errors import UsageError, WorkshopError
from workshop.learner.work_folder import WorkFolder
from workshop.notebook import crates, rust_magic
from workshop.notebook.rust_magic import CellContext, CellFailed, run_cell

pytestmark = pytest.mark.cargo

MOVED = 'let run = vec![1.0];\nlet kept = run;\nprintln!("{:?}", run);'
FIXED = MOVED.replace("= run;", "= run.clone();")
TWO_ERRORS = (
    'fn moved() { let run = vec![1.0]; let kept = run; println!("{:?}", run); }\n'
    'fn grown() { let mut v = vec![1]; let x = &v[0]; v.push(2); println!("{x}"); }'
)
DOUBLE = "#[pyfunction]\nfn double(x: f64) -> f64 {\n    x * 2.0\n}"


class Cells:
    """Runs cells, and keeps what they show."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.shown: list[Any] = []
        self.said: list[str] = []
        self.context = CellContext(WorkFolder(root), folder, self.shown.append, self.said.append)

    def predicted(self, *codes: str) -> Cells:
        """The same for a cell whose outcome the reader is to predict."""
        self.context = replace(self.context, predicted=codes)
        return self

    def strict(self) -> Cells:
        """The same as in the book and in the tests of the episodes."""
        self.context = replace(self.context, strict=True)
        return self

    def run(self, line: str, code: str) -> ModuleType | None:
        """The module that the cell makes, if it makes one."""
        made = [*run_cell(line, code, self.context).values()]
        assert all(isinstance(module, ModuleType) for module in made)
        return next((module for module in made if isinstance(module, ModuleType)), None)

    def library(self, line: str, code: str) -> str | None:
        """The path of the C library that the cell makes, if it makes one."""
        made = [*run_cell(line, code, self.context).values()]
        assert all(isinstance(path, str) for path in made)
        return next((path for path in made if isinstance(path, str)), None)


@pytest.fixture
def cells(root: Path, tmp_path: Path) -> Cells:
    return Cells(root, tmp_path)


def survivors(mark: str) -> list[str]:
    """The processes of this machine whose command line holds the mark."""
    import psutil

    found = [" ".join(p.info["cmdline"] or []) for p in psutil.process_iter(["cmdline"])]
    return [line for line in found if mark in line]


# What a line may say.


@pytest.mark.parametrize(
    "line",
    [
        "--bogus",
        "word",
        "--expect",
        "--seconds soon",
        "--seconds 0",
        "--seconds nan",
        "--module",
        "--module 1x",
        "--module class",
        "--module json",
        "--module numpy",
        "--module sys",
        "--module print",
        "--module load",
        "--module größe",
        "--library",
        "--library 1x",
        "--library json",
        "--library build_library",
        "--library mine --module mine",
        "--library mine --test",
        "--module mine --test",
        '--expect "E0382',
    ],
)
def test_a_mistake_in_the_line_is_a_usage_error(line: str) -> None:
    with pytest.raises(UsageError, match="%%rust: "):
        rust_magic.parse(line)


def test_codes_are_separated_by_commas() -> None:
    assert rust_magic.parse("--expect E0382,e0505").expect == ("E0382", "E0505")
    assert rust_magic.parse("--expect panic,error").expect == ("panic", "error")


# Run, check, expect.


def test_a_program_runs_and_prints(cells: Cells, capsys: pytest.CaptureFixture[str]) -> None:
    cells.run("", 'println!("größer");\neprintln!("to stderr");')
    captured = capsys.readouterr()
    assert captured.out == "größer\n"
    assert captured.err == "to stderr\n"
    assert cells.shown == []


def test_a_program_runs_in_the_folder_of_the_notebook(
    cells: Cells, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "points.csv").write_text("1,2\n", encoding="utf-8")
    cells.run("", 'print!("{}", std::fs::read_to_string("points.csv").unwrap());')
    assert capsys.readouterr().out == "1,2\n"


def test_check_compiles_and_does_not_run(cells: Cells, capsys: pytest.CaptureFixture[str]) -> None:
    cells.run("--check", 'println!("not seen");')
    assert capsys.readouterr().out == ""


def test_a_refused_cell_shows_the_message_and_fails(cells: Cells) -> None:
    with pytest.raises(CellFailed, match="does not compile"):
        cells.run("", MOVED)
    assert "borrow of moved value" in cells.shown[0].text()


def test_an_expected_refusal_shows_the_message_and_the_picture(cells: Cells) -> None:
    cells.run("--expect E0382", MOVED)
    (report,) = cells.shown
    assert report.diagnostics[0].code == "E0382"
    assert "<svg" in report.html()
    assert "value moved here" in report.text()
    assert report.text().count("→") == 1


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("--expect E0382", "let x = 1;", "must fail with E0382; it reported no error"),
        ("--expect E0499", MOVED, "must fail with E0499; it reported E0382"),
        ("--expect E0382,E0499", MOVED, "it reported E0382"),
        ("--expect E0382", f"let x: u8 = 'a';\n{MOVED}", "it reported E0308"),
        ("--expect panic", "let x = 1;", "must panic. It ended normally"),
        ("--check", MOVED, "does not compile"),
    ],
)
def test_another_outcome_than_the_expected_one_fails(
    line: str, code: str, says: str, cells: Cells
) -> None:
    with pytest.raises(CellFailed, match=re.escape(says)):
        cells.strict().run(line, code)


@pytest.mark.parametrize("line", ["--expect E0382", "--release --expect E0382"])
def test_a_cell_edited_away_from_its_error_runs(
    line: str, cells: Cells, capsys: pytest.CaptureFixture[str]
) -> None:
    cells.run(line, FIXED)
    assert cells.said == ["This cell no longer reports E0382."]
    assert capsys.readouterr().out == "[1.0]\n"
    assert cells.shown == []


def test_a_cell_edited_away_from_its_panic_shows_its_output(
    cells: Cells, capsys: pytest.CaptureFixture[str]
) -> None:
    cells.run("--expect panic", 'println!("well");')
    assert cells.said == ["This cell no longer panics."]
    assert capsys.readouterr().out == "well\n"


def test_a_cell_of_a_module_edited_away_from_its_error_is_imported(cells: Cells) -> None:
    module = cells.run("--module cells_fixed --expect E0425", DOUBLE)
    assert cells.said == ["This cell no longer reports E0425."]
    assert module is not None
    assert module.double(1.5) == 3.0


@pytest.mark.parametrize(
    ("line", "code", "note", "error"),
    [
        ("--expect E0499", MOVED, "no longer reports E0499", "does not compile"),
        ("--expect E0382", f"let x: u8 = 'a';\n{MOVED}", "no longer reports E0382", "compile"),
        ("--expect E0382,E0499", MOVED, "no longer reports E0499", "does not compile"),
        ("--expect error", MOVED, "no longer reports an error without a code", "not compile"),
        ("--expect panic", MOVED, "no longer panics", "does not compile"),
        ("--expect E0382", TWO_ERRORS, "also reports E0502", "does not compile"),
        ("--expect E0382", "None::<i32>.unwrap();", "no longer reports E0382", "A panic ended"),
        ("--expect panic", "std::process::exit(7);", "no longer panics", "ended with status 7"),
        ("--check --expect E0499", MOVED, "no longer reports E0499", "does not compile"),
    ],
)
def test_a_cell_edited_into_another_error_says_so_and_fails_as_usual(
    line: str, code: str, note: str, error: str, cells: Cells
) -> None:
    with pytest.raises(CellFailed, match=error):
        cells.run(line, code)
    assert cells.said == [f"This cell {note}."]


def test_check_does_not_run_a_cell_edited_away_from_its_error(
    cells: Cells, capsys: pytest.CaptureFixture[str]
) -> None:
    cells.run("--check --expect E0382", FIXED)
    assert cells.said == ["This cell no longer reports E0382."]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("predicted", "code"), [("E0382", MOVED), ("panic", "None::<i32>.unwrap();")]
)
def test_an_error_that_the_page_lets_predict_is_no_failure(
    predicted: str, code: str, cells: Cells
) -> None:
    cells.predicted(predicted).run("", code)
    cells.strict().run("", code)
    assert cells.said == ["This error is expected. The text below explains it."] * 2
    assert all(report.short is None for report in cells.shown)


@pytest.mark.parametrize("line", ["", "--expect E0502"])
def test_an_error_of_the_learners_own_has_a_sentence_of_ours(line: str, cells: Cells) -> None:
    with pytest.raises(CellFailed):
        cells.run(line, MOVED)
    report = cells.shown[0]
    says = "This value has already been moved, so the variable no longer owns it"
    assert f"In short: {says}" in plain(report.text())
    assert f"<p><strong>In short</strong> {says}" in report.html()


def test_a_predicted_error_that_was_fixed_leaves_a_cell_that_runs(
    cells: Cells, capsys: pytest.CaptureFixture[str]
) -> None:
    cells.predicted("E0382").run("", FIXED)
    assert capsys.readouterr().out == "[1.0]\n"
    assert cells.said == []


@pytest.mark.parametrize(("predicted", "says"), [("E0382", "must fail"), ("panic", "must panic")])
def test_a_predicted_error_that_does_not_come_fails_where_nobody_edits(
    predicted: str, says: str, cells: Cells
) -> None:
    with pytest.raises(CellFailed, match=says):
        cells.predicted(predicted).strict().run("", FIXED)


@pytest.mark.parametrize(
    ("predicted", "line", "code"),
    [
        ("E0499", "", MOVED),
        ("E0382", "", f"let x: u8 = 'a';\n{MOVED}"),
        ("E0382", "", "None::<i32>.unwrap();"),
        ("E0382", "--expect E0499", MOVED),
    ],
)
def test_another_error_than_the_predicted_one_is_a_failure(
    predicted: str, line: str, code: str, cells: Cells
) -> None:
    with pytest.raises(CellFailed):
        cells.predicted(predicted).run(line, code)


def test_an_error_without_a_number_can_be_expected(cells: Cells) -> None:
    cells.run("--expect error", 'let run = vec![1.0];\nprintln!("{}", run[-1]);\n')
    (report,) = cells.shown
    assert report.diagnostics[0].code is None


def test_an_expected_panic_is_no_failure(cells: Cells, capsys: pytest.CaptureFixture[str]) -> None:
    cells.run(
        "--expect panic", 'let v: Vec<i32> = vec![];\nlet i = v.len();\nprintln!("{}", v[i]);'
    )
    error = capsys.readouterr().err
    assert "thread 'main' panicked at cell.rs:4:" in error
    assert "RUST_BACKTRACE" not in error


def test_warnings_are_shown_and_harmless_ones_are_not(cells: Cells) -> None:
    cells.run("", "let unused = 1;\nfn dead() {}")
    assert cells.shown == []
    cells.run("", 'let text: Result<i32, _> = "1".parse::<i32>();\n"2".parse::<i32>();')
    assert "must be used" in cells.shown[0].text()


def test_tests_in_a_cell_run(cells: Cells, capsys: pytest.CaptureFixture[str]) -> None:
    code = "fn two() -> i32 { 2 }\n#[test]\nfn is_two() { assert_eq!(two(), 2); }"
    cells.run("--test", code)
    assert "test is_two ... ok" in capsys.readouterr().out
    with pytest.raises(CellFailed, match="A test failed"):
        cells.run("--test", code.replace("two(), 2", "two(), 3"))


def test_release_switches_overflow_checks_off(
    cells: Cells, capsys: pytest.CaptureFixture[str]
) -> None:
    code = 'let big = std::hint::black_box(i32::MAX);\nprintln!("{}", big + 1);'
    cells.run("--release", code)
    assert capsys.readouterr().out == f"{-(2**31)}\n"
    cells.run("--expect panic", code)


def test_a_release_cell_is_linked_with_optimized_crates(cells: Cells) -> None:
    """Else the generic code of numpy and rayon would have the checks of a debug build."""
    work = cells.context.work
    for release, folder in ((False, "debug"), (True, "release")):
        found = crates.libraries(work, "use rayon::prelude::*;", release=release)
        assert {file.parent for _, file in found.crates} == {work.target / folder / "deps"}
    module = cells.run(
        "--module optimized_cell --release",
        "#[pyfunction]\nfn checks() -> bool {\n    cfg!(debug_assertions)\n}",
    )
    assert module is not None
    assert not module.checks()


def test_everything_on_the_page_is_escaped(cells: Cells) -> None:
    with pytest.raises(CellFailed):
        cells.run("", 'let x: u8 = "<script>alert(1)</script>";')
    html = cells.shown[0].html()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_rayon_is_ready(cells: Cells, capsys: pytest.CaptureFixture[str]) -> None:
    code = 'use rayon::prelude::*;\nlet s: i32 = (0..100).into_par_iter().sum();\nprintln!("{s}");'
    cells.run("", code)
    assert capsys.readouterr().out == "4950\n"


# What harms nobody.


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("loop {}", "stopped after 0.5 s"),
        ("loop { std::thread::sleep(std::time::Duration::MAX); }", "stopped after 0.5 s"),
        ("fn f(n: u64) -> u64 { std::hint::black_box(f(n + 1)) + 1 }\nf(0);", "stack"),
        ("std::process::abort();", "crashed (SIGABRT)"),
        ("std::process::exit(7);", "ended with status 7"),
        ("None::<i32>.unwrap();", "panic"),
        ('loop { println!("again and again"); }', "more than 100,000 characters"),
        ('let v = vec![1u8; 3_000_000_000]; println!("{}", v.len());', "crashed (SIGABRT)"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="signals and limits of Linux only")
def test_whatever_a_program_does_ends_in_a_message(code: str, says: str, cells: Cells) -> None:
    with pytest.raises(CellFailed, match=re.escape(says)):
        cells.run("--seconds 0.5", code)


@pytest.mark.skipif(sys.platform != "linux", reason="needs sh and setsid of Linux only")
def test_what_a_program_starts_ends_with_it(cells: Cells) -> None:
    code = (
        'let words = ["sh", "-c", "sleep 654.25 & sleep 654.25"];\n'
        'std::process::Command::new("setsid").args(words).spawn().ok();\n'
        "std::thread::sleep(std::time::Duration::from_millis(200));"
    )
    cells.run("", code)
    assert survivors("sleep 654.25") == []


def test_output_is_shown_while_the_program_runs(cells: Cells) -> None:
    seen: list[tuple[float, str]] = []
    started = time.monotonic()

    class Screen:
        def write(self, text: str) -> None:
            seen.append((time.monotonic() - started, text))

        def flush(self) -> None:
            """Nothing is held back."""

    code = (
        'println!("a");\nstd::thread::sleep(std::time::Duration::from_millis(600));\nprintln!("b");'
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", Screen())
        cells.run("", code)
    assert [text for _, text in seen] == ["a\n", "b\n"]
    assert seen[1][0] - seen[0][0] > 0.4


def test_scratch_files_are_removed(tmp_path: Path) -> None:
    Cells(tmp_path, tmp_path).run("", "let x = 1;")
    assert list((tmp_path / "work" / ".cells").iterdir()) == []


def test_two_cells_at_once_do_not_meet(root: Path, tmp_path: Path) -> None:
    reports = [Cells(root, tmp_path), Cells(root, tmp_path)]
    codes = ["let x: u8 = 'a';", MOVED]
    expected = ["E0308", "E0382"]
    threads = [
        threading.Thread(target=one.run, args=(f"--expect {code}", text))
        for one, code, text in zip(reports, expected, codes, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.shown[0].diagnostics[0].code for one in reports] == expected


# Modules.


def test_a_cell_becomes_a_module_again_and_again(cells: Cells) -> None:
    first = cells.run("--module cells_double", DOUBLE)
    second = cells.run("--module cells_double", DOUBLE.replace("2.0", "3.0"))
    assert first is not None
    assert second is not None
    assert (first.double(1.5), second.double(1.5)) == (3.0, 4.5)
    assert sys.modules["cells_double"] is second


def test_a_function_may_have_the_modules_name(cells: Cells) -> None:
    code = "#![allow(dead_code)]\n#[pyfunction]\nfn cells_same() -> i64 { 42 }"
    module = cells.run("--module cells_same", code)
    assert module is not None
    assert module.__name__ == "cells_same"
    assert module.cells_same() == 42


def test_a_class_and_its_methods(cells: Cells) -> None:
    code = (
        "#[pyclass]\nstruct Counter { n: u32 }\n"
        "#[pymethods]\nimpl Counter {\n    #[new]\n    fn new() -> Self { Counter { n: 0 } }\n"
        "    fn up(&mut self) -> u32 { self.n += 1; self.n }\n}"
    )
    module = cells.run("--module cells_counter", code)
    assert module is not None
    counter = module.Counter()
    assert [counter.up(), counter.up()] == [1, 2]
    assert repr(type(counter)) == "<class 'cells_counter.Counter'>"
    assert cells.said == []
    cells.run("--module cells_counter", code)
    assert "Objects made before still work" in cells.said[0]


def test_a_panic_in_a_module_is_an_exception(cells: Cells) -> None:
    code = "#[pyfunction]\nfn at(v: Vec<i64>, i: usize) -> i64 { v[i] }"
    module = cells.run("--module cells_panic", code)
    assert module is not None
    with pytest.raises(BaseException, match="index out of bounds") as raised:
        module.at([1], 5)
    assert type(raised.value).__name__ == "PanicException"


def test_a_module_can_be_expected_to_be_refused(cells: Cells) -> None:
    code = "#[pyfunction]\nfn f(x: &[f64]) -> usize { x.len() }"
    assert cells.run("--module cells_refused --expect E0277", code) is None
    assert "cells_refused" not in sys.modules


def test_a_module_without_a_function_is_explained(cells: Cells) -> None:
    with pytest.raises(UsageError, match=r"#\[pyfunction\]"):
        cells.run("--module cells_empty", "fn f() {}")


def test_a_module_of_another_name_is_explained(cells: Cells) -> None:
    with pytest.raises(UsageError, match=r"#\[pymodule\] is b, the line says cells_a"):
        cells.run("--module cells_a", "#[pymodule]\nmod b {}")


INIT = (
    "#[pymodule]\nmod {0} {{\n    use super::*;\n    #[pymodule_init]\n"
    "    fn init(_m: &Bound<'_, PyModule>) -> PyResult<()> {{ {1} }}\n}}"
)


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("cells_loop", "loop {}", "did not end within"),
        ("cells_abort", "std::process::abort()", "Importing cells_abort fails"),
        ("cells_exit", "std::process::exit(0)", "Importing cells_exit fails"),
        ("cells_raise", 'Err(pyo3::exceptions::PyValueError::new_err("no"))', "ValueError: no"),
    ],
)
def test_a_module_that_harms_at_import_never_reaches_the_kernel(
    name: str, body: str, says: str, cells: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workshop.notebook.load_extension.IMPORT_LIMIT", 1.0)
    with pytest.raises(WorkshopError, match=says):
        cells.run(f"--module {name}", INIT.format(name, body))
    assert name not in sys.modules


def test_a_module_cell_does_not_rebuild_the_crates(cells: Cells, root: Path) -> None:
    cells.run("--module cells_first", DOUBLE)
    libraries = root / "work" / "target" / "debug" / "deps"
    before = {file: file.stat().st_mtime for file in libraries.glob("libpyo3-*.rlib")}
    assert before
    cells.run("--module cells_second", DOUBLE)
    assert {file: file.stat().st_mtime for file in libraries.glob("libpyo3-*.rlib")} == before


# Libraries.

C_DOUBLE = """\
use std::hint::black_box;

#[unsafe(no_mangle)]
pub extern "C" fn double(x: f64) -> f64 {
    black_box(x) * 2.0
}"""


def doubled(path: str | None, x: float) -> float:
    assert path is not None
    double = ctypes.CDLL(path).double
    double.argtypes, double.restype = [ctypes.c_double], ctypes.c_double
    return float(double(x))


def test_a_cell_becomes_a_library_again_and_again(cells: Cells) -> None:
    first = cells.library("--library cells_c", C_DOUBLE)
    second = cells.library("--library cells_c --release", C_DOUBLE.replace("2.0", "3.0"))
    assert first != second
    assert (doubled(first, 1.5), doubled(second, 1.5)) == (3.0, 4.5)
    assert "cells_c" not in sys.modules


def test_a_library_is_an_edition_2024_crate_without_pyo3(cells: Cells) -> None:
    with pytest.raises(CellFailed):
        cells.library("--library cells_c", C_DOUBLE.replace("unsafe(no_mangle)", "no_mangle"))
    assert "unsafe attribute used without unsafe" in cells.shown[0].text()


def test_a_library_can_be_checked_and_expected_to_be_rejected(cells: Cells) -> None:
    assert cells.library("--library cells_c --check", C_DOUBLE) is None
    wrong = C_DOUBLE.replace("* 2.0", "* 2")
    assert cells.strict().library("--library cells_c --expect E0277", wrong) is None


def test_a_library_that_exports_nothing_is_explained(cells: Cells) -> None:
    for code in ('pub extern "C" fn f() {}', "// #[unsafe(no_mangle)]\npub fn f() {}"):
        with pytest.raises(UsageError, match=r"add `#\[unsafe\(no_mangle\)\]` to each function"):
            cells.library("--library cells_c", code)
    named = C_DOUBLE.replace("no_mangle", 'export_name = "double"')
    assert doubled(cells.library("--library cells_c", named), 2.0) == 4.0


def test_libraries_of_ended_processes_are_removed(tmp_path: Path) -> None:
    from workshop.notebook import load_extension

    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    old = tmp_path / f"{ended.pid}-abc"
    old.mkdir()
    mine = load_extension.new_path(tmp_path, "mine").parent
    load_extension.forget_old(tmp_path)
    assert not old.exists()
    assert mine.exists()
