"""A picture to predict: it keeps its secrets, and is filled in with a mouse or a keyboard."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browsing import OfflinePage
from workshop.base.markup import style_sheet
from workshop.borrows.permissions.html import draw
from workshop.borrows.permissions.model import Kind, Reason, State
from workshop.borrows.permissions.picture import Column, Event, Line, Note, Picture
from workshop.borrows.permissions.predict import prediction, read
from workshop.notebook import predict_form

ALL = State(read=True, write=True, own=True)
BORROWED = State(read=True, write=False, own=False, reasons=(Reason(Kind.SHARED, 2, "view", 3),))
VIEW = State(read=True, write=False, own=False, reasons=(Reason(Kind.SHARED_REFERENCE),))
GONE = State(
    read=False, write=False, own=False, reasons=(Reason(Kind.MOVED, 4, "kept"),), used_later=False
)
PICTURE = Picture(
    "Who owns `run<T>`?",
    (
        Column("run", "Vec<f64>", copies=False, declared=1),
        Column("*view", "Vec<f64>", copies=False, declared=2),
    ),
    (
        Line(
            1,
            "let mut run = vec![3.5];",
            (ALL, None),
            frozenset({0}),
            (Note(0, Event.DECLARED, "`run` is declared"),),
        ),
        Line(
            2,
            "let view = &run;",
            (BORROWED, VIEW),
            frozenset({0, 1}),
            (
                Note(0, Event.SHARED, "shared borrow by `view` until line 3"),
                Note(1, Event.DECLARED, "`view` is a shared reference"),
            ),
        ),
        Line(
            3,
            "view.len();",
            (ALL, None),
            frozenset({0}),
            (Note(0, Event.BACK, "no longer borrowed"),),
        ),
        Line(
            4,
            "let kept = run;",
            (GONE, None),
            frozenset({0}),
            (Note(0, Event.MOVED, "moved to `kept`"),),
        ),
    ),
    others=("count",),
)
SECRETS = ("shared borrow", "until line 3", "moved to", "The same in words")


def form(asked: str) -> str:
    return predict_form.draw(prediction(PICTURE, read(asked)))


TWO = form("2 run, 4 run")


def test_neither_answer_nor_reason_stands_in_the_page() -> None:
    shown = unescape(re.sub(r'data-facts="[^"]*"', "", TWO))
    assert 'data-line="2" data-path="1"' in shown
    assert 'data-line="2" data-path="0"' not in shown
    for secret in (*SECRETS, "ws-borrowed"):
        assert secret in draw(PICTURE)
        assert secret not in shown


def test_the_facts_have_the_picture_and_a_verdict_on_each_answer() -> None:
    hidden = re.search(r'data-facts="([^"]*)"', TWO)
    assert hidden is not None
    facts = json.loads(base64.b64decode(hidden[1]))
    assert "shared borrow" in facts["figure"]
    assert [cell["letters"] for cell in facts["cells"]] == ["R--", "---"]
    for cell in facts["cells"]:
        right = [a for a, said in cell["verdicts"].items() if "<strong>right.</strong>" in said]
        assert right == [cell["letters"]]
        assert len(cell["verdicts"]) == 8
    said = facts["cells"][0]["verdicts"]["RWO"]
    assert "<strong>not quite.</strong> Your answer: it may be read, written and moved." in said


def test_text_is_escaped() -> None:
    assert "run&lt;T&gt;" in TWO
    assert "<T>" not in TWO


def page_of(*forms: str, theme: str = "light", script: bool = True) -> str:
    return (
        f'<!doctype html><html lang="en" data-theme="{theme}"><meta charset="utf-8">'
        f"<title>Predict</title><style>{style_sheet()}</style>"
        f"<main style='background: #888'><h1>Predict</h1>{''.join(forms)}</main>"
        + (f"<script>{predict_form.script()}</script>" if script else "")
        + "</html>"
    )


@pytest.fixture
def opened(
    tmp_path: Path, offline_page: OfflinePage, http_folder: Callable[[Path], str]
) -> Iterator[Page]:
    for theme in ("light", "dark"):
        (tmp_path / f"{theme}.html").write_text(page_of(TWO, theme=theme), encoding="utf-8")
    yield offline_page.open(f"{http_folder(tmp_path)}/light.html")
    assert offline_page.foreign_requests == []
    assert [error for error in offline_page.errors if "favicon" not in error] == []


def press(page: Page, line: int, *words: str) -> None:
    for word in words:
        page.get_by_role("checkbox", name=f"run after line {line}: may be {word}").check()


def check(page: Page) -> str:
    page.get_by_role("button", name="Check").click()
    return page.get_by_role("status").inner_text()


def notes(page: Page, line: int) -> str:
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=str(line)))
    return row.locator(".ws-notes").inner_text().replace("\N{NO-BREAK SPACE}", " ")


def test_a_prediction_is_made_by_keyboard_alone(opened: Page) -> None:
    opened.get_by_role("group", name="Permissions", exact=True).focus()
    for key in ("Tab", "Space", *("Tab",) * 6, "Enter"):  # the first letter, then the button
        opened.keyboard.press(key)
    assert opened.get_by_role("status").inner_text().startswith("You got 2 of 2 right.")
    again = opened.get_by_role("button", name="Predict again")
    assert again.evaluate("button => button === document.activeElement")
    assert notes(opened, 2).startswith("✓\nrun: right.")
    assert "run: shared borrow by view until line 3" in notes(opened, 2)
    assert "The same in words" in opened.get_by_role("figure").inner_text()


def test_each_answer_is_judged_with_a_symbol_words_and_the_reason(opened: Page) -> None:
    press(opened, 2, "read", "written")
    assert check(opened).startswith("You got 1 of 2 right.")
    assert notes(opened, 2).startswith(
        "✗\nrun: not quite. Your answer: it may be read and written, but can't be moved.\n"
    )
    assert notes(opened, 4).startswith("✓\nrun: right.\n")
    assert "moved to kept" in notes(opened, 4)
    marks = opened.locator('[data-line="2"][data-path="0"]')
    assert [mark.get_attribute("aria-label") for mark in marks.all()] == [
        "may be read",
        "can't be written; you predicted the opposite",
        "can't be moved",
    ]
    assert opened.get_by_role("checkbox").count() == 0


def test_no_letter_at_all_is_asked_about_once(opened: Page) -> None:
    assert check(opened).startswith("No letter is pressed.")
    assert opened.get_by_role("checkbox").count() == 6
    assert check(opened).startswith("You got 1 of 2 right.")


def test_a_reader_may_predict_again(opened: Page) -> None:
    press(opened, 2, "read", "moved")
    check(opened)
    opened.get_by_role("button", name="Predict again").click()
    assert opened.get_by_role("status").inner_text() == ""
    assert "shared borrow" not in opened.get_by_role("figure").inner_text()
    assert opened.get_by_role("checkbox", checked=True).count() == 0
    assert opened.get_by_text("The same in words").count() == 0
    press(opened, 2, "read")
    assert check(opened).startswith("You got 2 of 2 right.")
    assert opened.get_by_text("The same in words").count() == 1


def test_the_answers_are_not_in_the_accessibility_tree_before(opened: Page) -> None:
    tree = opened.get_by_role("figure").aria_snapshot()
    assert 'checkbox "run after line 2: may be read"' in tree
    assert 'group "Predict what may be done' in tree
    for secret in SECRETS:
        assert secret not in tree


def test_a_picture_that_comes_later_works_with_its_script(opened: Page) -> None:
    """As in a notebook, where each picture is an output with the script behind it."""
    opened.evaluate(
        """([form, script]) => {
            document.querySelector("figure").remove();
            document.querySelector("main").insertAdjacentHTML("beforeend", form);
            document.body.append(Object.assign(document.createElement("script"), { text: script }));
        }""",
        [TWO, predict_form.script()],
    )
    press(opened, 2, "read")
    assert check(opened).startswith("You got 2 of 2 right.")
    assert opened.get_by_text("The same in words").count() == 1


def test_without_a_script_the_picture_stays_as_it_is_and_says_why(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(page_of(TWO))
    assert "To predict, allow JavaScript." in page.get_by_role("figure").inner_text()
    assert page.get_by_role("button").count() == 0
    assert page.get_by_text("shared borrow by").count() == 0
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 560, 390])
def test_axe_finds_nothing_and_nothing_sticks_out(
    theme: str, width: int, opened: Page, npm_packages: Path
) -> None:
    opened.set_viewport_size({"width": width, "height": 800})
    opened.goto(opened.url.replace("light", theme))
    opened.add_script_tag(path=npm_packages / "axe-core" / "axe.min.js")
    wide = "found => found.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML)"
    press(opened, 2, "read", "moved")
    for _ in range(2):
        found = opened.evaluate("async () => (await axe.run()).violations.map(v => v.id + v.help)")
        assert found == []
        parts = opened.locator(".ws-scroll, .ws-permissions td, fieldset, figure")
        assert parts.evaluate_all(wide) == []
        opened.get_by_role("button").click()
