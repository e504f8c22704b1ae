"""Every question of the course: well formed, and its code does what it says."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from components import is_compiler_of_the_texts
from documents import must_be_none
from questions import write_questions
from workshop.course import quiz
from workshop.course.catalog import Catalog
from workshop.learner.work_folder import WorkFolder
from workshop.notebook import quiz_check, quiz_form
from workshop.publish.fences import Location, all_fences
from workshop.publish.questions import with_its_cell

pytestmark = pytest.mark.cargo

MORE_ERRORS = re.compile(r"expected (E\d{4}), found \1,E")


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


def test_the_right_answer_is_not_the_longest_by_habit(root: Path) -> None:
    questions = list(quiz.read_all(root).values())
    longest = [q.id for q in questions if max(q.options, key=_length).correct]
    assert len(longest) <= 0.4 * len(questions), longest


def _length(option: quiz.Option) -> int:
    return len(option.text) + len(option.code or "")


def test_no_question_prints_a_program_that_a_page_prints(root: Path) -> None:
    lines = {e.file: tuple(e.file.read_text("utf-8").splitlines()) for e in Catalog(root).episodes}
    programs = {
        _program("\n".join(fence.lines))
        for file, page in lines.items()
        for fence in all_fences(page, Location(file, 1))
        if fence.name == "code-cell"
    }
    printed = {id: _program(q.code) for id, q in quiz.read_all(root).items() if q.code}
    assert programs
    assert [id for id, program in printed.items() if program in programs] == []


def _program(code: str) -> str:
    """The code without what a cell needs around it, and without its layout."""
    lines = [line.strip() for line in code.splitlines()]
    return "\n".join(line for line in lines if line and not line.startswith("%%"))


def prompts(page: Path, questions: dict[str, quiz.Question]) -> list[str]:
    """What a page asks: questions, pictures to predict, and each cell that no question is about."""
    lines = tuple(page.read_text(encoding="utf-8").splitlines())
    fences = list(all_fences(lines, Location(page, 1)))
    asked = [fence.argument for fence in fences if fence.name == "workshop-quiz"]
    cells = {questions[id].cell for id in asked}
    predicted = [
        str(fence)
        for fence in fences
        if fence.name == "code-cell" and "predict" in fence.options.get("tags", "")
        if fence.options.get("name") not in cells
    ]
    pictures = [
        str(fence)
        for fence in fences
        if fence.name == "workshop-permissions" and "predict" in fence.options
    ]
    return [*asked, *predicted, *pictures]


def test_an_episode_asks_at_most_six_times_and_twice_in_the_room(root: Path) -> None:
    questions, faults = quiz.read_all(root), []
    for episode in Catalog(root).episodes:
        found = prompts(episode.file, questions)
        in_the_room = [id for id in found if id in questions and questions[id].room]
        faults += [f"{episode.file}: {len(found)} prompts"] if len(found) > 6 else []
        faults += [f"{episode.file}: {len(in_the_room)} for the room"] if in_the_room[2:] else []
    must_be_none(faults)


def test_a_cell_to_predict_and_the_question_about_it_count_once(tmp_path: Path) -> None:
    cell = "```{{code-cell}}\n:tags: [predict]\n:name: {}\n\n1\n```\n"
    page = tmp_path / "moves.md"
    text = "".join(map(cell.format, ("alias", "other")))
    page.write_text(f"{text}:::{{workshop-quiz}} moves-alias\n:::\n", encoding="utf-8")
    asked = quiz.find(write_questions(tmp_path), "moves-alias")
    both = {"moves-alias": replace(asked, code=None, cell="alias")}
    assert prompts(page, both) == ["moves-alias", f"{page}:7"]


def test_a_picture_to_predict_is_a_prompt_however_many_lines_it_asks_for(tmp_path: Path) -> None:
    page = tmp_path / "moves.md"
    box = ":::{{workshop-permissions}} view\n{}:::\n\n"
    page.write_text(box.format("") + box.format(":predict: 2 run, 4 run\n"), encoding="utf-8")
    assert prompts(page, {}) == [f"{page}:4"]
