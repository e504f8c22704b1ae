"""The template of `shipping-yours` with functions of a learner's own, and with their slips."""

from __future__ import annotations

import re
import runpy
import shutil
import sys
from types import ModuleType
from typing import NamedTuple

import pytest

from replica import ROOT, exercise, failed, place, solution_module, told
from workshop.check.check import check
from workshop.check.verdict import Verdict


class Port(NamedTuple):
    """A function before and after, and its cases."""

    before: str
    cases: str
    rust: str


MODULE = """\
//! A function that was Python before.

/// A function that was Python before.
#[pyo3::pymodule]
mod yours {{
    use pyo3::prelude::*;
{}
}}
"""

STRINGS = Port(
    before='''\
def count_bases(sequence):
    """How often each base occurs, and the share of G and C."""
    counts = {}
    for base in sequence.upper():
        if base not in "ACGTN":
            raise ValueError(f"{base!r} is no base")
        counts[base] = counts.get(base, 0) + 1
    known = sum(counts.get(base, 0) for base in "ACGT")
    if known == 0:
        return counts, None
    return counts, (counts.get("G", 0) + counts.get("C", 0)) / known
''',
    cases="""\
import random

FUNCTION = "count_bases"


def cases():
    yield ("",)
    yield ("NNN",)
    yield "ACGX",
    yield "acgt",
    random.seed(3)
    for length in range(1, 25):
        yield "".join(random.choices("ACGTN", k=length)),
""",
    rust="""
    use pyo3::exceptions::PyValueError;
    use std::collections::HashMap;

    #[pyfunction]
    fn count_bases(sequence: &str) -> PyResult<(HashMap<char, usize>, Option<f64>)> {
        let mut counts = HashMap::new();
        for base in sequence.to_uppercase().chars() {
            if !"ACGTN".contains(base) {
                return Err(PyValueError::new_err(format!("{base:?} is no base")));
            }
            *counts.entry(base).or_insert(0) += 1;
        }
        let count = |base| counts.get(&base).copied().unwrap_or(0);
        let known: usize = "ACGT".chars().map(count).sum();
        let share = (count('G') + count('C')) as f64 / known as f64;
        Ok((counts, (known > 0).then_some(share)))
    }
""",
)

ARRAYS = Port(
    before='''\
import numpy as np


def remove_drift(signal, times):
    """Subtract the line through the first and the last value, in place; return its slope."""
    if signal.shape != times.shape:
        raise ValueError("signal and times must have one shape")
    if len(signal) < 2:
        return np.float64(0.0)
    slope = (signal[-1] - signal[0]) / (times[-1] - times[0])
    first = signal[0]
    for i in range(len(signal)):
        signal[i] -= first + slope * (times[i] - times[0])
    return slope
''',
    cases="""\
import numpy as np

FUNCTION = "remove_drift"


def cases():
    rng = np.random.default_rng(5)
    yield np.array([]), np.array([])
    yield np.array([1.5]), np.array([-2.0])
    yield np.array([1.5, 2.5]), np.array([-2.0])
    yield np.array([np.nan, 2.5, 1.0]), np.array([0.0, 1.0, 2.0])
    for count in range(2, 22):
        yield rng.normal(size=count), np.arange(count) * 0.5
""",
    rust="""
    use numpy::{PyArrayMethods, PyReadonlyArray1, PyReadwriteArray1};
    use pyo3::exceptions::PyValueError;

    #[pyfunction]
    fn remove_drift(
        mut signal: PyReadwriteArray1<'_, f64>,
        times: PyReadonlyArray1<'_, f64>,
    ) -> PyResult<f64> {
        let mut signal = signal.as_array_mut();
        let times = times.as_array();
        let last = match signal.len() {
            n if n != times.len() => {
                return Err(PyValueError::new_err("signal and times must have one shape"));
            }
            0 | 1 => return Ok(0.0),
            n => n - 1,
        };
        let (first, start) = (signal[0], times[0]);
        let slope = (signal[last] - first) / (times[last] - start);
        for (value, time) in signal.iter_mut().zip(times) {
            *value -= first + slope * (time - start);
        }
        Ok(slope)
    }
""".replace("PyArrayMethods, ", ""),
)

