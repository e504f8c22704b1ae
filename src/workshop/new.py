"""A new exercise from a template: starter, tests, solution, and a place for wrong answers."""

from __future__ import annotations

import re
from pathlib import Path

from workshop.errors import UsageError

_MANIFEST = """\
[package]
name = "{id}{suffix}"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
publish.workspace = true
autotests = false

[lib]
name = "{lib}"
{target}
[lints]
workspace = true
"""
_RUST_TARGET = """
[[test]]
name = "test_{topic}_{name}"
path = "../../../exercises/{topic}/{stage}/tests/test_{name}.rs"
"""
_EXTENSION_TARGET = """\
crate-type = ["cdylib", "rlib"]

[dependencies]
pyo3.workspace = true
"""
_PROJECT = """\
[build-system]
requires = ["maturin>=1.9.4,<2.0"]
build-backend = "maturin"

[project]
name = "{topic}"
version = "0.1.0"
requires-python = ">=3.11"

[tool.maturin]
module-name = "{topic}"
"""
_DECLARATION = """\
id = "{id}"
title = "Double a number"
kind = "{kind}"
minutes = 10
timeout = 10
files = ["src/lib.rs"]
{module}minimum = "What is enough to go on, in one sentence."
stretch = "A question for those who know C++ or Rust already."

[starter]
tests = ["test_double"]

[[hints]]
when = "test_double"
text = "The idea: what must come back, and what comes back now?"

[[hints]]
when = "E0308"
text = "The idea: which type does the function promise, and which one does its last line have?"

[[hints]]
text = "The place: the body of `double`."

[[hints]]
text = "The line: the last one, which is the value of the function."
"""
_CORE = """\
//! One sentence: the situation, and what the crate is for.

/// Double a number.
pub fn double(number: f64) -> f64 {{
    {body}
}}
"""
_BINDING = """\
//! One sentence: the situation, and what the crate is for.

use pyo3::prelude::*;

/// One sentence that `help({topic})` shows.
#[pymodule]
mod {topic} {{
    use super::*;

    /// Double a number.
    #[pyfunction]
    fn double(number: f64) -> f64 {{
        {body}
    }}
}}
"""
_STARTER = "// TODO: say what to do here.\n{indent}number"
_RUST_TEST = """\
//! One behavior a test; the name says which.

use {lib}::double;

#[test]
fn test_double() {{
    assert_eq!(double(4.0), 8.0);
}}
"""
_PYTHON_TEST = '''\
"""One behavior a test; the name says which."""

import {topic}


def test_double() -> None:
    assert {topic}.double(4.0) == 8.0
'''
_WRONG = """\
# Each file beside this one replaces the exercise's main file; here stands what must come of it.
[does-nothing]
misconception = "m-error-travels"
tests = ["test_double"]
says = ["double(4.0)"]
"""


def make(root: Path, id: str, kind: str) -> int:
    """Write the files of a new exercise `id` (`topic-stage`) below `root`, and say what is next."""
    match = re.fullmatch(r"([a-z][a-z0-9]*)-([a-z][a-z0-9-]*)", id)
    if match is None:
        raise UsageError(f"{id!r} is no id: write topic-stage in small letters, as ownership-swap.")
    topic, stage = match[1], match[2]
    exercise, solution = (root / place / topic / stage for place in ("exercises", "solutions"))
    if exercise.exists() or solution.exists():
        raise UsageError(f"{id} exists already. An id never changes and is never used again.")
    files = _files(root, id, topic, stage, kind)
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    print("\n".join(file.relative_to(root).as_posix() for file in files))
    print("Write the tests first, then the solution, then the starter: see CONTRIBUTING.md.")
    print(f"Name {id} in the front matter of its episode, and run `cargo metadata` for the lock.")
    return 0


def _files(root: Path, id: str, topic: str, stage: str, kind: str) -> dict[Path, str]:
    exercise, solution = (root / place / topic / stage for place in ("exercises", "solutions"))
    name = stage.replace("-", "_")
    rust = kind == "rust"
    facts = {"id": id, "topic": topic, "stage": stage, "name": name, "kind": kind}
    facts |= {"lib": f"{topic}_{name}", "module": "" if rust else f'module = "{topic}"\n'}
    facts["target"] = (_RUST_TARGET if rust else _EXTENSION_TARGET).format(**facts)
    source, indent = (_CORE, 4) if rust else (_BINDING, 8)
    starter = _STARTER.format(indent=" " * indent)
    own_name = facts["lib"] if rust else f"{facts['lib']}_solution"
    wrong = root / "tests" / "wrong_answers" / id
    files = {
        exercise / "exercise.toml": _DECLARATION.format(**facts),
        exercise / "Cargo.toml": _MANIFEST.format(**facts, suffix=""),
        exercise / "src" / "lib.rs": source.format(**facts, body=starter),
        exercise / "tests" / f"test_{name}.{'rs' if rust else 'py'}": (
            _RUST_TEST if rust else _PYTHON_TEST
        ).format(**facts),
        solution / "Cargo.toml": _MANIFEST.format(**{**facts, "lib": own_name}, suffix="-solution"),
        solution / "src" / "lib.rs": source.format(**facts, body="2.0 * number"),
        wrong / "wrong.toml": _WRONG,
        wrong / "does-nothing.rs": source.format(**facts, body="number"),
    }
    if not rust:
        project = _PROJECT.format(**facts)
        files |= {exercise / "pyproject.toml": project, solution / "pyproject.toml": project}
    return files
