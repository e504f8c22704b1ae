"""Questions: the code does what they say, the page keeps its secrets."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from browsing import OfflinePage
from questions import QUESTION, write_questions
from workshop.base.style import style_sheet
from workshop.course import quiz
from workshop.learner.work_folder import WorkFolder
from workshop.notebook import quiz_check, quiz_form

# The code.


def question(code: str, **facts: Any) -> quiz.Question:
    known: dict[str, Any] = {
        "file": Path("a.toml"),
        "id": "a",
        "prompt": "?",
        "room": False,
        "language": "rust",
        "module": None,
        "python": None,
        "expects": None,
        "output": None,
        "option": (),
    }
    return quiz.Question(code=code, **{**known, **facts})


ADD = "#[pyfunction]\nfn add(a: i32, b: i32) -> i32 {\n    a + b\n}\n"
MOVED = 'let a = vec![1];\nlet b = a;\nprintln!("{:?}", a);\n'


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        (MOVED, {"expects": "E0382"}),
        ('println!("{}", 7 / 2);', {"output": "3"}),
        ("let x = 1;", {}),
        ("let v: Vec<i32> = vec![];\nlet i = v.len();\nlet x = v[i];", {"expects": "panic"}),
        ("print([1, 2][-1])", {"language": "python", "output": "2"}),
        ("[][0]", {"language": "python", "expects": "IndexError"}),
        (ADD, {"module": "lab", "python": "print(lab.add(1, 2))", "output": "3"}),
        (ADD, {"module": "lab", "python": "lab.add(2**31 - 1, 1)", "expects": "PanicException"}),
        (ADD, {"module": "lab", "python": "lab.add(2**31, 1)", "expects": "OverflowError"}),
    ],
)
def test_code_that_does_what_the_question_says(
    code: str, facts: dict[str, Any], root: Path, tmp_path: Path
) -> None:
    assert quiz_check.problem(question(code, **facts), WorkFolder(root), tmp_path) is None


@pytest.mark.parametrize(
    ("code", "facts", "says"),
    [
        (MOVED, {"expects": "E0499"}, "should give E0499, and gives E0382"),
        (MOVED, {}, "should give runs, and gives E0382"),
        ('println!("3");', {"output": "4"}, "should print '4', and prints '3\\n'"),
        ("let x = 1;", {"expects": "panic"}, "should give panic, and gives runs"),
        ("1 / 0", {"language": "python"}, "should give runs, and gives ZeroDivisionError"),
    ],
)
def test_code_that_does_something_else_is_a_problem(
    code: str, facts: dict[str, Any], says: str, root: Path, tmp_path: Path
) -> None:
    assert says in (quiz_check.problem(question(code, **facts), WorkFolder(root), tmp_path) or "")


# The page.


@pytest.fixture
def form(tmp_path: Path) -> str:
    return quiz_form.form(quiz.find(write_questions(tmp_path), "moves-alias"))


def test_neither_answer_nor_explanation_stands_in_the_page(form: str) -> None:
    shown = unescape(re.sub(r'data-facts="[^"]*"', "", form))
    for secret in ("owns the list", "Python's answer", "Right.", "correct", "m-alias"):
        assert secret not in shown


def test_code_and_text_are_escaped_and_set_as_code(form: str) -> None:
    assert "<code>Vec&lt;f64&gt;</code>" in form
    assert "<script>" not in form
    assert "<b>" not in form
    assert "<strong>second</strong>" in form
    assert 'class="ws-hl-' in form


def test_only_reading_alone_asks_for_a_reason(tmp_path: Path) -> None:
    root = write_questions(tmp_path, QUESTION.replace("room = false", "room = true"))
    html = quiz_form.form(quiz.find(root, "moves-alias"))
    assert "Question for the room" in html
    assert "ws-why" not in html


def test_the_explanations_can_be_decoded(form: str) -> None:
    hidden = re.search(r'data-facts="([^"]*)"', form)
    assert hidden is not None
    assert "That is Python" in base64.b64decode(hidden[1]).decode()


def page_of(form: str, theme: str) -> str:
    return (
        f'<!doctype html><html lang="en" data-theme="{theme}"><title>Quiz</title>'
        f"<style>body {{ background: {'#fff' if theme == 'light' else '#bbb'} }}"
        f"{style_sheet()}</style><main><h1>Quiz</h1>{form}</main>"
        f"<script>{quiz_form.script()}</script></html>"
    )


@pytest.fixture
def opened(
    form: str, tmp_path: Path, offline_page: OfflinePage, http_folder: Callable[[Path], str]
) -> Iterator[Page]:
    for theme in ("light", "dark"):
        (tmp_path / f"{theme}.html").write_text(page_of(form, theme), encoding="utf-8")
    yield offline_page.open(f"{http_folder(tmp_path)}/light.html")
    assert offline_page.foreign_requests == []
    assert [error for error in offline_page.errors if "favicon" not in error] == []


def test_a_question_is_answered_by_keyboard_alone(opened: Page) -> None:
    told = opened.get_by_role("status")
    opened.locator(".ws-code").focus()
    opened.keyboard.press("Tab")
    opened.keyboard.press("Space")
    opened.keyboard.press("ArrowDown")
    assert opened.get_by_role("radio", name="It prints 1").is_checked()
    assert told.inner_text() == "", "moving through the answers is no answer"
    opened.keyboard.press("Tab")
    opened.keyboard.type("because of Python")
    opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    assert "That is Python's answer" in told.inner_text()
    assert told.locator("code").inner_text() == "Vec<f64>"


def test_a_wrong_answer_can_be_followed_by_the_right_one(opened: Page) -> None:
    told = opened.get_by_role("status")
    opened.get_by_label("Why?").fill("a guess")
    opened.get_by_role("radio", name="It copies").check()
    opened.get_by_role("button", name="Check").click()
    assert "Not so." in told.inner_text()
    opened.get_by_role("radio", name="It does not compile").check()
    opened.get_by_role("button", name="Check").click()
    assert "Right." in told.inner_text()
    assert "owns the list" in told.inner_text()


def test_an_answer_and_a_reason_are_asked_for(opened: Page) -> None:
    told = opened.get_by_role("status")
    check = opened.get_by_role("button", name="Check")
    check.click()
    assert told.inner_text() == "Choose an answer first."
    opened.get_by_role("radio", name="It copies").check()
    check.click()
    assert told.inner_text().startswith("Why?")
    check.click()
    assert "Not so." in told.inner_text()


def test_the_answer_is_not_in_the_accessibility_tree_before(opened: Page) -> None:
    tree = opened.locator("form.ws-quiz").aria_snapshot()
    assert "radio" in tree
    assert "group" in tree
    for secret in ("owns the list", "Right", "Not so", "Python's answer"):
        assert secret not in tree


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(theme: str, opened: Page, npm_packages: Path) -> None:
    opened.goto(opened.url.replace("light", theme))
    opened.add_script_tag(path=npm_packages / "axe-core" / "axe.min.js")
    for answer in ("It copies", "It does not compile"):
        opened.get_by_role("radio", name=answer).check()
        opened.get_by_label("Why?").fill("so")
        opened.get_by_role("button", name="Check").click()
        found = opened.evaluate("async () => (await axe.run()).violations.map(v => v.id + v.help)")
        assert found == []
