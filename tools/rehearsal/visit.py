"""What a learner does in a session, in Chromium, with the seconds that each thing takes.

It is a program of its own, because it runs beside the session, in the session's network:
`python visit.py ADDRESS TOKEN SCREENSHOTS NOTE SAVED`. It prints JSON. NOTE is a file in `work/`
that it writes in a terminal, the folder that this opened in; SAVED takes what `%save` gives.
"""

from __future__ import annotations

import json
import re
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(_ROOT / name) for name in ("src", "tools", "tests/support")]

from playwright.sync_api import Locator, expect  # noqa: E402

from browsing import INSTALL_CHROMIUM, OfflinePage, find_chromium, start_browser, watched_page  # noqa: E402
from jupyterlab import CELLS, IDLE, open_card, press_run_all, prompt, save_and_download  # noqa: E402

FIRST_PAGE = "lessons/why.ipynb"
EXERCISE, PAGE = "start-function", "lessons/first-module.ipynb"
_FILE = "start/function/src/lib.rs"
_PATIENCE = 120_000
_LINES = 12
"""Lines that are kept of a failure: after them comes the whole page as text."""
_SHOWN = {
    "Episodes": ("episodes/", "h1"),
    "Slides": ("slides/", ".remark-visible h1"),
    "Book": ("book/", "article h1"),
    "Progress": ("progress/", "h1"),
}


@dataclass(frozen=True)
class Options:
    """Where to go, and where to put what was seen."""

    address: str
    token: str
    screenshots: Path
    note: str
    saved: Path


class Visit:
    """One visit: what is done one after the other, and how long it took."""

    def __init__(self, watched: OfflinePage, options: Options) -> None:
        self.watched, self.page, self.options = watched, watched.page, options
        self.steps = list[tuple[str, float]]()

    def all(self) -> None:
        """Everything, in a learner's order."""
        self._time("page and kernel of the badge's address", self._opens)
        self._time("its cells, from top to bottom", self._runs)
        self._to_top()
        self._shoot("first-page")
        for name in _SHOWN:
            self._time(f"card {name}", partial(self._card, name))
            self._shoot(name.lower())
        self._time("card Terminal in work/", self._terminal)
        self._shoot("terminal")
        self._goto(PAGE)
        check = self.page.locator(f"{CELLS}:has-text('%check {EXERCISE}')").first
        self._time(f"first check of {EXERCISE}: fails", lambda: self._check(check, "✗"))
        self._shoot("fails")
        self._write_solution()
        self._time(f"check of {EXERCISE}: passes", lambda: self._check(check, "✓"))
        self._shoot("passes")
        self._time(
            "%save and the download of its file",
            lambda: save_and_download(check, self.options.saved),
        )
        self._shoot("save")

    def _opens(self) -> None:
        self._goto(FIRST_PAGE)
        expect(self.page.locator(f"{CELLS}").first).to_be_visible()

    def _goto(self, page: str) -> None:
        self.page.goto(f"{self.options.address}lab/tree/{page}?reset&token={self.options.token}")
        self.page.wait_for_selector(IDLE)

    def _runs(self) -> None:
        cells = self.page.locator(CELLS)
        press_run_all(self.page)
        expect(prompt(cells.last)).to_have_text(re.compile(r"\[\d+\]:"))
        reminder = self.page.locator(".jp-Notebook:visible").get_by_text(
            "This session is temporary"
        )
        expect(reminder).to_have_count(1)

    def _to_top(self) -> None:
        first = self.page.locator(CELLS).first
        first.scroll_into_view_if_needed()
        prompt(first).click()

    def _card(self, name: str) -> None:
        path, heading = _SHOWN[name]
        open_card(self.page, name)
        frame = self.page.frame_locator(f"iframe[src*='workshop/{path}']")
        expect(frame.locator(heading).first).to_be_visible()

    def _terminal(self) -> None:
        open_card(self.page, "Terminal in work/")
        terminal = self.page.locator(".jp-Terminal:visible")
        expect(terminal.locator(".xterm-rows, canvas").first).to_be_visible()
        end = time.monotonic() + _PATIENCE / 1000
        while time.monotonic() < end:  # keys that come before the shell are lost
            terminal.click()
            self.page.keyboard.type(f"pwd >{self.options.note}\n")
            self.page.wait_for_timeout(500)
            if self._read(self.options.note):
                return
        raise AssertionError(f"What was typed in the terminal made no {self.options.note}.")

    def _check(self, cell: Locator, mark: str) -> None:
        before = prompt(cell).text_content() or ""
        prompt(cell).click()
        self.page.keyboard.press("Control+Enter")
        expect(prompt(cell)).not_to_have_text(before)
        expect(prompt(cell)).to_have_text(re.compile(r"\[\d+\]:"))
        expect(cell.locator(".jp-OutputArea")).to_contain_text(f"{mark} {EXERCISE}")

    def _write_solution(self) -> None:
        solution = _ROOT / "solutions" / _FILE
        content = {"type": "file", "format": "text", "content": solution.read_text()}
        self._contents(_FILE, json.dumps(content).encode(), "PUT")

    def _read(self, name: str) -> str:
        try:
            return str(json.loads(self._contents(name))["content"])
        except urllib.error.HTTPError:
            return ""

    def _contents(self, path: str, data: bytes | None = None, method: str = "GET") -> bytes:
        request = urllib.request.Request(  # noqa: S310 - our own address
            f"{self.options.address}api/contents/{path}",
            data=data,
            headers={"Authorization": f"token {self.options.token}"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            said: bytes = answer.read()
            return said

    def _time(self, what: str, step: Callable[[], None]) -> None:
        started = time.monotonic()
        step()
        self.steps.append((what, time.monotonic() - started))

    def _shoot(self, name: str) -> None:
        self.page.screenshot(path=self.options.screenshots / f"{name}.png")


@contextmanager
def visiting(options: Options) -> Iterator[Visit]:
    """A browser that stands at the door."""
    executable = find_chromium()
    if executable is None:
        raise SystemExit(INSTALL_CHROMIUM)
    with start_browser(executable) as browser:
        context = browser.new_context(viewport={"width": 1400, "height": 900})
        context.set_default_timeout(_PATIENCE)
        yield Visit(watched_page(context), options)


def main(address: str, token: str, screenshots: str, note: str, saved: str) -> None:
    """Visit, and say what happened."""
    folder = Path(screenshots)
    folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=_PATIENCE)
    with visiting(Options(address, token, folder, note, Path(saved))) as visit:
        failed = ""
        try:
            visit.all()
        except AssertionError as error:
            failed = "\n".join(str(error).splitlines()[:_LINES])
            visit.page.screenshot(path=folder / "failed.png")
        said = {
            "steps": visit.steps,
            "errors": visit.watched.errors,
            "foreign": visit.watched.foreign_requests,
            "failed": failed,
        }
        print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
