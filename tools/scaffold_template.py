"""The texts of a new exercise: small, whole and true, to be rewritten piece by piece."""

from __future__ import annotations

EXERCISE = """\
id = "{id}"
title = "Find the largest step" # TODO: an imperative
kind = "{kind}"
minutes = 10
timeout = 10
files = ["src/lib.rs"]
{module}minimum = "The steps are compared." # TODO: enough to go on
stretch = "Write it once more without an index." # TODO: for those who know C++ or Rust

[starter]
tests = ["test_largest_step", "test_step_down_counts"]

[[hints]]
when = "test_largest_step"
text = "Two readings that follow each other make a step; the largest of all steps is asked for."

[[hints]]
when = "E0384"
text = "The largest step so far gets another value whenever a larger one comes: what says so?"

[[hints]]
when = "E0308"
text = "What is the value of the function's last line, and does a `;` follow it?"

[[hints]]
text = "Keep the largest step so far, and compare each step with it."

[[hints]]
text = "The loop starts at the second reading: the first one has none before it."
"""
MANIFEST = """\
[package]
name = "{id}{ending}"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
publish.workspace = true
autotests = false

[lib]
name = "{library}"
{target}
[lints]
workspace = true
"""
RUST_TARGET = """
[[test]]
name = "test_{library}"
path = "../../../exercises/{topic}/{stage}/tests/test_{file}.rs"
"""
EXTENSION_TARGET = """\
crate-type = ["cdylib", "rlib"]

[dependencies]
pyo3.workspace = true
"""
PYPROJECT = """\
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
RUST_TESTS = """\
//! The tests of `{id}`.

use {library}::largest_step;

#[test]
fn test_largest_step() {{
    assert_eq!(largest_step(&[1.0, 2.0, 5.0, 5.5]), 3.0);
}}

#[test]
fn test_step_down_counts() {{
    assert_eq!(largest_step(&[4.0, 0.5, 1.0]), 3.5);
}}

#[test]
fn test_one_reading_makes_no_step() {{
    assert_eq!(largest_step(&[4.0]), 0.0);
    assert_eq!(largest_step(&[]), 0.0);
}}
"""
PYTHON_TESTS = '''\
"""The tests of `{id}`."""

from {topic} import largest_step


def test_largest_step() -> None:
    assert largest_step([1.0, 2.0, 5.0, 5.5]) == 3.0


def test_step_down_counts() -> None:
    assert largest_step([4.0, 0.5, 1.0]) == 3.5


def test_one_reading_makes_no_step() -> None:
    assert largest_step([4.0]) == 0.0
    assert largest_step([]) == 0.0
'''
CORE = """\
//! The largest step between readings that follow each other.
{use}
/// The largest step up or down; 0 where there are less than two readings.
pub fn largest_step(readings: &[f64]) -> f64 {{
{body}}}
{binding}"""
USE = "\nuse pyo3::prelude::*;\n"
BINDING = """
/// Readings of a sensor.
#[pymodule]
mod {topic} {{
    use pyo3::prelude::*;

    /// Return the largest step between readings that follow each other.
    #[pyfunction]
    fn largest_step(readings: Vec<f64>) -> f64 {{
        crate::largest_step(&readings)
    }}
}}
"""
STARTER = """\
    // TODO: compare each reading with the one before it.
    let _ = readings;
    0.0
"""
SOLUTION = """\
    let mut largest = 0.0;
    for i in 1..readings.len() {
        let step = (readings[i] - readings[i - 1]).abs();
        if step > largest {
            largest = step;
        }
    }
    largest
"""
ANOTHER = """\
    let mut largest: f64 = 0.0;
    for pair in readings.windows(2) {
        largest = largest.max((pair[1] - pair[0]).abs());
    }
    largest
"""
WRONG = {
    "ends-in-a-semicolon": SOLUTION.replace("    largest\n", "    largest;\n"),
    "forgets-mut": SOLUTION.replace("let mut largest", "let largest"),
    "forgets-steps-down": SOLUTION.replace(
        "(readings[i] - readings[i - 1]).abs()", "readings[i] - readings[i - 1]"
    ),
}
WRONG_FACTS = """\
[ends-in-a-semicolon]
misconception = "m-semicolon"
code = "E0308"
says = ["expected `f64`, found `()`"]
hint = "What is the value of the function's last line"

[forgets-mut]
misconception = "m-mut-free"
code = "E0384"
hint = "The largest step so far gets another value"

[forgets-steps-down] # TODO: the belief behind it
misconception = "m-floor"
tests = ["test_step_down_counts"]
says = ["largest_step"]
"""
