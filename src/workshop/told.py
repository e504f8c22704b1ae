"""A verdict in learners' words: the parts that terminal, notebook and JSON all show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from workshop.check import Verdict
from workshop.codes import Explained, explanations
from workshop.diagnostics import Diagnostic
from workshop.results import TestResult

_OPERATORS = {
    "==": "",
    "<": "less than ",
    ">": "more than ",
    "!=": "anything but ",
    "in": "one of ",
}


@dataclass(frozen=True)
class Fact:
    """One line of a failed test: what it is (`called`, `came back`, `expected`, …) and its text."""

    label: str
    text: str


def first_error(verdict: Verdict) -> Diagnostic | None:
    """The one error that is shown; the others may be its consequences."""
    return verdict.errors[0] if verdict.errors else None


def explained(verdict: Verdict, root: Path) -> Explained | None:
    """Our sentence for the first error's code."""
    error = first_error(verdict)
    return explanations(root).get(error.code or "") if error else None


def waiting(verdict: Verdict) -> str | None:
    """How many more errors and warnings there are, in one sentence."""
    counts = [_count(len(verdict.errors) - 1, "more error"), _count(verdict.warnings, "warning")]
    parts = [part for part in counts if part]
    return f"{' and '.join(parts)} can wait until this one is mended." if parts else None


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}" if number > 0 else ""


def facts(test: TestResult) -> list[Fact]:
    """What a failed test says: what was called with which values, what came back, what should."""
    told = [Fact("called", test.call)] if test.call else []
    told += [Fact("with", f"{name} = {value}") for name, value in test.values]
    if test.returned is not None and test.op is not None:
        told.append(Fact("came back", test.returned))
        told.append(
            Fact("expected", _OPERATORS.get(test.op, f"{test.op} ") + (test.expected or ""))
        )
    elif test.returned is not None:
        told += [Fact("left", test.returned), Fact("right", test.expected or "")]
    told += _raised(test)
    if test.where:
        told.append(Fact("at", test.where))
    return told


def _raised(test: TestResult) -> list[Fact]:
    message = test.message or ""
    if test.raised == "Failed":  # pytest.raises and pytest.fail
        return [Fact("expected", _not_raised(message))]
    if test.raised in {"PanicException", "panic"}:
        return [Fact("panicked", message)]
    if test.raised not in {None, "AssertionError"}:
        return [Fact("raised", f"{test.raised}: {message}")]
    own_words = re.match(r"assertion `.*?` failed: (.*?)(?=\n  left:|\Z)", message, re.DOTALL)
    if own_words:
        return [Fact("because", own_words[1])]
    if test.op is None or test.raised is None:
        return [Fact("because", message)] if message and test.returned is None else []
    first = message.partition("\nassert ")[0]
    return [Fact("because", first)] if first and not first.startswith("assert ") else []


def _not_raised(message: str) -> str:
    match = re.match(r"DID NOT RAISE (?:<class '(?:.*\.)?(\w+)'>|(.*))", message)
    return f"{match[1] or match[2]}, but nothing was raised" if match else message


def as_json(verdict: Verdict, root: Path) -> dict[str, object]:
    """The verdict for programs; CONTRIBUTING.md describes the fields."""
    short = explained(verdict, root)
    return {
        "exercise": verdict.exercise,
        "outcome": verdict.outcome,
        "passed": verdict.passed,
        "headline": verdict.headline,
        "errors": [_error(error) for error in verdict.errors],
        "explanation": short.says if short else None,
        "episode": short.page if short else None,
        "warnings": verdict.warnings,
        "collected": verdict.collected,
        "tests": [_test(test) for test in verdict.tests],
        "hint": verdict.hint.text if verdict.hint else None,
        "output": verdict.output,
        "seconds": {
            "build": round(verdict.build_seconds, 3),
            "run": round(verdict.run_seconds, 3),
        },
    }


def _error(error: Diagnostic) -> dict[str, object]:
    place = error.primary
    return {
        "code": error.code,
        "message": error.message,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }


def _test(test: TestResult) -> dict[str, object]:
    said = [{"label": fact.label, "text": fact.text} for fact in facts(test)]
    failed = test.outcome != "passed"
    return {"name": test.name, "outcome": test.outcome, "facts": said if failed else []}
