"""A browser for tests: it reaches this machine only, and remembers what a page did wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Route,
    WebSocket,
    expect,
    sync_playwright,
)
from playwright.sync_api import Error as PageError

INSTALL_CHROMIUM = "Chromium is missing. On Debian and Ubuntu: apt-get install chromium"
INSTALL_NODE = "node is missing. On Debian and Ubuntu: apt-get install nodejs npm"
INSTALL_PACKAGES = "The npm packages are missing. In the repository's root: npm ci"

PATIENCE = 30_000
"""Milliseconds until something that a page must show counts as missing, on a busy machine too."""
FAULTS_OF_OTHERS = ("_markdownOverlapsToolbar",)
"""JupyterLab 4.5 measures a cell when it has time, and by then the cell may have gone."""
LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1", "[::1]"}
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@dataclass
class OfflinePage:
    """A page whose requests to other machines are refused and kept, as its errors are."""

    page: Page
    errors: list[str] = field(default_factory=list)
    foreign_requests: list[str] = field(default_factory=list)

    def open(self, url: str) -> Page:
        """Load the address and wait until nothing more is fetched."""
        self.page.goto(url, wait_until="networkidle")
        return self.page

    def watch(self) -> None:
        """Start to note console errors, uncaught exceptions, failed requests and web sockets."""
        self.page.on("console", self._on_console)
        self.page.on("pageerror", self._on_exception)
        self.page.on("requestfailed", self._on_failure)
        self.page.on("response", lambda r: self._on_status(r.url, r.status))
        self.page.on("websocket", self._on_websocket)
        self.page.route("**/*", self._on_request)

    def _on_websocket(self, socket: WebSocket) -> None:
        self._note_foreign(socket.url)

    def _on_request(self, route: Route) -> None:
        if self._note_foreign(route.request.url):
            route.abort()
        else:
            route.continue_()

    def _note_foreign(self, url: str) -> bool:
        foreign = not is_local(url)
        if foreign:
            self.foreign_requests.append(url)
        return foreign

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _on_exception(self, error: PageError) -> None:
        text = error.stack or str(error)
        if not any(fault in text for fault in FAULTS_OF_OTHERS):
            self.errors.append(f"exception: {text}")

    def _on_failure(self, request: Request) -> None:
        if is_local(request.url) and request.failure != "net::ERR_ABORTED":
            self.errors.append(f"failed: {request.url} {request.failure}")

    def _on_status(self, url: str, status: int) -> None:
        if status >= 400:
            self.errors.append(f"status {status}: {url}")


def is_local(url: str) -> bool:
    """Whether the address stays on this machine: loopback, a file, or data in the page."""
    parts = urlsplit(url)
    if parts.scheme in {"about", "blob", "chrome", "chrome-error", "data", "file"}:
        return True
    return parts.hostname in LOCAL_HOSTS


def find_chromium() -> Path | None:
    """The Chromium or Chrome of this machine; the variable CHROMIUM names another one."""
    if chosen := os.environ.get("CHROMIUM"):
        return Path(chosen)
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    if found := next(filter(None, map(shutil.which, names)), None):
        return Path(found)
    return next((path for path in _usual_places() if path.is_file()), None)


def _usual_places() -> Iterator[Path]:
    yield Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    for variable in ("ProgramFiles", "ProgramFiles(x86)"):
        if folder := os.environ.get(variable):
            yield Path(folder) / "Google" / "Chrome" / "Application" / "chrome.exe"


@contextmanager
def start_browser(executable: Path) -> Iterator[Browser]:
    """Start Chromium without a window; it is closed at the end."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=list(SWITCHES), headless=True
        )
        yield browser
        browser.close()


def watched_page(context: BrowserContext) -> OfflinePage:
    """A new page of the context that is watched from its first request."""
    offline = OfflinePage(context.new_page())
    offline.watch()
    return offline
