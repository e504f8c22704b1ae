"""The front matter of a page is read in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop.base.errors import MaterialError
from workshop.course.front_matter import read_front_matter, split_front_matter

PAGE = "---\ntitle: Moves\nminutes: [10, 15]\n---\n# Moves\n\n---\nText\n"


def test_it_is_what_stands_between_the_first_two_lines_of_dashes(tmp_path: Path) -> None:
    file = tmp_path / "moves.md"
    file.write_text(PAGE, encoding="utf-8")
    assert read_front_matter(file) == {"title": "Moves", "minutes": [10, 15]}
    assert split_front_matter(PAGE) == (
        "title: Moves\nminutes: [10, 15]\n",
        "# Moves\n\n---\nText\n",
    )


@pytest.mark.parametrize("text", ["", "# Moves\n", "---\ntitle: Moves\n", " ---\na: 1\n---\n"])
def test_a_page_without_it_is_all_text_and_reading_it_names_the_file(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "moves.md"
    file.write_text(text, encoding="utf-8")
    assert split_front_matter(text) == ("", text)
    with pytest.raises(MaterialError, match=r"moves\.md:1: .* starts with its front matter"):
        read_front_matter(file)


@pytest.mark.parametrize(
    ("front_matter", "words"),
    [("- a", "moves.md:1: it has no keys"), ("a: [", "moves.md:3: this isn't YAML: ")],
)
def test_what_is_no_mapping_is_named(tmp_path: Path, front_matter: str, words: str) -> None:
    file = tmp_path / "moves.md"
    file.write_text(f"---\n{front_matter}\n---\n", encoding="utf-8")
    with pytest.raises(MaterialError) as raised:
        read_front_matter(file)
    assert words in str(raised.value)


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(MaterialError, match=r"moves\.md: No such file"):
        read_front_matter(tmp_path / "moves.md")
