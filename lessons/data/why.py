"""Measure what the episode `why` claims: one loop with six tools, and four jobs in Python and Rust.

It needs a C and a C++ compiler, and the network once: Cython, numba and pybind11 are installed
into a folder that is thrown away.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from workshop.base.errors import EnvironmentBroken
from workshop.bench.making import fetch_guests
from workshop.bench.measure import cpu_seconds, write_measurement
from workshop.rust.cargo import run_cargo
from workshop.rust.toolchain import find_program

CODE = ROOT / "lessons" / "code" / "why"
GUESTS = ("cffi", "cython", "numba", "numpy", "pybind11", "scipy", "setuptools")
TOOLS = ("python", "ctypes", "cffi", "cython", "numba", "pybind11", "pyo3")
N = 1_000_000
SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(CODE, folder, dirs_exist_ok=True)
        fetch_guests(folder / "packages", GUESTS)
        build_seconds = build_all(folder)
        results = in_child(folder)
    write_measurement(
        Path(__file__).with_suffix(".json"),
        command="python lessons/data/why.py",
        results={
            "unit": "CPU seconds of one call, the best of several",
            "readings": N,
            **results.pop("results"),
            "build": build_seconds,
            "tools": results.pop("versions"),
        },
        packages=("numpy",),
    )


def build_all(folder: Path) -> dict:
    """CPU seconds of each build."""
    python = sysconfig.get_paths()["include"]
    guests = {**os.environ, "PYTHONPATH": str(folder / "packages")}
    shared = ["-O3", "-shared", "-fPIC", f"-I{python}"]
    cython = [sys.executable, "-m", "cython", "-3", "with_cython.pyx"]
    headers = f"-I{folder / 'packages' / 'pybind11' / 'include'}"
    pybind11 = ["g++", "-std=c++17", *shared, headers, "with_pybind11.cpp"]
    steps = {
        "c": [["gcc", *shared, "in_c.c", "-o", "in_c.so"]],
        "cython": [cython, ["gcc", *shared, "with_cython.c", "-o", f"with_cython{SUFFIX}"]],
        "pybind11": [[*pybind11, "-o", f"with_pybind11{SUFFIX}"]],
    }
    seconds: dict = {}
    for tool, commands in steps.items():
        before = children_seconds()
        for command in commands:
            subprocess.run(command, cwd=folder, env=guests, check=True)
        seconds[tool] = children_seconds() - before
    seconds["pyo3"] = build_pyo3(folder)
    return seconds


def build_pyo3(folder: Path) -> dict[str, float]:
    """The first build compiles PyO3 and numpy, too; after an edit only the crate is compiled."""
    crate = ROOT / "target" / "why"
    shutil.copytree(CODE / "pyo3", crate, dirs_exist_ok=True)
    with (crate / "Cargo.toml").open("a", encoding="utf-8") as manifest:
        manifest.write("\n[workspace]\n")
    shutil.copyfile(ROOT / "Cargo.lock", crate / "Cargo.lock")
    where = ["--target-dir", str(ROOT / "target")]
    command = [find_program("cargo"), "build", "--release", "--message-format=json", *where]
    seconds = []
    cold = [*command[:-1], str(folder / "cold")]
    for words, edit in ((cold, ""), (command, ""), (command, "// an edit\n")):
        with (crate / "src" / "lib.rs").open("a", encoding="utf-8") as source:
            source.write(edit)
        before = children_seconds()
        built = run_cargo(words, crate)
        seconds.append(children_seconds() - before)
    if built.artifact is None:
        raise EnvironmentBroken(built.trouble or "The crate does not compile.")
    shutil.copyfile(built.artifact, folder / f"with_pyo3{SUFFIX}")
    return {"first": seconds[0], "edit": seconds[2]}


def children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def in_child(folder: Path) -> dict:
    """What a Python that sees all the tools measures."""
    paths = os.pathsep.join([str(folder), str(folder / "packages"), str(ROOT / "src")])
    command = [sys.executable, str(Path(__file__).resolve()), "child"]
    environment = {**os.environ, "PYTHONPATH": paths}
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return json.loads(said.stdout.splitlines()[-1])


# In the child


def child() -> None:
    modules = {tool: import_module(f"with_{tool}") for tool in TOOLS}
    results = {
        "numba_first_call": first_call(modules["numba"]),
        "loop": {tool: loop(module) for tool, module in modules.items()},
        "call": {tool: call(module.half) for tool, module in modules.items()},
        "jobs": jobs(modules),
    }
    names = [name for name in GUESTS if name != "setuptools"]
    print(json.dumps({"results": results, "versions": {name: version(name) for name in names}}))


def readings():
    import numpy as np

    return np.random.default_rng(1).random(N)


def first_call(module) -> float:
    """numba compiles at the first call with a type."""
    start = process_time()
    module.smooth(readings(), 0.2)
    return process_time() - start


def loop(module) -> float:
    """The loop over an array, in place; plain Python gets a list, which it reads faster."""
    values = readings()
    expected = values[:100].copy()
    import_module("with_python").smooth(expected, 0.2)
    module.smooth(probe := values[:100].copy(), 0.2)
    assert abs(probe - expected).max() < 1e-12
    data = values.tolist() if module.__name__ == "with_python" else values
    return cpu_seconds(lambda: module.smooth(data, 0.2))


def call(function, times=1000) -> float:
    """Seconds of one call that hardly works, without those of the loop around it."""
    numbers = range(times)

    def calling() -> None:
        for _ in numbers:
            function(3.0)

    def empty() -> None:
        for _ in numbers:
            pass

    return (cpu_seconds(calling) - cpu_seconds(empty)) / times


def jobs(modules) -> dict[str, dict[str, float]]:
    """Four jobs of a day, each in Python with its libraries and in Rust."""
    import numpy as np
    from scipy.signal import lfilter

    array, rust = readings(), modules["pyo3"]
    values = array.tolist()

    def smooth_in_python():
        modules["python"].smooth(copy := values.copy(), 0.2)
        return copy

    with tempfile.NamedTemporaryFile() as file:
        path = Path(file.name)
        path.write_bytes(array.tobytes() * 4)
        ways = {
            "smooth a list": {
                "python": smooth_in_python,
                "library": lambda: lfilter([0.2], [1.0, -0.8], array),
                "rust": lambda: rust.smooth_list(values, 0.2),
            },
            "sum a list": {
                "python": lambda: sum(values),
                "library": lambda: np.sum(array),
                "rust": lambda: rust.sum_list(values),
            },
            "read a file": {
                "python": path.read_bytes,
                "rust": lambda: rust.read_file(file.name),
            },
        }
        return {job: {by: cpu_seconds(do) for by, do in row.items()} for job, row in ways.items()}


if __name__ == "__main__":
    child() if sys.argv[1:] == ["child"] else main()
