"""A terminal that knows few letters gets others, and no error."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

SAY = "from workshop.base.console_encoding import replace_unknown_characters as start; start();"


def said(code: str, encoding: str) -> bytes:
    """What a program writes that uses the module, where the terminal has this encoding."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [sys.executable, "-c", f"{SAY} {code}"]
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
    assert said(code, encoding) == shown


def test_json_stays_json() -> None:
    code = "import json; print(json.dumps(['“✗” of “\\\\ł”'], ensure_ascii=False))"
    assert json.loads(said(code, "ascii")) == ["'x' of '\\?'"]


def test_a_name_of_a_file_in_another_encoding_is_no_error() -> None:
    assert said("print('caf\\udce9')", "utf-8") == b"caf?"
