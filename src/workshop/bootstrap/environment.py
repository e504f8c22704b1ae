"""Where a clone keeps its Python, and the environment variables that belong to it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workshop.base.console import COMMAND_NAME, IN_THE_FOLDER

_FOREIGN = re.compile(
    r"VIRTUAL_ENV.*|CONDA_(PREFIX|DEFAULT_ENV|PROMPT_MODIFIER|SHLVL).*"
    r"|PYTHON(HOME|PATH|EXECUTABLE|PLATLIBDIR|SAFEPATH)|__PYVENV_LAUNCHER__"
    r"|PIP_(TARGET|PREFIX|USER|ROOT|PYTHON|NO_BINARY|CONSTRAINT|REQUIREMENT|REQUIRE_VIRTUALENV)"
    r"|UV_(PYTHON|SYSTEM_PYTHON|PROJECT.*|NO_BINARY.*|CONSTRAINT|OVERRIDE|EXCLUDE.*)"
)
"""Variables of another Python, or of another project, that would send packages elsewhere."""

NO_DOWNLOAD = {"MATURIN_NO_INSTALL_RUST": "1"}
"""Without it, maturin downloads a whole Rust where a build from a source finds no cargo."""

SHELL_CONDA, SHELL_VENV = "WORKSHOP_SHELL_CONDA", "WORKSHOP_SHELL_VENV"
"""What the learner's own shell had active; doctor names it."""


@dataclass(frozen=True)
class Installation:
    """The paths of one clone that setup makes; `root` is absolute and has no symbolic links."""

    root: Path

    @property
    def venv(self) -> Path:
        """The environment of this clone."""
        return self.root / ".venv"

    @property
    def bin(self) -> Path:
        """Where the programs of the environment are."""
        return programs_of(self.venv)

    @property
    def python(self) -> Path:
        """The interpreter of the environment."""
        return self.program("python")

    @property
    def state(self) -> Path:
        """What setup has done so far, as JSON; it goes away with the environment."""
        return self.venv / "workshop.json"

    def program(self, name: str) -> Path:
        """A program of the environment, whether it is there or not."""
        return self.bin / (f"{name}.exe" if os.name == "nt" else name)


def programs_of(venv: Path) -> Path:
    """The folder of an environment's programs."""
    return venv / ("Scripts" if os.name == "nt" else "bin")


def has_home() -> bool:
    """Whether this user has a home folder, at least by name."""
    try:
        return bool(Path.home())
    except RuntimeError:
        return False


def cargo_home(environment: Mapping[str, str]) -> Path:
    """Where cargo keeps its downloads and rustup puts its programs."""
    return Path(environment.get("CARGO_HOME") or Path.home() / ".cargo")


def clean_environment(venv: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """The variables for everything that the workshop starts: the Python of `venv` and no other.

    A conda environment, another venv, PYTHONPATH and PYTHONHOME of the shell do not reach it.
    The folder where rustup puts cargo comes last on PATH, for a terminal opened before Rust came.
    """
    values = {name: text for name, text in environment.items() if not _FOREIGN.fullmatch(name)}
    programs, cargo = str(programs_of(venv)), str(cargo_home(environment) / "bin")
    folders = values.get("PATH", os.defpath).split(os.pathsep)
    own = [programs, *(folder for folder in folders if folder != programs)]
    values["PATH"] = os.pathsep.join([*own, *([] if cargo in own else [cargo])])
    values["VIRTUAL_ENV"] = str(venv)
    return values | NO_DOWNLOAD


def own_environment(installation: Installation, environment: Mapping[str, str]) -> dict[str, str]:
    """The clean environment of this clone; it also remembers what the shell's own one was."""
    values, venv = clean_environment(installation.venv, environment), str(installation.venv)
    on_path = str(installation.bin) in environment.get("PATH", os.defpath).split(os.pathsep)
    values[COMMAND_NAME] = "workshop" if on_path else IN_THE_FOLDER
    if environment.get("CONDA_PREFIX"):
        values[SHELL_CONDA] = environment["CONDA_PREFIX"]
    if environment.get("VIRTUAL_ENV", venv) != venv:
        values[SHELL_VENV] = environment["VIRTUAL_ENV"]
    return values
