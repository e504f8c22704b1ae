"""One short command: its outputs, its status, its limits."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from workshop.base.run_command import follow_command, run_command


def run(program: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return run_command([Path(sys.executable), "-c", program], **options)


def test_both_outputs_and_any_status_are_returned() -> None:
    ended = run("import sys; print('out'); print('err', file=sys.stderr); sys.exit(7)")
    assert (ended.stdout, ended.stderr, ended.returncode) == ("out\n", "err\n", 7)


def test_bytes_that_are_no_text_are_replaced() -> None:
    ended = run("import sys; sys.stdout.buffer.write('é'.encode() + bytes([255]))")
    assert ended.stdout == "é\ufffd"


def test_it_never_waits_for_the_keyboard() -> None:
    assert run("import sys; print(repr(sys.stdin.read()))").stdout == "''\n"


def test_folder_and_environment_reach_the_command(tmp_path: Path) -> None:
    program = "import os; print(os.getcwd(), os.environ.get('HERE'), os.environ.get('HOME'))"
    ended = run(program, folder=tmp_path, environment={"HERE": "yes"})
    assert ended.stdout == f"{tmp_path.resolve()} yes None\n"


def test_a_command_that_hangs_is_killed() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run("import time; time.sleep(60)", timeout=0.2)


def test_a_missing_program_is_an_error() -> None:
    with pytest.raises(OSError, match="no-such-program"):
        run_command(["no-such-program"])


def test_standard_error_is_followed_line_by_line(tmp_path: Path) -> None:
    program = "import sys; print('out'); print('a\\nb', file=sys.stderr); sys.exit(3)"
    read: list[str] = []
    command = [sys.executable, "-c", program]
    ended = follow_command(command, read.append, folder=tmp_path, environment={})
    assert ended == (3, "a\nb\n")
    assert read == ["a\n", "b\n"]
