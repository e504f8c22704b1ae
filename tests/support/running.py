"""A plugin for the run of the tests: which test runs when, and what is said at the end."""

from __future__ import annotations

import gc
import json
import os
import subprocess
from collections.abc import Generator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[2]
NEEDS = {"shop": "cargo", "html": "book", "browser": "browser"}
"""The marker that a test gets for a fixture."""
ALONE = ("browser", "lab", "storm")
"""Tests with one of these markers run one by one, with no other beside them."""
LONGEST = (
    "material/test_shipping_pages.py",
    "material/test_template.py",
    "material/test_shipping_wheels.py",
    "material/test_book.py",
    "material/test_first_module.py",
    "process/test_interrupt.py",
    "terminal/test_watch.py",
    "check/test_check.py",
    "notebook/test_rust_magic.py",
    "test_quality.py",
    "material/test_slides_code.py",
    "course/test_python_habits.py",
    "bootstrap/test_setup.py",
)
"""They start first, so that no worker waits for them at the end."""


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


@cache
def _exercises() -> list[str]:
    return ["-".join(file.parts[-3:-1]) for file in ROOT.glob("exercises/*/*/exercise.toml")]


class _Scheduler(LoadScopeScheduling):
    """A worker takes a file, or all that checks one exercise: what these share is made once."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, rest = nodeid.partition("::")
        if not file.endswith("material/test_exercises.py"):
            return file
        named = [id for id in _exercises() if f"[{id}" in rest or f"-{id}]" in rest]
        return f"{file}::{max(named, key=len, default='')}"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Share the tests among the workers, in their order."""
    config.option.loadscopereorder = False
    return _Scheduler(config, log)


# What is said at the end


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note how long each test took; `tools/run_tests.py` prints the slowest of all its runs."""
    noted = os.environ.get("WORKSHOP_TEST_DURATIONS")
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
