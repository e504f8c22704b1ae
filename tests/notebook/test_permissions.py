"""Permissions below a Rust cell: when they are shown, where, and what is said in their absence."""

from __future__ import annotations

import os
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kernels import kernel_in
from workshop.base.ansi import plain
from workshop.base.errors import UsageError
from workshop.borrows.permissions.ask import Rejected, permissions_of
from workshop.learner.work_folder import WorkFolder
from workshop.notebook import permission_button, permissions, rust_magic
from workshop.notebook.cell_report import CellReport
from workshop.notebook.permission_button import Button, answer
from workshop.notebook.permissions import Choice, Code, NoPermissionsError, PermissionsReport
from workshop.notebook.rust_magic import CellContext, CellFailed, run_cell

pytestmark = pytest.mark.cargo

VIEWED = (
    'let mut run = vec![3.5, 4.0];\nlet view = &run;\nprintln!("{}", view.len());\nrun.push(4.5);'
)
MOVED = 'let run = vec![1.0];\nlet kept = run;\nprintln!("{:?} {:?}", run, kept);'
TYPES = "let run: Vec<f64> = 3;\nlet kept = run;"
TESTED = """#[test]
fn is_pushed() {
    let mut run = vec![1];
    let view = &run;
    assert_eq!(view.len(), 1);
    run.push(2);
}"""
DOUBLED = """#[pyfunction]
fn twice(mut run: Vec<f64>) -> Vec<f64> {
    let view = &run;
    let first = view[0];
    run.push(first);
    run
}"""


