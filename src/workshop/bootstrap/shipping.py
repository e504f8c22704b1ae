"""Install what the part about shipping needs: a type checker, a package index, an uploader."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

from workshop.base.digest import digest_of
from workshop.base.notify import Notify
from workshop.bootstrap.environment import Installation
from workshop.bootstrap.installing import (
    install_lock,
    installed_versions,
    locked_names,
    remove_incomplete,
    run_as_job,
)
from workshop.bootstrap.steps import LEARNERS

LOCK = "requirements-shipping.txt"
"""It pins pip as well, which the index needs: its messages are then the same for everybody."""


def state(installation: Installation) -> str:
    """What is locked, and what of it is installed; empty where nothing is."""
    lock = installation.root / LOCK
    if not lock.is_file():
        return ""
    installed = installed_versions(_packages(installation))
    found = sorted(locked_names(lock) & installed.keys() - _of_setup(installation))
    versions = " ".join(f"{name}=={installed[name]}" for name in found)
    place = installation.root if os.name == "nt" else ""  # see `_names_another_place`
    return f"{place}|{digest_of(lock)}|{versions}" if found else ""


def install(installation: Installation, environment: Mapping[str, str], notify: Notify) -> None:
    """Install what is locked; what setup has installed is left to setup."""
    lock = installation.root / LOCK
    remove_incomplete(_packages(installation), locked_names(lock) - _of_setup(installation))
    again = _names_another_place(installation.program("twine"), installation)
    install_lock(installation, lock, environment, again=again, notify=notify)


def _of_setup(installation: Installation) -> set[str]:
    return locked_names(installation.root / LEARNERS)


def _packages(installation: Installation) -> Path:
    places = {"base": str(installation.venv), "platbase": str(installation.venv)}
    return Path(sysconfig.get_path("purelib", "venv", places))


def _names_another_place(program: Path, installation: Installation) -> bool:
    """Whether a program comes from a clone that was moved since; elsewhere setup repairs it."""
    if os.name != "nt" or not program.is_file():
        return False
    return os.fsencode(installation.bin) not in program.read_bytes()


def main(root: str) -> int:
    """Install it for this clone, for `prefetch`."""
    return run_as_job(install, root)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
