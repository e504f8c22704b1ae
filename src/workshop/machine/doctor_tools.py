"""The looks that doctor takes at the tools: Python, Rust, and the programs of the environment."""

from __future__ import annotations

import os
import platform
import shutil
import struct
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from workshop.errors import WorkshopError
from workshop.machine import rust
from workshop.machine.finding import Finding, fail, ok, warn
from workshop.machine.installing import locked_versions
from workshop.machine.steps import NEWEST, OLDEST
from workshop.machine.surroundings import SHELL_CONDA, SHELL_VENV, Place


@dataclass(frozen=True)
class Machine:
    """What the checks look at: the clone, and the variables that reach its programs."""

    place: Place
    environment: Mapping[str, str]

    @property
    def root(self) -> Path:
        """The folder of the clone."""
        return self.place.root


def python(_machine: Machine) -> Finding:
    """The version and the width of Python."""
    bits = struct.calcsize("P") * 8
    found = f"{platform.python_version()}, {bits} bit, {platform.machine()}, {sys.executable}"
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        names = [".".join(map(str, version)) for version in (OLDEST, NEWEST)]
        return fail("Python", found, f"Install Python {names[0]} to {names[1]}, then start again.")
    if bits != 64:  # noqa: PLR2004
        return fail("Python", found, "Install the 64 bit version of Python, then start again.")
    return ok("Python", found)


def architecture(machine: Machine) -> Finding:
    """Whether Rust builds for the processor that Python was built for."""
    name = "one architecture"
    try:
        host = rust.find_rust(machine.root, machine.environment).host
    except WorkshopError:
        return warn(name, "not known without Rust", "See the line about Rust.")
    alike = {"amd64": "x86_64", "arm64": "aarch64"}
    own = platform.machine().lower()
    own = alike.get(own, own)
    found = f"Python {own}, Rust {host}"
    if host.startswith(own):
        return ok(name, found)
    return fail(name, found, "A module must fit its Python: install both for one architecture.")


def libpython(_machine: Machine) -> Finding:
    """Whether a program that embeds Python would find its library."""
    name = "libpython"
    folder = sysconfig.get_config_var("LIBDIR") or ""
    file = sysconfig.get_config_var("INSTSONAME") or ""
    if os.name == "nt" or not sysconfig.get_config_var("Py_ENABLE_SHARED"):
        return ok(name, "not needed: this Python is one file")
    if not (Path(folder) / file).exists():
        todo = "Modules work. `cargo test` of a crate that calls Python would not find it."
        return warn(name, f"{file} is not in {folder}", todo)
    return ok(name, f"{folder}/{file}")


def other_environments(machine: Machine) -> Finding:
    """Whether the shell has an environment of its own that would meet ours."""
    conda, venv = machine.environment.get(SHELL_CONDA), machine.environment.get(SHELL_VENV)
    name = "other environments"
    if conda:
        todo = (
            "The workshop itself and its terminals leave it out. In a terminal of your own, "
            "`conda deactivate` before\n`maturin develop`, or maturin refuses to choose."
        )
        return warn(name, f"conda is active in this terminal: {conda}", todo)
    if venv:
        todo = "The workshop leaves it out. In a terminal of your own, `deactivate` it first."
        return warn(name, f"a venv is active in this terminal: {venv}", todo)
    return ok(name, "none is active")


def compiler(machine: Machine) -> Finding:
    """Rust, new enough."""
    try:
        found = rust.find_rust(machine.root, machine.environment)
    except WorkshopError as error:
        return _told("Rust", error)
    return ok("Rust", f"rustc {found.release} for {found.host}, {found.cargo.parent}")


def linker(machine: Machine) -> Finding:
    """Whether an empty program can be linked."""
    try:
        found = rust.find_rust(machine.root, machine.environment)
        rust.try_linker(found, machine.root, machine.environment)
    except WorkshopError as error:
        return _told("linker", error)
    return ok("linker", "an empty program was compiled and linked")


def analyzer(machine: Machine) -> Finding:
    """rust-analyzer, which editors use."""
    name, again = "rust-analyzer", "`rustup component add rust-analyzer rust-src`"
    program = shutil.which(name, path=machine.environment["PATH"])
    words = _first_line([program, "--version"], machine) if program else None
    if words:
        return ok(name, words)
    todo = f"Only editors need it: VS Code's extension brings its own, others use {again}."
    return warn(name, "not installed" if program is None else "does not start", todo)


def maturin(machine: Machine) -> Finding:
    """The program that makes Python packages of crates."""
    return _own_program("maturin", machine)


def uv(machine: Machine) -> Finding:
    """The program that installs packages."""
    return _own_program("uv", machine)


def packages(machine: Machine) -> Finding:
    """Whether the environment holds what the lock says."""
    name = "packages"
    if Path(sys.prefix) != machine.place.venv:
        return fail(name, ".venv is not ready", "Mend what is said above, then start again.")
    locked = locked_versions(machine.root / "requirements.txt")
    here = {_plain(d.metadata["Name"]): d.version for d in metadata.distributions()}
    other = [f"{n} {here[n]}" for n in locked if n in here and here[n] not in locked[n]]
    if other:
        todo = "Remove the folder .venv and start again; it is made anew in seconds."
        return warn(name, f"not as locked: {', '.join(other[:5])}", todo)
    return ok(name, f"{len(here.keys() & locked.keys())} installed, as locked")


def _own_program(name: str, machine: Machine) -> Finding:
    words = _first_line([str(machine.place.program(name)), "--version"], machine)
    if words:
        return ok(name, words)
    return fail(name, "it does not start", "Remove the folder .venv and start again.")


def _first_line(command: list[str], machine: Machine) -> str | None:
    try:
        result = subprocess.run(
            command, env=machine.environment, capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    return None if result.returncode else result.stdout.strip().partition("\n")[0]


def _told(name: str, error: WorkshopError) -> Finding:
    found, _, todo = str(error).partition("\n  ")
    return fail(name, " ".join(found.split()), todo.replace("\n  ", "\n"))


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
