"""Find Rust on this machine, and prove that it can compile and link."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workshop.bootstrap import remedies

_PATIENCE = 120.0
"""Seconds that a call of the compiler may take, on a slow disk, for the first time."""


@dataclass(frozen=True)
class Rust:
    """The tool chain that was found: paths of the programs, version, and target triple."""

    cargo: Path
    rustc: Path
    version: tuple[int, int, int]
    host: str

    @property
    def release(self) -> str:
        """The version as rustc writes it."""
        return ".".join(map(str, self.version))


def minimum(root: Path) -> str:
    """The oldest rustc that the crates of this clone allow."""
    manifest = tomllib.loads((root / "Cargo.toml").read_text(encoding="utf-8"))
    return str(manifest["workspace"]["package"]["rust-version"])


def find_rust(root: Path, environment: Mapping[str, str]) -> Rust:
    """The tool chain that builds the exercises; EnvironmentBroken says what is missing."""
    programs = {name: shutil.which(name, path=environment["PATH"]) for name in ("rustc", "cargo")}
    for name, program in programs.items():
        if program is None:
            raise remedies.no_rust(name)
    cargo, rustc = str(programs["cargo"]), str(programs["rustc"])
    _ask([cargo, "--version"], root, environment)
    words = _ask([rustc, "-vV"], root, environment)
    rust = Rust(Path(cargo), Path(rustc), _version(words, rustc), _host(words))
    if rust.version[:2] < tuple(map(int, minimum(root).split(".")[:2])):
        raise remedies.old_rust(rust.release, minimum(root))
    return rust


def try_linker(rust: Rust, root: Path, environment: Mapping[str, str]) -> None:
    """Compile and link an empty program; EnvironmentBroken says what is missing."""
    with tempfile.TemporaryDirectory(prefix="workshop-") as folder:
        command = [str(rust.rustc), "--crate-name", "probe", "-o", str(Path(folder) / "probe"), "-"]
        result = _run(command, root, environment, "fn main() {}")
    if result.returncode:
        raise remedies.no_linker(remedies.last_words(result.stderr))


def _ask(command: list[str], root: Path, environment: Mapping[str, str]) -> str:
    try:
        result = _run(command, root, environment)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise remedies.broken_rust(" ".join(command), str(error)) from error
    if result.returncode == 0:
        return result.stdout
    words = remedies.last_words(result.stderr)
    if re.search(r"rustup|toolchain", result.stderr):
        raise remedies.no_toolchain(words)
    raise remedies.broken_rust(" ".join(command), words)


def _run(
    command: list[str], root: Path, environment: Mapping[str, str], text: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=root,
        env=environment,
        input=text,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=_PATIENCE,
        check=False,
    )


def _version(words: str, rustc: str) -> tuple[int, int, int]:
    found = re.search(r"^release: (\d+)\.(\d+)\.(\d+)", words, re.MULTILINE)
    if found is None:
        raise remedies.broken_rust(f"{rustc} -vV", remedies.last_words(words))
    major, minor, patch = map(int, found.groups())
    return (major, minor, patch)


def _host(words: str) -> str:
    found = re.search(r"^host: (\S+)", words, re.MULTILINE)
    return found[1] if found else "unknown"
