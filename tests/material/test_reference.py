"""The reference pages say what is there, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from browsing import OfflinePage
from documents import ROOT, files_below, text_of
from workshop.course.catalog import Catalog, Episode
from workshop.publish import book

EPISODES = Catalog(ROOT).episodes
TITLES = {episode.title for episode in EPISODES}
PAGES = files_below("lessons", "book", "slides", suffix=".md")
GLOSSARY = text_of(ROOT / "book" / "glossary.md")
TERMS = re.findall(r"(?m)^## (.+)$", GLOSSARY)


# All parts are there


def test_every_part_has_its_episodes() -> None:
    contents = re.findall(r"caption: (\w)\.", text_of(ROOT / "book" / "_toc.yml"))
    assert contents == sorted({episode.part for episode in EPISODES}) == list("ABCDEF")


# The instructor's notes


@pytest.mark.parametrize("episode", EPISODES, ids=lambda episode: episode.id)
def test_the_minutes_of_the_note_are_those_of_the_front_matter(episode: Episode) -> None:
    found = re.search(r"(?m)^- Minutes: (.+)$", text_of(episode.file))
    assert found
    assert sum(map(int, re.findall(r"\b(\d+) for ", found[1]))) == episode.teaching


@pytest.mark.parametrize("episode", EPISODES, ids=lambda episode: episode.id)
def test_the_note_says_what_to_skip_and_which_wrong_answer_comes(episode: Episode) -> None:
    note = text_of(episode.file).split("Instructor note", 1)[1].split("\n## ", 1)[0]
    assert re.search(r"(?m)^- If you are late, ", note)
    assert re.search(r"(?m)^- Expect ", note)


# The glossary


def test_terms_are_in_order_and_have_their_sentence() -> None:
    assert [a for a, b in pairwise(TERMS) if a.lower() >= b.lower()] == []
    entries = re.split(r"(?m)^## .+\n", GLOSSARY)[1:]
    assert all(entry.strip().endswith((".", "yet.")) for entry in entries)


IN_OTHER_BOOKS = {"borrow checker", "extension module"}
"""Words for what this course shows, which readers meet elsewhere."""


@pytest.mark.parametrize("term", [term for term in TERMS if term not in IN_OTHER_BOOKS])
def test_a_term_is_used_in_the_course(term: str) -> None:
    pages = [text_of(p).replace("`", "") for p in PAGES if p.name != "glossary.md"]
    pages += [text_of(file) for file in files_below("lessons", "exercises", suffix=".toml")]
    assert any(re.search(rf"(?i)\b{re.escape(term)}", page) for page in pages)


NAMED_IN_BOLD = re.compile(r"\*\*([a-z][a-z ]+)\*\*")
NO_TERMS = {"built", "every value has exactly one owner", "imported", "saved"}


def test_a_term_in_bold_is_in_the_glossary() -> None:
    lessons = [episode.file for episode in EPISODES]
    found = {term for file in lessons for term in NAMED_IN_BOLD.findall(text_of(file))}
    known = {form for term in TERMS for form in (term, f"{term}d", f"{term}s")}
    assert found - known - NO_TERMS == set()


# On paper


def test_the_checklist_is_one_sheet_of_paper(
    root: Path, http_folder: Callable[[Path], str], offline_page: OfflinePage
) -> None:
    page = offline_page.open(f"{http_folder(book.build(root))}/book/checklist.html")
    pdf = page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/MediaBox", pdf)) == 1
