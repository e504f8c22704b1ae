"""Measure the first module: plain Python, a debug build, a release build."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from workshop.build import run_cargo
from workshop.errors import EnvironmentBroken
from workshop.freshly import import_library, new_path
from workshop.measure import cpu_seconds, write_measurement
from workshop.toolchain import find_program

SIZES = (10_000, 100_000, 1_000_000)
LABELS = {
    "python": "plain Python",
    "debug": "Rust, debug build",
    "release": "Rust, release build",
}


def pi(terms):
    """The same function in Python."""
    total, sign = 0.0, 1.0
    for k in range(terms):
        total += sign / (2.0 * k + 1.0)
        sign = -sign
    return 4.0 * total


def build(folder: Path, profile: str):
    """Build the crate of the lesson with the profile, and import it."""
    crate = folder / "crate"
    shutil.copytree(ROOT / "lessons" / "code" / "first-module", crate, dirs_exist_ok=True)
    options = ["--release"] if profile == "release" else []
    cargo = [find_program("cargo"), "build", "--lib", *options, "--message-format=json"]
    built = run_cargo([*cargo, "--target-dir", str(folder / "target")], crate)
    if built.artifact is None:
        raise EnvironmentBroken(built.trouble or "The crate does not compile.")
    library = new_path(folder / "libraries", "first")
    library.write_bytes(built.artifact.read_bytes())
    return import_library("first", library)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ways = {
            "python": pi,
            "debug": build(Path(folder), "debug").pi,
            "release": build(Path(folder), "release").pi,
        }
        seconds = {
            name: {n: cpu_seconds(lambda: way(n)) for n in SIZES} for name, way in ways.items()
        }
    write_measurement(
        Path(__file__).with_name("first-module.json"),
        command="python lessons/data/first_module.py",
        results={
            "unit": "CPU seconds of one call with n terms, the best of several",
            "labels": LABELS,
            "seconds": seconds,
        },
    )


if __name__ == "__main__":
    main()
