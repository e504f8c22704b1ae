"""Read what the two test runners wrote, pytest's report and libtest's output, into results."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from workshop.check.assertion_source import python_statement, rust_statement
from workshop.course.catalog import Exercise
from workshop.process.sandbox import Exit

_COPIED = ("outcome", "call", "must", "op", "returned", "expected", "raised", "message")
"""What an event of a test says in the words of its result."""
_RENAMED = "Keep the name that the `#[pymodule]` has in the starter."
_LIBTEST_OUTCOMES = {"ok": "passed", "FAILED": "failed", "ignored": "skipped"}
_PANIC = re.compile(
    r"panicked at (.+?):(\d+):\d+:\n(.*?)(?=^note: run with|\Z)", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class TestResult:
    """How one test ended: `passed`, `failed`, `skipped`, or `running` when the program stopped."""

    __test__ = False  # the name tells pytest otherwise

    name: str
    outcome: str
    call: str | None = None
    must: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    op: str | None = None
    returned: str | None = None
    expected: str | None = None
    raised: str | None = None
    message: str | None = None
    where: str | None = None
    panicked_at: str | None = None

    @property
    def panicked(self) -> bool:
        """Whether it ended with a panic in the learner's own code."""
        return self.panicked_at is not None or self.raised == "PanicException"

    @property
    def words(self) -> str:
        """What it returned, raised and said: hints may ask for these words."""
        return "\n".join(filter(None, (self.returned, self.raised, self.message)))


@dataclass(frozen=True)
class RunResult:
    """All that is known of one run; `complete`: the test runner itself got to its end."""

    tests: tuple[TestResult, ...]
    collected: int
    complete: bool
    status: int | None
    output: str = ""
    trouble: str | None = None

    @property
    def passed(self) -> bool:
        """Whether every test that was collected ran and passed."""
        good = [test for test in self.tests if test.outcome == "passed"]
        whole = self.complete and self.status == 0 and self.trouble is None
        return whole and self.collected > 0 and len(good) == self.collected == len(self.tests)

    @property
    def reported(self) -> bool:
        """Whether every test that was collected has said how it ended."""
        return 0 < self.collected == len(self.tests) and self.running is None

    @property
    def running(self) -> str | None:
        """The test that was running when the program stopped."""
        return next((test.name for test in self.tests if test.outcome == "running"), None)


def read_report(file: Path, ended: Exit, trace: str, exercise: Exercise) -> RunResult:
    """Read the report file of a Python run; `trace` is what faulthandler wrote."""
    lines = file.read_text("utf-8").splitlines(keepends=True) if file.exists() else []
    events = [json.loads(line) for line in lines if line[-1] == "\n"]  # the last may be cut off
    by_kind = {event["event"]: event for event in events}
    tests: dict[str, TestResult] = {}
    for event in events:
        if event["event"] == "start":
            tests[event["test"]] = TestResult(event["test"], "running")
        elif event["event"] == "end":
            earlier = tests.get(event["test"])
            if earlier is None or earlier.outcome != "failed":
                tests[event["test"]] = TestResult(
                    event["test"],
                    where=f"{event['file']}:{event['line']}" if "file" in event else None,
                    values=tuple(event.get("values", {}).items()),
                    **{name: event[name] for name in _COPIED if name in event},
                )
    return RunResult(
        tests=tuple(_completed(test, trace, ended, exercise) for test in tests.values()),
        collected=len(by_kind.get("collected", {}).get("tests", ())),
        complete="finished" in by_kind,
        status=0 if "finished" in by_kind and ended.status == 0 else ended.status,
        output=(ended.output + ended.errors).strip(),
        trouble=_trouble(by_kind),
    )


def _completed(test: TestResult, trace: str, ended: Exit, exercise: Exercise) -> TestResult:
    """Add what the report can't know: where a test hung or crashed, where Rust panicked."""
    if test.raised == "PanicException":
        message = re.escape(test.message or "")
        panic = re.search(rf"panicked at (\S+):(\d+):\d+:\n{message}", ended.errors)
        return replace(test, panicked_at=_own_path(panic[1], panic[2])) if panic else test
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


def _own_path(file: str, line: str) -> str:
    """A line of the learner's crate as they know it, such as `src/lib.rs:7`."""
    return f"{file[file.rfind('src/') :] if 'src/' in file else file}:{line}"


def _trouble(events: dict[str, dict[str, Any]]) -> str | None:
    if "import" in events:
        event = events["import"]
        if "PyInit_" in event["message"]:
            return f"Python could not import the module: {event['message']}. " + _RENAMED
        if "file" in event:
            what = f"raised {event['raised']} on line {event['line']}"
            return f"Importing {event['file']} {what}: {event['message']}"
        return f"Importing the module raised {event['raised']}: {event['message']}"
    if "unreadable" in events:
        return f"The tests could not be read:\n{events['unreadable']['message']}"
    return None


def read_libtest(ended: Exit, exercise: Exercise) -> RunResult:
    """Read the output of a Rust test program."""
    announced = re.search(r"^running (\d+) tests?$", ended.output, re.MULTILINE)
    results = re.findall(r"^test (\S+)(?: - .*?)? \.\.\. ?(\w*)", ended.output, re.MULTILINE)
    tests = (TestResult(name, _LIBTEST_OUTCOMES.get(word, "running")) for name, word in results)
    return RunResult(
        tests=tuple(_rust_result(test, ended.output, exercise) for test in tests),
        collected=int(announced[1]) if announced else 0,
        complete=re.search(r"^test result: ", ended.output, re.MULTILINE) is not None,
        status=ended.status,
        output=(ended.output + ended.errors).strip(),
    )


def _rust_result(test: TestResult, output: str, exercise: Exercise) -> TestResult:
    said = re.search(
        rf"^---- {re.escape(test.name)} stdout ----\n(.*?)(?=^---- |^failures:$|\Z)",
        output,
        re.MULTILINE | re.DOTALL,
    )
    if test.outcome != "failed" or not said:
        return test
    panic = _PANIC.search(said[1])
    if not panic:  # such as a test that should have panicked
        return replace(test, message=said[1].strip().removeprefix("note: "))
    file, line, message = panic[1], panic[2], panic[3].strip()
    for own in exercise.tests:
        if own.name == Path(file).name:
            return _failed_assertion(test, own, int(line), message)
    return replace(test, raised="panic", message=message, panicked_at=_own_path(file, line))


def _failed_assertion(test: TestResult, file: Path, line: int, message: str) -> TestResult:
    """The panic came from the test's own line: what it called, what it returned, what it should."""
    sides = re.search(r"^  left: (.*)\n right: (.*)$", message, re.MULTILINE)
    operator = re.search(r"^assertion `left (\S+) right` failed", message)
    statement = rust_statement(file.read_text(encoding="utf-8"), line)
    asserted = statement.must or message.startswith("assertion ")
    return replace(
        test,
        call=statement.call,
        must=statement.must,
        returned=sides[1] if sides else None,
        expected=sides[2] if sides else None,
        op=operator[1] if operator else None,
        raised=None if asserted else "panic",
        message=message,
        where=f"{file.name}:{line}",
    )
