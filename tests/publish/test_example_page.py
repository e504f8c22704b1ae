"""The example of a section as a page of the book: what a reader sees, in both themes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from browsing import OfflinePage
from documents import ROOT
from workers import own_folder
from workshop.publish import book

EXAMPLE = Path(__file__).parent / "pages" / "example-section.md"
PAGE = "lessons/example-section"
TOC = f"format: jb-book\nroot: {PAGE}\n"
CONTRAST = """
([letters, paper]) => {
  const light = color => {
    const [r, g, b] = color.match(/[0-9.]+/g).map(Number).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [a, b] = [light(letters), light(paper)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}
"""


@pytest.fixture(scope="module")
def pages() -> Path:
    """A book of one page; its cells are those of the clone."""
    root = own_folder("example-book")
    (root / "book").mkdir(parents=True, exist_ok=True)
    (root / "lessons").mkdir(exist_ok=True)
    shutil.copy(ROOT / "book" / "_config.yml", root / "book")
    shutil.copytree(ROOT / "book" / "offline", root / "book" / "offline", dirs_exist_ok=True)
    (root / "book" / "_toc.yml").write_text(TOC, encoding="utf-8")
    shutil.copy(EXAMPLE, root / f"{PAGE}.md")
    for name in ("src", "node_modules"):
        if not (root / name).exists():
            (root / name).symlink_to(ROOT / name, target_is_directory=True)
    return book.build(root, fresh=True)


def text_of_page(pages: Path) -> str:
    found = re.search(r"(?s)<article.*?</article>", (pages / f"{PAGE}.html").read_text("utf-8"))
    assert found
    return re.sub(r"<[^>]+>", "", found[0])


@pytest.mark.cargo
def test_no_comment_of_the_source_is_on_the_page(pages: Path) -> None:
    text = text_of_page(pages)
    assert "Change it:" in text
    assert "==&gt;" not in text
    assert not re.search(r"%\s*(change|prints)", text)


@pytest.mark.cargo
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_rule_is_a_box_that_can_be_read_and_told_apart(
    pages: Path, http_folder: Callable[[Path], str], offline_page: OfflinePage, theme: str
) -> None:
    offline_page.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page = offline_page.open(f"{http_folder(pages)}/{PAGE}.html")
    box = page.locator("div.admonition.rule")
    assert box.count() == 1
    assert box.locator("p.admonition-title").inner_text() == "Rule"
    icon = box.locator("p.admonition-title").evaluate(
        "title => getComputedStyle(title, '::after').content"
    )
    assert icon == '"\uf24e"'  # scales, so that color is not all that says it
    width = box.evaluate("box => parseFloat(getComputedStyle(box).borderLeftWidth)")
    assert width >= 4
    colors = box.locator("p").last.evaluate(
        "p => [getComputedStyle(p).color, getComputedStyle(p.parentElement).backgroundColor]"
    )
    assert page.evaluate(CONTRAST, colors) >= 4.5
    assert offline_page.errors == []


@pytest.mark.cargo
def test_what_the_reader_predicts_is_shown_when_asked_for(
    pages: Path, http_folder: Callable[[Path], str], offline_page: OfflinePage
) -> None:
    page = offline_page.open(f"{http_folder(pages)}/{PAGE}.html")
    cell = page.locator("div.cell").first
    assert "expect" not in cell.locator("div.cell_input").inner_text()
    message = page.get_by_text("value borrowed here after move").first
    assert not message.is_visible()
    page.get_by_text("Show what happens").click()
    assert message.is_visible()
