"""What all tests share: the repository, Chromium, node, a page that stays on this machine."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser

from browsing import (
    INSTALL_CHROMIUM,
    INSTALL_NODE,
    INSTALL_PACKAGES,
    OfflinePage,
    find_chromium,
    start_browser,
    watched_page,
)
from run_tests import lacks_npm_packages
from shop import Shop
from workers import once, own_folder
from workshop.publish import book

pytest_plugins = ["running"]  # which test runs when, and what is said at the end

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(autouse=True)
def forget_code_of_learners(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Two scripts of learners may have one name: what a test imports, the next one doesn't get.

    Extensions stay, because PyO3 initializes each of them once per process.
    """
    before = set(sys.modules)
    yield
    folders = [ROOT / name for name in ("exercises", "lessons", "solutions", "target", "work")]
    starts = tuple(f"{folder}{os.sep}" for folder in (tmp_path_factory.getbasetemp(), *folders))
    for name in sys.modules.keys() - before:
        file = getattr(sys.modules[name], "__file__", None) or ""
        if file.endswith(".py") and file.startswith(starts):
            del sys.modules[name]


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The browser's executable."""
    return find_chromium() or pytest.skip(INSTALL_CHROMIUM)


@pytest.fixture(scope="session")
def node() -> Path:
    """The executable of node."""
    return Path(shutil.which("node") or pytest.skip(INSTALL_NODE))


@pytest.fixture(scope="session")
def npm_packages(node: Path) -> Path:
    """The folder `node_modules` with everything that package-lock.json names for authors."""
    assert node
    if lacks_npm_packages(ROOT):
        pytest.skip(INSTALL_PACKAGES)
    return ROOT / "node_modules"


@pytest.fixture(scope="session")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """One Chromium for all tests; those that use it run last (see below)."""
    with start_browser(chromium_path) as chromium:
        yield chromium


@pytest.fixture
def offline_page(browser: Browser) -> Iterator[OfflinePage]:
    """A page of its own with `.page`, `.open(url)`, `.errors` and `.foreign_requests`."""
    context = browser.new_context(service_workers="block")
    yield watched_page(context)
    context.close()


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012 - as the base class has it
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",  # Windows' registry may say otherwise
        ".mjs": "text/javascript",
        ".woff2": "font/woff2",
    }

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture(scope="session")
def http_folder() -> Iterator[Callable[[Path], str]]:
    """A function that serves a folder on loopback until the tests end and returns its URL."""
    servers: list[ThreadingHTTPServer] = []

    def serve(folder: Path) -> str:
        handler = partial(_Quiet, directory=str(folder))
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), handler))
        Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def html() -> Path:
    """The pages of the book, built once for all workers and runs while no file changes."""
    once("book", lambda: book.build(ROOT, strict=True))
    return book.html_folder(ROOT)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A workshop in an empty folder; what it builds is kept from run to run, so it is warm."""
    folder = tmp_path / "shop"
    folder.mkdir()
    return Shop(folder, own_folder("shop"))
