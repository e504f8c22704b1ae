"""The reminder of a session that loses its files: where it appears, and how often."""

from __future__ import annotations

from pathlib import Path

import pytest

from kernels import Kernel
from workshop.notebook.reminder import BINDER, REMINDER, Reminder, is_temporary


def test_only_binders_sessions_are_temporary() -> None:
    assert is_temporary({BINDER: "an address"})
    assert not is_temporary({BINDER: ""})
    assert not is_temporary({"CODESPACES": "true"})


def test_it_comes_after_the_first_cell_and_every_half_hour() -> None:
    said, minutes = list[str](), [0.0]
    remind = Reminder(said.append, lambda: 60 * minutes[0])
    counts = []
    for minutes[0] in (0, 1, 29, 31, 60, 62):
        remind()
        counts.append(len(said))
    assert counts == [1, 1, 1, 2, 2, 3]
    assert said[0] == REMINDER


@pytest.mark.cargo
def test_a_notebook_in_binder_shows_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(BINDER, "an address")
    kernel = Kernel(tmp_path)
    try:
        first, second = kernel.run("1"), kernel.run("2")
    finally:
        kernel.stop()
    shown = [m["data"] for m in first if m["msg_type"] == "display_data"]
    assert len(shown) == 1
    assert "everything in it is lost. `%save` makes a small file" in shown[0]["text/plain"]
    assert "<code>%save</code>" in shown[0]["text/html"]
    assert not [m for m in second if m["msg_type"] == "display_data"]


@pytest.mark.cargo
def test_elsewhere_no_notebook_shows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(BINDER, raising=False)
    kernel = Kernel(tmp_path)
    try:
        assert not [m for m in kernel.run("1") if m["msg_type"] == "display_data"]
    finally:
        kernel.stop()