class Cells:
    """Runs cells, and keeps what they show, say and offer."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.shown: list[Any] = []
        self.said: list[str] = []
        self.offered: list[Code] = []
        show, say, offer = self.shown.append, self.said.append, self.offered.append
        self.context = CellContext(WorkFolder(root), folder, show, say, offer=offer)

    def run(self, line: str, code: str, **context: Any) -> Any:
        made = run_cell(line, code, replace(self.context, **context))
        return next(iter(made.values()), None)

    @property
    def kinds(self) -> list[type]:
        return [type(thing) for thing in self.shown]


@pytest.fixture
def cells(root: Path, tmp_path: Path) -> Cells:
    return Cells(root, tmp_path)


def lines(report: PermissionsReport) -> list[int]:
    return [line.number for line in report.picture.lines]


# The cell.


def test_a_cell_runs_and_then_shows_its_permissions(
    cells: Cells, capsys: pytest.CaptureFixture[str]
) -> None:
    cells.run("--permissions", VIEWED)
    assert capsys.readouterr().out == "2\n"
    (report,) = cells.shown
    bundle = report._repr_mimebundle_()
    assert "run" in plain(bundle["text/plain"])
    assert bundle["text/html"].count('<figure class="ws-cell ws-picture') == 1
    assert bundle["text/html"].startswith("<style>")


def test_lines_count_from_that_of_the_magic_as_in_messages(cells: Cells) -> None:
    cells.run("--permissions", VIEWED)
    (report,) = cells.shown
    texts = {line.number: line.text for line in report.picture.lines}
    assert texts[2] == "let mut run = vec![3.5, 4.0];"
    assert texts[5] == "run.push(4.5);"
    assert 1 not in texts


def test_check_shows_permissions_and_does_not_run(
    cells: Cells, capsys: pytest.CaptureFixture[str]
) -> None:
    cells.run("--check --permissions", VIEWED)
    assert capsys.readouterr().out == ""
    assert cells.kinds == [PermissionsReport]


@pytest.mark.parametrize("line", ["--permissions", "--check --permissions"])
def test_below_a_borrow_error_stand_message_and_permissions(line: str, cells: Cells) -> None:
    with pytest.raises(CellFailed, match="does not compile"):
        cells.run(line, MOVED)
    assert cells.kinds == [CellReport, PermissionsReport]
    assert "<svg" in cells.shown[0].html()


def test_an_expected_borrow_error_has_both_as_well(cells: Cells) -> None:
    cells.run("--permissions --expect E0382", MOVED, strict=True)
    assert cells.kinds == [CellReport, PermissionsReport]


@pytest.mark.parametrize("line", ["--permissions", "--permissions --check"])
def test_wrong_types_give_the_message_alone(line: str, cells: Cells) -> None:
    with pytest.raises(CellFailed):
        cells.run(line, TYPES)
    assert cells.kinds == [CellReport]
    assert cells.said == ["Permissions can be shown when all names and types are right."]


def test_a_program_that_panics_shows_its_permissions_too(cells: Cells) -> None:
    with pytest.raises(CellFailed, match="panic"):
        cells.run("--permissions", f'{VIEWED}\nlet none: Option<u8> = None;\nnone.expect("one");')
    assert cells.kinds == [PermissionsReport]


def test_an_endless_program_is_stopped_and_shows_its_permissions(cells: Cells) -> None:
    with pytest.raises(CellFailed, match="stopped after"):
        cells.run("--permissions --seconds 0.3", f"{VIEWED}\nloop {{}}")
    assert cells.kinds == [PermissionsReport]


def test_tests_are_shown_as_they_are_written(cells: Cells) -> None:
    cells.run("--test --permissions", TESTED)
    (report,) = cells.shown
    assert [line.text for line in report.picture.lines][:2] == TESTED.splitlines()[:2]
    assert lines(report)[0] == 2
    assert "run" in {column.name for column in report.picture.columns}


def test_a_module_is_imported_and_shown(cells: Cells) -> None:
    module = cells.run("--module permitted --permissions", DOUBLED)
    assert module.twice([2.0]) == [2.0, 2.0]
    (report,) = cells.shown
    assert report.picture.lines[0].text == "#[pyfunction]"
    assert "run" in {column.name for column in report.picture.columns}


def test_a_library_is_made_and_shown(cells: Cells) -> None:
    code = f'#[unsafe(no_mangle)]\npub extern "C" fn viewed() {{\n{VIEWED}\n}}'
    assert isinstance(cells.run("--library permitted_c --permissions", code), str)
    (report,) = cells.shown
    assert report.picture.lines[0].text == "#[unsafe(no_mangle)]"
    assert "run" in {column.name for column in report.picture.columns}


def test_where_pyo3_is_needed_one_sentence_says_so(
    cells: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    rejected = Rejected((), without_macros=True)
    monkeypatch.setattr(permissions, "permissions_of", lambda *_, **__: rejected)
    assert cells.run("--module needed --permissions", DOUBLED) is not None
    assert cells.shown == []
    assert cells.said == [permissions._NEEDS_MACROS]
    with pytest.raises(NoPermissionsError, match="PyO3's macros"):
        cells.run("--module needed --permissions", DOUBLED, strict=True)


def test_statements_beside_items_that_name_the_crate_are_not_asked(cells: Cells) -> None:
    code = f"fn two() -> u8 {{ 2 }}\n{VIEWED}\ncrate::two();"
    cells.run("--permissions", code)
    assert cells.shown == []
    assert cells.said == [permissions._MIXED]


def test_a_function_may_be_chosen(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    real = permissions_of

    def noting(*given: Any, **more: Any) -> Any:
        asked.append(more["function"])
        return real(*given, **more)

    monkeypatch.setattr(permissions, "permissions_of", noting)
    code = f"fn main() {{\n{VIEWED}\n}}"
    cells.run("--permissions main", code)
    cells.run("--permissions", code)
    assert asked == ["main", None]


def test_nothing_of_the_compiler_is_left(cells: Cells, root: Path) -> None:
    cells.run("--permissions", VIEWED)
    own = f"{os.getpid()}-*"
    assert [*(root / "work" / ".cells").glob(own)] == []


# What is asked of the compiler.


@pytest.mark.parametrize("attribute", ["#[test]", "# [ test ]", "#[cfg(test)]", "#[cfg( test )]"])
def test_tests_are_functions_like_others(attribute: str) -> None:
    source = f'{attribute}\nfn a() {{ let größe = "{attribute}"; }} // {attribute}\n'
    blank = permissions._without_tests(source)
    assert blank == source.replace(attribute, " " * len(attribute), 1)


# The offer.


def test_a_cell_that_compiled_is_offered(cells: Cells) -> None:
    cells.run("", VIEWED)
    cells.run("--check", VIEWED)
    cells.run("--test", TESTED)
    assert [(code.text, code.tests) for code in cells.offered] == [
        (VIEWED, False),
        (VIEWED, False),
        (TESTED, True),
    ]
    assert cells.shown == []


def test_no_other_cell_is_offered(cells: Cells) -> None:
    for code in (MOVED, TYPES):
        with pytest.raises(CellFailed):
            cells.run("", code)
    cells.run("--permissions", VIEWED)
    cells.run("--expect E0382", MOVED)
    assert cells.offered == []


def test_a_button_is_made_by_its_script_and_the_code_is_escaped() -> None:
    html = Button(Code('print!("<b>\'&");'), "k-1").html()
    assert re.search(r'<div class="ws-ask" data-kernel="k-1" data-code="[^"]*"></div>', html)
    assert "<b>" not in html
    assert Button(Code("1"), "k-1")._repr_mimebundle_()["text/plain"] == ""


def test_a_button_is_small() -> None:
    """It stands in every cell's output, and so in every notebook that is saved."""
    assert len(Button(Code(""), "k-1").html()) < 6000
    assert "//" not in re.sub(r"https?://", "", permission_button._script())


