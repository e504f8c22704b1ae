from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from workshop.publish.page_digest import OUTPUT, READING, output_digest, page_digest

PAGE = "---\nkernelspec: {name: workshop, display_name: Workshop}\n---\nload('topic-stage')\n"
KIT = "src/workshop"


@pytest.fixture
def small_root(tmp_path: Path) -> Path:
    for name in (
        f"{KIT}/notebook/rust_magic.py",
        f"{KIT}/notebook/quiz.js",
        f"{KIT}/base/cells.css",
        f"{KIT}/publish/directives.py",
        f"{KIT}/doctor/doctor.py",
        "lessons/code/page/track.py",
        "lessons/code/other/track.py",
        "lessons/compiler-codes.toml",
        "lessons/data/numbers.json",
        "exercises/topic/stage/exercise.toml",
        "exercises/other/stage/exercise.toml",
        "solutions/topic/stage/src/lib.rs",
        "solutions/other/stage/src/lib.rs",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one", encoding="utf-8")
    return tmp_path


def digests(root: Path, text: str = PAGE) -> tuple[str, str]:
    return output_digest(root, "lessons/page", text), page_digest(root, "lessons/page", text)


def after_change_of(root: Path, name: str) -> tuple[bool, bool]:
    """Whether the page is executed again, and whether it is read again."""
    before = digests(root)
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text("two", encoding="utf-8")
    return before[0] != digests(root)[0], before[1] != digests(root)[1]


@pytest.mark.parametrize(
    "changed",
    [
        *(f"{KIT}/{package}/new.py" for package in OUTPUT),
        f"{KIT}/notebook/rust_magic.py",
        f"{KIT}/notebook/quiz.js",
        f"{KIT}/base/cells.css",
        "lessons/code/page/track.py",
        "lessons/compiler-codes.toml",
        "solutions/topic/stage/src/lib.rs",
        "Cargo.lock",
    ],
)
def test_what_a_cell_shows_is_made_again(small_root: Path, changed: str) -> None:
    assert after_change_of(small_root, changed) == (True, True)


@pytest.mark.parametrize(
    "changed",
    [
        *(f"{KIT}/{package}/directives.py" for package in READING if package not in OUTPUT),
        "lessons/data/numbers.json",
    ],
)
def test_what_only_the_page_shows_executes_no_cell(small_root: Path, changed: str) -> None:
    assert after_change_of(small_root, changed) == (False, True)


PACKAGES = tomllib.loads(
    (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
)["tool"]["importlinter"]["contracts"][0]["layers"]


@pytest.mark.parametrize(
    "changed",
    [
        *(f"{KIT}/{package}/new.py" for package in sorted({*PACKAGES} - {*OUTPUT, *READING})),
        f"{KIT}/doctor/doctor.py",
        f"{KIT}/notebook/__pycache__/rust_magic.pyc",
        "lessons/code/other/track.py",
        "solutions/other/stage/src/lib.rs",
        "lessons/quizzes/page.toml",  # Sphinx knows itself which page shows a question
    ],
)
def test_what_a_page_does_not_use_changes_nothing(small_root: Path, changed: str) -> None:
    assert after_change_of(small_root, changed) == (False, False)


def test_the_packages_are_those_of_the_kit(root: Path) -> None:
    assert {*OUTPUT, *READING} <= {*PACKAGES}
    assert {folder.name for folder in (root / KIT).iterdir()} >= {*OUTPUT, *READING}


def test_a_page_without_cells_depends_on_what_it_names(small_root: Path) -> None:
    output, page = digests(small_root, "# A page that shows topic-stage\n")
    assert output == ""
    assert page != ""


def test_a_page_without_cells_depends_on_what_draws_its_boxes(small_root: Path) -> None:
    text = "# A page with a timeline\n"
    before = digests(small_root, text)
    (small_root / KIT / "borrows").mkdir()
    (small_root / KIT / "borrows" / "svg.py").write_text("two", encoding="utf-8")
    assert digests(small_root, text)[1] != before[1]


def test_page_that_depends_on_nothing_has_no_digest(small_root: Path) -> None:
    assert page_digest(small_root, "book/glossary", "# Glossary\n") == ""
