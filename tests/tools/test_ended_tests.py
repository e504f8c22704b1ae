"""Who ends `./workshop test` ends the tests, too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clones import make_clone
from processes import is_alive, wait_for_child

SLEEPS = """\
import subprocess, sys

def test_that_starts_a_program_and_sleeps():
    subprocess.run([sys.executable, "-c", "import time; time.sleep(600)"])
"""


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have such signals")
@pytest.mark.slow
def test_a_term_to_the_command_ends_pytest_and_what_it_started(tmp_path: Path) -> None:
    files = {"package-lock.json": '{"packages": {}}', "test_sleeps.py": SLEEPS}
    test = make_clone(tmp_path, "src/workshop", "tools", files=files) / "test_sleeps.py"
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
    end = time.monotonic() + 60
    while alive := [pid for pid in started if is_alive(pid)]:
        assert time.monotonic() < end, alive
        time.sleep(0.05)
