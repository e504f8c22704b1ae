"""Measure the bridges of `lessons/code/bridges/`: what a call costs, and what a wrong one does.

It needs gcc, and for the last two of the large calls the solutions of `bridges-c` and
`bridges-fortran` with their compilers. `--try` measures little, and writes nothing.
"""

from __future__ import annotations

import ast
import io
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

import numpy as np

from workshop.base.errors import EnvironmentBroken
from workshop.bench import datasets, running
from workshop.bench.building import Builder
from workshop.bench.measure import rounded, write_measurement
from workshop.bench.session import load_of_others, version_of
from workshop.learner.project import Project

CODE = ROOT / "lessons" / "code" / "bridges"
LIBRARY = "libbridges_calls.so"
LABELS = {
    "pyo3": "PyO3",
    "cffi_api": "cffi, API mode",
    "cffi_abi": "cffi, ABI mode",
    "ctypes": "ctypes",
}
MODULES = {
    "python": "with_python",
    "pyo3": "bridges_calls",
    "cffi_api": "with_cffi_api",
    "cffi_abi": "with_cffi_abi",
    "ctypes": "with_ctypes",
}
COMPARED = {"c": "nearest.c", "fortran": "nearest.f90"}
"""The exercises `bridges-…` whose solutions call another language, and what they call."""

_C, _CHECKS = ["src/with_c.rs"], ["checks.py"]
FILES = {
    "core": {"rust": ["src/nearest.rs"]},
    "pyo3": {"rust": ["src/with_pyo3.rs"]},
    "cffi_api": {
        "rust": _C,
        "python": [*_CHECKS, "with_cffi_api.py", "build_cffi.py"],
        "c": ["bridges.h"],
    },
    "cffi_abi": {"rust": _C, "python": [*_CHECKS, "with_cffi_abi.py"], "c": ["bridges.h"]},
    "ctypes": {"rust": _C, "python": [*_CHECKS, "with_ctypes.py"]},
}
"""What is written for each bridge; the core is the same for all."""

UNIT = (
    "Wall time of one call, the fastest of many samples in several processes, "
    "without the loop around the calls"
)
N = 10_000
_SMALL = """\
import numpy as np
points = np.array([[0.0, 0.0], [3.0, 4.0], [1.0, 1.0]])
references = np.array([[0.0, 1.0], [3.0, 0.0]])"""
_LARGE = f"""\
import numpy as np
from workshop.bench import datasets
points, references = datasets.make("uniform", {N}, 2)"""
_MANY = f"import numpy as np\npoints = np.random.default_rng(1).random(({N}, 2))"


def main() -> None:
    """Build all, measure in rounds, try the wrong calls, and write it all."""
    rounds = 1 if sys.argv[1:] == ["--try"] else 4
    load = load_of_others()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        builder = Builder(Project(ROOT), folder, print)
        lay_out(builder.crate(CODE, "the bridges"), folder)
        modules, left_out = places(folder), {}
        for way, native in COMPARED.items():
            crate = ROOT / "solutions" / "bridges" / way
            if (crate / "native" / native).is_file():
                path = builder.crate(crate, f"bridges-{way}")
                modules[way] = {"kind": "extension", "path": str(path), "module": "bridges"}
            else:
                left_out[way] = f"the solution has no {native}"
        times = measure(modules, folder, rounds)
        tried = {bridge: try_calls(bridge, folder) for bridge in PROBES}
    safety, said = (
        {way: {case: found[at] for case, found in of.items()} for way, of in tried.items()}
        for at in (0, 1)
    )
    results = {
        "unit": UNIT,
        "labels": LABELS,
        "large": {"points": N, "references": N, "threads": 1},
        **times,
        "lines": {way: count_files(files) for way, files in FILES.items()},
        "safety": safety,
        "said": said,
        "left_out": left_out,
        "load": {"cores_used_by_others": round(load, 2)},
    }
    if rounds == 1:
        print(rounded(results))
        return
    compilers = ["gcc", *["gfortran"] * ("fortran" in modules)]
    write_measurement(
        Path(__file__).with_suffix(".json"),
        command="python lessons/data/bridges.py",
        results=rounded(results),
        packages=("numpy", "cffi"),
        versions={name: version_of(name).split()[-1] for name in compilers},
    )


# The files, side by side in one folder


UNCAUGHT = "double distance_uncaught(double x);\n"
"""One more declaration, for what no bridge should have."""


