"""Run a Rust test program: each test in a process of its own, so that its output is its own.

How a test ended is read where a learner's output can't reach: in the file of libtest's `--logfile`.
The option is deprecated, and what is to replace it, `--format=json`, is unstable and goes to
standard output. Where `--list` fails with it, on a compiler that has it no longer or on a full
disk, libtest's last line on standard output and the program's status say how a test ended.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from workshop.check.assertion_source import rust_statement
from workshop.check.panics import Panic, failing_panic, without
from workshop.check.results import RunResult, TestResult
from workshop.check.run import RunRequest, cpu_seconds, link_built
from workshop.check.run_environment import run_environment
from workshop.course.catalog import Exercise
from workshop.process.leftovers import Leftovers
from workshop.process.sandbox import Child, Exit
from workshop.rust.toolchain import build_environment

_ONE_TEST = ("--exact", "--nocapture", "--test-threads=1", "--color=never")
_DEPRECATED = re.compile(r"\Awarning: `--logfile` is deprecated\n?")
_BEFORE = r"\A\n?running 1 test\ntest {name}(?: - should panic)? \.\.\. "
_AFTER = re.compile(
    r"(?P<printed>.*)(?P<word>ok|FAILED|ignored(?:, [^\n]*)?)\n"
    r"(?P<failures>\nfailures:\n.*?)?\ntest result: [^\n]*; finished in [^\n]*\n\n(?P<late>.*)",
    re.DOTALL,
)
"""What libtest writes after a test; greedy, so that the last that looks like it counts."""
_OUTCOMES = {"ok": "passed", "failed": "failed", "ignored": "skipped"}
_NO_WORDS = "It panicked without a message: does something replace the panic hook?"


@dataclass(frozen=True)
class _Program:
    """A test program; `run` starts it with arguments, until the time for all tests is up."""

    run: Callable[[list[str]], Exit]
    log: Path
    has_logfile: bool = True

    def with_log(self, arguments: list[str]) -> Exit:
        """Run it so that it writes the log, if it can."""
        self.log.unlink(missing_ok=True)
        return self.run([*arguments, *([f"--logfile={self.log}"] if self.has_logfile else [])])

    def logged(self) -> str:
        """What the log says."""
        return self.log.read_text("utf-8", "replace") if self.log.is_file() else ""


def run_rust(request: RunRequest) -> RunResult:
    """Run the exercise's Rust tests, one after the other, until one of them doesn't end well."""
    leftovers = Leftovers()
    try:
        return _run_tests(request, leftovers)
    finally:
        leftovers.end()


def _run_tests(request: RunRequest, leftovers: Leftovers) -> RunResult:
    program = _Program(_starter(request, leftovers), request.scratch / "log")
    listed = program.with_log(["--list"])
    if listed.status not in {0, None}:
        program = replace(program, has_logfile=False)
        listed = program.with_log(["--list"])
    if program.has_logfile:
        names = re.findall(r"^test (.+)$", program.logged(), re.MULTILINE)
    else:
        names = re.findall(r"^(.+): test$", listed.output, re.MULTILINE)
    names = _in_their_order(names, request.exercise)
    ended, tests, count = listed, list[TestResult](), len(names)
    for name in names if listed.status == 0 else ():
        ended = program.with_log([name, *_ONE_TEST])
        tests.append(_result(name, ended, program, request.exercise))
        if tests[-1].outcome == "running":
            break
    else:
        if listed.status == 0:
            return RunResult(tuple(tests), count, complete=True, status=0)
    output = tests[-1].printed if tests else listed.output + listed.errors
    return RunResult(
        tuple(tests),
        count,
        complete=False,
        status=ended.status,
        output=output.strip(),
        errors=ended.errors,
    )


def _in_their_order(names: list[str], exercise: Exercise) -> list[str]:
    """The tests as their file has them, the plainest first; libtest sorts them by name."""
    source = "\n".join(file.read_text(encoding="utf-8") for file in exercise.tests)
    return sorted(names, key=lambda name: source.find(f"fn {name.rpartition('::')[2]}("))


def _starter(request: RunRequest, leftovers: Leftovers) -> Callable[[list[str]], Exit]:
    exercise, data = request.exercise, request.scratch / "data"
    program = request.scratch / "bin" / request.artifact.name
    data.mkdir()
    link_built(request.artifact, program)
    end = time.monotonic() + exercise.timeout

    def run(arguments: list[str]) -> Exit:
        child = Child(
            [program, *arguments],
            folder=data,
            environment=run_environment(build_environment(), data),
            limit_memory=True,
            limit_cpu=cpu_seconds(exercise),
            leftovers=leftovers,
        )
        return child.wait(lambda: end - time.monotonic(), request.cancel)

    return run


def _result(name: str, ended: Exit, program: _Program, exercise: Exercise) -> TestResult:
    """How one test ended, its words, and what was printed meanwhile."""
    output = re.sub(_BEFORE.format(name=re.escape(name)), "", ended.output)
    errors = _DEPRECATED.sub("", ended.errors)
    after = _AFTER.fullmatch(output)
    log = program.logged() if program.has_logfile else _log_from(after, ended, name)
    line = rf"^(ok|failed|ignored)(?:: (.*?))? {re.escape(name)}$"
    events = re.findall(line, log, re.MULTILINE | re.DOTALL)
    words = [word for word, _said in events]
    if not words or (ended.status != 0 and "failed" not in words):
        panic = failing_panic(errors, name) if ended.status else None
        result = TestResult(name, "running", printed=output + without(errors, None))
        return _panicked(result, panic, exercise) if panic else result
    word, said = max(events, key=lambda event: event[0] == "failed")
    printed = after["printed"] + after["late"] if after else output
    if word != "failed":
        return TestResult(name, _OUTCOMES[word], message=said or None, printed=printed + errors)
    panic = None if said else failing_panic(errors, name)
    result = TestResult(name, "failed", printed=printed + without(errors, panic))
    if panic:
        return _panicked(result, panic, exercise)
    returned = re.search(r"^Error: (.*)\Z", errors, re.MULTILINE | re.DOTALL)
    return replace(result, message=said or (returned and returned[0].strip()) or _NO_WORDS)


def _log_from(after: re.Match[str] | None, ended: Exit, name: str) -> str:
    """What the log would say, from libtest's last line and the status of the program."""
    if after is None or ended.status not in {0, 101}:
        return ""
    return f"{'failed' if ended.status else after['word'].partition(',')[0]} {name}"


def _panicked(test: TestResult, panic: Panic, exercise: Exercise) -> TestResult:
    place = Path(panic.file.replace("\\", "/"))
    for file in exercise.tests:
        if (file.name, file.parent.name) == (place.name, place.parent.name):
            return _failed_assertion(test, file, panic)
    return replace(test, raised="panic", message=panic.message, panicked_at=panic.place)


def _failed_assertion(test: TestResult, file: Path, panic: Panic) -> TestResult:
    """The panic came from the test's own line: what it called, what it returned, what it should."""
    sides = re.search(r"^  left: (.*)\n right: (.*)\Z", panic.message, re.MULTILINE | re.DOTALL)
    operator = re.search(r"^assertion `left (\S+) right` failed", panic.message)
    statement = rust_statement(file.read_text(encoding="utf-8"), panic.line)
    asserted = statement.must or panic.message.startswith("assertion ")
    return replace(
        test,
        call=statement.call,
        must=statement.must,
        returned=sides[1] if sides else None,
        expected=sides[2] if sides else None,
        op=operator[1] if operator else None,
        raised=None if asserted else "panic",
        message=panic.message,
        where=f"{file.name}:{panic.line}",
    )
