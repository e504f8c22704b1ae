"""Every code block of the documents is compiled or run, and every command in them exists.

The slides' blocks build on each other, so test_slides.py takes those; code cells are run by the
strict build of the book, and included files have tests of their own.
A Rust block that must not compile says so in the line before it: `<!-- refused: E0382 -->`. One
that a `% change:` of its page puts into a cell is compiled with that cell.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from documents import ROOT, code_in_text, fences, must_be_none, text_of, tracked_files
from workshop import cli
from workshop.learner.work_folder import WorkFolder
from workshop.notebook import cell_source, crates
from workshop.publish.changes import read_changes
from workshop.publish.fences import Fence, Location
from workshop.rust import rustc

MARKDOWN = [file for file in tracked_files() if file.suffix == ".md"]
DOCUMENTS = [file for file in MARKDOWN if file.relative_to(ROOT).parts[0] != "slides"]
PACKAGES = {"exercises", "solutions", "tests"}
"""Where a README belongs to a package: the exercise's tests run its script with the package."""
SHOWN = {"", "code", "code-block"}
"""Directives whose body is shown as it is; the others are Markdown or cells."""
FENCES = [fence for file in DOCUMENTS for fence in fences(file) if fence.name in SHOWN]
CHECKED = {
    "rust",
    "python",
    "toml",
    "yaml",
    "json",
    "console",
    "text",
    "output",
    "diff",
    "markdown",
}


def of(language: str) -> list[Fence]:
    return [fence for fence in FENCES if fence.language == language]


def refused(fence: Fence) -> set[str]:
    """The codes in the comment in the line before the block."""
    line = fence.location.line
    before = text_of(fence.location.file).splitlines()[max(0, line - 3) : line - 1]
    found = re.search(r"<!-- refused: ([E\d, ]+) -->", "\n".join(before))
    return set(re.split(r"[, ]+", found[1].strip())) if found else set()


def test_every_block_says_its_language() -> None:
    unknown = [f"{fence}: {fence.info!r}" for fence in FENCES if fence.language not in CHECKED]
    must_be_none(unknown)


def test_rust_compiles_or_fails_as_said(tmp_path: Path) -> None:
    wrong = []
    for fence in of("rust"):
        if is_part_of_a_changed_cell(fence):
            continue
        codes, expected = compile_codes(fence.text, tmp_path), refused(fence)
        if codes != expected:
            wrong.append(f"{fence}: the compiler says {codes or 'yes'}, not {expected or 'yes'}")
    must_be_none(wrong)


def is_part_of_a_changed_cell(fence: Fence) -> bool:
    """Whether a change of the page, which other tests apply, puts the block into a cell."""
    page = fence.location.file
    lines = tuple(text_of(page).splitlines())
    changed = [change.source for change in read_changes(lines, Location(page, 1))]
    return any(" ".join(fence.text.split()) in " ".join(cell.split()) for cell in changed)


def compile_codes(code: str, folder: Path) -> set[str]:
    source = folder / "fence.rs"
    source.write_text(cell_source.as_program(code), encoding="utf-8")
    libraries = crates.libraries(WorkFolder(ROOT), code)
    return set(rustc.check(source, libraries).codes)


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        ('let s = String::from("x");', set()),
        ('let s = String::from("x"); let t = s; println!("{s}{t}");', {"E0382"}),
        ("fn f() -> f64 { 1 }", {"E0308"}),
        ('let v = vec![1]; let first = &v[0]; drop(v); println!("{first}");', {"E0505"}),
    ],
)  # fmt: skip
def test_the_compiler_is_asked(code: str, codes: set[str], tmp_path: Path) -> None:
    assert compile_codes(code, tmp_path) == codes


def test_python_runs_from_top_to_bottom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[Path, dict[str, object]] = {}
    for fence in of("python"):
        if is_of_a_package(fence.location.file):
            continue
        shown = names.setdefault(fence.location.file, {"__name__": "__page__"})
        run_python(fence.text, str(fence), shown)


def is_of_a_package(file: Path) -> bool:
    """Whether a package's own README shows how to use it: tests of the package run that."""
    if file.is_relative_to(ROOT / "tests"):
        return True  # an answer to an exercise
    return file.parent != ROOT and (file.parent / "pyproject.toml").is_file()


def run_python(source: str, place: str, names: dict[str, object]) -> None:
    """Run a block with the names of the blocks above it; `>>>` lines must print what they show."""
    if ">>>" not in source:
        code = compile(source, place, "exec")
        with contextlib.redirect_stdout(io.StringIO()):
            exec(code, names)  # noqa: S102 - the repository's own documents
        return
    report: list[str] = []
    test = doctest.DocTestParser().get_doctest(source, names, place, None, 0)
    result = doctest.DocTestRunner(verbose=False).run(test, out=report.append, clear_globs=False)
    names.update(test.globs)
    assert not result.failed, "".join(report)


@pytest.mark.parametrize("code", ["x = 1", ">>> 1 + 1\n2\n"])
def test_python_blocks_are_run(code: str) -> None:
    run_python(code, "page.md", {})


@pytest.mark.parametrize(
    ("code", "error"), [("1 / 0", ZeroDivisionError), (">>> 1 + 1\n3\n", AssertionError)]
)
def test_wrong_python_blocks_are_found(code: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        run_python(code, "page.md", {})


def test_data_can_be_read() -> None:
    readers: dict[str, Callable[[str], object]] = {
        "toml": tomllib.loads,
        "yaml": yaml.safe_load,
        "json": json.loads,
    }
    for fence in FENCES:
        if fence.language in readers:
            assert readers[fence.language](fence.text), fence


# Commands

COMMAND = re.compile(r"(?:^|[\s(])(?:\$ )?(?:\./|py )?workshop(?= |$)((?: [\w\[\].<>/=-]+)*)")


def commands_in(text: str) -> list[list[str]]:
    return [found[1].split() for found in COMMAND.finditer(text)]


def commands() -> list[tuple[str, list[str]]]:
    """Every `workshop …` in code blocks and in code within sentences, with its place."""
    blocks = [(str(fence), line) for fence in of("console") for line in fence.lines]
    spans = [(place, code) for file in MARKDOWN for place, code in code_in_text(file)]
    shown = [(place, line) for place, line in blocks if line.startswith("$")] + spans
    return [(place, words) for place, line in shown for words in commands_in(line)]


def test_every_command_in_the_documents_exists() -> None:
    found = commands()
    unknown = [f"{place}: workshop {' '.join(words)}" for place, words in found if fault(words)]
    assert len(found) > 10
    must_be_none(unknown)


def fault(words: list[str]) -> bool:
    """Whether the command's own parser refuses the words."""
    try:
        with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
            cli.parse([word.strip("[]") for word in words])
    except SystemExit as ended:
        return bool(ended.code)
    return False


@pytest.mark.parametrize(
    ("command", "wrong"),
    [("check ID", False), ("check [ID]", False), ("--help", False), ("", False),
     ("test -k x", False), ("chekc", True), ("check --jsn", True), ("catch-up", True)],
)  # fmt: skip
def test_unknown_commands_are_refused(command: str, wrong: bool) -> None:  # noqa: FBT001
    assert fault(command.split()) is wrong


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("$ ./workshop check ownership-move", [["check", "ownership-move"]]),
        ("py workshop lab", [["lab"]]),
        ("./workshop", [[]]),
        ("the workshop's work", []),
        ("src/workshop/check.py", []),
    ],
)
def test_commands_are_found(text: str, words: list[list[str]]) -> None:
    assert commands_in(text) == words
