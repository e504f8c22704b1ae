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

from workshop import advice, rust
from workshop.installing import Line, count, has_uv, install_lock, install_uv, pinned
from workshop.surroundings import Place

OLDEST = (3, 11)
NEWEST = (3, 14)
"""The newest Python for which every locked package has a wheel; the launcher names it too."""
SPACE = 2_500_000_000
"""Bytes that the environment, the compiled crates and the book need together."""

_FACTS = """
import json, sys, sysconfig, pip
print(json.dumps([sys.version_info[:2], sys._base_executable, sysconfig.get_path("purelib")]))
"""
_CONFIGURE = """
import sys
from pathlib import Path
from workshop.toolchain import write_cargo_config
write_cargo_config(Path(sys.argv[1]), Path(sys.executable))
"""
_COMMAND = """\
#!/bin/sh
here=$(dirname -- "$0")
exec "$here/python" "$here/../../workshop" "$@"
"""
_COMMAND_WINDOWS = '@"%~dp0python.exe" "%~dp0..\\..\\workshop" %*\r\n'


@dataclass(frozen=True)
class Interpreter:
    """What the environment's own Python says about itself."""

    version: tuple[int, ...]
    base: str
    packages: Path


@dataclass
class Steps:
    """The steps for one clone. `notes` goes from one step to the next, and into a file."""

    place: Place
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
        found = rust.find_rust(self.place.root, self.environment)
        rust.try_linker(found, self.place.root, self.environment)
        line.done(f"rustc {found.release}")

    def make_venv(self, number: str) -> None:
        """Make the environment, or mend one that was moved or has lost its Python."""
        line = Line(f"{number} .venv")
        found = self._interpreter()
        usable = found is not None and OLDEST <= found.version <= NEWEST
        moved = f"|{self.place.root}|" not in self.notes.get("venv", "")
        if not usable or moved:
            self._check_space()
            self._create(found.base if found and usable else None)
            found = self._interpreter() or found
        if found is None:
            raise advice.failed("making .venv", "its Python does not start")
        if not usable or moved:
            self._forget(again=usable)
        self.notes["base"] = found.base
        line.done(f"Python {'.'.join(map(str, found.version))}, from {found.base}")

    def get_uv(self, number: str) -> None:
        """Have the uv of the lock: the one that is there, or else by pip."""
        version, _ = pinned(self.place.root / "requirements.txt", "uv")
        line = Line(f"{number} uv, which installs the rest")
        if not has_uv(self._uv(version), version, self.environment):
            install_uv(self.place, self.environment)
        line.done(version)

    def install_for_learners(self, number: str) -> None:
        """Install what the learners' lock says."""
        self._install(number, "requirements.txt", again=self.notes.get("again") == "yes")
        self.notes.pop("again", None)
        shutil.rmtree(self._rescued.parent, ignore_errors=True)

    def install_for_authors(self, number: str) -> None:
        """Install what tests and site need on top."""
        self._install(number, "requirements-dev.txt", again=False)

    def link(self, number: str) -> None:
        """Put `src/` on the environment's path, and the command beside its Python."""
        line = Line(f"{number} the command `workshop`")
        found = self._interpreter()
        if found is None:
            raise advice.failed("linking src/", "the Python of .venv does not start")
        source = os.path.relpath(self.place.root / "src", found.packages)
        (found.packages / "workshop.pth").write_text(source + "\n", encoding="utf-8")
        _write_command(self.place.bin)
        line.done("in place")

    def configure_cargo(self, number: str) -> None:
        """Write the one environment in which cargo builds."""
        line = Line(f"{number} cargo's environment")
        command = [self.place.python, "-P", "-c", _CONFIGURE, self.place.root]
        result = _run([str(word) for word in command], self.place, self.environment)
        if result.returncode:
            raise advice.explain("writing .cargo/config.toml", result.stderr)
        line.done("in place")

    def _forget(self, *, again: bool) -> None:
        """Drop the notes about what was in the environment; `again` writes its packages anew."""
        for name in self.notes.keys() - {"rust"}:
            del self.notes[name]
        self.notes["again"] = "yes" if again else ""

    def _interpreter(self) -> Interpreter | None:
        try:
            result = _run(
                [str(self.place.python), "-I", "-c", _FACTS], self.place, self.environment
            )
            version, base, packages = json.loads(result.stdout)
        except (OSError, ValueError):
            return None
        return Interpreter(tuple(version), base, Path(packages))

    def _create(self, base: str | None) -> None:
        python = str(base or getattr(sys, "_base_executable", sys.executable))
        if base is None and not (find_spec("venv") and find_spec("ensurepip")):
            raise advice.no_ensurepip(f"{sys.version_info.major}.{sys.version_info.minor}")
        if base is None:
            self._rescue_uv()
        options = ["--prompt", "workshop", *([] if base else ["--clear"])]
        result = _run(
            [python, "-I", "-m", "venv", *options, str(self.place.venv)],
            self.place,
            self.environment,
        )
        if result.returncode:
            output = result.stdout + result.stderr
            if "ensurepip" in output:
                raise advice.no_ensurepip(f"{sys.version_info.major}.{sys.version_info.minor}")
            raise advice.explain("making .venv", output)

    def _check_space(self) -> None:
        free = shutil.disk_usage(self.place.root).free
        if free < SPACE:
            raise advice.no_space(f"{free / 1e9:.1f} GB are free in {self.place.root}")

    @property
    def _rescued(self) -> Path:
        return self.place.root / "work" / ".uv" / self.place.program("uv").name

    def _rescue_uv(self) -> None:
        """Keep uv, which needs no Python, so that a lost Python is mended without the network."""
        uv = self.place.program("uv")
        if uv.is_file():
            self._rescued.parent.mkdir(parents=True, exist_ok=True)
            uv.replace(self._rescued)

    def _uv(self, version: str) -> Path:
        if has_uv(self._rescued, version, self.environment):
            return self._rescued
        return self.place.program("uv")

    def _install(self, number: str, name: str, *, again: bool) -> None:
        lock = self.place.root / name
        packages = f"{count(lock)} packages of {name}"
        line = Line(f"{number} {packages}")
        version, _ = pinned(self.place.root / "requirements.txt", "uv")
        uv = self._uv(version)
        install_lock(uv, self.place, lock, self.environment, again=again, say=line.update)
        line.done("installed")


def _write_command(folder: Path) -> None:
    if os.name == "nt":
        (folder / "workshop.cmd").write_bytes(_COMMAND_WINDOWS.encode())
        return
    command = folder / "workshop"
    command.write_text(_COMMAND, encoding="utf-8")
    command.chmod(0o755)


def _run(
    command: list[str], place: Place, environment: Mapping[str, str]
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