def lay_out(library: Path, folder: Path) -> None:
    """Copy the library and the Python files into the folder, and compile the module of cffi."""
    for name in (LIBRARY, "bridges_calls.so"):
        shutil.copyfile(library, folder / name)
    for file in CODE.glob("*.py"):
        shutil.copyfile(file, folder / file.name)
    header = (CODE / "bridges.h").read_text(encoding="utf-8")
    (folder / "bridges.h").write_text(header + UNCAUGHT, encoding="utf-8")
    command = [sys.executable, "build_cffi.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise EnvironmentBroken(f"cffi can't compile: {done.stderr.strip()[-300:]}")


def places(folder: Path) -> dict[str, dict[str, str]]:
    """Where the benchmark's child finds the module of each way."""
    found = {
        way: {"kind": "script", "path": str(folder / f"{name}.py"), "module": name}
        for way, name in MODULES.items()
    }
    extension = {"kind": "extension", "path": str(folder / "bridges_calls.so")}
    found["pyo3"] = extension | {"module": "bridges_calls"}
    found["columns"] = extension | {"module": "bridges_columns"}
    return found


# What a call costs


def measure(modules: dict, folder: Path, rounds: int) -> dict:
    """The least time of each row: nanoseconds, and milliseconds of a large call."""
    points, references = datasets.make("uniform", N, 2)
    total = sum(float(np.hypot(*(references - point).T).min()) for point in points)
    half = ("half(5.0)", "half(5.0) == 2.5", "")
    few = "np.allclose(nearest_distances(points, references), [1.0, 4.0, 1.0])"
    small = ("nearest_distances(points, references)", few, _SMALL)
    all_right = f"np.isclose(nearest_distances(points, references).sum(), {total!r})"
    large = ("nearest_distances(points, references)", all_right, _LARGE)
    same = "(np.ravel({}, order='K') == points.T.ravel()).all()"
    by_rust, by_numpy = "columns(points)", "np.asfortranarray(points)"
    compared = [way for way in (*LABELS, *COMPARED) if way in modules]
    rows = {
        **{("half", way): (modules[way], *half) for way in MODULES},
        **{("small", way): (modules[way], *small) for way in LABELS},
        **{("large", way): (modules[way], *large) for way in compared},
        ("columns", "rust"): (modules["columns"], by_rust, same.format(by_rust), _MANY),
        ("columns", "numpy"): (modules["python"], by_numpy, same.format(by_numpy), _MANY),
    }
    least: dict = {}
    for number in range(rounds):
        for (group, way), (module, statement, check, setup) in rows.items():
            order = {"task": "call", "of": f"{group}.{way}", "module": module}
            order |= {"setup": setup, "statement": statement, "check": check}
            order |= {"sample": 0.002, "enough": 0.1}
            order["items"] = N if group == "large" else 1  # the time is that of one item
            options = {"threads": 1, "seconds": 20.0, "guests": folder}
            ns = running.run_child(order, folder, **options)["ns"] * order["items"]
            of_group = least.setdefault(group, {})
            of_group[way] = min(ns, of_group.get(way, ns))
        print(f"round {number + 1} of {rounds} is done")
    milliseconds = {way: ns / 1e6 for way, ns in least.pop("large").items()}
    return {"ns": least, "ms": {"large": milliseconds}}


# How much is written


def count_files(files: dict[str, list[str]]) -> dict[str, int]:
    """Lines of code by language."""
    count = {"rust": count_rust, "python": count_python, "c": count_c}
    return {
        language: sum(count[language]((CODE / name).read_text(encoding="utf-8")) for name in names)
        for language, names in {"rust": [], "python": [], "c": [], **files}.items()
    }


def count_rust(text: str) -> int:
    """Lines that are neither blank nor a comment."""
    return len(re.findall(r"(?m)^[ \t]*(?!//)\S", text))


def count_c(text: str) -> int:
    """Lines that hold more than a comment."""
    return len(re.findall(r"(?m)^[ \t]*\S", re.sub(r"(?s)/\*.*?\*/", "", text)))


def count_python(text: str) -> int:
    """Lines that are neither blank nor a part of a comment or a docstring."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    no_code = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER}
    no_code |= {tokenize.INDENT, tokenize.DEDENT}
    lines = {
        number
        for token in tokens
        if token.type not in no_code
        for number in range(token.start[0], token.end[0] + 1)
    }
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(getattr(node.value, "value", None), str):
            lines -= set(range(node.lineno, node.end_lineno + 1))
    return len(lines)


# What a wrong call does, without the checks that are written in Python


_PROBE = """\
import sys
sys.path.insert(0, {folder!r})
import numpy as np
{bridge}
points, references = np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[0.0, 1.0]])
single = np.arange(100, dtype=np.float32)[:4].reshape(2, 2)  # of a larger array: no end is passed
too_large = np.array([[1e200, 0.0], [0.0, 0.0]])
try:
    found = {call}
