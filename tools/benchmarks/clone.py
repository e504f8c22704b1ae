"""A workshop of its own for a measurement: two small exercises, and what is compiled already."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workshop.bootstrap.cargo_config import write_cargo_config
from workshop.course.catalog import Catalog, Exercise
from workshop.learner.work_folder import WorkFolder

_DECLARATION = """\
id = "bench-{kind}"
title = "Measure the loop"
kind = "{kind}"
minutes = 5
timeout = 20
files = ["src/lib.rs"]
{module}
minimum = "It passes."
stretch = "More of it."
hints = [{{ text = "Measure again." }}]
[starter]
tests = ["test_nearest"]
"""
_MANIFEST = """\
[package]
name = "bench-{kind}"
version.workspace = true
edition.workspace = true
autotests = false

[lib]
name = "bench_{kind}"
{more}
"""
_RUST_TEST = """
[[test]]
name = "test_bench"
path = "../../../exercises/bench/rust/tests/test_nearest.rs"
"""
_EXTENSION = """\
crate-type = ["cdylib", "rlib"]

[dependencies]
numpy.workspace = true
pyo3.workspace = true
rayon.workspace = true
"""
_CORE = """\
/// The distance to the nearest of all other points, for each point.
pub fn nearest(points: &[[f64; 2]]) -> Vec<f64> {
    points.ITER().map(|p| nearest_to(p, points)).collect()
}

fn nearest_to(p: &[f64; 2], points: &[[f64; 2]]) -> f64 {
    let others = points.iter().filter(|q| *q != p);
    let squares = others.map(|q| (p[0] - q[0]).powi(2) + (p[1] - q[1]).powi(2));
    squares.fold(f64::INFINITY, f64::min).sqrt() + EDIT.0
}
"""
RUST = _CORE.replace("ITER", "iter")
EXTENSION = (
    "use numpy::PyReadonlyArray2;\nuse pyo3::prelude::*;\nuse rayon::prelude::*;\n\n"
    + _CORE.replace("ITER", "par_iter")
    + """
/// Distances between points.
#[pymodule]
mod bench {
    use super::*;

    /// The distance to the nearest of all other points, for each row of an (n, 2) array.
    #[pyfunction]
    #[pyo3(name = "nearest")]
    fn nearest_py(py: Python<'_>, points: PyReadonlyArray2<'_, f64>) -> Vec<f64> {
        let rows = points.as_array();
        let rows: Vec<[f64; 2]> = rows.rows().into_iter().map(|r| [r[0], r[1]]).collect();
        py.detach(|| nearest(&rows))
    }
}
"""
)
REFUSED = """\
/// The mean of the readings, which are archived.
pub fn mean_of_EDIT(readings: Vec<f64>) -> f64 {
    let run_EDIT = readings;
    archive(run_EDIT);
    run_EDIT.iter().sum::<f64>() / run_EDIT.len() as f64
}

fn archive(_run: Vec<f64>) {}
"""
"""Sources in which EDIT is another number at each save, so that each is new to the compiler."""
_TESTS = {
    "rust": """\
use bench_rust::nearest;

#[test]
fn test_nearest() {
    assert_eq!(nearest(&[[0.0, 0.0], [3.0, 4.0]]), [5.0, 5.0]);
}

#[test]
fn test_empty() {
    assert_eq!(nearest(&[]), []);
}
""",
    "extension": """\
import numpy as np

import bench


def test_nearest():
    assert bench.nearest(np.array([[0.0, 0.0], [3.0, 4.0]])) == [5.0, 5.0]


def test_empty():
    assert bench.nearest(np.empty((0, 2))) == []
""",
}


_PYPROJECT = """\
[build-system]
requires = ["maturin>=1.9.4,<2.0"]
build-backend = "maturin"

[project]
name = "bench"
version = "0.1.0"

[tool.maturin]
module-name = "bench"
"""


@dataclass(frozen=True)
class Clone:
    """The temporary workshop: its work folder, and one exercise of each kind."""

    root: Path
    work: WorkFolder
    rust: Exercise
    extension: Exercise

    def file(self, exercise: Exercise) -> Path:
        """What a learner edits."""
        return self.work.ensure_copy(exercise) / "src" / "lib.rs"


@contextmanager
def clone(root: Path) -> Iterator[Clone]:
    """A workshop below `target/` that shares with `root` what learners' builds have compiled."""
    (root / "target").mkdir(exist_ok=True)
    (root / "work" / "target").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root / "target", prefix="bench-") as name:
        folder = Path(name)
        for part in ("Cargo.toml", "Cargo.lock", "lessons/compiler-codes.toml"):
            (folder / part).parent.mkdir(exist_ok=True)
            shutil.copy(root / part, folder / part)
        (folder / "book").mkdir()
        (folder / "book" / "_toc.yml").write_text("parts: [{chapters: [{file: book/setup}]}]\n")
        (folder / "work").mkdir()
        (folder / "work" / "target").symlink_to(root / "work" / "target", target_is_directory=True)
        write_cargo_config(folder, Path(sys.executable))
        for kind in ("rust", "extension"):
            _write_exercise(folder / "exercises" / "bench" / kind, kind)
        catalog = Catalog(folder)
        made = (catalog.exercise(f"bench-{kind}") for kind in ("rust", "extension"))
        yield Clone(folder, WorkFolder(folder), *made)


def _write_exercise(folder: Path, kind: str) -> None:
    python = kind == "extension"
    module = 'module = "bench"' if python else ""
    texts = {
        "exercise.toml": _DECLARATION.format(kind=kind, module=module),
        "Cargo.toml": _MANIFEST.format(kind=kind, more=_EXTENSION if python else _RUST_TEST),
        "src/lib.rs": (EXTENSION if python else RUST).replace("EDIT", "1"),
        f"tests/test_nearest.{'py' if python else 'rs'}": _TESTS[kind],
        **({"pyproject.toml": _PYPROJECT} if python else {}),
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
