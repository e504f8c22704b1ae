"""The looks that doctor takes at the tools: Python, Rust, and the programs of the environment."""

from __future__ import annotations

import os
import platform
import re
import shutil
import struct
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from workshop.base.errors import WorkshopError
from workshop.bootstrap import find_rust, remedies
from workshop.bootstrap.environment import SHELL_CONDA, SHELL_VENV, Installation
from workshop.bootstrap.installing import installed_versions
from workshop.bootstrap.steps import NEWEST, OLDEST
from workshop.doctor.finding import Finding, fail, ok, told, warn


@dataclass(frozen=True)
class Machine:
    """What the checks look at: the clone, and the variables that reach its programs."""

    place: Installation
    environment: Mapping[str, str]

    @property
    def root(self) -> Path:
        """The folder of the clone."""
        return self.place.root


def python(machine: Machine) -> Finding:
    """The version and the width of Python."""
    bits = struct.calcsize("P") * 8
    found = f"{platform.python_version()}, {bits} bit, {platform.machine()}, {sys.executable}"
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        names = [".".join(map(str, version)) for version in (OLDEST, NEWEST)]
        return fail("Python", found, f"Install Python {names[0]} to {names[1]}, then start again.")
    if bits != 64:  # noqa: PLR2004
        return fail("Python", found, "Install the 64 bit version of Python, then start again.")
    if Path(sys.prefix) != machine.place.venv and not find_spec("ensurepip"):
        return told("Python", remedies.no_ensurepip(".".join(map(str, sys.version_info[:2]))))
    return ok("Python", found)


def architecture(machine: Machine) -> Finding:
    """Whether Rust builds for the processor that Python was built for."""
    name = "one architecture"
    try:
        host = find_rust.find_rust(machine.root, machine.environment).host
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
        return ok(name, f"{file} is not here; only a program that embeds Python needs it")
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
        found = find_rust.find_rust(machine.root, machine.environment)
    except WorkshopError as error:
        return told("Rust", error)
    return ok("Rust", f"rustc {found.release} for {found.host}, {found.cargo.parent}")


def linker(machine: Machine) -> Finding:
    """Whether an empty program can be linked."""
    try:
        found = find_rust.find_rust(machine.root, machine.environment)
        find_rust.try_linker(found, machine.root, machine.environment)
    except WorkshopError as error:
        return told("linker", error)
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
    wanted = _wanted(machine.root / "requirements.txt")
    here = installed_versions(Path(sysconfig.get_path("purelib")))
    other = [f"{n} {here.get(n, 'missing')}" for n, v in wanted.items() if here.get(n) != v]
    if other:
        todo = "Remove the folder .venv and start again; it is made anew in seconds."
        return warn(name, f"not as locked: {', '.join(other[:5])}", todo)
    return ok(name, f"{len(wanted)} installed, as locked")


def _wanted(lock: Path) -> dict[str, str]:
    """The packages that a lock file has for this system and this Python."""
    from packaging.requirements import Requirement

    lines = re.findall(r"(?m)^[\w.-]+==[^\\\n]+", lock.read_text(encoding="utf-8"))
    wanted = [each for each in map(Requirement, lines) if not each.marker or each.marker.evaluate()]
    return {each.name: str(each.specifier).removeprefix("==") for each in wanted}


def _own_program(name: str, machine: Machine) -> Finding:
    program = machine.place.program(name)
    if not program.exists():
        todo = "Start again with a network: set-up goes on where it stopped."
        return fail(name, "not installed yet", todo)
    words = _first_line([str(program), "--version"], machine)
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
