"""What one check found, as facts; how they are shown is up to the report."""

from __future__ import annotations

from dataclasses import dataclass

from workshop.check.results import TestResult
from workshop.course.catalog import Hint
from workshop.course.hints import Failure
from workshop.rust.diagnostics import Diagnostic

OUTCOMES = ("passed", "compile", "tests", "timeout", "crash", "incomplete", "given", "broken")
"""Every verdict is one of these; only the first is a pass."""
_ENDINGS = {"timeout": "timeout", "crash": "crash", "incomplete": "exit", "broken": "broken"}
"""How hints name what is neither an error of the compiler nor a failed test."""
_CODELESS = "compile"
"""How hints name an error without a code, such as one of the syntax."""
_LONGEST_MESSAGE = 4000
"""As much as hints need of what the compiler or a test said."""


@dataclass(frozen=True)
class Verdict:
    """What one check found. Times are seconds; `content` is the digest of the files it judged.

    `suspect_warning` is the first of the compiler's warnings that may be why tests failed,
    `shown` the name of the failed test that the hint is about, and `changed_given` says which
    given files were changed; where all tests pass, or none can run, that is the verdict.
    """

    exercise: str
    outcome: str
    headline: str
    errors: tuple[Diagnostic, ...] = ()
    warnings: int = 0
    suspect_warning: Diagnostic | None = None
    tests: tuple[TestResult, ...] = ()
    collected: int = 0
    shown: str | None = None
    hint: Hint | None = None
    output: str = ""
    changed_given: str = ""
    build_seconds: float = 0.0
    run_seconds: float = 0.0
    content: str = ""

    @property
    def passed(self) -> bool:
        """Whether the exercise is done."""
        return self.outcome == "passed"

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What went wrong, each with its own words, as hints name it.

        The first error; or how the program ended, and what it wrote last; or each test that
        failed, with the warning that may be why.
        """
        if self.errors:
            first = self.errors[0]
            return (Failure(first.code or _CODELESS, first.all_words[:_LONGEST_MESSAGE]),)
        if self.outcome in _ENDINGS:
            said = f"{self.headline}\n{self.output[-_LONGEST_MESSAGE:]}"
            return (Failure(_ENDINGS[self.outcome], said),)
        warned = self.suspect_warning.all_words if self.suspect_warning else ""
        return tuple(
            Failure(test.name, f"{test.words[:_LONGEST_MESSAGE]}\n{warned}", test.panicked)
            for test in self.failed_tests
        )

    @property
    def failed_tests(self) -> tuple[TestResult, ...]:
        """The tests that failed, and the one that the program ended in, in their order.

        The one that is shown comes first.
        """
        failed = [test for test in self.tests if test.outcome in {"failed", "running"}]
        return tuple(sorted(failed, key=lambda test: test.name != self.shown))
