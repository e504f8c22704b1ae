"""Programs that stand in for cargo, rustc, node and npm: shell scripts on a PATH of their own."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

needs_shell = pytest.mark.skipif(
    sys.platform == "win32", reason="only where a shell script can stand in for a program"
)

RUSTC = """\
case "$1" in
  -vV) echo "rustc {version} (0000000 2025-01-01)"
       echo "host: x86_64-unknown-linux-gnu"
       echo "release: {version}" ;;
  *) {link} ;;
esac
"""


def put(folder: Path, name: str, script: str) -> Path:
    """Write a shell script that is found as the program `name`."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def put_rust(folder: Path, version: str = "1.95.0", link: str = "exit 0") -> None:
    """A rustc of this version, which does `link` when it compiles, and a cargo beside it."""
    put(folder, "rustc", RUSTC.format(version=version, link=link))
    put(folder, "cargo", f"echo cargo {version}")


def environment(*folders: Path, **more: str) -> dict[str, str]:
    """Variables for a machine that has these programs and the shell's, and no rustup."""
    shell = folders[0] / "shell"  # its own folder has all that is installed, perhaps Rust too
    shell.mkdir(exist_ok=True)
    for name in ("sh", "cat", "cp", "env", "mkdir", "sleep"):
        if (program := shutil.which(name)) and not (shell / name).exists():
            (shell / name).symlink_to(program)
    path = os.pathsep.join(map(str, [*folders, shell]))
    return {"PATH": path, "HOME": str(folders[0]), "CARGO_HOME": str(folders[0] / "none"), **more}
