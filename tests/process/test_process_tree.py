"""Nothing that a learner's program starts stays behind, and nothing else is ended."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from processes import is_alive
from workshop.process import windows_job
from workshop.process.sandbox import Child

SLEEP = "import time; time.sleep(600)"
LEAVES = """\
import subprocess, sys
words = [sys.executable, "-c", "import time; time.sleep(600)"]
left = subprocess.Popen(words, start_new_session={apart})
print(left.pid, flush=True)
"""


def start(folder: Path, code: str) -> Child:
    return Child([sys.executable, "-c", code], folder=folder, environment=os.environ)


def gone(pid: int) -> bool:
    end = time.monotonic() + 60
    while psutil.pid_exists(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not psutil.pid_exists(pid)


@pytest.mark.parametrize(
    "apart",
    [
        False,
        pytest.param(
            True,
            marks=pytest.mark.skipif(
                sys.platform != "linux", reason="only Linux hands orphans to the workshop"
            ),
        ),
    ],
)
def test_what_a_program_left_behind_is_ended(tmp_path: Path, apart: bool) -> None:  # noqa: FBT001
    ended = start(tmp_path, LEAVES.format(apart=apart)).wait(lambda: 60)
    assert ended.status == 0
    assert gone(int(ended.output))


def test_other_programs_of_the_workshop_go_on(tmp_path: Path) -> None:
    kept = start(tmp_path, SLEEP)
    other = subprocess.Popen([sys.executable, "-c", SLEEP])
    assert start(tmp_path, "print(1)").wait(lambda: 60).output == "1\n"
    assert kept.process.poll() is None
    assert other.poll() is None
    kept.end()
    kept.end()  # once more is no error
    other.kill()
    other.wait()
    assert gone(kept.process.pid)


KIT = """\
import os, sys
from pathlib import Path
from workshop.process.sandbox import Child
words = [sys.executable, "-c", "while True: pass"]
child = Child(words, folder=Path.cwd(), environment=os.environ, limit_cpu=1)
print(child.process.pid, flush=True)
child.wait(lambda: 600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits another program's time")
def test_an_endless_loop_ends_even_if_the_workshop_is_killed(tmp_path: Path) -> None:
    kit = subprocess.Popen(
        [sys.executable, "-c", KIT], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    assert kit.stdout
    program = int(kit.stdout.readline())
    kit.kill()
    kit.communicate()
    end = time.monotonic() + 60
    while is_alive(program) and time.monotonic() < end:
        time.sleep(0.1)
    assert not is_alive(program)


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="only the 64-bit layout is known")
def test_the_structures_of_windows_have_the_size_that_it_expects() -> None:
    assert ctypes.sizeof(windows_job._Basic) == 64
    assert ctypes.sizeof(windows_job._Extended) == 144
    assert windows_job._Extended.JobMemoryLimit.offset == 120


@pytest.mark.skipif(sys.platform == "win32", reason="only elsewhere a job does nothing")
def test_a_job_does_nothing_elsewhere() -> None:
    process = subprocess.Popen([sys.executable, "-c", "pass"], text=True)
    windows_job.WindowsJob(process).end()
    assert process.wait() == 0
