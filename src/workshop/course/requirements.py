"""What an exercise may need beside Rust and Python: which of it this machine lacks, how to get it.

`requires` in `exercise.toml` names programs and Python packages of this table, and no others.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workshop.course.catalog import Exercise


@dataclass(frozen=True)
class Requirement:
    """A program, or a Python package, and how to get it on each system."""

    name: str
    what: str
    linux: str
    macos: str
    windows: str
    package: bool = False

    def is_here(self, path: str) -> bool:
        """Whether this Python, or a search along `path`, finds it."""
        if self.package:
            return find_spec(self.name) is not None
        return shutil.which(self.name, path=path) is not None

    @property
    def how_to_get(self) -> str:
        """What to do on this system."""
        if sys.platform == "win32":
            return self.windows
        return self.macos if sys.platform == "darwin" else self.linux


def _program(name: str, what: str, package: str, macos: str, windows: str) -> Requirement:
    linux = f"`sudo apt install {package}` (Debian, Ubuntu), or your system's package `{package}`"
    return Requirement(name, what, linux, macos, windows)


def _package(name: str, what: str, packages: str) -> Requirement:
    install = f"`python -m pip install {packages}` in the workshop's terminal"
    return Requirement(name, what, install, install, install, package=True)


def _shipping(name: str, what: str) -> Requirement:
    """A package of the lock that `prefetch` installs in the background."""
    install = (
        "`./workshop lab` installs it in the background when the network is there; "
        "wait for the line *Everything is here*"
    )
    return Requirement(name, what, install, install, install, package=True)


_WSL = "it doesn't run on Windows; use the Windows Subsystem for Linux, or skip the exercise"
_XCODE = "`xcode-select --install`"
_MPI = "`python -m pip install mpich` in the workshop's terminal"
_ALL = (
    _program("cc", "a C compiler", "gcc", _XCODE, _WSL),
    _program("gfortran", "a Fortran compiler", "gfortran", "`brew install gcc`", _WSL),
    _program(
        "valgrind",
        "a program that finds invalid reads and writes",
        "valgrind",
        "it doesn't run on Apple silicon; skip the exercise",
        _WSL,
    ),
    Requirement("mpiexec", "a program that starts many processes", _MPI, _MPI, _WSL),
    _package("cffi", "a package that calls C functions", "cffi"),
    _shipping("mypy", "it checks types in Python code"),
    _shipping("pypiserver", "a package index on your own machine"),
    _shipping("twine", "it uploads packages to an index"),
    _package("mpi4py", "MPI for Python", "mpi4py mpich"),
)
REQUIREMENTS = {requirement.name: requirement for requirement in _ALL}
"""All that an exercise may name in `requires`."""


def lacking(exercise: Exercise, path: str) -> tuple[str, ...]:
    """The names in `requires` that are missing here; programs are looked for along `path`."""
    return tuple(name for name in exercise.requires if not REQUIREMENTS[name].is_here(path))


def how_to_get(names: Sequence[str]) -> str:
    """One line for each of these names: what it is, and what to do on this system."""
    found = [REQUIREMENTS[name] for name in names]
    return "\n".join(f"{one.name} ({one.what}): {one.how_to_get}." for one in found)
