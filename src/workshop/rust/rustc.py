"""Call the compiler directly: quicker than cargo for one file that is no package."""

from __future__ import annotations

import contextlib
import json
import os
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workshop.base.atomic import patiently
from workshop.base.errors import EnvironmentBroken, WorkshopError
from workshop.base.run_command import run_command
from workshop.process.sandbox import Child, running
from workshop.rust.diagnostics import Diagnostic, parse_diagnostic
from workshop.rust.obstacles import STILL_DAMAGED, tell_of_damage
from workshop.rust.toolchain import build_environment, find_program

TIME_LIMIT = 120.0
"""Seconds after which a compilation is ended."""
_DEBUG = ("-C", "opt-level=0", "-C", "debug-assertions=yes")
_RELEASE = ("-C", "opt-level=3", "-C", "debug-assertions=no")
_QUIET = ("dead_code", "unused_variables", "unused_assignments")
"""Warnings that a short example gives without being wrong."""


@dataclass(frozen=True)
class Libraries:
    """Compiled crates that a source file may use, as arguments of the compiler."""

    crates: tuple[tuple[str, Path], ...] = ()
    folders: tuple[str, ...] = ()

    @property
    def arguments(self) -> list[str]:
        """The options `--extern` and `-L`."""
        externs = [word for name, file in self.crates for word in ("--extern", f"{name}={file}")]
        return externs + [word for folder in self.folders for word in ("-L", folder)]


NO_LIBRARIES = Libraries()


@dataclass(frozen=True)
class Compiled:
    """What came of a compilation; `artifact` is None where it does not compile."""

    artifact: Path | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that stopped it."""
        return tuple(message for message in self.diagnostics if message.is_error)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the errors, each once, in order; "error" for one that has none."""
        return tuple(dict.fromkeys(message.code or "error" for message in self.errors))


@cache
def compiler() -> str:
    """The compiler itself: the proxy of rustup, if any, would cost time at every call."""
    found = find_program("rustc")
    asked = run_command([found, "--print", "sysroot"], environment=build_environment())
    name = "rustc.exe" if os.name == "nt" else "rustc"
    real = Path(asked.stdout.strip()) / "bin" / name
    return str(real) if asked.returncode == 0 and real.is_file() else found


@cache
def version() -> str:
    """What the compiler says of itself, for a digest of what it makes."""
    try:
        return run_command([compiler(), "--version"], timeout=30).stdout
    except (OSError, WorkshopError):
        return "no compiler"


def check(
    source: Path, libraries: Libraries = NO_LIBRARIES, *, library: bool = False, lints: bool = True
) -> Compiled:
    """Compile far enough for every error of types and borrows, and make no program."""
    output = source.with_suffix(".rmeta")
    options = [f"--emit=metadata={output}", "--crate-type", "lib" if library else "bin"]
    if not lints:  # no `--cap-lints`: the lint that ends an endless constant is an error by default
        options.append("-Awarnings")
    return _compile(source, output, options, libraries)


def compile_program(
    source: Path, libraries: Libraries = NO_LIBRARIES, *, release: bool = False, tests: bool = False
) -> Compiled:
    """Compile a program, or with `tests` its tests."""
    output = source.with_suffix(".exe")
    options = ["-o", str(output), *(_RELEASE if release else _DEBUG)]
    if tests:
        options.append("--test")
    return _compile(source, output, options, libraries)


def compile_extension(
    source: Path, output: Path, libraries: Libraries, *, release: bool = False
) -> Compiled:
    """Compile a library that Python can import, or load with `ctypes` or `cffi`."""
    profile = _RELEASE if release else _DEBUG
    options = ["--crate-type=cdylib", "-o", str(output), *profile]
    return _compile(source, output, options, libraries)


def _compile(source: Path, output: Path, options: list[str], libraries: Libraries) -> Compiled:
    patiently(lambda: output.unlink(missing_ok=True))  # the former program may still be ending
    command = [compiler(), "--edition=2024", "--crate-name=cell", source.name, *options]
    command += ["--error-format=json", "--json=diagnostic-rendered-ansi", "-C", "strip=debuginfo"]
    command += [f"-A{lint}" for lint in _QUIET] + libraries.arguments
    lines: list[str] = []
    values, end = build_environment(), time.monotonic() + TIME_LIMIT
    with running(
        lambda: Child(command, folder=source.parent, environment=values, on_error=lines.append)
    ) as child:
        status = child.wait(lambda: end - time.monotonic()).status
    if status is None:
        raise WorkshopError(f"The compiler was stopped after {TIME_LIMIT:.0f} s.")
    diagnostics: list[Diagnostic] = []
    for line in lines:
        with contextlib.suppress(ValueError, KeyError, TypeError):
            message = parse_diagnostic(json.loads(line))
            if not message.is_summary:
                diagnostics.append(message)
    if status != 0 and not any(message.is_error for message in diagnostics):
        raise WorkshopError(f"The compiler ended with status {status}:\n{''.join(lines)[-2000:]}")
    compiled = Compiled(output if status == 0 else None, tuple(diagnostics))
    if libraries.crates and tell_of_damage(compiled.errors):
        raise EnvironmentBroken(STILL_DAMAGED)
    return compiled
