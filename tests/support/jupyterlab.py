"""What tests do in a JupyterLab, and the record of a cell that does not finish in it."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import shutil
from contextlib import closing
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error as PageError
from playwright.sync_api import Locator, Page, expect

from documents import ROOT
from guest import Room
from processes import descendants
from workshop.prefetch.status import read_status

# Before there is a kernel, the indicator says "idle", too.
IDLE = (
    ".jp-NotebookPanel:visible:has(.jp-Toolbar-kernelName:has-text('Workshop')) "
    ".jp-Notebook-ExecutionIndicator[data-status=idle]"
)
"""The kernel is there: nothing is drawn anew under a click."""
COMPILES = 240_000
"""Milliseconds that a cell may take which compiles PyO3 for the first time."""
CELLS = ".jp-Notebook:visible .jp-CodeCell"
RECORDS = ROOT / "target" / "lab-failures"


def open_card(page: Page, name: str) -> None:
    """Open the Launcher, and from it a page of the workshop."""
    page.keyboard.press("Control+Shift+L")
    expect(page.locator(".jp-Launcher:visible")).to_be_visible()
    page.locator(".jp-LauncherCard[data-category=Workshop]:visible", has_text=name).click()


def prompt(cell: Locator) -> Locator:
    """The brackets before a cell, such as `[3]:`."""
    return cell.locator(".jp-InputPrompt").first


def press_run_all(page: Page) -> None:
    """Choose Run All Cells in the menu."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def run_all(page: Page, notebook: Path, room: Room) -> Locator:
    """Run every cell of the notebook in front; its code cells."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    number = sum(cell["cell_type"] == "code" for cell in content["cells"])
    cells = page.locator(CELLS)
    expect(cells).to_have_count(number)  # they are drawn one after the other
    expect(page.locator(IDLE)).to_be_visible(timeout=30_000)
    press_run_all(page)
    wait_for_prompt(cells.last, re.compile(rf"\[{number}\]:"), room)
    return cells


def run_again(cell: Locator, room: Room) -> Locator:
    """Run one cell; its output."""
    before = prompt(cell).text_content() or ""
    prompt(cell).click()
    cell.page.keyboard.press("Control+Enter")
    expect(prompt(cell)).not_to_have_text(before)
    wait_for_prompt(cell, re.compile(r"\[\d+\]:"), room)
    return cell.locator(".jp-OutputArea-output").first


def save_and_download(cell: Locator, target: Path) -> None:
    """Run `%save` in a new cell below this one, and download what its link offers."""
    page = cell.page
    prompt(cell).click()
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.type("%save")
    page.keyboard.press("Control+Enter")
    link = page.locator(".jp-Notebook:visible a[download]")
    with page.expect_download() as download:
        link.click()
    download.value.save_as(target)


def wait_for_prompt(
    cell: Locator, text: re.Pattern[str], room: Room, patience: float = COMPILES
) -> None:
    """Wait until the cell has run; where it doesn't, say what the last cells said."""
    try:
        expect(prompt(cell)).to_have_text(text, timeout=patience)
    except AssertionError as late:
        folder = record(cell.page, room)
        said = cell.page.locator(f"{CELLS} .jp-OutputArea-output").all_inner_texts()
        raise AssertionError(
            f"a cell has not run; the last words: {said[-3:]}; what there was: {folder}"
        ) from late


def record(page: Page, room: Room) -> Path:
    """Write down all that tells why a cell does not finish; the folder, which is a new one."""
    folder = RECORDS / f"{datetime.now().astimezone():%Y-%m-%d-%H%M%S-%f}"
    folder.mkdir(parents=True)
    with contextlib.suppress(PageError):
        page.screenshot(path=folder / "page.png")
    status = read_status(room.root)
    facts = {
        "kernels": _ask(room, "kernels"),
        "sessions": _ask(room, "sessions"),
        "indicator": page.locator(".jp-Notebook-ExecutionIndicator").evaluate_all(
            "found => found.map(one => one.dataset.status)"
        ),
        "kernel names": page.locator(".jp-Toolbar-kernelName").all_inner_texts(),
        "dialogs": page.locator(".jp-Dialog, .Toastify__toast").all_inner_texts(),
        "cells": page.locator(CELLS).evaluate_all(
            "cells => cells.map(cell => [cell.querySelector('.jp-InputPrompt')?.textContent,"
            " cell.querySelector('.jp-OutputArea')?.innerText])"
        ),
        "prefetch": [status.line, *(f"{job.name}: {job.state} {job.note}" for job in status.jobs)],
        "programs": descendants(room.terminal.process.pid),
        "terminal": room.terminal.screen,
    }
    text = json.dumps(facts, indent=1, ensure_ascii=False)
    (folder / "facts.json").write_text(text, encoding="utf-8")
    for log in (room.root / "work").glob(".*/*.log"):  # what a kernel prints is in JupyterLab's
        shutil.copyfile(log, folder / f"{log.parent.name.lstrip('.')}-{log.name}")
    return folder


def end_kernels(room: Room) -> None:
    """End every kernel, once no page shows its notebook: the next one has the machine to itself."""
    for kernel in json.loads(_request(room, "kernels")[1]):
        status, said = _request(room, f"kernels/{kernel['id']}", "DELETE")
        assert status == HTTPStatus.NO_CONTENT, said


def _ask(room: Room, what: str) -> object:
    """What JupyterLab's own interface says of its kernels or sessions."""
    try:
        found: object = json.loads(_request(room, what)[1])
    except (OSError, ValueError, http.client.HTTPException) as error:
        found = str(error)
    return found


def _request(room: Room, what: str, method: str = "GET") -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(room.address).netloc, timeout=30)
    with closing(connection):
        connection.request(method, f"/api/{what}", headers={"Authorization": f"token {room.token}"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
