"""Questions: the code does what they say, the page keeps its secrets."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from browsing import OfflinePage
from questions import QUESTION, write_questions
from workshop.base.markup import style_sheet
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
        "library": None,
        "python": None,
        "expects": None,
        "output": None,
        "option": (),
    }
    return quiz.Question(code=code, **{**known, **facts})


def fixed_by(*change: str) -> dict[str, Any]:
    """Of a question: an option whose text proposes these edits of the program."""
    return {"option": (quiz.Option("Borrow.", "It reads.", correct=True, change=change),)}


ADD = "#[pyfunction]\nfn add(a: i32, b: i32) -> i32 {\n    a + b\n}\n"
C_ADD = '#[unsafe(no_mangle)]\npub extern "C" fn add(a: i32, b: i32) -> i32 {\n    a + b\n}\n'
CALL = "import ctypes\nadd = ctypes.CDLL(lab).add\nadd.argtypes = [ctypes.c_int32] * 2\n{}"
MOVED = 'let a = vec![1];\nlet b = a;\nprintln!("{:?}", a);\n'


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        (MOVED, {"expects": "E0382"}),
        ('println!("{}", 7 / 2);', {"output": "3"}),
        (MOVED, fixed_by("let b = a; ==> let b = &a;") | {"expects": "E0382"}),
        ("let x = 1;", {}),
        ("let v: Vec<i32> = vec![];\nlet i = v.len();\nlet x = v[i];", {"expects": "panic"}),
        ("print([1, 2][-1])", {"language": "python", "output": "2"}),
        ("[][0]", {"language": "python", "expects": "IndexError"}),
        (ADD, {"module": "lab", "python": "print(lab.add(1, 2))", "output": "3"}),
        (ADD, {"module": "lab", "python": "lab.add(2**31 - 1, 1)", "expects": "PanicException"}),
        (ADD, {"module": "lab", "python": "lab.add(2**31, 1)", "expects": "OverflowError"}),
        (C_ADD, {"library": "lab", "python": CALL.format("print(add(1, 2))"), "output": "3"}),
        (
            C_ADD,
            {"library": "lab", "python": CALL.format("add(1, [])"), "expects": "ArgumentError"},
        ),
        (C_ADD, {"library": "lab", "python": CALL.format("add(2**31 - 1, 1)"), "expects": "crash"}),
    ],
)
def test_code_that_does_what_the_question_says(
    code: str, facts: dict[str, Any], root: Path, tmp_path: Path
) -> None:
    assert quiz_check.problem(question(code, **facts), WorkFolder(root), tmp_path) is None


@pytest.mark.parametrize(
    ("code", "facts", "says"),
    [
        (MOVED, {"expects": "E0499"}, "expected E0499, found E0382"),
        (MOVED, {}, "expected runs, found E0382"),
        ('println!("3");', {"output": "4"}, "expected the output '4', found '3\\n'"),
        ("let x = 1;", {"expects": "panic"}, "expected panic, found runs"),
        ("1 / 0", {"language": "python"}, "expected runs, found ZeroDivisionError"),
        (MOVED, fixed_by("b = a; ==> c = a;"), "expected runs, found E0382"),
        (MOVED, fixed_by("b = &a; ==> b = a;"), "'b = &a;' is not in the program"),
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


def test_a_question_about_a_cell_names_it_and_shows_no_program(tmp_path: Path) -> None:
    bound = re.sub(r'code = """.*?"""', 'cell = "alias"', QUESTION, flags=re.DOTALL)
    question = quiz.find(write_questions(tmp_path, bound), "moves-alias")
    for shown in (question, quiz.with_cell(question, "%%rust\nlet run = vec![3.5];")):
        html = quiz_form.form(shown)
        assert "About the cell <strong>alias</strong>" in html
        assert "ws-code" not in html
        assert "vec![3.5]" not in html


def page_of(form: str, theme: str) -> str:
    return (
        f'<!doctype html><html lang="en" data-theme="{theme}"><title>Quiz</title>'
        f"<style>body {{ background: {'#fff' if theme == 'light' else '#bbb'} }}"
        f"{style_sheet()}</style><main><h1>Quiz</h1>{form}</main>"
        f"<script>{quiz_form.script()}</script></html>"
    )


def read_as(page: Page, seed: str) -> None:
    """Let the pages that are opened from now on be read by this reader."""
    page.add_init_script(f"localStorage.setItem('workshop-quiz-seed', '{seed}')")


@pytest.fixture
def opened(
    form: str, tmp_path: Path, offline_page: OfflinePage, http_folder: Callable[[Path], str]
) -> Iterator[Page]:
    for theme in ("light", "dark"):
        (tmp_path / f"{theme}.html").write_text(page_of(form, theme), encoding="utf-8")
    read_as(offline_page.page, "reader 3")  # "It prints 1" is in the middle
    yield offline_page.open(f"{http_folder(tmp_path)}/light.html")
    assert offline_page.foreign_requests == []
    assert [error for error in offline_page.errors if "favicon" not in error] == []


def test_a_question_is_answered_by_keyboard_alone(opened: Page) -> None:
    feedback = opened.get_by_role("status")
    opened.locator(".ws-code").focus()
    opened.keyboard.press("Tab")
    opened.keyboard.press("Space")
    opened.keyboard.press("ArrowDown")
    assert opened.get_by_role("radio", name="It prints 1").is_checked()
    assert feedback.inner_text() == "", "moving through the answers is no answer"
    opened.keyboard.press("Tab")
    opened.keyboard.type("because of Python")
    opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    assert "That is Python's answer" in feedback.inner_text()
    assert feedback.locator("code").inner_text() == "Vec<f64>"


def test_a_wrong_answer_can_be_followed_by_the_right_one(opened: Page) -> None:
    feedback = opened.get_by_role("status")
    opened.get_by_label("Why?").fill("a guess")
    opened.get_by_role("radio", name="It copies").check()
    opened.get_by_role("button", name="Check").click()
    assert "Not quite." in feedback.inner_text()
    opened.get_by_role("radio", name="It does not compile").check()
    opened.get_by_role("button", name="Check").click()
    assert "Right." in feedback.inner_text()
    assert "owns the list" in feedback.inner_text()


def test_an_answer_is_asked_for_and_a_reason_is_optional(opened: Page) -> None:
    feedback = opened.get_by_role("status")
    check = opened.get_by_role("button", name="Check")
    check.click()
    assert feedback.inner_text() == "Choose an answer first."
    opened.get_by_role("radio", name="It copies").check()
    assert opened.get_by_label("Why? Optional").input_value() == ""
    check.click()
    assert "Not quite." in feedback.inner_text()


def order(page: Page) -> list[list[str]]:
    """The numbers of the options, in the order in which each question shows them."""
    found: list[list[str]] = page.locator("form.ws-quiz").evaluate_all(
        "forms => forms.map(form => [...form.querySelectorAll('input[type=radio]')]"
        ".map(input => input.value))"
    )
    return found


def test_each_reader_has_an_order_that_stays(
    form: str, tmp_path: Path, browser: Browser, http_folder: Callable[[Path], str]
) -> None:
    forms = "".join(form.replace("moves-alias", f"moves-{number}") for number in range(200))
    (tmp_path / "many.html").write_text(page_of(forms, "light"), encoding="utf-8")
    orders = []
    for reader in ("reader 1", "reader 1", "reader 2"):
        context = browser.new_context()
        page = context.new_page()
        read_as(page, reader)
        page.goto(f"{http_folder(tmp_path)}/many.html")
        orders.append(order(page))
        page.reload()
        assert order(page) == orders[-1]
        context.close()
    assert orders[0] == orders[1] != orders[2]
    for shown in orders:
        assert all(sorted(options) == ["0", "1", "2"] for options in shown)
        for position in range(3):
            counts = Counter(options[position] for options in shown)
            assert max(counts.values()) < 0.45 * len(shown)


def test_a_reader_without_a_seed_gets_one(
    form: str, tmp_path: Path, offline_page: OfflinePage, http_folder: Callable[[Path], str]
) -> None:
    (tmp_path / "one.html").write_text(page_of(form, "light"), encoding="utf-8")
    page = offline_page.open(f"{http_folder(tmp_path)}/one.html")
    shown = order(page)
    seed = page.evaluate("localStorage.getItem('workshop-quiz-seed')")
    assert seed
    page.reload()
    assert page.evaluate("localStorage.getItem('workshop-quiz-seed')") == seed
    assert order(page) == shown


def test_a_form_that_comes_later_is_shuffled_with_its_script(opened: Page, form: str) -> None:
    """As in a notebook, where each question is an output with the script behind it."""
    (first,) = order(opened)
    opened.evaluate(
        """([form, script]) => {
            document.querySelector("form").remove();
            document.querySelector("main").insertAdjacentHTML("beforeend", form);
            document.body.append(Object.assign(document.createElement("script"), { text: script }));
        }""",
        [form, quiz_form.script()],
    )
    assert order(opened) == [first]


def test_the_answer_is_not_in_the_accessibility_tree_before(opened: Page) -> None:
    tree = opened.locator("form.ws-quiz").aria_snapshot()
    assert "radio" in tree
    assert "group" in tree
    for secret in ("owns the list", "Right", "Not quite", "Python's answer"):
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
