"""Build a small extension module the way learners do, import it, and call it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from workshop.base.errors import WorkshopError
from workshop.base.run_command import run_command
from workshop.bootstrap import remedies
from workshop.doctor.finding import Finding, Machine, fail, ok
from workshop.rust.toolchain import build_environment

_NAME = "workshop_probe"
_MANIFEST = """\
# Made by `workshop doctor`. It may be removed.
[package]
name = "{name}"
version = "0.1.0"
edition = "2024"

[lib]
crate-type = ["cdylib", "rlib"]

[dependencies]
{pyo3}

[workspace]
"""
_SOURCE = """\
//! Made by `workshop doctor`. It may be removed.

#[pyo3::pymodule]
mod workshop_probe {
    /// Twice the number.
    #[pyo3::pyfunction]
    fn double(number: i64) -> i64 {
        2 * number
    }
}
"""
_CALL = f"""
import importlib.machinery, importlib.util, sys
loader = importlib.machinery.ExtensionFileLoader("{_NAME}", sys.argv[1])
module = importlib.util.module_from_spec(importlib.util.spec_from_loader("{_NAME}", loader))
loader.exec_module(module)
sys.exit(module.double(21) != 42)
"""


def build_extension(machine: Machine) -> Finding:
    """Whether a module in Rust can be built and imported here."""
    name = "a module in Rust"
    if Path(sys.prefix) != machine.installation.venv:
        return fail(name, "not tried: .venv is not ready", "Fix what the lines above name first.")
    try:
        library = _build(machine, _write(machine.root))
    except (WorkshopError, OSError) as error:
        return fail(name, "it was not built", str(error))
    result = _run([sys.executable, "-P", "-c", _CALL, str(library)], machine)
    if result.returncode:
        summary = remedies.error_summary(result.stderr)
        return fail(name, "it was built, but it cannot be imported", summary)
    return ok(name, "built, imported and called")


def _write(root: Path) -> Path:
    crate = root / "work" / ".doctor"
    (crate / "src").mkdir(parents=True, exist_ok=True)
    lines = (root / "Cargo.toml").read_text(encoding="utf-8").splitlines()
    pyo3 = next(line for line in lines if line.startswith("pyo3 = "))
    text = _MANIFEST.format(name=_NAME, pyo3=pyo3)
    (crate / "Cargo.toml").write_text(text, encoding="utf-8")
    (crate / "src" / "lib.rs").write_text(_SOURCE, encoding="utf-8")
    shutil.copyfile(root / "Cargo.lock", crate / "Cargo.lock")
    return crate


def _build(machine: Machine, crate: Path) -> Path:
    command = ["cargo", "build", "--manifest-path", str(crate / "Cargo.toml")]
    command += ["--target-dir", str(machine.root / "work" / "target")]
    command += ["--message-format", "json-render-diagnostics"]
    result = _run([*command, "--offline"], machine)
    if result.returncode:
        result = _run(command, machine)
    if result.returncode:
        raise remedies.error_from_output("building a small module", result.stderr)
    for line in result.stdout.splitlines():
        message = json.loads(line) if line.startswith("{") else {}
        if message.get("target", {}).get("name") == _NAME:
            for file in message.get("filenames", ()):
                if Path(file).suffix in {".so", ".dylib", ".dll"}:
                    return Path(file)
    raise remedies.failed("building a small module", "cargo named no library")


def _run(command: list[str], machine: Machine) -> subprocess.CompletedProcess[str]:
    environment = build_environment(machine.environment)
    return run_command(command, folder=machine.root, environment=environment)
