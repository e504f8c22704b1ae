"""The talk in a real browser: nothing fails, nothing overflows, nothing is fetched from outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browsing import OfflinePage, watched_page
from documents import must_be_none
from talk import read_deck
from workshop.base.errors import EnvironmentBroken
from workshop.publish import slides

WIDTH, HEIGHT = 1210, 681
"""The size of a slide in CSS pixels: remark.js's own for 16:9."""
NEEDED = ("index.html", "style.css", "talk.md")
OUTSIDE = """
() => {
  const inside = document.querySelector(".remark-visible .remark-slide-scaler");
  const area = inside.getBoundingClientRect();
  const content = inside.querySelector(".remark-slide-content");
  const found = [];
  const compare = (what, box) => {
    if (!box.width || !box.height) return;
    const over = Math.max(area.left - box.left, box.right - area.right,
                          area.top - box.top, box.bottom - area.bottom);
    if (over > 1) found.push(`${what} is ${Math.round(over)} px outside`);
  };
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) compare(JSON.stringify(node.data.slice(0, 30)), box);
  }
  for (const image of content.querySelectorAll("img")) {
    compare(image.getAttribute("src"), image.getBoundingClientRect());
    if (!image.complete || !image.naturalWidth) found.push(`${image.src} is missing`);
  }
  for (const code of content.querySelectorAll(".remark-code")) {
    if (code.scrollWidth > code.clientWidth + 1) found.push("code is wider than its box");
  }
  const number = inside.querySelector(".remark-slide-number").getBoundingClientRect();
  for (const block of content.querySelectorAll("p, li, td, h1, h2, pre, img")) {
    const box = block.getBoundingClientRect();
    const meets = number.width && box.right > number.left && box.bottom > number.top;
    if (meets) found.push("text meets the number");
  }
  return found;
}
"""
SMALL = """
() => {
  const content = document.querySelector(".remark-visible .remark-slide-content");
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const size = parseFloat(getComputedStyle(node.parentElement).fontSize);
    if (node.data.trim() && size * PROJECTED < 20) found.push(`${size} px: ${node.data}`);
  }
  return found;
}
""".replace("PROJECTED", str(1280 / WIDTH))
"""Text that is smaller than 20 pixels on a projector of 1280 to 720."""
TOO_TALL = "name: tall\nminutes: 1\n\n# Too tall\n\n" + "- one more line\n" * 20
TOO_WIDE = "name: wide\nminutes: 1\n\n# Too wide\n\n```text\n" + "wide " * 60 + "\n```\n"
NO_IMAGE = "name: lost\nminutes: 1\n\n# No image\n\n![A picture that is not there](img/lost.svg)\n"


@pytest.fixture(scope="module")
def talk(root: Path) -> int:
    """How many slides the talk has; the tests need the npm packages that the slides load."""
    if problem := slides.missing(root):
        pytest.skip(problem)
    return len(read_deck(root / "slides" / "talk.md"))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, service_workers="block"
    )
    yield context
    context.close()


@pytest.fixture
def opened(
    context: BrowserContext, http_folder: Callable[[Path], str], root: Path, talk: int
) -> OfflinePage:
    """The talk, served from the checkout."""
    page = watched_page(context)
    page.open(f"{http_folder(root)}/slides/index.html")
    assert count(page.page) == talk
    return page


def count(page: Page) -> int:
    return page.locator(".remark-slides-area .remark-slide-container").count()


def turn_pages(page: Page) -> Iterator[int]:
    """Show one slide after the other."""
    for number in range(1, count(page) + 1):
        page.evaluate(f"location.hash = '#{number}'")
        page.wait_for_function(
            "n => document.querySelector('.remark-visible .remark-slide-number')"
            ".textContent.trim() === String(n)",
            arg=number,
        )
        yield number


def faults(page: Page) -> dict[int, list[str]]:
    found = {number: page.evaluate(OUTSIDE) for number in turn_pages(page)}
    return {number: said for number, said in found.items() if said}


