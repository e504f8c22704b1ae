"""Measure what the episode `package` claims: sizes of wheels, seconds of builds, ns of calls.

It builds the finished package in folders that are thrown away: in four ways for many Pythons
(abi3), in the same ways for one Python, and three times from nothing. Then calls of the two
modules take turns in one process. No network is needed.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import timeit
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from workshop.bench.measure import rounded, write_measurement
from workshop.notebook.load_extension import import_library
from workshop.rust.toolchain import build_environment, find_program

PACKAGE = ROOT / "solutions" / "shipping" / "install"
LTO = {"CARGO_PROFILE_RELEASE_LTO": "true", "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "1"}
WAYS = {
    "debug": ([], {}),
    "release": (["--release"], {}),
    "release_strip": (["--release", "--strip"], {}),
    "lto_strip": (["--release", "--strip"], LTO),
}
"""Options of maturin, and variables of cargo, by name."""
ABI3 = 'pyo3 = { version = "0.30.1", features = ["abi3-py311"] }'
ONE_PYTHON = 'pyo3 = "0.30.1"'
FROM_NOTHING = ("debug", "release", "lto_strip")
MEASURED_CALLS = {
    "deposit": "account.deposit(0.25)",
    "constructor": "Account(0.5)",
    "repr": "repr(account)",
}
ROUNDS, CALLS = 60, 20_000


def main() -> None:
    sizes: dict[str, dict[str, int]] = {}
    seconds: dict[str, dict[str, float]] = {name: {} for name in FROM_NOTHING}
    libraries: dict[str, Path] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        crate = copy_package(folder / "package")
        for kind, dependency in (("abi3", ABI3), ("one_python", ONE_PYTHON)):
            change(crate / "Cargo.toml", ABI3, dependency)
            sizes[kind] = {}
            for way in WAYS:
                wheel, used = build(crate, folder, way)
                sizes[kind][way] = wheel.stat().st_size
                if way == "release_strip":
                    libraries[kind] = library_of(wheel, folder / kind)
                if kind == "abi3" and way in seconds:
                    seconds[way]["first"] = used
            if kind == "abi3":
                with (crate / "src" / "lib.rs").open("a", encoding="utf-8") as source:
                    source.write("// an edit\n")
                for way, measured in seconds.items():
                    measured["edit"] = build(crate, folder, way)[1]
        sdist = build_sdist(copy_package(folder / "again"), folder).stat().st_size
        calls = measure_calls(libraries)
    write_measurement(
        Path(__file__).with_suffix(".json"),
        command="python lessons/data/shipping.py",
        results={
            "unit": "bytes of a file, CPU seconds of a build, ns of a call (least of the rounds)",
            "bytes": {"wheel": sizes, "sdist": sdist},
            "seconds": seconds,
            "ns": rounded(calls),
        },
        packages=("maturin",),
    )


def copy_package(folder: Path) -> Path:
    """The finished package; whether symbols are stripped is for the command to say."""
    leave_out = shutil.ignore_patterns("target", "another.*")
    shutil.copytree(PACKAGE, folder, ignore=leave_out)
    change(folder / "pyproject.toml", "strip = true", "strip = false")
    return folder


def change(file: Path, old: str, new: str) -> None:
    """Replace what is there once."""
    text = file.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise ValueError(f"{old!r} is not in {file} once")
    file.write_text(text.replace(old, new), encoding="utf-8")


def build(crate: Path, folder: Path, way: str) -> tuple[Path, float]:
    """The wheel, and the CPU seconds that its build took; each profile has a target of its own."""
    options, variables = WAYS[way]
    target, out = folder / "targets" / way.removesuffix("_strip"), folder / "wheels"
    command = [find_program("maturin"), "build", "--offline", "--interpreter", sys.executable]
    command += [*options, "--target-dir", str(target), "--out", str(out)]
    shutil.rmtree(out, ignore_errors=True)
    used = run(command, crate, variables)
    [wheel] = out.glob("*.whl")
    return wheel, used


def library_of(wheel: Path, folder: Path) -> Path:
    """The compiled module that a wheel contains, unpacked."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    [library] = [*folder.rglob("*.so"), *folder.rglob("*.pyd")]
    return library


def measure_calls(libraries: dict[str, Path]) -> dict[str, dict[str, float]]:
    """Nanoseconds of each call with each module."""
    found: dict[str, dict[str, float]] = {name: {} for name in MEASURED_CALLS}
    classes = {kind: import_library("_accounts", file).Account for kind, file in libraries.items()}
    timers = {
        (name, kind): timeit.Timer(call, globals={"Account": made, "account": made(100.0)})
        for name, call in MEASURED_CALLS.items()
        for kind, made in classes.items()
    }
    for _ in range(ROUNDS):
        for (name, kind), timer in timers.items():
            once = 1e9 * timer.timeit(CALLS) / CALLS
            found[name][kind] = min(found[name].get(kind, once), once)
    return found


def build_sdist(crate: Path, folder: Path) -> Path:
    run([find_program("maturin"), "sdist", "--out", str(folder / "sdist")], crate, {})
    [sdist] = (folder / "sdist").iterdir()
    return sdist


def run(command: list[str], crate: Path, variables: dict[str, str]) -> float:
    """Run a program that builds, and return the CPU seconds that it and its children took."""
    before = children_seconds()
    environment = build_environment() | {"CARGO_NET_OFFLINE": "true"} | variables
    done = subprocess.run(command, cwd=crate, env=environment, capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr.decode())
    return children_seconds() - before


def children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
