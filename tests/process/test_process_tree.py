"""Nothing that a learner's program starts stays behind, and nothing else is ended."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from processes import is_alive
from workshop.process import windows_job
from workshop.process.sandbox import Child

SLEEP = "import time; time.sleep(600)"
LEAVES = """\
import os, subprocess, sys
words = [sys.executable, "-c", "import time; time.sleep(600)"]
left = subprocess.Popen(words, {how})
print(left.pid, flush=True)
"""
DAEMON = """\
import os, subprocess, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        print(os.getpid(), flush=True)
        os.chdir("/")
        for number in range(3):
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
        words = [sys.executable, "-c", "import time; time.sleep(600)"]
        os.execv(sys.executable, words)
    os._exit(0)
os.wait()
"""


def start(folder: Path, code: str) -> Child:
    return Child([sys.executable, "-c", code], folder=folder, environment=os.environ)


def gone(pid: int) -> bool:
    end = time.monotonic() + 60
    while psutil.pid_exists(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not psutil.pid_exists(pid)


@pytest.mark.parametrize(
    "how",
    [
        "",
        "start_new_session=True",
        "start_new_session=True, stdout=-3, stderr=-3",
        pytest.param(
            "start_new_session=True, env={}",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="its pipe betrays it there"),
        ),
    ],
)
def test_what_a_program_left_behind_is_ended(tmp_path: Path, how: str) -> None:
    ended = start(tmp_path, LEAVES.format(how=how)).wait(lambda: 60)
    assert ended.status == 0
    assert gone(int(ended.output))


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have daemons of this kind")
def test_a_daemon_is_ended(tmp_path: Path) -> None:
    ended = start(tmp_path, DAEMON).wait(lambda: 60)
    assert ended.status == 0
    assert gone(int(ended.output))


def test_children_of_other_threads_live_and_keep_their_exit_status(tmp_path: Path) -> None:
    statuses, stop = list[int](), threading.Event()
    words = [sys.executable, "-S", "-c", "import time; time.sleep(0.2); raise SystemExit(7)"]

    def start_others() -> None:
        while not stop.is_set():
            statuses.append(subprocess.Popen(words).wait())

    threads = [threading.Thread(target=start_others) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        start(tmp_path, "print(1)").wait(lambda: 60)
    stop.set()
    for thread in threads:
        thread.join()
    assert set(statuses) == {7}


@pytest.mark.skipif(os.name != "posix", reason="the words are for a POSIX shell")
def test_a_daemon_that_another_thread_has_left_lives(tmp_path: Path) -> None:
    left = subprocess.run(
        ["/bin/sh", "-c", "sleep 600 >/dev/null 2>&1 & echo $!"], stdout=subprocess.PIPE, check=True
    )
    start(tmp_path, "print(1)").wait(lambda: 60)
    assert is_alive(int(left.stdout))
    os.kill(int(left.stdout), signal.SIGKILL)


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


def test_the_memory_of_a_job_is_limited_where_a_limit_is_asked_for() -> None:
    """The numbers are those of Windows' own headers."""
    flags, memory = 0x2400, 2 * 1024**3
    assert windows_job.limits_of_a_job(None).BasicLimitInformation.LimitFlags == flags
    limits = windows_job.limits_of_a_job(memory)
    assert limits.BasicLimitInformation.LimitFlags == flags | 0x200
    assert limits.JobMemoryLimit == memory


@pytest.mark.skipif(sys.platform == "win32", reason="only elsewhere a job does nothing")
def test_a_job_does_nothing_elsewhere() -> None:
    process = subprocess.Popen([sys.executable, "-c", "pass"], text=True)
    windows_job.WindowsJob(process).end()
    assert process.wait() == 0
