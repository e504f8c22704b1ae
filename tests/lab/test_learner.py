"""A learner's hour in a browser: reads, runs, answers, breaks, fixes, passes, looks around."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browsing import OfflinePage, watched_page
from guest import Guest, Room, guest
from jupyterlab import (
    CELLS,
    COMPILES,
    IDLE,
    end_kernels,
    open_card,
    run_again,
    run_all,
    save_and_download,
)
from workshop.course import quiz
from workshop.notebook.kernelspec import STRICT_CELLS

pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(os.name != "posix", reason="a terminal is only there on POSIX"),
]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def clone() -> Iterator[Guest]:
    with guest() as made:
        yield made


@pytest.fixture
def room(clone: Guest, tmp_path: Path) -> Iterator[Room]:
    with clone.lab(tmp_path, **{STRICT_CELLS: "1"}) as running:
        yield running


@pytest.fixture(scope="module")
def days(clone: Guest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A lab that stays open, and in which a learner opens one episode after the other."""
    with clone.lab(tmp_path_factory.mktemp("home"), **{STRICT_CELLS: "1"}) as running:
        yield running


@pytest.fixture
def lab(browser: Browser, room: Room) -> Iterator[OfflinePage]:
    context = browser.new_context(viewport={"width": 1500, "height": 1000})
    page = watched_page(context)
    page.page.goto(room.link_to(room.first_page))
    page.page.wait_for_selector(IDLE, timeout=60_000)
    yield page
    context.close()


def answer(form: Locator, option: str) -> Locator:
    """Choose an option and check it; the feedback."""
    form.locator(f"input[type=radio][value='{option}']").check()
    form.get_by_role("button").click()
    return form.locator(".ws-feedback")


def test_a_learner_reads_runs_answers_breaks_fixes_and_passes(
    lab: OfflinePage, room: Room, npm_packages: Path, tmp_path: Path
) -> None:
    assert npm_packages
    page = lab.page
    reads_and_runs(page, room)
    answers_wrong_then_right(page, room)
    breaks_and_fixes(page, room)
    uses_the_module(page)
    saves(page, tmp_path / "saved.zip")
    looks_around(page)
    assert lab.foreign_requests == []
    assert lab.errors == []


EPISODES = [file.stem for file in sorted((ROOT / "lessons").glob("*.md"))]


@pytest.mark.parametrize("episode", EPISODES)
def test_an_episode_runs_from_top_to_bottom(browser: Browser, days: Room, episode: str) -> None:
    context = browser.new_context(viewport={"width": 1500, "height": 1000})
    lab = watched_page(context)
    lab.page.goto(days.link_to(f"lessons/{episode}.ipynb"))
    lab.page.wait_for_selector(IDLE, timeout=60_000)
    notebook = days.root / "work" / "lessons" / f"{episode}.ipynb"
    cells = run_all(lab.page, notebook, days)
    assert unexpected_errors(cells, notebook) == []
    assert lab.foreign_requests == []
    assert lab.errors == []
    context.close()
    end_kernels(days)


def unexpected_errors(cells: Locator, notebook: Path) -> list[str]:
    """What cells say on standard error that announce neither an exception nor a panic."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    sources = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    said = []
    for number, source in enumerate(sources):
        raises = "raises-exception" in source["metadata"].get("tags", [])
        line = "".join(source["source"]).partition("\n")[0]
        meant = source["metadata"].get("workshop", {}).get("expect", line)
        if not raises and "panic" not in meant:
            errors = cells.nth(number).locator("[data-mime-type='application/vnd.jupyter.stderr']")
            said += errors.all_text_contents()
    return said


def reads_and_runs(page: Page, room: Room) -> None:
    open_card(page, "Episodes")
    episodes = page.frame_locator("iframe[src*='workshop/episodes/']")
    episodes.get_by_role("link", name="One owner").click()
    expect(page.locator(".jp-Notebook:visible h1").first).to_have_text("One owner")
    cells = run_all(page, room.root / "work" / "lessons" / "moves.ipynb", room)
    tracebacks = cells.locator("[data-mime-type='application/vnd.jupyter.stderr']")
    assert tracebacks.all_text_contents() == []


def answers_wrong_then_right(page: Page, room: Room) -> None:
    form = page.locator("form.ws-quiz:visible").first
    form.scroll_into_view_if_needed()
    question = quiz.find(room.root, form.get_attribute("data-question") or "")
    wrong = next(str(n) for n, option in enumerate(question.options) if not option.correct)
    right = next(str(n) for n, option in enumerate(question.options) if option.correct)
    expect(answer(form, wrong)).to_have_class("ws-feedback ws-wrong")
    expect(answer(form, right)).to_have_class("ws-feedback ws-right")


def breaks_and_fixes(page: Page, room: Room) -> None:
    check = page.locator(".jp-CodeCell", has_text="%check ownership-move").first
    output = run_again(check, room)
    expect(output).to_contain_text("E0382")
    expect(output.locator("svg").first).to_be_visible()  # the picture of the move
    page.locator(".jp-Notebook:visible a[href*='ownership/move/src/lib.rs']").first.click()
    solution = room.root / "solutions" / "ownership" / "move" / "src" / "lib.rs"
    page.locator(".jp-FileEditor .cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(solution.read_text(encoding="utf-8"))
    page.keyboard.press("Control+S")
    expect(page.locator(".lm-TabBar-tab.jp-mod-dirty", has_text="lib.rs")).to_have_count(0)
    expect(run_again(check, room)).to_contain_text("passed", ignore_case=True)


def saves(page: Page, file: Path) -> None:
    save_and_download(page.locator(CELLS).first, file)
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        progress = json.loads(archive.read("progress.json"))
    assert "work/ownership/move/src/lib.rs" in names
    assert "ownership-move" in json.dumps(progress)


def uses_the_module(page: Page) -> None:
    cell = page.locator(".jp-Notebook:visible .jp-CodeCell").last
    cell.locator(".cm-content").click()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(
        'distances = load("distances-lists", solution=True)\n'
        "print(distances.nearest_distances([(0.0, 0.0)], [(3.0, 4.0)]))"
    )
    page.keyboard.press("Control+Enter")
    new = page.locator(".jp-Notebook:visible .jp-CodeCell", has_text="solution=True").last
    expect(new.locator(".jp-OutputArea")).to_contain_text("[5.0]", timeout=COMPILES)


def looks_around(page: Page) -> None:
    open_card(page, "Slides")
    slides = page.frame_locator("iframe[src*='workshop/slides/']")
    expect(slides.locator(".remark-visible h1").first).to_be_visible(timeout=20_000)
    open_card(page, "Progress")
    progress = page.frame_locator("iframe[src*='workshop/progress/']")
    passed = progress.locator("tr", has_text="ownership-move").locator(".state")
    expect(passed).to_have_text("passed")
