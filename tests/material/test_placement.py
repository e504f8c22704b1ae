"""Where to begin: five questions a part, which stand nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workshop.course import quiz
from workshop.course.catalog import Catalog

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "book" / "placement.md").read_text(encoding="utf-8")
PARTS = {found[1]: found[2] for found in re.finditer(r"(?ms)^## Part (\w):(.*?)(?=^## |\Z)", PAGE)}
EPISODES = Catalog(ROOT).episodes


def shown_in(text: str) -> list[str]:
    return re.findall(r"\{workshop-quiz\} (\S+)", text)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_has_five_questions_of_its_own(part: str) -> None:
    file = ROOT / quiz.FOLDER / f"placement-{part.lower()}.toml"
    assert shown_in(PARTS[part]) == [question.id for question in quiz.read(file)]
    assert len(shown_in(PARTS[part])) == 5


@pytest.mark.parametrize("part", PARTS)
def test_whoever_fails_is_sent_to_an_episode_of_the_part(part: str) -> None:
    sent = set(re.findall(r"lessons/([\w-]+)\.md", PARTS[part]))
    ids = {episode.id for episode in EPISODES if episode.part == part}
    assert len(sent & ids) > 1
    assert len(sent - ids) == 1, "and whoever passes, to the next part"


def test_every_question_stands_on_one_page() -> None:
    pages = [PAGE, *(episode.file.read_text(encoding="utf-8") for episode in EPISODES)]
    shown = [id for page in pages for id in shown_in(page)]
    assert sorted(shown) == sorted(quiz.read_all(ROOT))
