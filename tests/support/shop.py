"""A small workshop in a folder of its own, with exercises that a test writes."""

from __future__ import annotations

import sys
from pathlib import Path

from clones import make_clone
from workshop.base.notify import Notify, ignore
from workshop.bootstrap.cargo_config import write_cargo_config
from workshop.check.check import check
from workshop.check.verdict import Verdict
from workshop.course.catalog import Catalog, Exercise
from workshop.learner.work_folder import WorkFolder

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 3.0

DECLARATION = """\
id = "{topic}-{stage}"
title = "Try something"
kind = "{kind}"
minutes = 5
timeout = {timeout}
files = ["{file}"]
minimum = "It passes."
stretch = ""
{module}
[starter]
tests = ["test_it"]
[[hints]]
when = "E0382"
text = "A hint for a move."
[[hints]]
when = "test_it"
text = "A hint for the test."
[[hints]]
text = "A general hint."
"""

MANIFEST = """\
[package]
name = "{topic}-{stage}"
version.workspace = true
edition.workspace = true
autotests = false

[lib]
name = "{topic}_{stage}"
{target}
"""
LIBRARY = 'crate-type = ["cdylib", "rlib"]\n'
EXTENSION = 'crate-type = ["cdylib", "rlib"]\n\n[dependencies]\npyo3.workspace = true\n'
RUST = '\n[[test]]\nname = "test_{0}_{1}"\npath = "../../../exercises/{0}/{1}/tests/test_it.rs"\n'

PYPROJECT = """\
[build-system]
requires = ["maturin>=1.9.4,<2.0"]
build-backend = "maturin"

[project]
name = "probe"
version = "0.1.0"
requires-python = ">=3.11"

[tool.maturin]
module-name = "probe"
"""

MODULE = """\
use pyo3::prelude::*;

#[pymodule]
mod probe {{
    use super::*;

    #[pyfunction]
    fn act(py: Python<'_>) -> PyResult<i64> {{
        let _ = py;
        {body}
    }}

    {more}
}}
"""

C_FUNCTION = """\
#[unsafe(no_mangle)]
pub extern "C" fn act(x: f64) -> f64 {{
    {body}
}}
"""

LOADING = """\
import ctypes
import os

library = ctypes.CDLL(os.environ["WORKSHOP_LIBRARY"])
library.act.argtypes, library.act.restype = [ctypes.c_double], ctypes.c_double
"""

EPISODE = """\
---
title: {id}
id: {id}
part: B
teaching: 20
exercising: 25
objectives: [predict a move]
exercises: [{exercises}]
---

# Text
"""


MEMBERS = (
    "lessons/code/bridges",
    "lessons/code/calls/bare",
    "lessons/code/cells",
    "lessons/code/distances/loops",
    "lessons/code/your-code/stories",
)
"""The members of the workspace that are no exercise and no solution."""

OF_DISTANCES = '"solutions/distances/[!c]*", '
"""Default members that are in no shop."""


