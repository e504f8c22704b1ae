"""Programs run for a test, and valgrind, which sees each read or write beyond what is theirs."""

from __future__ import annotations

import subprocess
from pathlib import Path

from workshop.rust.toolchain import build_environment

NOTICED = 99
"""The status of a program in which valgrind has noticed something."""
LEAKS = ("--leak-check=full", "--errors-for-leak-kinds=definite")
"""What also makes memory count that nobody can free any more."""


def run(*command: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """What a program prints and returns, in the environment in which crates are built."""
    return subprocess.run(
        command,
        cwd=folder,
        env=build_environment(),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def under_valgrind(*command: str | Path, leaks: bool = False) -> subprocess.CompletedProcess[str]:
    """The same under valgrind, with the status NOTICED where it has noticed something."""
    checks = LEAKS if leaks else ()
    return run("valgrind", "--quiet", *checks, f"--error-exitcode={NOTICED}", *command)
