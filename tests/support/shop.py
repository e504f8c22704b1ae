"""A small workshop in a folder of its own, with exercises that a test writes."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from workshop.bootstrap.cargo_config import write_cargo_config
from workshop.check.check import Verdict, check
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
files = ["src/lib.rs"]
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


CELLS = Path("lessons", "code", "cells")
"""The member of the workspace that is no exercise and no solution."""


class Shop:
    """A root with the real Cargo.toml and lock; what it builds is shared by all tests."""

    def __init__(self, folder: Path, target: Path) -> None:
        self.root = folder
        self.work = WorkFolder(folder)
        shutil.copy(ROOT / "Cargo.toml", folder)
        shutil.copy(ROOT / "Cargo.lock", folder)
        (folder / "lessons").mkdir()
        shutil.copy(ROOT / "lessons" / "compiler-codes.toml", folder / "lessons")
        shutil.copytree(ROOT / CELLS, folder / CELLS)
        (folder / "book").mkdir()
        (folder / "book" / "_toc.yml").write_text("parts: []\n")
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
        return self._make(stage, "rust", source, tests, timeout)

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
        source = MODULE.format(body=body, more=more)
        tests = f"import probe\n\n\ndef test_it():\n    {test}\n\n\ndef test_two():\n    pass\n"
        return self._make(stage, "extension", source, tests, timeout)

    def _make(self, stage: str, kind: str, source: str, tests: str, timeout: float) -> Exercise:
        topic = "probe"
        folder = self.root / "exercises" / topic / stage
        (folder / "src").mkdir(parents=True)
        (folder / "tests").mkdir()
        module = 'module = "probe"' if kind == "extension" else ""
        facts = {"topic": topic, "stage": stage, "kind": kind, "timeout": timeout}
        target = EXTENSION if kind == "extension" else RUST.format(topic, stage)
        (folder / "exercise.toml").write_text(DECLARATION.format(**facts, module=module))
        (folder / "Cargo.toml").write_text(MANIFEST.format(**facts, target=target))
        (folder / "src" / "lib.rs").write_text(source)
        if kind == "extension":
            (folder / "pyproject.toml").write_text(PYPROJECT)
        name = "test_it.py" if kind == "extension" else "test_it.rs"
        (folder / "tests" / name).write_text(tests)
        return self.catalog.exercise(f"{topic}-{stage}")

    def write(self, exercise: Exercise, source: str) -> Path:
        """Save `source` as the learner's main file."""
        file = self.work.ensure_copy(exercise) / "src" / "lib.rs"
        file.write_text(source, encoding="utf-8")
        return file

    def solve(self, exercise: Exercise, source: str) -> Path:
        """Write the solution of an exercise."""
        folder = self.work.solution(exercise)
        (folder / "src").mkdir(parents=True)
        (folder / "src" / "lib.rs").write_text(source, encoding="utf-8")
        return folder

    def check(self, exercise: Exercise) -> Verdict:
        """Check the learner's copy, without notes on the terminal."""
        return check(self.work, exercise, notify=lambda _text: None)


def teach(shop: Shop, **episodes: str) -> Catalog:
    """Write one episode for each keyword, with the exercises that it names."""
    chapters = "".join(f"      - file: lessons/{id}\n" for id in episodes)
    toc = f"parts:\n  - caption: B\n    chapters:\n      - file: book/setup\n{chapters}"
    (shop.root / "book" / "_toc.yml").write_text(toc)
    for id, exercises in episodes.items():
        text = EPISODE.format(id=id, exercises=exercises)
        (shop.root / "lessons" / f"{id}.md").write_text(text)
    return shop.catalog
