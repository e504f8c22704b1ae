"""Find Rust on this machine, and prove that it can compile and link."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workshop.base.errors import MaterialError
from workshop.base.run_command import run_command
from workshop.base.toml_text import parse_toml
from workshop.bootstrap import remedies

_TIMEOUT = 120.0
"""Seconds that a call of the compiler may take, on a slow disk, for the first time."""


@dataclass(frozen=True)
class Rust:
    """The toolchain that was found: paths of the programs, version, and target triple."""

    cargo: Path
    rustc: Path
    version: tuple[int, ...]
    host: str

    @property
    def release(self) -> str:
        """The version as rustc writes it."""
        return ".".join(map(str, self.version))


def minimum(root: Path) -> str:
    """The oldest rustc that the crates of this clone allow."""
    file = root / "Cargo.toml"
    manifest = parse_toml(file.read_text(encoding="utf-8"), file)
    try:
        return str(manifest["workspace"]["package"]["rust-version"])
    except (KeyError, TypeError) as error:
        problem = "`[workspace.package]` must name the `rust-version`"
        raise MaterialError(f"{file}:1: {problem}.") from error


def find_rust(root: Path, environment: Mapping[str, str]) -> Rust:
    """The toolchain that builds the exercises; EnvironmentBroken says what is missing."""
    programs = {name: shutil.which(name, path=environment["PATH"]) for name in ("rustc", "cargo")}
    for name, program in programs.items():
        if program is None:
            raise remedies.no_rust(name)
    cargo, rustc = str(programs["cargo"]), str(programs["rustc"])
    _output([cargo, "--version"], root, environment)
    text = _output([rustc, "-vV"], root, environment)
    host = re.search(r"^host: (\S+)", text, re.MULTILINE)
    release = re.search(r"^release: (\d+)\.(\d+)\.(\d+)", text, re.MULTILINE)
    if release is None:
        raise remedies.broken_rust(f"{rustc} -vV", remedies.error_summary(text))
    version = tuple(map(int, release.groups()))
    rust = Rust(Path(cargo), Path(rustc), version, host[1] if host else "unknown")
    if version[:2] < tuple(map(int, minimum(root).split(".")[:2])):
        raise remedies.old_rust(rust.release, minimum(root))
    return rust


def try_linker(rust: Rust, root: Path, environment: Mapping[str, str]) -> None:
    """Compile and link an empty program; EnvironmentBroken says what is missing."""
    with tempfile.TemporaryDirectory(prefix="workshop-") as folder:
        source = Path(folder) / "probe.rs"
        source.write_text("fn main() {}\n", encoding="utf-8")
        command: list[str | Path] = [rust.rustc, "-o", source.with_suffix(".exe"), source]
        result = run_command(command, folder=root, environment=environment, timeout=_TIMEOUT)
    if result.returncode:
        raise remedies.no_linker(remedies.error_summary(result.stderr))


def _output(command: list[str], root: Path, environment: Mapping[str, str]) -> str:
    try:
        result = run_command(command, folder=root, environment=environment, timeout=_TIMEOUT)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise remedies.broken_rust(" ".join(command), str(error)) from error
    if result.returncode == 0:
        return result.stdout
    summary = remedies.error_summary(result.stderr)
    if re.search(r"rustup|toolchain", result.stderr):
        raise remedies.no_toolchain(summary)
    raise remedies.broken_rust(" ".join(command), summary)