class Shop:
    """A root with the real Cargo.toml and lock; what it builds is shared by all tests."""

    def __init__(self, folder: Path, target: Path) -> None:
        self.root = folder
        self.work = WorkFolder(folder)
        names = ("Cargo.toml", "Cargo.lock", "lessons/compiler-codes.toml", *MEMBERS)
        make_clone(
            folder, *names, files={"book/_toc.yml": "parts: [{chapters: [{file: book/setup}]}]\n"}
        )
        manifest = folder / "Cargo.toml"  # cargo takes no default members that are not there
        text = manifest.read_text(encoding="utf-8")
        manifest.write_text(text.replace(OF_DISTANCES, ""), encoding="utf-8")
        target.mkdir(parents=True, exist_ok=True)
        self.work.folder.mkdir()
        self.work.target.symlink_to(target, target_is_directory=True)
        write_cargo_config(folder, Path(sys.executable))

    @property
    def catalog(self) -> Catalog:
        return Catalog(self.root)

    def rust(self, stage: str, source: str, test: str, *, timeout: float = TIMEOUT) -> Exercise:
        """An exercise in plain Rust: `source` is its lib.rs, `test` the body of `test_it`."""
        names = f"use probe_{stage}::*;\n\n" if source.strip() else ""
        tests = f"{names}#[test]\nfn test_it() {{\n{test}\n}}\n\n#[test]\nfn test_two() {{}}\n"
        target = {"target": RUST.format("probe", stage)}
        return self._make(stage, "rust", {"src/lib.rs": source}, tests, timeout, target)

    def extension(
        self,
        stage: str,
        body: str,
        *,
        more: str = "",
        test: str = "assert probe.act() == 1",
        timeout: float = TIMEOUT,
    ) -> Exercise:
        """An extension `probe` with a function `act` of this body, and one test that calls it."""
        files = {"src/lib.rs": MODULE.format(body=body, more=more), "pyproject.toml": PYPROJECT}
        target = {"target": EXTENSION, "module": "probe"}
        return self._make(stage, "extension", files, _pytest("import probe", test), timeout, target)

    def library(
        self, stage: str, body: str, test: str = "assert library.act(3.0) == 1.5"
    ) -> Exercise:
        """A C function `act` from a float to a float, loaded by ctypes as `library`."""
        files = {"src/lib.rs": C_FUNCTION.format(body=body)}
        return self._make(
            stage, "library", files, _pytest(LOADING, test), TIMEOUT, {"target": LIBRARY}
        )

    def script(
        self,
        stage: str,
        source: str,
        *,
        test: str = "assert script.act() == 1",
        crate: str | None = None,
        library: str | None = None,
    ) -> Exercise:
        """A script `script.py`; `crate`: it may import `probe`, whose `act` has this body.

        With `library` the crate makes a C library, whose `act` has this body.
        """
        files = {"script.py": source}
        if library:
            files |= {"src/lib.rs": C_FUNCTION.format(body=library)}
        elif crate:
            files |= {"src/lib.rs": MODULE.format(body=crate, more="")}
            files |= {"pyproject.toml": PYPROJECT}
        else:
            self._exclude(f"exercises/probe/{stage}", f"solutions/probe/{stage}")
        made = EXTENSION if crate else LIBRARY if library else ""
        target = {"module": "script", "target": made}
        return self._make(stage, "script", files, _pytest("import script", test), TIMEOUT, target)

    def project(
        self, stage: str, body: str, *, test: str = "assert probe.act() == 1", timeout: float = 10
    ) -> Exercise:
        """A package `probe` of Python around `probe._core`, whose function `act` has this body."""
        files = {
            "src/lib.rs": MODULE.format(body=body, more="").replace("mod probe", "mod _core"),
            "pyproject.toml": PYPROJECT.replace(
                'module-name = "probe"', 'module-name = "probe._core"\npython-source = "python"'
            ),
            "python/probe/__init__.py": "from probe._core import act as act\n",
        }
        target = {"target": EXTENSION, "module": "probe"}
        return self._make(stage, "project", files, _pytest("import probe", test), timeout, target)

    def _make(
        self,
        stage: str,
        kind: str,
        files: dict[str, str],
        tests: str,
        timeout: float,
        target: dict[str, str],
    ) -> Exercise:
        """Write an exercise: its files, the first of which is the one to edit, and its tests."""
        folder = self.root / "exercises" / "probe" / stage
        facts = {"topic": "probe", "stage": stage, "kind": kind, "timeout": timeout}
        facts |= {"file": next(iter(files)), "module": ""}
        if "module" in target:
            facts["module"] = f'module = "{target["module"]}"'
        files = {**files, "exercise.toml": DECLARATION.format(**facts)}
        if "src/lib.rs" in files:
            files["Cargo.toml"] = MANIFEST.format(**facts, target=target["target"])
        files[f"tests/test_it.{'rs' if kind == 'rust' else 'py'}"] = tests
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        return self.catalog.exercise(f"probe-{stage}")

    def _exclude(self, *folders: str) -> None:
        """Take folders that are no crates from the course's workspace, as its Cargo.toml does."""
        manifest, start = self.root / "Cargo.toml", 'exclude = ["work"'
        more = "".join(f', "{folder}"' for folder in folders)
        manifest.write_text(manifest.read_text().replace(start, start + more, 1))

    def write(self, exercise: Exercise, source: str) -> Path:
        """Save `source` as the learner's main file."""
        file = self.work.ensure_copy(exercise) / exercise.files[0]
        file.write_text(source, encoding="utf-8")
        return file

    def solve(self, exercise: Exercise, source: str) -> Path:
        """Write the solution of an exercise."""
        folder = self.work.solution(exercise)
        file = folder / exercise.files[0]
        file.parent.mkdir(parents=True)
        file.write_text(source, encoding="utf-8")
        return folder

    def check(self, exercise: Exercise, notify: Notify = ignore) -> Verdict:
        """Check the learner's copy, without notes on the terminal."""
        return check(self.work, exercise, notify=notify)


def _pytest(first: str, test: str) -> str:
    return f"{first}\n\n\ndef test_it():\n    {test}\n\n\ndef test_two():\n    pass\n"


def teach(shop: Shop, **episodes: str) -> Catalog:
    """Write one episode for each keyword, with the exercises that it names."""
    chapters = "".join(f"      - file: lessons/{id}\n" for id in episodes)
    toc = f"parts:\n  - caption: B\n    chapters:\n      - file: book/setup\n{chapters}"
    (shop.root / "book" / "_toc.yml").write_text(toc)
    for id, exercises in episodes.items():
        text = EPISODE.format(id=id, exercises=exercises)
        (shop.root / "lessons" / f"{id}.md").write_text(text)
    return shop.catalog
