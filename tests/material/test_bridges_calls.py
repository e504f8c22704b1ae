"""The bridges of `lessons/code/bridges/`: all of them return the same, and raise the same."""

from __future__ import annotations

import importlib
import importlib.util
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from documents import ROOT
from replica import place
from workshop.rust.cargo import cargo_command, run_cargo

CODE = Path("lessons", "code", "bridges")
BRIDGES = {
    "pyo3": "bridges_calls",
    "cffi_api": "with_cffi_api",
    "cffi_abi": "with_cffi_abi",
    "ctypes": "with_ctypes",
}
Array = npt.NDArray[np.float64]


def read_script() -> ModuleType:
    """The script that measures them."""
    file = ROOT / "lessons" / "data" / "bridges.py"
    spec = importlib.util.spec_from_file_location("measures_bridges", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = read_script()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All modules, built, side by side."""
    if shutil.which("gcc") is None:
        pytest.skip("gcc compiles the module of cffi")
    crate = place().root / CODE
    goal = ["build", "--lib", "--locked", "--offline"]
    built = run_cargo(cargo_command(goal, crate, place().target), crate)
    assert built.artifact is not None, built
    made: Path = tmp_path_factory.mktemp("bridges")
    SCRIPT.lay_out(built.artifact, made)
    return made


@pytest.fixture(scope="module")
def bridges(folder: Path) -> Iterator[dict[str, ModuleType]]:
    """The module of each bridge."""
    before = set(sys.modules)
    sys.path.insert(0, str(folder))
    try:
        yield {way: importlib.import_module(name) for way, name in BRIDGES.items()}
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - before:
            file = getattr(sys.modules[name], "__file__", None)
            if file and Path(file).parent == folder:
                del sys.modules[name]


def by_numpy(points: Array, references: Array) -> Array:
    found: Array = np.array([np.hypot(*(references - point).T).min() for point in points])
    return found


each_bridge = pytest.mark.parametrize("way", BRIDGES)
POINTS = np.random.default_rng(1).normal(size=(7, 2))
REFERENCES = np.random.default_rng(2).normal(size=(5, 2))


def at(row: int, value: float) -> Array:
    """The points with one other coordinate."""
    points = POINTS.copy()
    points[row, 1] = value
    return points


def not_aligned() -> Array:
    data = np.zeros(8 * POINTS.size + 1, dtype=np.uint8)[1:]
    return data.view(np.float64).reshape(POINTS.shape)


@pytest.mark.cargo
@each_bridge
def test_a_bridge_halves(bridges: dict[str, ModuleType], way: str) -> None:
    assert [bridges[way].half(x) for x in (5, -0.5, float("inf"))] == [2.5, -0.25, float("inf")]


RIGHT = {
    "rows": POINTS,
    "one": POINTS[:1],
    "none": POINTS[:0],
    "Fortran order": np.asfortranarray(POINTS),
    "every other row": POINTS[::2],
    "reversed": POINTS[::-1, ::-1],
    "large": POINTS * 1e150,
}


@pytest.mark.cargo
@each_bridge
@pytest.mark.parametrize("points", RIGHT.values(), ids=RIGHT)
def test_a_bridge_finds_the_distances(
    bridges: dict[str, ModuleType], way: str, points: Array
) -> None:
    for references in (REFERENCES, np.asfortranarray(REFERENCES), points):
        if len(references) == 0:
            continue
        before = points.copy(), references.copy()
        found = bridges[way].nearest_distances(points, references)
        assert (found.dtype, found.shape) == (np.float64, (len(points),))
        np.testing.assert_allclose(found, by_numpy(points, references), rtol=1e-12, atol=0.0)
        np.testing.assert_array_equal(points, before[0])
        np.testing.assert_array_equal(references, before[1])


WRONG_TYPES = {
    "float32": POINTS.astype(np.float32),
    "integers": np.zeros((3, 2), dtype=np.int64),
    "another byte order": POINTS.astype(POINTS.dtype.newbyteorder()),
    "one dimension": POINTS[0],
    "a list": POINTS.tolist(),
    "None": None,
}


@pytest.mark.cargo
@each_bridge
@pytest.mark.parametrize("wrong", WRONG_TYPES.values(), ids=WRONG_TYPES)
def test_a_wrong_type_is_a_type_error(
    bridges: dict[str, ModuleType], way: str, wrong: object
) -> None:
    for arguments in ((wrong, REFERENCES), (POINTS, wrong)):
        with pytest.raises(TypeError):
            bridges[way].nearest_distances(*arguments)


WRONG_VALUES = {
    "three columns": (np.zeros((4, 3)), "{} has 3 columns instead of 2"),
    "no columns": (np.zeros((4, 0)), "{} has 0 columns instead of 2"),
    "NaN": (at(3, np.nan), "{} has a coordinate in row 3 that is NaN or infinite"),
    "infinite": (at(6, -np.inf), "{} has a coordinate in row 6 that is NaN or infinite"),
    "not aligned": (not_aligned(), "{} is not aligned in memory: pass a copy of it"),
}


@pytest.mark.cargo
@each_bridge
@pytest.mark.parametrize(("wrong", "says"), WRONG_VALUES.values(), ids=WRONG_VALUES)
def test_a_wrong_value_is_named_in_a_value_error(
    bridges: dict[str, ModuleType], way: str, wrong: Array, says: str
) -> None:
    for name, arguments in {"points": (wrong, REFERENCES), "references": (POINTS, wrong)}.items():
        with pytest.raises(ValueError, match=f"^{says.format(name)}$"):
            bridges[way].nearest_distances(*arguments)


@pytest.mark.cargo
@each_bridge
@pytest.mark.parametrize("points", [POINTS, POINTS[:0]], ids=["points", "no points"])
def test_without_references_there_is_no_distance(
    bridges: dict[str, ModuleType], way: str, points: Array
) -> None:
    with pytest.raises(ValueError, match=r"^references must not be empty$"):
        bridges[way].nearest_distances(points, np.empty((0, 2)))


@pytest.mark.cargo
@each_bridge
def test_a_panic_becomes_an_exception(bridges: dict[str, ModuleType], way: str) -> None:
    call: Any = bridges[way].nearest_distances
    with pytest.raises(BaseException) as raised:  # noqa: PT011 - PyO3's is no Exception
        call(np.array([[1e200, 0.0]]), REFERENCES)
    name = "PanicException" if way == "pyo3" else "RuntimeError"
    assert type(raised.value).__name__ == name
    assert call(POINTS, REFERENCES).shape == (len(POINTS),)


@pytest.mark.cargo
@pytest.mark.skipif(sys.platform == "win32", reason="a process ends by no signal there")
@pytest.mark.parametrize("way", SCRIPT.PROBES)
def test_the_measurement_tells_what_wrong_calls_do(folder: Path, way: str) -> None:
    found = {case: word for case, (word, _) in SCRIPT.try_calls(way, folder).items()}
    arrays = {
        "pyo3": ["right", "TypeError", "right", "TypeError", "PanicException"],
        "cffi_api": ["right", "wrong", "ValueError", "status 1", "abort"],
        "cffi_abi": ["right", "wrong", "ValueError", "status 1", "abort"],
        "ctypes": ["right", "wrong", "wrong", "status 1", "abort"],
        "ctypes_undeclared": ["crash", "crash", "crash", None, None],
    }
    cases = ("array", "float32", "fortran", "null", "panic")
    assert [found.get(case) for case in cases] == arrays[way]
    assert found["integer"] == ("wrong" if way == "ctypes_undeclared" else "right")


# How lines are counted


PYTHON = '''"""A docstring
of two lines."""

import math  # with a comment

# A comment.


def f(x):
    """Another."""
    text = """a text

    of three lines"""
    return f(
        text,
    )
'''
RUST = "//! A crate.\n\n/// A function.\nfn f() {\n    // nothing\n    g(); // a comment\n}\n"
C = "/* Two\n   lines. */\n\ndouble f(double x,\n         double y); /* both */\n"


def test_lines_of_code_are_counted() -> None:
    assert SCRIPT.count_python(PYTHON) == 8
    assert SCRIPT.count_rust(RUST) == 3
    assert SCRIPT.count_c(C) == 2


def test_each_file_of_a_bridge_is_counted_for_it() -> None:
    counted = {
        file for files in SCRIPT.FILES.values() for names in files.values() for file in names
    }
    others = {"src/lib.rs", "src/columns.rs", "src/uncaught.rs", "with_python.py"}
    folder = ROOT / CODE
    there = [*folder.glob("src/*.rs"), *folder.glob("*.py"), *folder.glob("*.h")]
    assert counted | others == {file.relative_to(folder).as_posix() for file in there}
    assert set(SCRIPT.LABELS) == set(BRIDGES) == set(SCRIPT.FILES) - {"core"}