except BaseException as error:
    print("raised", type(error).__name__, " ".join(str(error).split()))
else:
    print("returned", found if isinstance(found, str) else np.ravel(found).tolist())
"""
_BARE = """\
def bare(points, references):
    distances = np.empty(2)
    status = library.nearest_distances(*given(points), *given(references), *given(distances))
    return f"status {status}" if status else distances
def null():
    distances = np.empty(2)
    status = library.nearest_distances(NULL, 4, *given(references), *given(distances))
    return f"status {status}" if status else distances
def uncaught():
    return library.distance_uncaught(1e200)
"""
PROBES = {
    "pyo3": """\
from bridges_calls import half, nearest_distances as bare
def null():
    return bare(None, references)
def uncaught():
    return bare(too_large, references)
""",
    "cffi_api": f"from with_cffi_api import *\n{_BARE}NULL = ffi.NULL\n",
    "cffi_abi": f"""\
from with_cffi_abi import *
{_BARE}
ffi.cdef({UNCAUGHT.strip()!r}) if "distance_uncaught" not in dir(library) else None
NULL = ffi.NULL
""",
    "ctypes": f"""\
from with_ctypes import *
{_BARE}
library.distance_uncaught.argtypes, library.distance_uncaught.restype = [double], double
NULL = None
""",
    "ctypes_undeclared": f"""\
import ctypes
library = ctypes.CDLL({{folder!r}} + "/{LIBRARY}")
half = library.half
def given(array):
    return array.ctypes.data, array.size
{_BARE}
""",
}
"""By bridge: what makes `half`, and `bare`, which passes arrays to Rust as they are."""
_DISTANCES = [1.0, 3 * 2**0.5]
_OF_SINGLE = [0.0, (2**2 + 2**2) ** 0.5]
CASES = {
    "float": ("half(5.0)", [2.5]),
    "integer": ("half(5)", [2.5]),
    "text": ("half('5')", [2.5]),
    "none": ("half(None)", []),
    "too_few": ("half()", []),
    "too_many": ("half(5.0, 6)", [2.5]),
    "array": ("bare(points, references)", _DISTANCES),
    "float32": ("bare(single, references)", _OF_SINGLE),
    "fortran": ("bare(np.asfortranarray(points), references)", _DISTANCES),
    "list": ("bare(points.tolist(), references)", _DISTANCES),
    "null": ("null()", []),
    "panic_caught": ("bare(too_large, references)", []),
    "panic": ("uncaught()", []),
}
"""By name: a call, and the numbers that are right, if any are."""
_DECLARED_ONLY = ("null", "panic_caught", "panic")


def try_calls(bridge: str, folder: Path) -> dict[str, tuple[str, str]]:
    """What each call does with this bridge: in a word, and as it was said."""
    return {
        case: try_call(bridge, call, right, folder)
        for case, (call, right) in CASES.items()
        if bridge != "ctypes_undeclared" or case not in _DECLARED_ONLY
    }


def try_call(bridge: str, call: str, right: list[float], folder: Path) -> tuple[str, str]:
    """Run one call in a process of its own, which it may end."""
    text = PROBES[bridge].replace("{folder!r}", repr(str(folder)))
    text = _PROBE.format(folder=str(folder), bridge=text, call=call)
    command = [sys.executable, "-c", text]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode < 0:
        ended = signal.Signals(-done.returncode).name
        return ("abort" if ended == "SIGABRT" else "crash"), ended
    what, _, said = done.stdout.strip().partition(" ")
    if what == "raised":
        return said.partition(" ")[0], said.partition(" ")[2]
    if what != "returned":
        raise EnvironmentBroken(f"{bridge}: {call}: {done.stderr.strip()[-300:]}")
    if said.startswith("status"):
        return said, said
    found = ast.literal_eval(said)
    return ("right" if right and np.allclose(found, right) else "wrong"), said


if __name__ == "__main__":
    main()
