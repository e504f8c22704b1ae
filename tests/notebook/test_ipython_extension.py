"""The workshop's kernel: magics, exercises, modules loaded again and again, nothing harmed."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernels import Kernel
from shop import C_FUNCTION, MODULE, Shop
from workshop.base.errors import UsageError, WorkshopError
from workshop.course import quiz
from workshop.learner.progress import Progress
from workshop.learner.project import Project
from workshop.notebook import loading
from workshop.notebook.cell_report import CellReport
from workshop.notebook.exercise_magics import ExerciseCells, Shown
from workshop.notebook.kernelspec import STRICT_CELLS

pytestmark = pytest.mark.cargo

GOOD = "pub fn answer() -> i32 {\n    42\n}\n"
MOVED = (
    "pub fn answer() -> usize {\n    let a = vec![1];\n    let b = a;\n    a.len() + b.len()\n}\n"
)
PATIENCE = 60.0
"""Seconds that a build may take on a busy machine: nothing here runs without end."""
COUNTER = "#[pyclass]\npub struct Counter;\n"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    started = Kernel(tmp_path_factory.mktemp("kernel"))
    yield started
    started.stop()


# In a real kernel.


def test_a_rust_cell_runs_without_loading_anything(kernel: Kernel) -> None:
    assert kernel.text('%%rust\nprintln!("{}", 6 * 7);') == "42\n"


def test_an_expected_error_comes_as_text_and_html(kernel: Kernel) -> None:
    cell = '%%rust --expect E0382\nlet a = vec![1];\nlet b = a;\nprintln!("{:?}", a);'
    (shown,) = [m for m in kernel.run(cell) if m["msg_type"] == "display_data"]
    assert "borrow of moved value" in shown["data"]["text/plain"]
    assert '<figure class="ws-cell ws-picture">' in shown["data"]["text/html"]


def test_an_error_may_be_announced_in_the_cells_metadata(kernel: Kernel) -> None:
    cell = '%%rust\nlet a = vec![1];\nlet b = a;\nprintln!("{:?}", a);'
    for meant, ends in (("E0382", "stream"), ("E0499", "error"), ("", "error")):
        assert kernel.run(cell, workshop={"expect": meant})[-1]["msg_type"] == ends
    assert kernel.run(cell, workshop="strange")[-1]["msg_type"] == "error"


def test_a_cell_edited_away_from_its_error_runs_where_a_learner_works(kernel: Kernel) -> None:
    cell = '%%rust --expect E0382\nprintln!("{}", 6 * 7);'
    assert kernel.text(cell) == "This cell no longer reports E0382.\n42\n"


def test_in_a_strict_kernel_it_fails(kernel: Kernel) -> None:
    kernel.run(f"import os; os.environ[{STRICT_CELLS!r}] = '1'")
    try:
        error = kernel.run('%%rust --expect E0382\nprintln!("{}", 6 * 7);')[-1]
        assert error["evalue"] == "This cell must fail with E0382; it reported no error."
    finally:
        kernel.run(f"del os.environ[{STRICT_CELLS!r}]")


def test_a_failing_cell_shows_one_line_and_no_traceback(kernel: Kernel) -> None:
    (error,) = [m for m in kernel.run("%%rust\nlet x: u8 = 'a';") if m["msg_type"] == "error"]
    assert len(error["traceback"]) == 1
    assert "This cell does not compile" in error["traceback"][0]


def test_a_module_is_there_for_the_next_cell(kernel: Kernel) -> None:
    cell = "%%rust --module kernel_double\n#[pyfunction]\nfn double(x: i64) -> i64 {{ x * {} }}"
    assert kernel.text(cell.format(2)) == ""
    assert kernel.text("kernel_double.double(21)") == "42"
    kernel.run(cell.format(3))
    assert kernel.text("import kernel_double as k; k.double(21)") == "63"


def test_a_library_is_a_path_for_the_next_cell(kernel: Kernel) -> None:
    cell = (
        "%%rust --library kernel_triple\n#[unsafe(no_mangle)]\n"
        'extern "C" fn triple(x: i32) -> i32 {{ x * {} }}'
    )
    assert kernel.text(cell.format(3)) == ""
    assert kernel.text("from ctypes import CDLL; CDLL(kernel_triple).triple(14)") == "42"
    kernel.run(cell.format(4))
    assert kernel.text("type(kernel_triple), CDLL(kernel_triple).triple(14)") == "(str, 56)"


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts of Linux and macOS only")
def test_an_interrupt_ends_the_program_and_spares_the_kernel(kernel: Kernel) -> None:
    kernel.run("kept = 1")
    said = kernel.text("%%rust --seconds 60\nloop {}", interrupt_after=2)
    assert "Interrupted" in said
    assert kernel.text("kept") == "1"


def test_a_crash_and_an_endless_loop_spare_the_kernel(kernel: Kernel) -> None:
    kernel.run("kept = 2")
    assert "crashed" in kernel.text("%%rust\nstd::process::abort();")
    assert "stopped after" in kernel.text("%%rust --seconds 0.3\nloop {}")
    assert kernel.text("kept") == "2"


def test_mistakes_are_told_in_one_line(kernel: Kernel) -> None:
    for cell in ("%%rust --bogus\n1", "%check nothing", "load('nothing')", "show_quiz('nothing')"):
        (error,) = [m for m in kernel.run(cell) if m["msg_type"] == "error"]
        assert error["ename"] == "Stopped"
        assert "nothing" in error["evalue"] or "--bogus" in error["evalue"]


def test_a_picture_is_shown(kernel: Kernel) -> None:
    (shown,) = [m for m in kernel.run("show_memory('vec-move')") if m["msg_type"] == "display_data"]
    assert "<svg" in shown["data"]["text/html"]
    assert "run" in shown["data"]["text/plain"]


QUIZ = """
[[question]]
id = "moves-alias"
prompt = "How many names?"
[[question.option]]
text = "One"
correct = true
explanation = "Yes."
[[question.option]]
text = "Two"
misconception = "m-alias"
explanation = "No."
"""


def test_a_page_tells_the_first_answer_to_the_kernel(kernel: Kernel, tmp_path: Path) -> None:
    (tmp_path / quiz.FOLDER).mkdir(parents=True)
    (tmp_path / quiz.FOLDER / "moves.toml").write_text(QUIZ, encoding="utf-8")
    (tmp_path / "lessons" / "misconceptions.toml").write_text('m-alias = "two"\n')
    kernel.run(
        "from workshop.notebook import ipython_extension; from pathlib import Path; "
        "kept = ipython_extension.ROOT"
    )
    kernel.run(f"ipython_extension.ROOT = Path({str(tmp_path)!r})")
    shown = kernel.run("show_quiz('moves-alias')")[-1]["data"]["text/html"]
    assert re.search('data-kernel="[^"]+"', shown)
    for option in (1, 0):
        data = {"question": "moves-alias", "option": option}
        content = {"comm_id": f"c{option}", "target_name": "workshop.quiz", "data": data}
        kernel.client.shell_channel.send(kernel.client.session.msg("comm_open", content))
    assert "already answered" in kernel.run("show_quiz('moves-alias')")[-1]["data"]["text/html"]
    kernel.run("ipython_extension.ROOT = kept")
    first = Progress(tmp_path / "work").first_answer("moves-alias")
    assert first is not None
    assert (first["option"], first["right"]) == (1, False)


# The commands on exercises, in a small workshop.


class Screen:
    """Takes what a notebook would show."""

    def __init__(self, shop: Shop) -> None:
        self.shown: list[Any] = []
        self.said: list[str] = []
        folder = shop.work.folder / "lessons"
        self.cells = ExerciseCells(Project(shop.root), folder, self.shown.append, self.said.append)

    @property
    def html(self) -> str:
        shown = self.shown[-1]
        return shown.html if isinstance(shown, Shown) else shown.html()


def test_a_failed_check_shows_message_picture_hints_and_links(shop: Shop) -> None:
    exercise = shop.rust("moved", MOVED, "assert_eq!(answer(), 2);", timeout=PATIENCE)
    screen = Screen(shop)
    screen.cells.check(exercise.id)
    html = screen.html
    assert "borrow of moved value" in html
    assert "<svg" in html
    assert "A hint for a move." in html
    assert "<details><summary>Another hint</summary><p>A general hint." in html
    assert '<a href="../probe/moved/src/lib.rs">src/lib.rs</a>' in html
    [failure] = Progress(shop.work.folder).state(exercise.id).failures
    assert failure.event == "E0382"


def test_a_passed_check_is_kept_and_says_what_is_next(shop: Shop) -> None:
    exercise = shop.rust("good", GOOD, "assert_eq!(answer(), 42);", timeout=PATIENCE)
    screen = Screen(shop)
    screen.cells.check("")
    assert "Passed: 2 tests." in screen.html
    assert "You have passed or skipped every exercise." in screen.html
    assert Progress(shop.work.folder).state(exercise.id).passed


def test_a_check_judges_the_new_version_of_what_was_not_touched(shop: Shop) -> None:
    exercise = shop.rust("newer", MOVED, "assert_eq!(answer(), 42);", timeout=PATIENCE)
    shop.work.ensure_copy(exercise)
    (exercise.folder / "src" / "lib.rs").write_text(GOOD)
    screen = Screen(shop)
    screen.cells.check(exercise.id)
    assert screen.said == ["The material has a new version. probe-newer: new: src/lib.rs"]
    assert "Passed: 2 tests." in screen.html


def test_a_progress_that_cannot_be_written_is_said(shop: Shop) -> None:
    exercise = shop.rust("unkept", GOOD, "assert_eq!(answer(), 42);", timeout=PATIENCE)
    (shop.work.folder / ".progress.lock").mkdir()
    screen = Screen(shop)
    screen.cells.check(exercise.id)
    assert "The progress could not be written: Is a directory" in screen.said[0]
    assert "Passed: 2 tests." in screen.html


def test_what_comes_from_the_learner_is_escaped(shop: Shop) -> None:
    body = 'panic!("<img src=x onerror=alert(1)>")'
    exercise = shop.extension("markup", body, timeout=PATIENCE)
    screen = Screen(shop)
    screen.cells.check(exercise.id)
    assert "<img" not in screen.html
    assert "&lt;img src=x" in screen.html


def test_the_solution_is_shown_when_asked_twice(shop: Shop) -> None:
    exercise = shop.rust("asked", MOVED, "assert_eq!(answer(), 42);", timeout=PATIENCE)
    folder = shop.work.solution(exercise) / "src"
    folder.mkdir(parents=True)
    (folder / "lib.rs").write_text(GOOD)
    screen = Screen(shop)
    screen.cells.solution(exercise.id)
    assert "Run this again" in screen.html
    answer = re.compile("<span[^>]*>42</span>")
    assert not answer.search(screen.html)
    screen.cells.solution(exercise.id)
    assert answer.search(screen.html)
    assert Progress(shop.work.folder).state(exercise.id).solution_seen


def test_save_makes_a_file_to_download(shop: Shop) -> None:
    screen = Screen(shop)
    shop.write(shop.rust("saved", MOVED, ""), GOOD)
    screen.cells.save("")
    [file] = shop.work.folder.glob("saved_*.zip")
    link = f'<a href="../{file.name}" download="{file.name}">Download it</a>'
    assert link in screen.html
    assert f"2 files of yours (1 kB) in work/{file.name}." in screen.shown[-1].text
    with pytest.raises(UsageError, match="%save takes no name"):
        screen.cells.save("mine.zip")


def test_reset_needs_a_name_and_keeps_the_old_version(shop: Shop) -> None:
    exercise = shop.rust("back", GOOD, "assert_eq!(answer(), 42);", timeout=PATIENCE)
    file = shop.write(exercise, "// mine\n")
    screen = Screen(shop)
    with pytest.raises(UsageError, match="%reset takes the exercise's id"):
        screen.cells.reset("")
    screen.cells.reset(exercise.id)
    assert file.read_text() == GOOD
    assert "Your version is kept in work/.backups/" in screen.html


def test_hint_says_the_next_one(shop: Shop) -> None:
    exercise = shop.rust("hinted", GOOD, "assert_eq!(answer(), 42);", timeout=PATIENCE)
    screen = Screen(shop)
    screen.cells.hint(exercise.id)
    assert "A general hint." in screen.html
    assert "A general hint." in screen.shown[-1].text


def test_words_of_ours_are_set_and_name_what_a_notebook_has(shop: Shop) -> None:
    exercise = shop.rust("set", GOOD, "assert_eq!(answer(), 42);", timeout=PATIENCE)
    file = exercise.folder / "exercise.toml"
    file.write_text(file.read_text().replace("A general hint.", "Write `a < b`: a *test*."))
    screen = Screen(shop)
    screen.cells.hint(exercise.id)
    assert "Write <code>a &lt; b</code>: a <em>test</em>." in screen.html
    for _ in exercise.hints:
        screen.cells.hint(exercise.id)
    assert f"<code>%solution {exercise.id}</code> shows a solution." in screen.html
    assert "workshop solution" not in screen.html
    shop.write(exercise, MOVED)
    screen.cells.check(exercise.id)
    assert "<summary>Another hint</summary>" in screen.html
    assert "%hint" not in screen.html


def test_a_rebuilt_module_is_loaded_again_and_again(shop: Shop) -> None:
    exercise = shop.extension("again", "Ok(1)", timeout=PATIENCE)
    screen = Screen(shop)
    results = []
    for number in range(1, 6):
        text = (exercise.folder / "src" / "lib.rs").read_text().replace("Ok(1)", f"Ok({number})")
        shop.write(exercise, text)
        results.append(screen.cells.load(exercise.id).act())
    assert results == [1, 2, 3, 4, 5]
    assert not [text for text in screen.said if "loaded again" in text]  # there are no classes


PROFILE = "Ok(if cfg!(debug_assertions) { 1 } else { 2 })"


def test_a_release_build_is_loaded_beside_the_debug_build(shop: Shop) -> None:
    exercise = shop.extension("profiles", PROFILE, timeout=PATIENCE)
    cells = Screen(shop).cells
    orders = (False, True, False, True)
    assert [cells.load(exercise.id, release=release).act() for release in orders] == [1, 2, 1, 2]


def test_an_edit_with_an_old_date_reaches_both_profiles(shop: Shop) -> None:
    """Cargo compares dates; each profile's record of what it was built from finds the change."""
    exercise = shop.extension("dated", "Ok(1)", timeout=PATIENCE)
    file, cells = shop.work.ensure_copy(exercise) / "src" / "lib.rs", Screen(shop).cells
    for release in (False, True):
        assert cells.load(exercise.id, release=release).act() == 1
    date = file.stat().st_mtime_ns - 10**12
    file.write_text(file.read_text().replace("Ok(1)", "Ok(2)"))
    os.utime(file, ns=(date, date))
    for release in (True, False, True):
        assert cells.load(exercise.id, release=release).act() == 2


