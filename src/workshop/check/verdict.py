"""What one check found, as facts; how they are shown is up to the report."""

from __future__ import annotations

from dataclasses import dataclass

from workshop.check.results import TestResult
from workshop.course.catalog import Hint
from workshop.rust.diagnostics import Diagnostic

OUTCOMES = ("passed", "compile", "tests", "timeout", "crash", "incomplete", "broken")
"""Every verdict is one of these; only the first is a pass."""


@dataclass(frozen=True)
class Verdict:
    """What one check found. Times are seconds; `content` is the digest of the files it judged.

    `suspect_warning` is the first of the compiler's warnings that may be why tests failed.
    """

    exercise: str
    outcome: str
    headline: str
    errors: tuple[Diagnostic, ...] = ()
    warnings: int = 0
    suspect_warning: Diagnostic | None = None
    tests: tuple[TestResult, ...] = ()
    collected: int = 0
    hint: Hint | None = None
    output: str = ""
    build_seconds: float = 0.0
    run_seconds: float = 0.0
    content: str = ""

    @property
    def passed(self) -> bool:
        """Whether the exercise is done."""
        return self.outcome == "passed"

    @property
    def events(self) -> tuple[str, ...]:
        """What went wrong, as hints name it: the first error's code, or the tests that failed."""
        codes = [error.code for error in self.errors[:1] if error.code]
        return tuple(codes or [test.name for test in self.failed_tests])

    @property
    def message(self) -> str:
        """What the first error says, or the tests that failed: hints may ask for its words.

        After failed tests, the warning that may be why they failed.
        """
        if self.errors:
            return self.errors[0].all_words
        said = [(test.returned, test.raised, test.message) for test in self.failed_tests]
        texts = [text for texts in said for text in texts if text]
        if self.suspect_warning:
            texts.append(self.suspect_warning.all_words)
        return "\n".join(texts)

    @property
    def failed_tests(self) -> tuple[TestResult, ...]:
        """The tests that did not pass, in their order."""
        return tuple(test for test in self.tests if test.outcome != "passed")
