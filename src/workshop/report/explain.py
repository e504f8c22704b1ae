"""A verdict in learners' words: the parts that terminal, notebook and JSON all show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from workshop.check.check import Verdict
from workshop.check.results import TestResult
from workshop.course.compiler_codes import Explained, explanations
from workshop.course.python_habits import habit_of
from workshop.rust.diagnostics import Diagnostic

_OPERATORS = {
    "==": "{}",
    "!=": "anything but {}",
    "<": "less than {}",
    "<=": "at most {}",
    ">": "more than {}",
    ">=": "at least {}",
    "in": "one of {}",
    "not in": "none of {}",
    "is": "{} itself",
    "is not": "anything but {}",
}
_ONLY_ONES = {"None", "True", "False"}
_SLIPS = ("expected ", "unexpected ", "mismatched ", "unclosed ", "unknown start", "missing ")
"""How the compiler's messages begin when it can't read the code; they have no number."""


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
    if error is None:
        return None
    if habit := habit_of(error, root):
        return habit
    slip = error.code is None and error.message.startswith((*_SLIPS, "this file contains"))
    return explanations(root).get("syntax" if slip else error.code or "")


def is_there(short: Explained, root: Path) -> bool:
    """Whether the episode that a sentence names is written already."""
    return (root / "lessons" / f"{short.page}.md").is_file()


def in_tests(verdict: Verdict) -> str | None:
    """What it means that the first error is not in the learner's own file."""
    error = first_error(verdict)
    place = error.primary if error else None
    return _IN_TESTS if place and place.file.startswith("exercises/") else None


_IN_TESTS = (
    "This line belongs to the tests, which stay as they are. It shows how your code is called: "
    "the name and the types in your code must fit it."
)


def waiting(verdict: Verdict) -> str | None:
    """How many more errors and warnings there are, in one sentence."""
    counts = [_count(len(verdict.errors) - 1, "more error"), _count(verdict.warnings, "warning")]
    parts = [part for part in counts if part]
    return f"{' and '.join(parts)} can wait until this one is mended." if parts else None


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}" if number > 0 else ""


def facts(test: TestResult) -> list[Fact]:
    """What a failed test says: what was called with which values, what came back, what should."""
    told = [Fact("called" if "(" in test.call else "looked at", test.call)] if test.call else []
    told += [Fact("must hold", test.must)] if test.must else []
    told += [Fact("with", f"{name} = {value}") for name, value in test.values]
    if test.returned is not None:
        operator = "==" if test.op == "is" and test.expected in _ONLY_ONES else test.op or "=="
        wanted = _OPERATORS.get(operator, f"{operator} {{}}")
        told.append(Fact("came back", test.returned))
        told.append(Fact("expected", wanted.format(test.expected or "")))
    told += _raised(test)
    told += [Fact("in", test.panicked_at)] if test.panicked_at else []
    return told + ([Fact("at", test.where)] if test.where else [])


def _raised(test: TestResult) -> list[Fact]:
    message = (test.message or "").strip("\n")
    if test.raised == "Failed":  # pytest.raises and pytest.fail
        return [Fact("expected", _not_raised(message))]
    if test.raised in {"PanicException", "panic"}:
        return [Fact("panicked", message)]
    if test.raised not in {None, "AssertionError"}:
        return [Fact("raised", f"{test.raised}: {message}")]
    if pattern := re.match(_WRONG_TEXT, message):
        return [Fact("raised", pattern[3]), Fact("expected", f"a text that matches {pattern[1]}")]
    if pair := re.fullmatch(_OTHER_TEXT, message):
        return [Fact("raised", pair[1]), Fact("expected", f"the text {pair[2]}")]
    because = _own_words(message)
    return [Fact("because", because)] if because else []


_WRONG_TEXT = (
    r"Regex pattern did not match\.\n +Expected regex: (.*)\n +Actual message: (['\"])(.*)\2"
)
_OTHER_TEXT = r"- (.*)\n(?:\? .*\n)?\+ (.*)(?:\n\? .*)?"
"""How pytest compares the two where the pattern holds nothing but a whole text."""


def _own_words(message: str) -> str:
    """What the test's author says, without the words of pytest and of Rust's assertions."""
    if match := re.match(r"assertion `.*?` failed(?:: (.*?))?(?=\n  left:|\Z)", message, re.DOTALL):
        return match[1] or ""
    first = message.partition("\nassert ")[0]
    return "" if first.startswith(("assert ", "assertion failed: ")) else first


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