def test_a_solution_is_loaded_with_release_too(shop: Shop) -> None:
    exercise = shop.extension("solved", "Ok(1)", timeout=PATIENCE)
    folder = shop.work.solution(exercise)
    shutil.copytree(exercise.folder, folder)
    (folder / "src" / "lib.rs").write_text(MODULE.format(body=PROFILE, more=""))
    manifest = (folder / "Cargo.toml").read_text().replace("-solved", "-solved-solution")
    (folder / "Cargo.toml").write_text(manifest.replace("_solved", "_solved_solution"))
    cells = Screen(shop).cells
    assert cells.load(exercise.id, solution=True, release=True).act() == 2


def run_script(shop: Shop, text: str, monkeypatch: pytest.MonkeyPatch) -> object:
    """Run a script; its `load` and `build_library` belong to the shop instead of this clone."""
    monkeypatch.setattr(loading, "ROOT", shop.root)
    names: dict[str, object] = {}
    imports = "from workshop.notebook import build_library, load"
    exec(f"{imports}\n{text}", names)  # noqa: S102
    return names["answer"]


def test_a_script_loads_a_release_build(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    exercise = shop.extension("scripted", PROFILE, timeout=PATIENCE)
    for release, answer in ((True, 2), (False, 1)):
        text = f"answer = load({exercise.id!r}, release={release}).act()"
        assert run_script(shop, text, monkeypatch) == answer


def test_a_script_whose_module_cannot_be_built_ends_with_the_reason(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = shop.extension("unbuilt", "Ok('a')", timeout=PATIENCE)
    rust = shop.rust("alone", GOOD, "assert_eq!(answer(), 42);", timeout=PATIENCE)
    for id, reason in (
        (broken.id, r"(?s)mismatched types.*does not compile yet"),
        (rust.id, "builds no Python module"),
        ("nothing", "nothing"),
    ):
        with pytest.raises(SystemExit, match=reason):
            run_script(shop, f"answer = load({id!r})", monkeypatch)


C_PROFILE = "if cfg!(debug_assertions) { x } else { 2.0 * x }"


def act(library: str, x: float) -> float:
    function = ctypes.CDLL(library).act
    function.argtypes, function.restype = [ctypes.c_double], ctypes.c_double
    return float(function(x))


@pytest.mark.parametrize("kind", ["library", "script"])
def test_a_c_library_is_built_again_and_again(kind: str, shop: Shop) -> None:
    cells = Screen(shop).cells
    if kind == "library":
        exercise = shop.library("used", C_PROFILE)
    else:
        exercise = shop.script("useful", "", library=C_PROFILE)
    orders = (False, True, False)
    paths = [cells.build_library(exercise.id, release=release) for release in orders]
    assert len({*paths}) == 3
    assert {type(path) for path in paths} == {str}, "cffi takes no Path"
    assert [act(path, 1.5) for path in paths] == [1.5, 3.0, 1.5]
    file = shop.work.ensure_copy(exercise) / "src" / "lib.rs"
    file.write_text(file.read_text(encoding="utf-8").replace("{ x }", "{ 5.0 }"), encoding="utf-8")
    assert act(cells.build_library(exercise.id), 1.5) == 5.0
    with pytest.raises(UsageError, match=rf'`build_library\("{exercise.id}"\)` builds it'):
        cells.load(exercise.id)


def test_a_script_builds_a_library_or_ends_with_the_reason(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, wrong = shop.library("path", C_PROFILE), shop.library("unlinked", "'a'")
    path = run_script(shop, f"answer = build_library({right.id!r})", monkeypatch)
    assert isinstance(path, str)
    assert act(path, 1)
    module = shop.extension("module", "Ok(1)", timeout=PATIENCE)
    rust = shop.rust("lonely", GOOD, "assert_eq!(answer(), 42);", timeout=PATIENCE)
    python = shop.script("python", "")
    for id, reason in (
        (wrong.id, r"(?s)mismatched types.*does not compile yet"),
        (module.id, rf'`load\("{module.id}"\)` builds and imports it'),
        (rust.id, "makes no C library"),
        (python.id, "makes no C library"),
        ("nothing", "nothing"),
    ):
        with pytest.raises(SystemExit, match=reason):
            run_script(shop, f"answer = build_library({id!r})", monkeypatch)


def test_the_library_of_a_solution_is_built(shop: Shop) -> None:
    exercise = shop.library("finished", "x")
    folder = shop.work.solution(exercise)
    shutil.copytree(exercise.folder, folder)
    (folder / "src" / "lib.rs").write_text(C_FUNCTION.format(body="x * 4.0"), encoding="utf-8")
    manifest = (folder / "Cargo.toml").read_text().replace("-finished", "-finished-solution")
    (folder / "Cargo.toml").write_text(manifest.replace("_finished", "_finished_solution"))
    assert act(Screen(shop).cells.build_library(exercise.id, solution=True), 1.0) == 4.0


def test_old_objects_are_mentioned_where_there_are_classes(shop: Shop) -> None:
    exercise = shop.extension("classes", "Ok(1)", more=COUNTER, timeout=PATIENCE)
    screen = Screen(shop)
    first, second = screen.cells.load(exercise.id), screen.cells.load(exercise.id)
    assert first.Counter is not second.Counter
    said = [text for text in screen.said if "Objects made before still work" in text]
    assert len(said) == 1


def test_a_module_that_does_not_compile_shows_why(shop: Shop) -> None:
    exercise = shop.extension("refused", "Ok('a')", timeout=PATIENCE)
    screen = Screen(shop)
    with pytest.raises(WorkshopError, match="does not compile"):
        screen.cells.load(exercise.id)
    (report,) = screen.shown
    assert isinstance(report, CellReport)
    assert report.diagnostics[0].code == "E0308"


def test_a_module_that_crashes_at_import_never_reaches_the_kernel(shop: Shop) -> None:
    init = (
        "#[pymodule_init]\nfn init(_m: &Bound<'_, PyModule>) -> PyResult<()> "
        "{ std::process::abort() }"
    )
    exercise = shop.extension("aborts", "Ok(1)", more=init, timeout=PATIENCE)
    with pytest.raises(WorkshopError, match="Importing probe fails"):
        Screen(shop).cells.load(exercise.id)


def test_an_exercise_without_a_module_cannot_be_loaded(shop: Shop) -> None:
    exercise = shop.rust("plain", GOOD, "assert_eq!(answer(), 42);", timeout=PATIENCE)
    with pytest.raises(UsageError, match="builds no Python module"):
        Screen(shop).cells.load(exercise.id)