def test_the_kernel_answers_a_button(root: Path) -> None:
    work = WorkFolder(root)
    assert "ws-picture" in answer({"text": VIEWED}, work)["html"]
    assert "ws-picture" in answer({"text": TESTED, "tests": True}, work)["html"]
    assert "can't be shown" in answer({"text": TYPES}, work)["problem"]


def test_an_answer_that_is_interrupted_says_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(permissions, "permissions_of", interrupted)
    assert "Interrupted" in answer({"text": VIEWED}, WorkFolder(root))["problem"]


def test_a_kernel_shows_the_button_last_and_answers_it(tmp_path: Path) -> None:
    with kernel_in(tmp_path, tmp_path) as kernel:
        messages = kernel.run(f"%%rust\n{VIEWED}")
        assert [message["msg_type"] for message in messages][-2:] == ["stream", "display_data"]
        assert "Show permissions" in messages[-1]["data"]["text/html"]
        client = kernel.client
        content = {"comm_id": "c", "target_name": permission_button.COMM, "data": {"text": VIEWED}}
        client.shell_channel.send(client.session.msg("comm_open", content))
        end, told = time.monotonic() + 60, None
        while told is None and time.monotonic() < end:
            message = client.get_iopub_msg(timeout=60)
            if message["msg_type"] == "comm_msg":
                told = message["content"]
        assert told is not None
        assert told["comm_id"] == "c"
        assert "ws-picture" in told["data"]["html"]
        kernel.run("import os; os.environ['WORKSHOP_STRICT_CELLS'] = '1'")
        assert [m["msg_type"] for m in kernel.run(f"%%rust\n{VIEWED}")][-1] == "stream"


# The choice of a page.


def test_a_page_chooses_title_paths_and_numbers(root: Path) -> None:
    choice = Choice("Who may write?", ("view",), shift=-1)
    report = permissions.report(Code(VIEWED), WorkFolder(root), choice)
    assert report is not None
    assert report.picture.title == "Who may write?"
    assert [column.name for column in report.picture.columns] == ["*view"]
    assert {note.path for line in report.picture.lines for note in line.notes} <= {0}
    assert {len(line.states) for line in report.picture.lines} == {1}
    assert lines(report)[0] == 1


def test_an_unknown_path_is_named_with_those_that_there_are(root: Path) -> None:
    with pytest.raises(UsageError, match=r"no path `vew` here; there are .*\*view"):
        permissions.report(Code(VIEWED), WorkFolder(root), Choice(columns=("vew",)))


def test_a_line_may_not_say_what_it_does_not_know() -> None:
    assert rust_magic.parse("--permissions").permissions == ""
    assert rust_magic.parse("--permissions area --check").permissions == "area"
    assert rust_magic.parse("").permissions is None
    with pytest.raises(UsageError):
        rust_magic.parse("--permissions area volume")
