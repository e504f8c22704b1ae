"""What a failed test says, line by line, without the wording of the tools that ran it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workshop.base import ansi
from workshop.check.results import TestResult

_OPERATORS = {
    "==": "{}",
    "!=": "anything but {}",
    "<": "less than {}",
    "<=": "at most {}",
    ">": "more than {}",
    ">=": "at least {}",
    "in": "one of {}",
    "not in": "none of {}",
    "is": "the same object as {}",
    "is not": "anything but {}",
}
_LINES_SHOWN, _WIDTH_SHOWN = 30, 200
"""How much of what a program printed is shown: it tells where to look, and the test comes first."""
_ONLY_ONES = {"None", "True", "False"}
_WRONG_TEXT = re.compile(
    r"Regex pattern did not match\.\n +Expected regex: (.*)\n +Actual message: (['\"])(.*)\2"
)
_OTHER_TEXT = re.compile(r"- (.*)\n(?:\? .*\n)?\+ (.*)(?:\n\? .*)?")
"""How pytest compares the two where the pattern holds nothing but a whole text."""


@dataclass(frozen=True)
class Fact:
    """One line of a failed test: what it is (`called`, `returned`, `expected`, …) and its text."""

    label: str
    text: str


def facts(test: TestResult) -> tuple[Fact, ...]:
    """What a failed test says: the call, its values, what it returned, and what was expected."""
    found = []
    if test.call and not test.call.startswith("panic!"):  # which says what follows anyway
        found.append(Fact("called" if "(" in test.call else "evaluated", test.call))
    if test.must:
        found.append(Fact("must hold", test.must))
    found += [Fact("with", f"{name} = {value}") for name, value in test.values]
    if test.returned is not None:
        operator = "==" if test.op == "is" and test.expected in _ONLY_ONES else test.op or "=="
        wanted = _OPERATORS.get(operator, f"{operator} {{}}")
        found.append(Fact("returned", test.returned))
        found.append(Fact("expected", wanted.format(test.expected or "")))
    found += _raised(test)
    if test.panicked_at:
        found.append(Fact("in", test.panicked_at))
    if test.where:
        found.append(Fact("at", test.where))
    if test.outcome == "failed" and test.printed.strip():
        found.append(Fact("printed", shortened(test.printed)))
    return tuple(found)


def shortened(printed: str) -> str:
    """What a program printed: where that is long, its first and last lines, and none too wide."""
    lines = [_narrowed(line) for line in ansi.plain(printed).strip("\n").splitlines()]
    if (dropped := len(lines) - _LINES_SHOWN) > 0:
        half = _LINES_SHOWN // 2
        lines[half:-half] = [f"[… {dropped} lines left out …]"]
    return "\n".join(lines)


def _narrowed(line: str) -> str:
    if len(line) <= _WIDTH_SHOWN:
        return line
    half = _WIDTH_SHOWN // 2
    return f"{line[:half]} … {line[-half:]}"


def _raised(test: TestResult) -> list[Fact]:
    message = (test.message or "").strip("\n")
    if test.raised == "Failed":  # pytest.raises and pytest.fail
        return [Fact("expected", _nothing_raised(message))]
    awaited = [Fact("expected", test.awaited)] if test.awaited else []
    if test.raised in {"PanicException", "panic"}:
        return [Fact("panicked", message), *awaited]
    if test.raised not in {None, "AssertionError"}:
        return [Fact("raised", f"{test.raised}: {message}"), *awaited]
    if pattern := _WRONG_TEXT.match(message):
        return [
            Fact("raised", pattern[3]),
            Fact("expected", f"a message that matches {pattern[1]}"),
        ]
    if pair := _OTHER_TEXT.fullmatch(message):
        return [Fact("raised", pair[1]), Fact("expected", f"the message {pair[2]}")]
    because = _author_message(message)
    return [Fact("because", because)] if because else []


def _author_message(message: str) -> str:
    """What the test's author says, without the words of pytest and of Rust's assertions."""
    if match := re.match(r"assertion `.*?` failed(?:: (.*?))?(?=\n  left:|\Z)", message, re.DOTALL):
        return match[1] or ""
    first = message.partition("\nassert ")[0]
    return "" if first.startswith(("assert ", "assertion failed: ")) else first


def _nothing_raised(message: str) -> str:
    match = re.match(r"DID NOT RAISE (?:<class '(?:.*\.)?(\w+)'>|(.*))", message)
    return f"{match[1] or match[2]}, but nothing was raised" if match else message
