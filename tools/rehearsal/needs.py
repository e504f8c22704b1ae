"""What a rehearsal needs of a machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec

_PROGRAMS = {
    "debootstrap": "debootstrap, which makes a clean Debian: apt-get install debootstrap",
    "unshare": "unshare: apt-get install util-linux",
    "nsenter": "nsenter: apt-get install util-linux",
    "ip": "ip: apt-get install iproute2",
    "git": "git: apt-get install git",
    "rustc": "Rust",
}
_TRY = "mount --make-rprivate / && mount -t tmpfs tmpfs /mnt && mknod /mnt/null c 1 3"
_NAMESPACES = ("--mount", "--pid", "--fork", "--uts", "--ipc", "--net")


def lacking() -> list[str]:
    """What this machine lacks, in words; nothing where a rehearsal can begin."""
    return list(_lacking())


def _lacking() -> Iterator[str]:
    if sys.platform != "linux":
        yield "Linux"
        return
    missing = [what for name, what in _PROGRAMS.items() if not shutil.which(name, path=_path())]
    yield from missing
    if os.geteuid() != 0:
        yield "the rights of root: start it as root"
    elif not missing and not _can_mount():
        yield "the right to make namespaces and to mount in them: a container may forbid it"
    if not (find_spec("playwright") and find_spec("repo2docker")):
        yield "the packages for authors: run ./workshop test once"
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        yield "Chromium: apt-get install chromium"


def _path() -> str:
    return f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"


def _can_mount() -> bool:
    command = ["unshare", *_NAMESPACES, "bash", "-c", _TRY]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
