"""The verdict for programs; CONTRIBUTING.md describes the fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from workshop.check.verdict import Verdict
from workshop.report.sections import Explanation, FailedTests, Hints, Section
from workshop.rust.diagnostics import Diagnostic


def as_json(verdict: Verdict, sections: Sequence[Section]) -> dict[str, object]:
    """All that was found, also what the sections leave out, and their words for it."""
    short = next((s.short for s in sections if isinstance(s, Explanation)), None)
    hint = next((s.fitting for s in sections if isinstance(s, Hints)), None)
    failed = [test for s in sections if isinstance(s, FailedTests) for test in s.tests]
    facts = {test.name: [asdict(fact) for fact in test.facts] for test in failed}
    return {
        "exercise": verdict.exercise,
        "outcome": verdict.outcome,
        "passed": verdict.passed,
        "headline": verdict.headline,
        "given": verdict.changed_given or None,
        "errors": [_error(error) for error in verdict.errors],
        "explanation": short.says if short else None,
        "episode": short.page if short else None,
        "warnings": verdict.warnings,
        "collected": verdict.collected,
        "tests": [
            {"name": test.name, "outcome": test.outcome, "facts": facts.get(test.name, [])}
            for test in verdict.tests
        ],
        "shown": failed[0].name if failed else None,
        "hint": hint,
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
