"""The Pythons of this machine, as `tools/run_tests.py` and pyenv know them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

MINORS = range(9, 16)
_PYENV = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")


@cache
def pythons() -> dict[int, Path]:
    """The program of each Python 3 here, by its minor version."""
    own = {sys.version_info.minor: Path(sys.executable)}
    return own | {
        minor: program
        for minor in MINORS
        if minor not in own
        for program in [_python(f"python3.{minor}")]
        if program
    }


def _python(name: str) -> Path | None:
    """The one on PATH, unless it is a shim that stands for nothing, or pyenv's newest."""
    found = shutil.which(name)
    others = sorted((_PYENV / "versions").glob(f"*/bin/{name}"), reverse=True)
    for program in [*([Path(found)] if found else []), *others]:
        said = subprocess.run([program, "-V"], capture_output=True, check=False)
        if said.returncode == 0:
            return program
    return None
