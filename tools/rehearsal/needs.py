"""What a rehearsal needs of a machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from rehearsal.limits import limited
from workshop.base.errors import EnvironmentBroken

_PROGRAMS = {
    "debootstrap": "debootstrap, which makes a clean Debian: apt-get install debootstrap",
    "unshare": "unshare: apt-get install util-linux",
    "nsenter": "nsenter: apt-get install util-linux",
    "ip": "ip: apt-get install iproute2",
    "git": "git: apt-get install git",
    "rustc": "Rust",
}
_GIGABYTES = 8
_TRY = "mount --make-rprivate / && mount -t tmpfs tmpfs /mnt && mknod /mnt/null c 1 3"
_NAMESPACES = ("--mount", "--pid", "--fork", "--uts", "--ipc", "--net")


def lacking(folder: Path) -> list[str]:
    """What this machine lacks, in words; nothing where a rehearsal can begin in the folder."""
    return list(_lacking(folder))


def _lacking(folder: Path) -> Iterator[str]:
    if sys.platform != "linux":
        yield "Linux"
        return
    missing = [what for name, what in _PROGRAMS.items() if not shutil.which(name, path=_path())]
    yield from missing
    if os.geteuid() != 0:
        yield "the rights of root: start it as root"
    elif not missing and not _can_mount():
        yield "the right to make namespaces and to mount in them: a container may forbid it"
    elif not missing and not _can_limit():
        yield "control groups for CPU and memory that can be written"
    if not (find_spec("playwright") and find_spec("repo2docker")):
        yield "the packages for authors: run ./workshop test once"
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        yield "Chromium: apt-get install chromium"
    free = shutil.disk_usage(folder).free
    if free < _GIGABYTES * 1e9:
        yield f"room: {_GIGABYTES} GB are needed in {folder}, and {free / 1e9:.1f} GB are free"


def _path() -> str:
    return f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"


def _can_limit() -> bool:
    try:
        with limited("workshop-needs", _GIGABYTES * 10**9) as group:
            return group.used() == 0
    except EnvironmentBroken:
        return False


def _can_mount() -> bool:
    command = ["unshare", *_NAMESPACES, "bash", "-c", _TRY]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
