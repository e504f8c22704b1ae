"""What the command says to type works when it is typed; a missing letter is no error."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from workshop.base import console
from workshop.base.console import COMMAND_NAME, IN_THE_FOLDER
from workshop.bootstrap.environment import Installation, own_environment

SAY = (
    "from workshop.base.console import write_command_as_typed as start;"
    "import sys; start();"
    "print('Type `workshop hint` and run workshop.'); print('`workshop lab`', file=sys.stderr)"
)


def said(path: str) -> tuple[str, str]:
    """What the kit says to a learner whose shell has this PATH."""
    installation = Installation(Path(sys.prefix).parent)
    environment = own_environment(installation, {**os.environ, "PATH": path})
    command = [sys.executable, "-c", SAY]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return ended.stdout, ended.stderr


def test_outside_the_environment_the_clones_file_is_named(tmp_path: Path) -> None:
    out, errors = said(str(tmp_path))
    assert out == f"Type `{IN_THE_FOLDER} hint` and run workshop.\n"
    assert errors == f"`{IN_THE_FOLDER} lab`\n"


def test_inside_the_environment_the_name_is_enough(tmp_path: Path) -> None:
    installation = Installation(Path(sys.prefix).parent)
    out, _ = said(os.pathsep.join([str(installation.bin), str(tmp_path)]))
    assert out == "Type `workshop hint` and run workshop.\n"


def test_a_kit_started_by_hand_changes_nothing() -> None:
    environment = {name: text for name, text in os.environ.items() if name != COMMAND_NAME}
    command = [sys.executable, "-c", SAY]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert ended.stdout == "Type `workshop hint` and run workshop.\n"


START = "from workshop.base.console import replace_unknown_characters as start; start();"


def written(code: str, encoding: str) -> bytes:
    """What a program writes that uses the module, where the terminal has this encoding."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [sys.executable, "-c", f"{START} {code}"]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    return (done.stdout or done.stderr).rstrip()


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("ascii", b"+ x - 'a' ...? 50 -> ?"),
        ("cp1252", b"+ x \xb7 \x93a\x94 \x85? 50 -> ?"),
        ("utf-8", "✓ ✗ · “a” …ł 50 → 日".encode()),
    ],
)
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_letter_that_is_missing_becomes_one_that_is_alike(
    encoding: str, shown: bytes, stream: str
) -> None:
    code = f"import sys; print('✓ ✗ · “a” …ł 50 → 日', file=sys.{stream})"
    assert written(code, encoding) == shown


def test_json_stays_json() -> None:
    code = "import json; print(json.dumps(['“✗” of “\\\\ł”'], ensure_ascii=False))"
    assert json.loads(written(code, "ascii")) == ["'x' of '\\?'"]


def test_a_name_of_a_file_in_another_encoding_is_no_error() -> None:
    assert written("print('caf\\udce9')", "utf-8") == b"caf?"


class OldConsole:
    """Windows' functions, as a console has them that may know nothing of codes."""

    def __init__(self, *, is_console: bool = True, knows_codes: bool = True) -> None:
        self.is_console, self.knows_codes, self.mode = is_console, knows_codes, 3

    def GetStdHandle(self, number: int) -> int:  # noqa: N802 - the names are those of Windows
        return {-11: 7}[number]

    def GetConsoleMode(self, _console: object, _mode: object) -> bool:  # noqa: N802
        return self.is_console

    def SetConsoleMode(self, _console: object, mode: int) -> bool:  # noqa: N802
        self.mode = mode
        return self.knows_codes


@pytest.mark.parametrize(
    ("kernel", "codes"),
    [
        (OldConsole(), True),
        (OldConsole(knows_codes=False), False),
        (OldConsole(is_console=False), False),
    ],
)
def test_a_console_of_windows_gets_codes_if_it_knows_them(
    kernel: OldConsole, *, codes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    functions = SimpleNamespace(
        GetStdHandle=MagicMock(side_effect=kernel.GetStdHandle),
        GetConsoleMode=kernel.GetConsoleMode,
        SetConsoleMode=kernel.SetConsoleMode,
    )
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_, **__: functions, raising=False)
    assert console.understands_codes.__wrapped__() is codes
    assert kernel.mode == (4 if kernel.is_console else 3)
