"""The steps of set-up: each one looks at what is there and makes what is missing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from workshop.bootstrap import find_rust, remedies
from workshop.bootstrap.environment import Installation
from workshop.bootstrap.installing import (
    Line,
    forget_halves,
    has_uv,
    install_lock,
    install_uv,
    installed_versions,
    locked_names,
    pinned,
)
from workshop.bootstrap.venv_scripts import (
    home_of_programs,
    keep_uv,
    put_back_uv,
    repoint,
    write_command,
)

OLDEST = (3, 11)
NEWEST = (3, 14)
"""The newest Python for which every locked package has a wheel; the launcher names it too."""
SPACE = 2_500_000_000
"""Bytes that the environment, the compiled crates and the book need together."""
_LEAST = 100_000_000
"""Bytes without which not even an empty environment can be made."""

_FACTS = """
import json, sys, sysconfig, pip
print(json.dumps([sys.version_info[:2], sys._base_executable, sysconfig.get_path("purelib")]))
"""
_LOCKS = ("requirements.txt", "requirements-dev.txt")


@dataclass(frozen=True)
class Interpreter:
    """What the environment's own Python says about itself."""

    version: tuple[int, ...]
    base: str
    packages: Path


@dataclass
class Steps:
    """The steps for one clone. `notes` goes from one step to the next, and into a file."""

    place: Installation
    environment: Mapping[str, str]
    notes: dict[str, str]

    def do(self, name: str, number: str) -> None:
        """Do the step of this name; `number` stands in front of what is shown."""
        steps: dict[str, Callable[[str], None]] = {
            "rust": self.look_at_rust,
            "venv": self.make_venv,
            "uv": self.get_uv,
            "requirements.txt": self.install_for_learners,
            "requirements-dev.txt": self.install_for_authors,
            "links": self.link,
            "cargo": self.configure_cargo,
        }
        steps[name](number)

    def look_at_rust(self, number: str) -> None:
        """Find Rust, and let it link an empty program."""
        line = Line(f"{number} Rust and a linker")
        found = find_rust.find_rust(self.place.root, self.environment)
        find_rust.try_linker(found, self.place.root, self.environment)
        line.done(f"rustc {found.release}")

    def make_venv(self, number: str) -> None:
        """Make the environment, or mend one that was moved or has lost its Python."""
        line = Line(f"{number} .venv")
        found = self._interpreter() if "base" in self.notes else None  # else it is half made
        if found is None or not OLDEST <= found.version <= NEWEST:
            self._create()
        else:
            self._mend(found)
        found = self._interpreter()
        if found is None:
            raise remedies.failed("making .venv", "its Python does not start")
        self.notes["base"] = found.base
        line.done(f"Python {'.'.join(map(str, found.version))}, from {found.base}")

    def get_uv(self, number: str) -> None:
        """Have the uv of the lock: the one that is there, or else by pip."""
        version, _ = pinned(self.place.root / "requirements.txt", "uv")
        line = Line(f"{number} uv, which installs the rest")
        if not has_uv(self.place.program("uv"), version, self.environment):
            install_uv(self.place, self.environment)
        line.done(version)

    def install_for_learners(self, number: str) -> None:
        """Install what the learners' lock says."""
        self._install(number, "requirements.txt", again=self.notes.get("again") == "yes")
        self.notes.pop("again", None)

    def install_for_authors(self, number: str) -> None:
        """Install what tests and site need on top."""
        self._install(number, "requirements-dev.txt", again=False)

    def link(self, number: str) -> None:
        """Put `src/` on the environment's path, and the command beside its Python."""
        line = Line(f"{number} the command `workshop`")
        packages = self._packages("linking src/")
        source = os.path.relpath(self.place.root / "src", packages)
        (packages / "workshop.pth").write_text(source + "\n", encoding="utf-8")
        write_command(self.place.bin)
        line.done("in place")

    def configure_cargo(self, number: str) -> None:
        """Write the one environment in which cargo builds."""
        line = Line(f"{number} cargo's environment")
        module = "workshop.bootstrap.cargo_config"
        command = [self.place.python, "-P", "-m", module, self.place.root]
        result = _run([str(word) for word in command], self.place, self.environment)
        if result.returncode:
            raise remedies.explain("writing .cargo/config.toml", result.stderr)
        line.done("in place")

    def _forget(self, *names: str) -> None:
        for name in names:
            self.notes.pop(name, None)

    def _interpreter(self) -> Interpreter | None:
        try:
            result = _run(
                [str(self.place.python), "-I", "-c", _FACTS], self.place, self.environment
            )
            version, base, packages = json.loads(result.stdout)
        except (OSError, ValueError):
            return None
        return Interpreter(tuple(version), base, Path(packages))

    def _create(self) -> None:
        """Make the environment from the Python that runs set-up; nothing of an old one stays."""
        if not (find_spec("venv") and find_spec("ensurepip")):
            raise remedies.no_ensurepip(_own_version())
        self._check_space(SPACE)
        self._forget("base", "uv", "links", "cargo", "again", *_LOCKS)
        self.place.state.unlink(missing_ok=True)
        kept = self.place.root / "work" / ".uv"
        keep_uv(self.place.venv, kept)
        self._venv(getattr(sys, "_base_executable", sys.executable), "--clear")
        found = self._interpreter()
        if found:
            put_back_uv(kept, self.place.bin, found.packages)

    def _mend(self, found: Interpreter) -> None:
        """Write this place into an environment that works, but may have been made elsewhere."""
        old = home_of_programs(self.place.bin)
        if old == self.place.bin:
            return
        self._forget("links", "cargo")
        if old is None or os.name == "nt":
            self._forget(*_LOCKS)
            self.notes["again"] = "yes"  # every package is written anew
        else:
            repoint(self.place.bin, old)
        self._venv(found.base, "--without-pip")  # which it has

    def _venv(self, base: str, *options: str) -> None:
        command = [base, "-I", "-m", "venv", "--prompt", "workshop", *options]
        result = _run([*command, str(self.place.venv)], self.place, self.environment)
        output = result.stdout + result.stderr
        if result.returncode and "ensurepip is not available" in output:
            raise remedies.no_ensurepip(_own_version())
        if result.returncode:
            self._check_space(_LEAST)  # ensurepip keeps its reasons to itself
            raise remedies.explain("making .venv", output)

    def _check_space(self, needed: int) -> None:
        free = shutil.disk_usage(self.place.root).free
        if free < needed:
            raise remedies.no_space(f"{free / 1e9:.1f} GB are free in {self.place.root}")

    def _install(self, number: str, name: str, *, again: bool) -> None:
        lock = self.place.root / name
        line = Line(f"{number} packages of {name}")
        packages, names = self._packages(f"installing {name}"), locked_names(lock)
        forget_halves(packages, names - {"uv"})  # which has run, and may have come without uvx
        uv = self.place.program("uv")
        install_lock(uv, self.place, lock, self.environment, again=again, say=line.update)
        line.done(f"{len(installed_versions(packages).keys() & names)} installed")

    def _packages(self, what: str) -> Path:
        found = self._interpreter()
        if found is None:
            raise remedies.failed(what, "the Python of .venv does not start")
        return found.packages


def _own_version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _run(
    command: list[str], place: Installation, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[Any]:
    return subprocess.run(
        command,
        cwd=place.root,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
