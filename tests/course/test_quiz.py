"""Questions are read and checked, and bound to a cell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from questions import QUESTION, write_questions
from workshop.base.errors import MaterialError, UsageError
from workshop.course import quiz


def test_a_question_is_read(tmp_path: Path) -> None:
    question = quiz.find(write_questions(tmp_path), "moves-alias")
    assert question.expects == "E0382"
    assert question.code is not None
    assert question.code.startswith("let run")
    assert [option.correct for option in question.options] == [True, False, False]
    assert question.options[1].misconception == "m-alias"


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("correct = true", "", "exactly one option must be correct"),
        ('misconception = "m-alias"', "correct = true", "exactly one option must be correct"),
        ('misconception = "m-alias"', "", "wrong options, and only they, name a misconception"),
        ('"m-alias"', '"m-unknown"', "'m-unknown' is not in"),
        (
            'id = "moves-alias"',
            'id = "Moves"',
            "'Moves' must be a string of lowercase letters",
        ),
        (
            "expects =",
            "expect =",
            "moves.toml:11: `question[0]`: there is no key `expect`. Did",
        ),
        ("correct = true", "corect = true", "`question[0].option[0]`: there is no key `corect`"),
        (
            'explanation = "Only `Copy` types."',
            "",
            "`question[0].option[2]`: the key `explanation` is missing",
        ),
        (
            "room = false",
            'language = "c"',
            "`question[0].language`: 'c' must be one of rust, python",
        ),
        ("room = false", 'module = "lab"', "`module` or `library`, and `python` go"),
        ("room = false", 'library = "lab"', "`module` or `library`, and `python` go"),
        (
            "room = false",
            'library = "lab"\nmodule = "lab"\npython = "1"',
            "`module` and `library` exclude each other",
        ),
        ("room = false", 'cell = "alias"', "`cell` replaces `code`, `module`, `library`"),
        ("[[question]]", "[[question", "moves.toml"),
        ("[[question]]", "[[questions]]", "there is no key `questions`"),
    ],
)
def test_a_mistake_in_a_question_is_named(
    before: str, after: str, says: str, tmp_path: Path
) -> None:
    with pytest.raises(MaterialError, match=re.escape(says)):
        quiz.read_all(write_questions(tmp_path, QUESTION.replace(before, after, 1)))


def test_an_id_stands_once_in_all_files(tmp_path: Path) -> None:
    root = write_questions(tmp_path)
    (root / quiz.FOLDER / "other.toml").write_text(QUESTION, encoding="utf-8")
    with pytest.raises(MaterialError, match=r"the id is taken by moves\.toml"):
        quiz.read_all(root)


def test_an_unknown_question_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no question 'nothing'"):
        quiz.find(write_questions(tmp_path), "nothing")


def test_quotes_over_several_lines_add_no_empty_lines(tmp_path: Path) -> None:
    text = QUESTION.replace('"`kept` owns the list."', '"""\n`kept` owns the list.\n"""')
    question = quiz.find(write_questions(tmp_path, text), "moves-alias")
    assert question.options[0].explanation == "`kept` owns the list."
    assert question.code is not None
    assert question.code.endswith("bold?</b>\n")


# A question that is bound to a cell.

CODE = re.compile(r'code = """.*?"""\n', re.DOTALL)


@pytest.fixture
def bound(tmp_path: Path) -> quiz.Question:
    text = CODE.sub('cell = "alias"\n', QUESTION).replace('expects = "E0382"\n', "")
    return quiz.find(write_questions(tmp_path, text), "moves-alias")


def test_a_question_names_a_cell_of_its_episode(bound: quiz.Question, tmp_path: Path) -> None:
    assert (bound.cell, bound.code) == ("alias", None)
    assert bound.page == tmp_path / "lessons" / "moves.md"


@pytest.mark.parametrize(
    ("magic", "expects"),
    [
        ("%%rust", None),
        ("%%rust --expect E0382", "E0382"),
        ("%%rust --expect=E0382,E0505 --seconds 3", "E0382,E0505"),
    ],
)
def test_the_program_of_a_cell_and_what_it_expects_are_those_of_the_question(
    bound: quiz.Question, magic: str, expects: str | None
) -> None:
    question = quiz.with_cell(bound, f"{magic}\nlet a = 1;\nlet b = a;\n")
    assert (question.code, question.language) == ("let a = 1;\nlet b = a;\n", "rust")
    assert question.expects == expects


def test_a_cell_without_magic_is_python(bound: quiz.Question) -> None:
    question = quiz.with_cell(bound, "a = [1]\nb = a\n")
    assert (question.code, question.language) == ("a = [1]\nb = a\n", "python")
