"""Every question of the course: well formed, and its code does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from components import is_compiler_of_the_texts
from workshop.course import quiz
from workshop.learner.work_folder import WorkFolder
from workshop.notebook import quiz_check, quiz_form
from workshop.publish.questions import with_its_cell

pytestmark = pytest.mark.cargo

MORE_ERRORS = re.compile(r"should give (E\d{4}), and gives \1,E")


def test_the_code_of_every_question_does_what_it_says(root: Path, tmp_path: Path) -> None:
    problems = {}
    for question in quiz.read_all(root).values():
        folder = tmp_path / question.id
        folder.mkdir()
        if problem := quiz_check.problem(with_its_cell(question), WorkFolder(root), folder):
            problems[question.id] = problem
    if not is_compiler_of_the_texts():  # another one may find more errors behind the first
        problems = {id: text for id, text in problems.items() if not MORE_ERRORS.search(text)}
    assert problems == {}


def test_every_question_can_be_shown(root: Path) -> None:
    for question in quiz.read_all(root).values():
        html = quiz_form.form(question)
        assert html.count('type="radio"') == len(question.options)
        assert "<script" not in html


def test_wrong_answers_come_before_and_after_the_right_one(root: Path) -> None:
    """A learner who always takes one place must not be right more often than by chance."""
    questions = list(quiz.read_all(root).values())
    places = [[o.correct for o in q.options].index(True) for q in questions]
    for place in set(places):
        assert places.count(place) <= 0.4 * len(places), f"answer {place + 1} is right too often"
