"""The button below a Rust cell in a real JupyterLab, and what it does when the kernel is gone."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browsing import OfflinePage, watched_page
from guest import Room, guest
from jupyterlab import CELLS, IDLE, end_kernels, run_again
from workshop.notebook.permission_button import Button
from workshop.notebook.permissions import Code

pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(os.name != "posix", reason="a terminal is only there on POSIX"),
]

VIEWED = (
    "%%rust\nlet mut run = vec![3.5, 4.0];\nlet view = &run;\n"
    'println!("{}", view.len());\nrun.push(4.5);'
)
MOVED = '%%rust\nlet run = vec![1.0];\nlet kept = run;\nprintln!("{:?} {:?}", run, kept);'
WAITS = "import time; time.sleep(3)"
PREDICTED = 'show_permissions("one-owner", predict="1 run")'


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with guest() as clone, clone.lab(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture
def lab(browser: Browser, room: Room) -> Iterator[OfflinePage]:
    """A notebook of four cells."""
    content = {
        "cells": [
            _cell(number, source) for number, source in enumerate((VIEWED, MOVED, WAITS, PREDICTED))
        ],
        "metadata": {"kernelspec": {"name": "workshop", "display_name": "Workshop"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    file = room.root / "work" / "lessons" / "permitted.ipynb"
    file.write_text(json.dumps(content), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1200, "height": 1000})
    page = watched_page(context)
    page.page.goto(room.link_to("lessons/permitted.ipynb"))
    page.page.wait_for_selector(IDLE, timeout=60_000)
    yield page
    context.close()
    end_kernels(room)


def _cell(number: int, source: str) -> dict[str, object]:
    cell: dict[str, object] = {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
    }
    return {**cell, "id": f"cell-{number}", "source": source}


def button(cell: Locator, name: str = "Show permissions") -> Locator:
    return cell.get_by_role("button", name=name)


def test_a_reader_shows_and_hides_permissions_with_the_keyboard(
    lab: OfflinePage, room: Room
) -> None:
    first, second = lab.page.locator(CELLS).nth(0), lab.page.locator(CELLS).nth(1)
    expect(run_again(first, room)).to_have_text("2")
    button(first).focus()
    lab.page.keyboard.press("Enter")
    picture = first.locator("figure.ws-picture")
    expect(picture).to_be_visible()
    expect(first.get_by_role("status")).to_have_text("The permissions are shown below.")
    expect(button(first, "Hide permissions")).to_be_focused()
    lab.page.keyboard.press("Space")
    expect(picture).to_be_hidden()
    lab.page.keyboard.press("Space")
    expect(picture).to_be_visible()
    expect(run_again(first, room)).to_have_text("2")  # the keys of JupyterLab still work here
    run_again(second, room)
    expect(button(second)).to_have_count(0)
    assert lab.errors == []
    assert lab.foreign_requests == []


def test_a_busy_kernel_is_waited_for(lab: OfflinePage, room: Room) -> None:
    first, last = lab.page.locator(CELLS).nth(0), lab.page.locator(CELLS).nth(2)
    run_again(first, room)
    last.locator(".jp-InputPrompt").click()
    lab.page.keyboard.press("Control+Enter")
    button(first).click()
    expect(first.get_by_role("status")).to_have_text("Waiting for the kernel…")
    expect(first.locator("figure.ws-picture")).to_be_visible()


def test_a_notebook_that_is_opened_again_asks_its_new_kernel(lab: OfflinePage, room: Room) -> None:
    page = lab.page
    run_again(page.locator(CELLS).first, room)
    page.keyboard.press("Control+S")
    expect(page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
    page.goto("about:blank")
    end_kernels(room)
    page.goto(room.link_to("lessons/permitted.ipynb"))
    page.wait_for_selector(IDLE, timeout=60_000)
    first = page.locator(CELLS).first
    button(first).click()
    expect(first.locator("figure.ws-picture")).to_be_visible()


def test_permissions_are_predicted_by_keyboard_and_again_in_a_notebook_that_is_opened_again(
    lab: OfflinePage, room: Room
) -> None:
    page = lab.page
    cell = page.locator(CELLS).last
    run_again(cell, room)
    for _ in range(2):
        figure = cell.locator("figure.ws-picture")
        expect(figure).not_to_contain_text("The same in words")
        expect(figure).not_to_contain_text("run this cell first")
        figure.get_by_role("checkbox").first.focus()
        for key in ("Space", "Tab", "Space", "Tab", "Tab", "Enter"):  # read and written
            page.keyboard.press(key)
        expect(figure.get_by_role("status")).to_contain_text(re.compile("You got [01] of 1 right"))
        expect(figure).to_contain_text("The same in words")
        expect(button(figure, "Predict again")).to_be_focused()
        page.keyboard.press("Control+S")
        expect(page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
        page.goto("about:blank")
        page.goto(room.link_to("lessons/permitted.ipynb"))
        page.wait_for_selector(IDLE, timeout=60_000)
    assert lab.errors == []
    assert lab.foreign_requests == []


def test_a_restart_is_survived_and_without_a_kernel_one_sentence_says_so(
    lab: OfflinePage, room: Room
) -> None:
    page = lab.page
    first = page.locator(CELLS).first
    for _ in range(2):  # so that the next number after the restart is another one
        run_again(first, room)
    _choose(page, "Restart Kernel…", "Restart")
    page.wait_for_selector(IDLE, timeout=60_000)
    button(first).click()
    expect(first.locator("figure.ws-picture")).to_be_visible()
    run_again(first, room)
    _choose(page, "Shut Down Kernel", None)
    expect(page.locator(IDLE)).to_have_count(0)
    button(first).click()
    status = first.get_by_role("status")
    expect(status).to_have_text(re.compile("No kernel runs|Press the button again"))
    button(first).click()  # the kernel may have been about to end
    expect(status).to_contain_text("No kernel runs.")


def test_a_kernel_that_restarts_meanwhile_is_told(lab: OfflinePage, room: Room) -> None:
    page = lab.page
    first, last = page.locator(CELLS).nth(0), page.locator(CELLS).nth(2)
    run_again(first, room)
    last.locator(".jp-InputPrompt").click()
    page.keyboard.press("Control+Enter")
    button(first).click()
    _choose(page, "Restart Kernel…", "Restart")
    status = first.get_by_role("status")
    expect(status).to_have_text(re.compile("Press the button again|shown below"), timeout=60_000)


def test_a_notebook_that_nobody_trusts_shows_no_button(lab: OfflinePage, room: Room) -> None:
    html = Button(Code("let run = vec![1.0];"), "gone").html()
    output = {"output_type": "display_data", "metadata": {}, "data": {"text/html": html}}
    shown = {**output, "data": {"text/html": "<p>Another output.</p>"}}
    file = room.root / "work" / "lessons" / "permitted.ipynb"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["cells"][0]["outputs"] = [output, shown]
    file.with_name("foreign.ipynb").write_text(json.dumps(content), encoding="utf-8")
    page = lab.page
    page.goto(room.link_to("lessons/foreign.ipynb"))
    expect(page.get_by_text("Another output.")).to_be_visible()
    expect(page.get_by_text("Show permissions")).to_be_hidden()


def _choose(page: Page, entry: str, confirm: str | None) -> None:
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name=re.compile(f"^{entry}")).click()
    if confirm:
        page.get_by_role("button", name=f"Confirm Kernel {confirm}").click()
