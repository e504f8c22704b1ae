"""A folder that is full, or may only be read: a file system of its own, for one program."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOW_TO_ALLOW = (
    "Mounting a file system is not allowed here: run as root, allow user namespaces "
    "(kernel.apparmor_restrict_unprivileged_userns=0), or let sudo ask for no password."
)
_WAYS = (["unshare", "-m"], ["unshare", "-rm"], ["sudo", "-n", "-E", "unshare", "-m"])


@functools.cache
def mount_way() -> tuple[str, ...]:
    """The words that let a program mount something that only itself sees."""
    if sys.platform != "linux":
        pytest.skip("only Linux can mount a file system for one program")
    probe = ["mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    for way in _WAYS:
        if shutil.which(way[0]):
            done = subprocess.run([*way, *probe], capture_output=True, check=False)
            if done.returncode == 0:
                return tuple(way)
    pytest.skip(HOW_TO_ALLOW)


def run_in(folder: Path, size: str, script: str, words: list[str]) -> tuple[int, str, str]:
    """Mount `size` bytes at `folder`, which starts empty, and run `script` (sh) there.

    In the script `"$@"` are `words`, and `refill` and `readonly` are commands. Returns the
    status and both streams.
    """
    commands = f"""\
set -e
refill() {{ cat /dev/zero > "{folder}/filler" 2>/dev/null || true; }}
readonly_now() {{ mount -o remount,ro "{folder}"; }}
mount -t tmpfs -o size={size} tmpfs "{folder}"
{script}
"""
    done = subprocess.run(
        [*mount_way(), "sh", "-c", commands, "sh", *words],
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr
