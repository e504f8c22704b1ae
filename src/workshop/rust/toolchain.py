"""Find the programs that build Rust, and give each build the same environment."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from workshop.base.errors import EnvironmentBroken
from workshop.bootstrap.cargo_config import build_values
from workshop.bootstrap.environment import clean_environment

_PROFILES = "CARGO_PROFILE_"
"""Variables that would change what a panic or an overflow does, and so a verdict."""


def build_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for cargo, maturin and tests: this Python and no other, as cargo reads it."""
    values = clean_environment(Path(sys.prefix), os.environ if environment is None else environment)
    values = {name: text for name, text in values.items() if not name.startswith(_PROFILES)}
    return values | build_values(Path(sys.executable))


def find_program(name: str, path: str | None = None) -> str:
    """The path of a program that builds; EnvironmentBroken says how to get it.

    `path` is the PATH of an environment for builds, where the caller has one.
    """
    found = shutil.which(name, path=path or build_environment()["PATH"])
    if found is None and name in {"maturin", "uv"}:  # setup installs them into `.venv`
        raise EnvironmentBroken(
            f"The workshop's environment lacks {name}. Delete the folder `.venv` and start "
            "`workshop` again: setup installs it."
        )
    if found is None:
        raise EnvironmentBroken(
            f"{name} is not installed on this machine. Install Rust from https://rustup.rs, open a "
            "new terminal, and try again; `workshop doctor` checks everything the workshop needs."
        )
    return found
