"""What the talk says, read from its file: subjects, minutes, notes, figures, sizes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from documents import must_be_none
from talk import Slide, read_deck
from workshop.base.errors import MaterialError
from workshop.course.catalog import Catalog

SUBJECTS = {
    "one way of several": {"one-way"},
    "who made it": {"about"},
    "the plan": {"plan"},
    "history": {"history"},
    "every-day tools": {"everyday"},
    "why Rust": {"complaints", "admired", "fast-and-safe", "defaults", "messages", "tooling"},
    "the price": {"costs"},
    "questions": {"faq-speed", "faq-code", "faq-parallel"},
    "memory model": {"rules", "predict-move", "answer-move", "borrow", "predict-borrow"},
    "resources": {"books", "articles"},
    "why both": {"best-of-both", "connect", "not-always"},
    "tools": {"pyo3", "first-module", "first-manifest", "first-import"},
    "alternatives": {"alternatives"},
    "distances": {"distances-core", "distances-parallel", "distances-binding"},
    "accounts": {"accounts-class", "accounts-methods", "accounts-errors", "accounts-python"},
    "publishing": {"wheels", "trusted-publishing", "workflow", "before-release"},
}
MOST_WORDS, MOST_CODE_LINES = 40, 12
LABELS = ("Note: ", "Ask: ", "Demo: ", "Source: ")


@pytest.fixture(scope="module")
def deck(root: Path) -> tuple[Slide, ...]:
    return read_deck(root / "slides" / "talk.md")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_has_its_slides(deck: tuple[Slide, ...], subject: str) -> None:
    assert SUBJECTS[subject] <= {slide.name for slide in deck}


def test_names_are_unique(deck: tuple[Slide, ...]) -> None:
    names = [slide.name for slide in deck]
    assert len(names) == len(set(names))


def test_the_talk_fits_its_time(deck: tuple[Slide, ...]) -> None:
    assert all(slide.minutes >= 0.25 for slide in deck)
    assert 40 <= sum(slide.minutes for slide in deck) <= 45
    assert 18 <= sum(slide.minutes for slide in deck if slide.short) <= 20


def test_notes_are_labeled(deck: tuple[Slide, ...]) -> None:
    must_be_none(
        [
            f"talk.md:{slide.line} ({slide.name}): {paragraph[:40] or 'no notes'}"
            for slide in deck
            for paragraph in slide.notes.split("\n\n")
            if not paragraph.startswith(LABELS)
        ]
    )


def test_the_audience_is_asked_or_shown_something_every_five_minutes(
    deck: tuple[Slide, ...],
) -> None:
    passed = 0.0
    for slide in deck:
        passed += slide.minutes
        assert passed <= 5.5, f"talk.md:{slide.line}: {passed:g} minutes of listening"
        if re.search("^(Ask|Demo): ", slide.notes, re.MULTILINE):
            passed = 0.0


def test_slides_are_short(deck: tuple[Slide, ...]) -> None:
    must_be_none(
        [
            f"talk.md:{slide.line} ({slide.name}): {slide.words} words, {slide.code_lines} lines"
            for slide in deck
            if slide.words > MOST_WORDS or slide.code_lines > MOST_CODE_LINES or not slide.title
        ]
    )


def test_words_and_code_lines_are_counted(tmp_path: Path) -> None:
    talk = tmp_path / "talk.md"
    head, code = "name: one\nminutes: 2\n\n# Two words\n\n", "```rust\nlet a = 1;\n\nf(a);\n```\n"
    image, link = "![not *counted* at all](img/a.svg)\n\n", "[one](https://example.org/a) - | --- |"
    talk.write_text(f"{head}{code}\n{image}{link}\n\n???\n\nNote: Not shown.\n", encoding="utf-8")
    (slide,) = read_deck(talk)
    assert (slide.title, slide.words, slide.code_lines) == ("Two words", 3, 3)
    assert (slide.minutes, slide.short, slide.notes) == (2.0, False, "Note: Not shown.")


def test_a_slide_without_minutes_is_rejected_with_its_line(tmp_path: Path) -> None:
    talk = tmp_path / "talk.md"
    talk.write_text("name: a\nminutes: 1\n\n# A\n\n---\n\nname: b\n\n# B\n", encoding="utf-8")
    with pytest.raises(MaterialError, match=r"talk\.md:7: slide 2 starts without"):
        read_deck(talk)


def test_demos_name_episodes_and_exercises_that_exist(deck: tuple[Slide, ...], root: Path) -> None:
    catalog = Catalog(root)
    notes = "\n".join(slide.notes for slide in deck)
    titles = set(re.findall(r"episode \*([^*]+)\*", notes))
    exercises = set(re.findall(r"(?:workshop check |load\(\")([a-z-]+)", notes))
    folders = {f.rstrip("/") for f in re.findall(r"`work/(?!mine/)(\w+/\w+)", notes)}
    assert len(titles) >= 3
    assert titles <= {episode.title for episode in catalog.episodes}
    assert len(exercises) >= 3
    assert exercises <= set(catalog.exercises)
    assert folders <= {exercise.path for exercise in catalog.exercises.values()}


def test_parts_are_counted_as_in_the_plan(deck: tuple[Slide, ...]) -> None:
    plan = next(slide for slide in deck if slide.name == "plan")
    parts = len(re.findall(r"(?m)^\d\. ", plan.body))
    found = [re.search(r"\.part\[Part (\d) of (\d)\]", slide.body) for slide in deck]
    numbers = [(int(part[1]), int(part[2])) for part in found if part]
    assert numbers == sorted(numbers)
    assert {number for number, _ in numbers} == set(range(1, parts + 1))
    assert {total for _, total in numbers} == {parts}


def test_figures_are_there_described_and_used(deck: tuple[Slide, ...], root: Path) -> None:
    images = [found for slide in deck for found in re.findall(r"!\[(.*?)\]\((.+?)\)", slide.body)]
    drawn = {f"img/{file.name}" for file in (root / "slides" / "img").glob("*.svg")}
    assert {target for _, target in images} == drawn - {"img/icon.svg"}
    assert all(len(description) > 20 for description, _ in images)
