"""Which processes a program has started, and theirs."""

from __future__ import annotations

import time

import psutil


def descendants(pid: int) -> list[tuple[int, str]]:
    """Pid and command line of all that the process has started and that still runs."""
    try:
        found = psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    return [(child.pid, words) for child in found if (words := _words(child)) is not None]


def wait_for_child(pid: int, name: str, seconds: float = 60) -> list[int]:
    """Wait until a program with this in its command line runs; the pids of all descendants."""
    end = time.monotonic() + seconds
    found = descendants(pid)
    while not any(name in words for _, words in found):
        assert time.monotonic() < end, f"{name} was never started"
        time.sleep(0.005)
        found = descendants(pid)
    return [pid for pid, _ in found]


def is_alive(pid: int) -> bool:
    """Whether the program runs: one that has ended and waits for its parent does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _words(process: psutil.Process) -> str | None:
    try:
        return " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return None
