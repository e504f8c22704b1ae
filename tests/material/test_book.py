"""The book builds without a warning, and every page reads in a browser with no network."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from browsing import OfflinePage

AXE = "node_modules/axe-core/axe.min.js"
STILL = "* { animation: none !important; transition: none !important }"
RULES = {"light": "", "dark": "{runOnly: ['color-contrast']}"}
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


def test_each_page_loads_in_both_themes_without_network_or_error(
    html: Path, http_folder: Callable[[Path], str], offline_page: OfflinePage
) -> None:
    url = http_folder(html)
    for theme in ("light", "dark"):
        offline_page.page.emulate_media(color_scheme=theme)
        for page in pages_of(html):
            offline_page.page.goto(f"{url}/{page}")
            shown = offline_page.page.locator("html").get_attribute("data-theme")
            assert shown == theme, page
    offline_page.open(f"{url}/index.html")  # waits for what is still on its way
    assert offline_page.errors == []
    assert offline_page.foreign_requests == []


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
def test_pages_are_accessible(
    html: Path,
    root: Path,
    npm_packages: Path,
    http_folder: Callable[[Path], str],
    offline_page: OfflinePage,
    theme: str,
) -> None:
    if not (npm_packages / "axe-core").is_dir():
        pytest.skip("axe-core is missing. In the repository's root: npm ci")
    url, script = http_folder(html), (root / AXE).read_text(encoding="utf-8")
    offline_page.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    found: list[str] = []
    for page in pages_of(html):
        offline_page.page.goto(f"{url}/{page}")
        offline_page.page.add_style_tag(content=STILL)
        offline_page.page.evaluate(OPEN)
        offline_page.page.add_script_tag(content=script)
        result = offline_page.page.evaluate(f"axe.run({RULES[theme]})")
        for finding in result["violations"]:
            targets = [node["target"] for node in finding["nodes"]][:3]
            found.append(f"{page}: {finding['id']} ({finding['impact']}) {targets}")
    assert found == []


def test_predicted_output_is_folded_until_asked_for(
    html: Path, http_folder: Callable[[Path], str], offline_page: OfflinePage
) -> None:
    page = offline_page.open(f"{http_folder(html)}/lessons/moves.html")
    message = page.get_by_text("value borrowed here after move").first
    assert not message.is_visible()
    page.get_by_text("Show what happens").nth(1).click()
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
