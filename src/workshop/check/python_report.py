"""Read the report of a run of Python tests, what they printed, and the trace of a crash."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from workshop.check.assertion_source import python_statement
from workshop.check.panics import panic_that_says, without
from workshop.check.printed import Printed
from workshop.check.results import RunResult, TestResult
from workshop.course.catalog import Exercise
from workshop.process.sandbox import Exit

_COPIED = ("outcome", "call", "must", "op", "returned", "expected", "raised", "message", "awaited")
"""What an event of a test says in the words of its result."""
_RENAMED = "Keep the name that the `#[pymodule]` has in the starter."
_RENAMED_IN_PROJECT = (
    "The last word of `module-name` in pyproject.toml is `{name}`, and the `#[pymodule]` in Rust "
    "must have the same name."
)
_INITIALIZER = re.compile(r"PyInit_(\w+)")
_UNDEFINED = re.compile(
    r"undefined symbol: (?!_?Py)(\w+)|symbol not found in flat namespace '_(?!_?Py)(\w+)'"
)
"""In the words of Linux and of macOS; on Windows the linker says it earlier."""
_NOT_LINKED = (
    "Importing the module failed, because the symbol `{name}` is undefined: Rust declares a "
    "function with this name, and neither the C and Fortran code nor a library that is linked has "
    "it. Compare the name with the header, and look at what `build.rs` links."
)
_MISSING = re.compile(r"ImportError: cannot import name '(\w+)' from '(\w+)'")
_NOT_IN_MODULE = (
    "The module `{module}` has no `{name}`, which the tests import. Python sees a function with "
    "`#[pyfunction]` above it, and a class with `#[pyclass]`, under the name that the starter has."
)
_NOT_IN_PACKAGE = (
    "The package `{module}` has no `{name}`, which the tests import. Users find in a package what "
    "its `__init__.py` imports from the native module."
)


def read_report(
    file: Path, ended: Exit, printed: Printed, trace: str, exercise: Exercise
) -> RunResult:
    """Read the report file of a run; `trace` is what faulthandler wrote."""
    lines = file.read_text("utf-8").splitlines(keepends=True) if file.exists() else []
    events = [json.loads(line) for line in lines if line[-1] == "\n"]  # the last may be cut off
    by_kind = {event["event"]: event for event in events}
    tests: dict[str, TestResult] = {}
    for event in events:
        if event["event"] == "start":
            tests[event["id"]] = TestResult(event["test"], "running")
        elif event["event"] == "end":
            earlier = tests.get(event["id"])
            if earlier is None or earlier.outcome != "failed":
                tests[event["id"]] = TestResult(
                    event["test"],
                    where=f"{event['file']}:{event['line']}" if "file" in event else None,
                    values=tuple(event.get("values", {}).items()),
                    **{name: event[name] for name in _COPIED if name in event},
                )
    completed = {
        id: _completed(test, printed.output(id), printed.errors(id), trace, exercise)
        for id, test in tests.items()
    }
    stopped = next((id for id, test in tests.items() if test.outcome == "running"), "")
    return RunResult(
        tests=tuple(completed.values()),
        collected=by_kind.get("collected", {}).get("count", 0),
        complete="finished" in by_kind,
        status=0 if "finished" in by_kind and ended.status == 0 else ended.status,
        output=(printed.output(stopped) + without(printed.errors(stopped), None)).strip(),
        errors=ended.errors,
        trouble=_trouble(by_kind, exercise),
    )


def _completed(
    test: TestResult, output: str, errors: str, trace: str, exercise: Exercise
) -> TestResult:
    """Add what the report can't know: what was printed, where a test hung, where Rust panicked."""
    panic = None
    if test.raised == "PanicException":
        panic = panic_that_says(errors, test.message or "")
        test = replace(test, panicked_at=panic.place if panic else None)
    test = replace(test, printed=output + without(errors, panic))
    if test.outcome != "running":
        return test
    frame = re.search(rf'File ".*?([^/\\"]+)", line (\d+) in {re.escape(test.name)}\b', trace)
    if frame is None:
        return test
    call = None
    for file in exercise.tests:
        if file.name == frame[1]:
            statement = python_statement(file.read_text(encoding="utf-8"), int(frame[2]))
            call = statement.call or statement.must
    return replace(test, where=f"{frame[1]}:{frame[2]}", call=call)


def _trouble(events: dict[str, dict[str, Any]], exercise: Exercise) -> str | None:
    """What kept the tests from running, or from coming to their end."""
    if "import" in events:
        return _not_imported(events["import"], exercise)
    if "unreadable" in events:
        message = events["unreadable"]["message"]
        if missing := _MISSING.search(message):
            sentence = _NOT_IN_PACKAGE if exercise.kind == "project" else _NOT_IN_MODULE
            return sentence.format(name=missing[1], module=missing[2])
        return f"The tests could not be read:\n{message}"
    if "internal" in events:
        return f"The tests could not be run to their end:\n{events['internal']['message']}"
    return None


def _not_imported(event: dict[str, Any], exercise: Exercise) -> str:
    if initializer := _INITIALIZER.search(event["message"]):
        of_project = _RENAMED_IN_PROJECT.format(name=initializer[1])
        advice = of_project if exercise.kind == "project" else _RENAMED
        return f"Python could not import the module: {event['message']}. {advice}"
    if undefined := _UNDEFINED.search(event["message"]):
        return _NOT_LINKED.format(name=undefined[1] or undefined[2])
    if "file" in event:
        what = f"raised {event['raised']} on line {event['line']}"
        return f"Importing {event['file']} {what}: {event['message']}"
    return f"Importing the module raised {event['raised']}: {event['message']}"