def test_slides_show_without_error_or_outside_request(opened: OfflinePage) -> None:
    assert faults(opened.page) == {}
    assert (opened.errors, opened.foreign_requests) == ([], [])


def test_no_text_is_too_small_for_the_last_row(opened: OfflinePage) -> None:
    found = {number: opened.page.evaluate(SMALL) for number in turn_pages(opened.page)}
    assert {number: said for number, said in found.items() if said} == {}


def test_messages_have_the_colors_of_a_terminal(opened: OfflinePage) -> None:
    shown = opened.page.locator(".remark-slides-area .remark-code.text")
    message = shown.filter(has_text="error[E0382]")
    assert message.locator(".said-error").all_text_contents() == [
        "error[E0382]",
        "                ^^ value borrowed here after move",
    ]
    assert "value moved here" in message.locator(".said-label").all_text_contents()[1]
    assert shown.filter(has_text="150.0").locator("[class^=said]").count() == 0


def test_fonts_are_the_talks_own(opened: OfflinePage) -> None:
    loaded = opened.page.evaluate(
        "() => [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert {name.strip('"') for name in loaded} >= {"Talk"}
    for _ in turn_pages(opened.page):
        pass
    used = opened.page.evaluate("() => document.fonts.check('20px \"Talk Code\"')")
    assert used


@pytest.fixture
def control(
    context: BrowserContext,
    http_folder: Callable[[Path], str],
    root: Path,
    tmp_path: Path,
    talk: int,
) -> Callable[[str], OfflinePage]:
    """A function that shows another talk by the same page and style."""
    assert talk
    slides.export(root, tmp_path / "control")

    def show(text: str) -> OfflinePage:
        (tmp_path / "control" / "talk.md").write_text(text, encoding="utf-8")
        page = watched_page(context)
        page.open(f"{http_folder(tmp_path / 'control')}/index.html")
        return page

    return show


@pytest.mark.parametrize(
    ("text", "what"),
    [(TOO_TALL, "px outside"), (TOO_WIDE, "px outside"), (NO_IMAGE, "is missing")],
    ids=["tall", "wide", "image"],
)
def test_faulty_slides_are_found(
    control: Callable[[str], OfflinePage], text: str, what: str
) -> None:
    assert what in str(faults(control(text).page))


def test_short_talk_shows_the_marked_slides_only(opened: OfflinePage, root: Path) -> None:
    marked = [slide for slide in read_deck(root / "slides" / "talk.md") if slide.short]
    address = opened.page.url.split("#", 1)[0]
    page = opened.open(f"{address}?short")
    assert count(page) == len(marked)
    assert page.locator(".remark-slides-area h1").last.text_content() == marked[-1].title


def test_an_address_of_no_slide_shows_the_nearest_one(opened: OfflinePage) -> None:
    address = re.split("[?#]", opened.page.url)[0]
    first, last = ("#0", "#p0", "#no", "?short#p0"), ("#999", "#p999", "?short#40", "?short#p40")
    for place in (*first, *last):
        opened.open("about:blank")
        page = opened.open(address + place)
        expect(page.locator(".remark-visible")).to_have_count(1)
        number = int(page.url.rpartition("#")[2].removeprefix("p"))
        assert number == (1 if place in first else count(page)), place
    page.evaluate("location.hash = '#777'")  # in the short talk's presenter view
    expect(page.locator(".remark-visible")).to_have_count(1)
    assert page.url.endswith(str(count(page)))


def test_presenter_sees_notes_and_clock(opened: OfflinePage, root: Path) -> None:
    """The notes of the slide end with its minutes, and when it should end."""
    page, deck = opened.page, read_deck(root / "slides" / "talk.md")
    page.keyboard.press("p")
    page.keyboard.press("End")
    page.wait_for_function("n => location.hash.endsWith(n)", arg=str(len(deck)))
    said = page.locator(".remark-notes").inner_text()
    total = sum(slide.minutes for slide in deck)
    assert "Note: " in said
    assert f"Clock: {deck[-1].minutes:g} min, ends at {int(total)}:{total % 1 * 60:02.0f}" in said


def test_code_keeps_every_character(opened: OfflinePage, root: Path) -> None:
    """Highlighting must not eat the compiler's backticks and stars."""
    page = opened.page
    shown = page.locator(".remark-slides-area .remark-code-line").all_text_contents()
    written = [f.code for s in read_deck(root / "slides" / "talk.md") for f in s.fences]
    lines = [line for code in written for line in code.splitlines()]
    assert [line for line in shown if line.strip()] == [line for line in lines if line.strip()]


def test_pdf_has_one_page_a_slide(opened: OfflinePage, talk: int) -> None:
    pdf = opened.page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(boxes) == talk
    for width, height in boxes:
        assert float(width) / float(height) == pytest.approx(WIDTH / HEIGHT, rel=0.01)


def test_slides_can_be_read_by_everyone(opened: OfflinePage, npm_packages: Path) -> None:
    """axe-core looks at every slide; remark.js keeps the others hidden."""
    page = opened.page
    page.add_script_tag(path=npm_packages / "axe-core" / "axe.min.js")
    wrong = []
    for number in turn_pages(page):
        result = page.evaluate(
            "() => axe.run('.remark-visible .remark-slide-content', {resultTypes: ['violations']})"
        )
        wrong += [
            f"slide {number}: {found['id']}: {found['nodes'][0]['html'][:80]}"
            for found in result["violations"]
        ]
    must_be_none(wrong)


# Without a server, without packages


def test_page_from_a_folder_says_how_to_open_it(context: BrowserContext, root: Path) -> None:
    page = context.new_page()
    page.goto((root / "slides" / "index.html").as_uri())
    assert "workshop serve" in page.inner_text("#trouble")


def test_page_without_packages_says_how_to_get_them(
    context: BrowserContext, http_folder: Callable[[Path], str], root: Path, tmp_path: Path
) -> None:
    (tmp_path / "slides").mkdir()
    for name in NEEDED:
        text = (root / "slides" / name).read_text(encoding="utf-8")
        (tmp_path / "slides" / name).write_text(text, encoding="utf-8")
    page = context.new_page()
    page.goto(f"{http_folder(tmp_path)}/slides/index.html")
    assert "npm ci --omit=dev" in page.inner_text("#trouble")


def test_missing_packages_are_named(root: Path, tmp_path: Path) -> None:
    (tmp_path / "slides").mkdir()
    for name in NEEDED[:2]:
        text = (root / "slides" / name).read_text(encoding="utf-8")
        (tmp_path / "slides" / name).write_text(text, encoding="utf-8")
    said = slides.missing(tmp_path) or ""
    assert "remark-slide" in said
    assert "@fontsource/jetbrains-mono" in said
    assert "npm ci --omit=dev" in said
    with pytest.raises(EnvironmentBroken, match="npm ci"):
        slides.export(tmp_path, tmp_path / "out")


def test_only_runtime_packages_are_loaded(root: Path) -> None:
    import json

    package = json.loads((root / "package.json").read_text(encoding="utf-8"))
    for name in slides.runtime_files(root):
        assert any(name.startswith(f"{one}/") for one in package["dependencies"]), name


# The static copy


def test_exported_folder_stands_alone(
    context: BrowserContext,
    http_folder: Callable[[Path], str],
    root: Path,
    tmp_path: Path,
    talk: int,
) -> None:
    target = tmp_path / "a place with spaces, ø" / "slides"
    assert slides.export(root, target) == target / "index.html"
    page = watched_page(context)
    page.open(f"{http_folder(target)}/index.html")
    assert count(page.page) == talk
    assert faults(page.page) == {}
    assert (page.errors, page.foreign_requests) == ([], [])
    assert not list(target.rglob("*.py"))
    assert len(list(target.rglob("LICENSE"))) == 3


def test_export_replaces_an_older_copy(root: Path, tmp_path: Path, talk: int) -> None:
    assert talk
    (tmp_path / "slides").mkdir()
    (tmp_path / "slides" / "old.html").write_text("old", encoding="utf-8")
    slides.export(root, tmp_path / "slides")
    assert not (tmp_path / "slides" / "old.html").exists()
