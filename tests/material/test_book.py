"""The book builds without a warning, and every page reads in a browser with no network."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browsing import OfflinePage, watched_page

AXE = "node_modules/axe-core/axe.min.js"
STILL = "* { animation: none !important; transition: none !important }"
RULES = {
    "light": "{resultTypes: ['violations']}",
    "dark": "{resultTypes: ['violations'], runOnly: ['color-contrast']}",
}
OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"


def pages_of(html: Path) -> list[str]:
    found = [*html.glob("book/*.html"), *html.glob("lessons/*.html")]
    return sorted(file.relative_to(html).as_posix() for file in found)


def test_every_page_of_the_contents_is_built(html: Path, root: Path) -> None:
    contents = (root / "book" / "_toc.yml").read_text(encoding="utf-8")
    named = re.findall(r"(?:root|file): (\S+)", contents)
    assert sorted(f"{name}.html" for name in named) == pages_of(html)


def test_no_page_names_a_script_or_style_of_another_host(html: Path) -> None:
    pattern = re.compile(r'<(?:script|link|img)[^>]*(?:src|href)="(?:https?:)?//[^"]*"')
    found = [
        match[0]
        for page in pages_of(html)
        for match in pattern.finditer((html / page).read_text(encoding="utf-8"))
        if 'rel="canonical"' not in match[0]
    ]
    assert found == []


@dataclass(frozen=True)
class Visit:
    """What a page was like in one theme; `violations` only with axe-core."""

    page: str
    theme: str
    shown: str | None
    violations: list[str]


@dataclass(frozen=True)
class Tour:
    """A visit of every page in both themes, and what the browser said on the way."""

    visits: list[Visit]
    errors: list[str]
    foreign_requests: list[str]


@pytest.fixture(scope="module")
def tour(html: Path, root: Path, browser: Browser, http_folder: Callable[[Path], str]) -> Tour:
    """Loading a page takes longer than looking at it, so each is loaded once in each theme."""
    url, axe = http_folder(html), root / AXE
    context = browser.new_context(service_workers="block")
    watched = watched_page(context)
    visits: list[Visit] = []
    for theme, rules in RULES.items():
        watched.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        for page in pages_of(html):
            watched.page.goto(f"{url}/{page}")
            shown = watched.page.locator("html").get_attribute("data-theme")
            violations = violations_on(watched.page, axe, rules) if axe.is_file() else []
            visits.append(Visit(page, theme, shown, violations))
    watched.open(f"{url}/index.html")  # waits for what is still on its way
    context.close()
    return Tour(visits, watched.errors, watched.foreign_requests)


def violations_on(page: Page, axe: Path, rules: str) -> list[str]:
    """What axe-core finds on the page, with everything open and nothing moving."""
    page.add_style_tag(content=STILL)
    page.evaluate(OPEN)
    page.add_script_tag(content=axe.read_text(encoding="utf-8"))
    return [
        f"{found['id']} ({found['impact']}) {[node['target'] for node in found['nodes']][:3]}"
        for found in page.evaluate(f"axe.run({rules})")["violations"]
    ]


def test_each_page_loads_in_both_themes_without_network_or_error(html: Path, tour: Tour) -> None:
    wanted = [(page, theme, theme) for theme in RULES for page in pages_of(html)]
    assert [(visit.page, visit.theme, visit.shown) for visit in tour.visits] == wanted
    assert tour.errors == []
    assert tour.foreign_requests == []


def test_front_page_opens_as_a_file(html: Path, offline_page: OfflinePage) -> None:
    page = offline_page.open((html / "index.html").as_uri())
    page.wait_for_url("**/book/index.html")
    page.get_by_role("link", name="Setup").first.click()
    page.get_by_role("heading", name="Setup", level=1).wait_for()
    assert offline_page.errors == []
    assert offline_page.foreign_requests == []


def test_search_finds_an_episode(
    html: Path, http_folder: Callable[[Path], str], offline_page: OfflinePage
) -> None:
    page = offline_page.open(f"{http_folder(html)}/search.html?q=E0382")
    page.wait_for_selector("ul.search a:has-text('One owner')")
    assert offline_page.errors == []


@pytest.mark.parametrize("theme", RULES)
def test_pages_are_accessible(npm_packages: Path, tour: Tour, theme: str) -> None:
    if not (npm_packages / "axe-core").is_dir():
        pytest.skip("axe-core is missing. In the repository's root: npm ci")
    visits = [visit for visit in tour.visits if visit.theme == theme]
    assert [f"{visit.page}: {text}" for visit in visits for text in visit.violations] == []


def test_a_fault_of_a_page_is_found(root: Path, npm_packages: Path, browser: Browser) -> None:
    assert npm_packages
    page = browser.new_page()
    page.set_content("<p style='color: #ccc; background: #fff'>Pale</p><img src='data:,'>")
    for rules, found in (("light", "image-alt"), ("dark", "color-contrast")):
        assert found in "".join(violations_on(page, root / AXE, RULES[rules]))
    page.close()


def test_predicted_output_is_folded_until_asked_for(
    html: Path, http_folder: Callable[[Path], str], offline_page: OfflinePage
) -> None:
    page = offline_page.open(f"{http_folder(html)}/lessons/moves.html")
    message = page.get_by_text("value borrowed here after move").first
    assert not message.is_visible()
    page.get_by_text("Show what happens").first.click()
    assert message.is_visible()


def test_predicted_cell_does_not_name_its_error(html: Path) -> None:
    pages = [file.read_text(encoding="utf-8") for file in html.glob("lessons/*.html")]
    cells = [cell for page in pages for cell in re.split(r'(?=<div class="cell )', page)]
    named = [bool(re.search(r"%%rust\W+expect", re.sub(r"<[^>]+>", "", c))) for c in cells]
    folded = ["tag_hide-output" in cell[:200] for cell in cells]
    assert any(folded)
    assert any(named)
    assert not [cell for cell, n, f in zip(cells, named, folded, strict=True) if n and f]


def test_solution_is_collapsed(
    html: Path, http_folder: Callable[[Path], str], offline_page: OfflinePage
) -> None:
    page = offline_page.open(f"{http_folder(html)}/lessons/moves.html")
    box = page.locator("details:has-text('Solution: Put the lines in order')").first
    assert box.get_attribute("open") is None
    assert "fn finish" in (box.text_content() or "")
    assert "// [finish]" not in (box.text_content() or "")