LISTS = Port(
    before='''\
def best_runs(runs, most):
    """For each model the numbers of its best runs, smallest error first, at most `most`."""
    best = {}
    for model, errors in runs.items():
        if any(error < 0 for error in errors):
            raise ValueError(f"{model} has an error below zero")
        order = sorted(range(len(errors)), key=lambda i: errors[i])
        best[model] = [(i, errors[i]) for i in order[:most]]
    return best
''',
    cases="""\
import random

FUNCTION = "best_runs"


def cases():
    yield {}, 2
    yield {"linear": []}, 2
    yield {"linear": [0.5, -0.25]}, 2
    yield {"linear": [0.5, 0.25, 0.5], "cubic": [0.0]}, 0
    random.seed(9)
    for count in range(1, 25):
        errors = [round(random.random(), 1) for _ in range(count)]
        yield {"linear": errors, "cubic": errors[::2]}, count // 2
""",
    rust="""
    use pyo3::exceptions::PyValueError;
    use std::collections::HashMap;

    type Runs = HashMap<String, Vec<f64>>;

    #[pyfunction]
    fn best_runs(runs: Runs, most: usize) -> PyResult<HashMap<String, Vec<(usize, f64)>>> {
        let mut best = HashMap::new();
        for (model, errors) in runs {
            if errors.iter().any(|&error| error < 0.0) {
                let message = format!("{model} has an error below zero");
                return Err(PyValueError::new_err(message));
            }
            let mut order: Vec<(usize, f64)> = errors.into_iter().enumerate().collect();
            order.sort_by(|a, b| a.1.total_cmp(&b.1));
            order.truncate(most);
            best.insert(model, order);
        }
        Ok(best)
    }
""",
)
PORTS = {"strings": STRINGS, "arrays": ARRAYS, "lists": LISTS}


def verdict_on_port(port: Port) -> Verdict:
    """What a learner gets to read with these three files."""
    here, asked = place(), exercise("shipping-yours")
    shutil.rmtree(here.path(asked), ignore_errors=True)
    copy = here.ensure_copy(asked)
    texts = (MODULE.format(port.rust.rstrip()), port.before, port.cases)
    for name, text in zip(asked.files, texts, strict=True):
        (copy / name).write_text(text, encoding="utf-8")
    return check(here, asked)


def said_of(port: Port, *tests: str) -> str:
    """What is said where exactly these tests fail."""
    verdict = verdict_on_port(port)
    assert failed(verdict) == set(tests), told(verdict)
    return told(verdict)


@pytest.mark.cargo
@pytest.mark.parametrize("name", PORTS)
def test_a_port_of_another_function_passes(name: str) -> None:
    verdict = verdict_on_port(PORTS[name])
    assert verdict.passed, told(verdict)
    skipped = [test for test in verdict.tests if test.outcome == "skipped"]
    assert [test.name for test in skipped] == ["test_example_agrees_on_more_readings"]
    assert skipped[0].message == "before.py has a function of your own"


@pytest.mark.cargo
def test_a_difference_is_found_in_a_dict_of_lists() -> None:
    """A sort that is not stable, or that starts with the largest."""
    port = LISTS._replace(rust=LISTS.rust.replace("a.1.total_cmp(&b.1)", "b.1.total_cmp(&a.1)"))
    said = said_of(port, "test_both_return_the_same")
    assert "with call = best_runs({" in said
    assert "because the result['linear'][0][0] is " in said


@pytest.mark.cargo
def test_an_array_that_only_the_old_version_changes_is_found() -> None:
    port = ARRAYS._replace(rust=ARRAYS.rust.replace("*value -=", "let _ = *value -"))
    said = said_of(port, "test_both_leave_their_arguments_alike")
    assert "because after the call, the arguments[0][" in said


@pytest.mark.cargo
def test_another_dtype_is_found() -> None:
    """An array of another type is another result, although its numbers are equal."""
    before = "import numpy as np\n\n\ndef halves(values):\n    return np.array(values) / 2\n"
    cases = (
        'FUNCTION = "halves"\n\n\ndef cases():\n    yield [],\n'
        "    yield from (([-0.5 * n, 1.0],) for n in range(20))\n"
    )
    rust = """
    use numpy::PyArray1;

    #[pyfunction]
    fn halves(py: Python<'_>, values: Vec<f32>) -> Bound<'_, PyArray1<f32>> {
        PyArray1::from_vec(py, values.into_iter().map(|x| x / 2.0).collect())
    }
"""
    said = said_of(Port(before, cases, rust), "test_both_return_the_same")
    assert "because the result has the dtype float32, and had float64" in said


