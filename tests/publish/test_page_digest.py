from __future__ import annotations

from pathlib import Path

import pytest

from workshop.publish.page_digest import kit_files, page_digest

PAGE = "---\nkernelspec: {name: workshop, display_name: Workshop}\n---\nload('topic-stage')\n"


@pytest.fixture
def small_root(tmp_path: Path) -> Path:
    kit = tmp_path / "src" / "workshop"
    files = {
        kit / "notebook.py": "from workshop import magic\nimport json\n",
        kit / "magic.py": "from workshop.deep import thing\n",
        kit / "deep.py": "thing = 1\n",
        kit / "unrelated.py": "",
        tmp_path / "exercises" / "topic" / "stage" / "exercise.toml": "",
        tmp_path / "solutions" / "topic" / "stage" / "src" / "lib.rs": "one",
        tmp_path / "solutions" / "other" / "stage" / "src" / "lib.rs": "one",
        tmp_path / "lessons" / "data" / "numbers.json": "{}",
    }
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def test_kit_files_are_those_that_the_kernel_imports(small_root: Path) -> None:
    found = {file.name for file in kit_files(small_root / "src" / "workshop")}
    assert found == {"notebook.py", "magic.py", "deep.py"}


@pytest.mark.parametrize(
    ("changed", "matters"),
    [
        ("src/workshop/deep.py", True),
        ("src/workshop/unrelated.py", False),
        ("solutions/topic/stage/src/lib.rs", True),
        ("solutions/other/stage/src/lib.rs", False),
        ("lessons/data/numbers.json", True),
    ],
)
def test_digest_changes_with_what_the_page_uses(
    small_root: Path, changed: str, *, matters: bool
) -> None:
    before = page_digest(small_root, "lessons/page", PAGE)
    (small_root / changed).write_text("changed = 2\n", encoding="utf-8")
    after = page_digest(small_root, "lessons/page", PAGE)
    assert (before != after) is matters


def test_page_that_depends_on_nothing_has_no_digest(small_root: Path) -> None:
    assert page_digest(small_root, "book/glossary", "# Glossary\n") == ""
