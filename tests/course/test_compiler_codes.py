"""Each compiler code that learners meet has a true sentence, triggered here by a real program."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from compiler_programs import PLANNED, PROGRAMS, RENAMED, compile_program
from shop import ROOT
from workshop.check.verdict import Verdict
from workshop.course.catalog import Catalog
from workshop.course.explanations import CODES, HABITS, RUN_TIME, ShortExplanation, entries
from workshop.report.html import as_html
from workshop.report.sections import explained, verdict_sections
from workshop.report.text import as_text
from workshop.rust.diagnostics import Diagnostic

OURS = {entry.name: entry for entry in entries(ROOT, CODES)}
ALL = [entry for name in (CODES, HABITS, RUN_TIME) for entry in entries(ROOT, name)]
IN_AN_EXERCISE = {
    "E0277-argument",
    "E0277-class",
    "E0277-classmethod",
    "E0277-detached",
    "E0277-exception",
    "E0277-init",
    "E0277-receiver",
    "E0277-special-method",
    "E0277-to-python",
    "E0308-dunder-new",
    "message-attribute-place",
    "message-class-generic",
    "message-generic",
    "message-getter",
    "message-no-self",
    "message-self",
    "message-setter",
    "message-static",
}
"""These need PyO3; `test_python_habits.py` has their programs."""


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Diagnostic]]:
    """What the compiler says of each program."""
    folder = tmp_path_factory.mktemp("codes")
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda item: compile_program(folder, *item), PROGRAMS.items())
        return dict(zip(PROGRAMS, found, strict=True))


def test_every_sentence_has_its_program_and_the_other_way_round() -> None:
    assert PROGRAMS.keys() | IN_AN_EXERCISE == OURS.keys()


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_program_gets_this_sentence_with_its_page_and_section(
    name: str, errors: dict[str, list[Diagnostic]]
) -> None:
    first, code = errors[name][0], name.partition("-")[0]
    if re.fullmatch(r"E\d{4}", code):
        assert first.code in {code, RENAMED.get(code)}, f"{first.code}: {first.message}"
    ours = explained(first, ROOT)
    place = first.primary
    assert ours is not None
    assert ours.name in {name, RENAMED.get(name)}, (first.message, place and place.label)


@pytest.mark.parametrize("name", PROGRAMS)
def test_it_is_shown_with_our_sentence_whatever_can_be_drawn(
    name: str, errors: dict[str, list[Diagnostic]]
) -> None:
    verdict = Verdict("a-b", "compile", "This code does not compile.", tuple(errors[name]))
    shown = as_text(verdict_sections(verdict, ROOT), color=False)
    ours = OURS[RENAMED.get(name, name)]
    assert ours.says in shown
    written = (ROOT / "lessons" / f"{ours.page}.md").is_file()
    assert (f"Episode `{ours.page}`" in shown) == written
    assert "In short" in as_html(verdict_sections(verdict, ROOT))


@pytest.mark.parametrize("ours", ALL, ids=lambda ours: ours.name)
def test_a_sentence_is_short_and_whole(ours: ShortExplanation) -> None:
    assert ours.says[-1] in ".?!"
    assert len(ours.says) <= 150
    assert ours.says.count("`") % 2 == 0
    assert not re.search(r"\b(simply|just|foo|bar|obviously)\b", ours.says)


@pytest.mark.parametrize("ours", ALL, ids=lambda ours: ours.name)
def test_a_page_is_an_episode_and_a_section_one_of_its_headings(
    ours: ShortExplanation, root: Path
) -> None:
    episodes = {episode.id: episode for episode in Catalog(root).episodes}
    assert ours.page in {*episodes, *PLANNED, None}
    if ours.section is not None:
        assert ours.page is not None
        text = episodes[ours.page].file.read_text(encoding="utf-8")
        assert f"\n## {ours.section}\n" in text


def codes_of_the_course(root: Path) -> Iterator[tuple[str, str]]:
    """Every code that an exercise, a hint or a wrong answer names, and where."""
    for exercise in Catalog(root).exercises.values():
        events = [hint.when[0] for hint in exercise.hints if hint.when]
        yield from ((exercise.id, code) for code in (exercise.starter.code or "", *events))
    for file in root.glob("tests/wrong_answers/*/wrong.toml"):
        for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            yield f"{file.parent.name}/{name}", entry.get("code", "")


def test_every_code_of_an_exercise_has_a_sentence(root: Path) -> None:
    named = {
        (place, code) for place, code in codes_of_the_course(root) if re.fullmatch(r"E\d{4}", code)
    }
    assert named
    assert not {(place, code) for place, code in named if code not in OURS}
