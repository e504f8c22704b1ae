"""How the book looks: on a phone, on paper, and code in the same colors everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browsing import watched_page

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1400, "height": 900}
TOO_WIDE = """
() => {
  const screen = document.documentElement;
  const found = screen.scrollWidth > screen.clientWidth ? ["the page"] : [];
  for (const table of document.querySelectorAll("article table")) {
    const box = table.closest(".pst-scrollable-table-container") ?? table.parentElement;
    const columns = table.querySelectorAll("thead th").length;
    if (columns > 3 && box.scrollWidth > box.clientWidth + 1) found.push(table.innerText);
  }
  return found;
}
"""
COLOR = "name => getComputedStyle(document.querySelector(name)).color"
SAME = ((".ws-hl-k, .ws-hl-kd", "k", "kd"), (".ws-hl-s", "s"), (".ws-hl-mf", "mf"))
"""A class of a question's code, and those of the same word in a cell."""


@pytest.fixture
def show(
    browser: Browser, html: Path, http_folder: Callable[[Path], str]
) -> Iterator[Callable[..., Page]]:
    """A function that opens a page of the book on a screen of some size and theme."""
    contexts = []
    url = http_folder(html)

    def open_it(name: str, screen: dict[str, int], theme: str = "light") -> Page:
        size = {"width": screen["width"], "height": screen["height"]}
        context = browser.new_context(viewport=size, color_scheme=theme)  # type: ignore[arg-type]
        contexts.append(context)
        return watched_page(context).open(f"{url}/{name}")

    yield open_it
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", ["index", "exercises", "schedule", "quick-reference", "glossary"])
def test_a_page_of_tables_fits_a_phone(show: Callable[..., Page], name: str) -> None:
    assert show(f"book/{name}.html", PHONE).evaluate(TOO_WIDE) == []


def test_an_episode_fits_a_phone_with_everything_open(show: Callable[..., Page]) -> None:
    page = show("lessons/moves.html", PHONE)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate(TOO_WIDE) == []


def test_a_row_on_a_phone_names_its_columns(show: Callable[..., Page]) -> None:
    cell = show("book/exercises.html", PHONE).locator("table.stacked tbody td").nth(2)
    said = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert said == '"minutes: "'


def test_permissions_stay_a_table_on_a_phone(show: Callable[..., Page]) -> None:
    page = show("lessons/borrows.html", PHONE)
    table = page.locator("table.ws-permissions").first
    assert table.evaluate("table => getComputedStyle(table.rows[1]).display") == "grid"
    code, marks = (table.locator(f"tbody td.{name}").first for name in ("ws-code-cell", "ws-path"))
    first, second = code.bounding_box(), marks.bounding_box()
    assert first is not None
    assert second is not None
    assert first["x"] + first["width"] <= second["x"] + 1  # beside each other
    assert page.evaluate(TOO_WIDE) == []


def test_a_dark_screen_prints_on_white_paper(show: Callable[..., Page]) -> None:
    page = show("book/first-rust-card.html", DESK, "dark")
    theme = "document.documentElement.dataset.theme"
    assert page.evaluate(theme) == "dark"
    page.evaluate(f"window.addEventListener('beforeprint', () => window.seen = {theme})")
    pdf = page.pdf(format="A4", print_background=True)
    assert page.evaluate("window.seen") == "light"
    assert page.evaluate(theme) == "dark"
    assert pdf.count(b"/Type /Page\n") == 1  # the card is one sheet


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_cells_and_questions_color_code_alike(show: Callable[..., Page], theme: str) -> None:
    questions = show("book/placement.html", DESK, theme)  # where questions print their programs
    cells = show("lessons/moves.html", DESK, theme)
    for question, *cell in SAME:
        words = ", ".join(f"div.highlight-rust .{name}" for name in cell)
        assert questions.evaluate(COLOR, question) == cells.evaluate(COLOR, words), question


def test_the_book_has_the_sign_of_the_slides(root: Path) -> None:
    signs = ("book/offline/favicon.svg", "slides/img/icon.svg", "src/workshop/lab/web/icon.svg")
    assert len({(root / sign).read_text(encoding="utf-8") for sign in signs}) == 1
