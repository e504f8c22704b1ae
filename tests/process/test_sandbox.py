"""A program that grows too large is ended also where the system sets no limit."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import psutil
import pytest

from workshop.process import sandbox
from workshop.process.sandbox import Child, Exit

GROW = "import time; kept = b'x' * {}; print('has it', flush=True); time.sleep(600)"


def run(folder: Path, megabytes: int, seconds: float) -> Exit:
    end = time.monotonic() + seconds
    command = [sys.executable, "-c", GROW.format(megabytes << 20)]
    program = Child(command, folder=folder, environment=os.environ, limit_memory=True)
    return program.wait(lambda: end - time.monotonic())


@pytest.fixture(autouse=True)
def without_the_systems_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "POLLS_MEMORY", True)
    monkeypatch.setattr(sandbox, "MEMORY_LIMIT", 200 << 20)
    monkeypatch.setattr(sandbox, "_limit", lambda _pid, **_limits: None)


def test_too_much_memory_ends_the_program_and_says_so(tmp_path: Path) -> None:
    ended = run(tmp_path, 400, seconds=300)
    assert ended.status == -9
    assert "memory allocation of more than 209715200 bytes was stopped" in ended.errors


def test_a_program_of_allowed_size_runs_on(tmp_path: Path) -> None:
    ended = run(tmp_path, 50, seconds=2)
    assert ended.status is None  # its time was up
    assert "has it" in ended.output
    assert ended.errors == ""


def test_processes_are_not_listed_at_each_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, lists = list[int](), list[int]()
    memory, children = psutil.Process.memory_info, psutil.Process.children

    def count_look(process: psutil.Process) -> object:
        looks.append(process.pid)
        return memory(process)

    def count_list(process: psutil.Process, *, recursive: bool) -> list[psutil.Process]:
        lists.append(process.pid)
        return children(process, recursive=recursive)

    monkeypatch.setattr(psutil.Process, "memory_info", count_look)
    monkeypatch.setattr(psutil.Process, "children", count_list)
    run(tmp_path, 50, seconds=1.5)
    assert len(looks) > 2 * len(lists) > 0
