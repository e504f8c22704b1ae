"""Who ends `./workshop test` ends the tests, too."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from documents import ROOT
from processes import is_alive, wait_for_child

SLEEPS = """\
import subprocess, sys

def test_that_starts_a_program_and_sleeps():
    subprocess.run([sys.executable, "-c", "import time; time.sleep(600)"])
"""


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have such signals")
@pytest.mark.slow
def test_a_term_to_the_command_ends_pytest_and_what_it_started(tmp_path: Path) -> None:
    for name in ("src/workshop", "tools"):
        ignored = shutil.ignore_patterns("__pycache__", "labextension")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    (tmp_path / "package-lock.json").write_text('{"packages": {}}', encoding="utf-8")
    test = tmp_path / "test_sleeps.py"
    test.write_text(SLEEPS, encoding="utf-8")
    hidden = ("PYTEST", "WORKSHOP")
    kept = {name: text for name, text in os.environ.items() if not name.startswith(hidden)}
    command = [sys.executable, "-P", "-m", "workshop", "test", str(test)]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env={**kept, "PYTHONPATH": str(tmp_path / "src")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that only the command itself gets the signal
    ) as process:
        started = wait_for_child(process.pid, "time.sleep(600)")
        assert len(started) > 1
        process.terminate()
        assert process.wait(60) == 128 + signal.SIGTERM
    end = time.monotonic() + 30
    while alive := [pid for pid in started if is_alive(pid)]:
        assert time.monotonic() < end, alive
        time.sleep(0.05)
