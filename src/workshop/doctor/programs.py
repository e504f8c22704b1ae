"""Checks of Python, Rust, the programs of the environment, and those that exercises need."""

from __future__ import annotations

import platform
import re
import shutil
import struct
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

from workshop.base.errors import WorkshopError
from workshop.base.run_command import run_command
from workshop.bootstrap import find_rust, remedies
from workshop.bootstrap.environment import SHELL_CONDA, SHELL_VENV
from workshop.bootstrap.installing import installed_versions
from workshop.bootstrap.steps import NEWEST, OLDEST
from workshop.course.requirements import how_to_get, lacking
from workshop.doctor.finding import Finding, Machine, fail, fail_by, ok, warn
from workshop.rust.toolchain import build_environment


def python(machine: Machine) -> Finding:
    """The version and the width of Python."""
    bits = struct.calcsize("P") * 8
    found = f"{platform.python_version()}, {bits} bit, {platform.machine()}, {sys.executable}"
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        names = [".".join(map(str, version)) for version in (OLDEST, NEWEST)]
        return fail("Python", found, f"Install Python {names[0]} to {names[1]}, then start again.")
    if bits != 64:  # noqa: PLR2004
        return fail("Python", found, "Install the 64-bit version of Python, then start again.")
    if Path(sys.prefix) != machine.installation.venv and not find_spec("ensurepip"):
        return fail_by("Python", remedies.no_ensurepip(".".join(map(str, sys.version_info[:2]))))
    return ok("Python", found)


def architecture(machine: Machine) -> Finding:
    """Whether Rust builds for the processor that Python was built for."""
    name = "one architecture"
    try:
        host = find_rust.find_rust(machine.root, machine.environment).host
    except WorkshopError:
        return warn(name, "not known without Rust", "See the line about Rust.")
    own = platform.machine().lower()
    own = {"amd64": "x86_64", "arm64": "aarch64"}.get(own, own)
    found = f"Python {own}, Rust {host}"
    if host.startswith(own):
        return ok(name, found)
    return fail(name, found, "A module must fit its Python: install both for one architecture.")


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
        todo = "The workshop ignores it. In your own terminal, `deactivate` it first."
        return warn(name, f"a venv is active in this terminal: {venv}", todo)
    return ok(name, "none is active")


def compiler(machine: Machine) -> Finding:
    """Rust, new enough."""
    try:
        found = find_rust.find_rust(machine.root, machine.environment)
    except WorkshopError as error:
        return fail_by("Rust", error)
    return ok("Rust", f"rustc {found.release} for {found.host}, {found.cargo.parent}")


def linker(machine: Machine) -> Finding:
    """Whether an empty program can be linked."""
    try:
        found = find_rust.find_rust(machine.root, machine.environment)
        find_rust.try_linker(found, machine.root, machine.environment)
    except WorkshopError as error:
        return fail_by("linker", error)
    return ok("linker", "an empty program was compiled and linked")


def analyzer(machine: Machine) -> Finding:
    """rust-analyzer, which editors use."""
    name, again = "rust-analyzer", "`rustup component add rust-analyzer rust-src`"
    program = shutil.which(name, path=machine.environment["PATH"])
    version = _first_line([program, "--version"], machine) if program else None
    if version:
        return ok(name, version)
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
    if Path(sys.prefix) != machine.installation.venv:
        return fail(name, ".venv is not ready", "Fix what the lines above name, then start again.")
    locked = _locked_versions(machine.root / "requirements.txt")
    found = installed_versions(Path(sysconfig.get_path("purelib")))
    other = [f"{n} {found.get(n, 'missing')}" for n, v in locked.items() if found.get(n) != v]
    if other:
        todo = "Delete the folder .venv and start again: setup creates it again in seconds."
        return warn(name, f"not the locked version: {', '.join(other[:5])}", todo)
    return ok(name, f"{len(locked)} installed, as locked")


def requirements(machine: Machine) -> Finding:
    """Which exercises are skipped here, and what brings the programs and packages they need."""
    name = "exercises"
    if Path(sys.prefix) != machine.installation.venv:
        return warn(name, "not known without .venv", "See the line about packages.")
    from workshop.course.catalog import Catalog  # its packages are in .venv

    path = build_environment(machine.environment)["PATH"]
    try:
        every = Catalog(machine.root).exercises.values()
    except WorkshopError as error:
        return fail_by(name, error)
    missing = {each.id: names for each in every if (names := lacking(each, path))}
    if not missing:
        return ok(name, "nothing that they need is missing")
    skipped = ", ".join(f"{id} (needs {' and '.join(names)})" for id, names in missing.items())
    needed = sorted({name for names in missing.values() for name in names})
    return warn(name, f"skipped here: {skipped}", how_to_get(needed))


def _locked_versions(lock: Path) -> dict[str, str]:
    """The packages that a lock file has for this system and this Python."""
    from packaging.requirements import Requirement

    lines = re.findall(r"(?m)^[\w.-]+==[^\\\n]+", lock.read_text(encoding="utf-8"))
    wanted = [each for each in map(Requirement, lines) if not each.marker or each.marker.evaluate()]
    return {each.name: str(each.specifier).removeprefix("==") for each in wanted}


def _own_program(name: str, machine: Machine) -> Finding:
    program = machine.installation.program(name)
    if not program.exists():
        todo = "Start again with a network: setup continues where it stopped."
        return fail(name, "not installed yet", todo)
    version = _first_line([str(program), "--version"], machine)
    if version:
        return ok(name, version)
    return fail(name, "it does not start", "Delete the folder .venv and start again.")


def _first_line(command: list[str], machine: Machine) -> str | None:
    try:
        result = run_command(command, environment=machine.environment)
    except OSError:
        return None
    return None if result.returncode else result.stdout.strip().partition("\n")[0]
