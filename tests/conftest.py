"""What all tests share: the repository, Chromium, node, a page that stays on this machine."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Generator, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser
from xdist.scheduler import LoadScopeScheduling

from browsing import (
    INSTALL_CHROMIUM,
    INSTALL_NODE,
    INSTALL_PACKAGES,
    OfflinePage,
    find_chromium,
    start_browser,
    watched_page,
)
from replica import EXERCISES
from run_tests import DURATIONS, lacks_npm_packages
from shop import Shop
from workers import once, own_folder
from workshop.publish import book

ROOT = Path(__file__).resolve().parent.parent
NEEDS = {"shop": "cargo", "html": "book", "browser": "browser"}
"""The marker that a test gets for a fixture."""
ALONE = ("browser", "lab", "storm")
"""Tests with one of these markers run one by one, with no other beside them."""
LONGEST = (
    "material/test_book.py",
    "notebook/test_rust_magic.py",
    "check/test_check.py",
    "material/test_first_module.py",
    "course/test_python_habits.py",
    "bootstrap/test_setup.py",
)
"""They start first, so that no worker waits for them at the end."""


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


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


@pytest.fixture
def http_folder() -> Iterator[Callable[[Path], str]]:
    """A function that serves a folder on loopback until the test ends and returns its URL."""
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


# Which test runs when


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they need, before markers choose; put them in their order.

    Browser tests come last: Playwright keeps an event loop running that other tests trip over.
    """
    for item in items:
        for fixture in {*NEEDS} & {*getattr(item, "fixturenames", ())}:
            item.add_marker(NEEDS[fixture])
        if any(item.get_closest_marker(name) for name in ALONE):
            item.add_marker("alone")
    items.sort(key=lambda item: (bool(item.get_closest_marker("browser")), _turn(item.nodeid)))


def _turn(test: str) -> int:
    name = test.partition("::")[0].removeprefix("tests/")
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


class _Scheduler(LoadScopeScheduling):
    """A worker takes a file, or all that checks one exercise: what these share is made once."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, rest = nodeid.partition("::")
        if not file.endswith("material/test_exercises.py"):
            return file
        named = [id for id in EXERCISES if f"[{id}" in rest or f"-{id}]" in rest]
        return f"{file}::{max(named, key=len, default='')}"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Share the tests among the workers, in their order."""
    config.option.loadscopereorder = False
    return _Scheduler(config, log)


# What is said at the end


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note how long each test took; `tools/run_tests.py` prints the slowest of all its runs."""
    noted = os.environ.get(DURATIONS)
    if noted and "PYTEST_XDIST_WORKER" not in os.environ:
        with Path(noted).open("a", encoding="utf-8") as file:
            file.write(json.dumps([report.nodeid, report.duration]) + "\n")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Name and end what a test has left running, so that pytest's summary is the last word."""
    if session.config.getoption("numprocesses", None):
        return  # its processes are the workers
    left = [found for found in gc.get_objects() if isinstance(found, subprocess.Popen)]
    left = [process for process in left if process.poll() is None]
    for process in left:
        process.kill()
        process.wait()
    said = [f"A test has left this running: {process.args!r}" for process in left]
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left"] = said
    else:
        _say(session.config, said)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Pass on what a worker has to say at its end."""
    assert error is None or error
    _say(node.config, getattr(node, "workeroutput", {}).get("left", []))


def _say(config: pytest.Config, lines: list[str]) -> None:
    for line in lines:
        config.get_terminal_writer().line(f"\n{line}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With WORKSHOP_SKIP_NOTHING=1 a skipped test fails, unless it is for "only" some systems."""
    report = yield
    reason = str(call.excinfo.value) if call.excinfo else ""
    if report.skipped and os.environ.get("WORKSHOP_SKIP_NOTHING") and "only" not in reason.lower():
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and nothing may be: {reason}"
    return report


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A workshop in an empty folder; what it builds is kept from run to run, so it is warm."""
    folder = tmp_path / "shop"
    folder.mkdir()
    return Shop(folder, own_folder("shop"))