SLIPS = {
    "no cases": (
        "test_cases_are_arguments_of_calls",
        {"cases.py": ("def cases():", "def case():")},
        "cases.py has no function `cases`",
    ),
    "returns none": (
        "test_cases_are_arguments_of_calls",
        {"cases.py": ("yield", "_ =")},
        "cases() returns None: write `yield`",
    ),
    "raises in cases": (
        "test_cases_are_arguments_of_calls",
        {"cases.py": ("random.seed(3)", "random.sed(3)")},
        "cases.py, line 11, raised AttributeError: module 'random' has no attribute 'sed'",
    ),
    "a generator as an argument": (
        "test_cases_are_arguments_of_calls",
        {"cases.py": ('yield ("",)', "yield ((base for base in 'ACGT'),)")},
        "Case 1 of cases() can't be copied",
    ),
    "without an empty one": (
        "test_cases_are_many_and_different",
        {"cases.py": ('("",)', '("A",)')},
        "No case has an empty value: add one, such as `''`.",
    ),
    "no name": (
        "test_old_function_is_found",
        {"cases.py": ('FUNCTION = "count_bases"', "")},
        "cases.py has no `FUNCTION`",
    ),
    "a function as the name": (
        "test_old_function_is_found",
        {"cases.py": ('FUNCTION = "count_bases"', "FUNCTION = len")},
        "it must be the name of your function",
    ),
    "ends the program": (
        "test_old_function_is_found",
        {"before.py": ("def count_bases", "import sys\nsys.exit('done')\n\n\ndef count_bases")},
        "before.py, line 2, raised SystemExit: done",
    ),
    "yields its results": (
        "test_old_function_can_be_compared",
        {"before.py": ("    return counts, None", "    yield counts, None")},
        "returns a generator, whose values can't be compared: return `list(…)` of it.",
    ),
    "returns nothing": (
        "test_old_function_can_be_compared",
        {
            "before.py": (
                "        return counts, None\n    return counts,",
                "        return\n    _ =",
            )
        },
        "returns None and changes no argument: nothing to compare.",
    ),
}


@pytest.mark.cargo
@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_the_learners_files_gets_a_clear_verdict(slip: str) -> None:
    test, edits, expected = SLIPS[slip]
    texts = {"before.py": STRINGS.before, "cases.py": STRINGS.cases}
    for name, (old, new) in edits.items():
        assert old in texts[name]
        texts[name] = texts[name].replace(old, new)
    port = STRINGS._replace(before=texts["before.py"], cases=texts["cases.py"])
    assert expected in said_of(port, test)


@pytest.mark.cargo
def test_timing_shows_both_versions(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a learner runs in the end; here with the solution instead of a release build."""
    folder = ROOT / "solutions" / "shipping" / "yours"
    monkeypatch.syspath_prepend(str(folder))

    def load(id: str, *, release: bool) -> ModuleType:
        assert release
        return solution_module(id)

    monkeypatch.setattr("workshop.notebook.load", load)
    for name in ("before", "cases"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    runpy.run_path(str(folder / "timing.py"), run_name="__main__")
    before, after, ratio = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"before: [\d.]+ ms", before)
    assert re.fullmatch(r" after: [\d.]+ ms", after)
    assert re.fullmatch(r"The port is [\d.]+ times as fast\.", ratio)
    for name in ("before", "cases"):
        sys.modules.pop(name, None)


@pytest.mark.cargo
def test_a_syntax_error_in_python_gets_no_sentence_about_rust() -> None:
    before = STRINGS.before.replace("def count_bases(sequence):", "def count_bases(sequence)")
    verdict = verdict_on_port(STRINGS._replace(before=before))
    assert verdict.outcome == "compile"
    assert verdict.headline == "Python can't parse before.py, line 1: expected ':'."
    assert "In short" not in told(verdict)
