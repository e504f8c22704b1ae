"""The line of a running cell: silent where it is quick, alive where it is not, whole at the end."""

from __future__ import annotations

import re
import time

import pytest

from workshop.notebook import status_line
from workshop.notebook.status_line import StatusLine

PAUSE = 0.05


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(status_line, "_PAUSE", PAUSE)
    return []


def wait_for(text: str, written: list[str]) -> None:
    end = time.monotonic() + 60
    while text not in "".join(written):
        assert time.monotonic() < end, written
        time.sleep(PAUSE / 5)


def on_screen(written: list[str]) -> str:
    """What is seen of one line that was written over again and again."""
    line, end, rest = "".join(written).partition("\n")
    assert (end, rest) == ("\n", "")
    seen = ""
    for text in line.split("\r"):
        seen = text + seen[len(text) :]
    return re.sub(r"after \d+ s", "after a while", seen.rstrip())


def interrupted(written: list[str]) -> None:
    with StatusLine(written.append) as now:
        now("Waiting")
        wait_for("Waiting", written)
        raise KeyboardInterrupt


def test_what_is_quick_needs_no_words(monkeypatch: pytest.MonkeyPatch, written: list[str]) -> None:
    monkeypatch.setattr(status_line, "_PAUSE", 60.0)
    with StatusLine(written.append) as now:
        now("Compiling pyo3")
    assert written == []


def test_without_a_text_there_is_no_line(written: list[str]) -> None:
    with StatusLine(written.append):
        time.sleep(PAUSE * 4)
    assert written == []


def test_one_line_changes_in_place(written: list[str]) -> None:
    with StatusLine(written.append) as now:
        now("Compiling something with a long name")
        wait_for("long name", written)
        now("pyo3")
        wait_for("\rpyo3", written)
    assert on_screen(written) == "pyo3: done after a while."


def test_the_same_text_again_and_again_is_one_line(written: list[str]) -> None:
    with StatusLine(written.append) as now:
        for _ in range(50):
            now("In the background")
            time.sleep(PAUSE / 10)
        wait_for("In the background", written)
    assert on_screen(written) == "In the background: done after a while."


def test_an_interrupt_says_so(written: list[str]) -> None:
    with pytest.raises(KeyboardInterrupt):
        interrupted(written)
    assert on_screen(written) == "Waiting: stopped after a while."
