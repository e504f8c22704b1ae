"""What a verdict shows, in which order: decided here, once, for every renderer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workshop.base import ansi
from workshop.check.verdict import Verdict
from workshop.course.explanations import ShortExplanation, of_code, of_habit, of_run
from workshop.report.facts import Fact, facts, shortened
from workshop.rust.diagnostics import Diagnostic
from workshop.rust.folding import Folded, fold, unfolded
from workshop.rust.source_text import words_of_code

if TYPE_CHECKING:
    from workshop.borrows.model import Timeline

_MAX_NAMES = 6
_MAX_ADVICE = 2
"""Pieces of clippy's advice that are shown in full."""
_UNFINISHED = {"timeout", "crash", "incomplete"}
"""Outcomes of a program that did not get to its end: what it wrote may say why."""
_LINT_NOTES = re.compile(
    r" *= (?:note: `(?:#|-)|note: requested on|help: for further information"
    r"|help: consider using `expect\(\)`)"  # which panics as `unwrap` does
)
_WARNS = "The compiler warns about this:"
_TESTS = "exercises/"
_IN_TESTS = (
    "This line belongs to the tests, which you don't change. It shows how your code is called: "
    "the name and the types in your code must match it."
)


@dataclass(frozen=True)
class Headline:
    """The exercise, whether it passed, and the verdict in a sentence."""

    exercise: str
    passed: bool
    text: str


@dataclass(frozen=True)
class CompilerMessage:
    """The compiler's own words, with ANSI colors, below an introduction or none.

    `left_out` lines of `full` point into code that a learner can't change.
    """

    rendered: str
    full: str
    left_out: int = 0
    introduction: str = ""

    @property
    def shortened(self) -> str:
        """How many lines are left out, or nothing."""
        lines = _count(self.left_out, "line")
        return f"{lines} about the code of others left out" if lines else ""


@dataclass(frozen=True)
class Picture:
    """The borrows of an error."""

    timeline: Timeline


@dataclass(frozen=True)
class Explanation:
    """Our sentence on an error, and where to read on: in an episode, in `rustc --explain`."""

    short: ShortExplanation | None
    read_on: str | None
    """The episode and its heading in words, where there is such a page."""
    link: str | None
    code: str | None
    full: str | None
    """The compiler's own long text for the code."""


@dataclass(frozen=True)
class Remark:
    """A sentence of ours; `faint` where it can be passed over."""

    text: str
    faint: bool = False


@dataclass(frozen=True)
class FailedTest:
    """A test that did not pass, and what is known of it, line by line."""

    name: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class FailedTests:
    """The tests that did not pass: the first is shown, the others are named."""

    tests: tuple[FailedTest, ...]

    @property
    def others(self) -> str:
        """The names of all but the first, the first few of them, or nothing."""
        names = [test.name for test in self.tests[1:]]
        more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
        return f"also failed: {', '.join(names[:_MAX_NAMES])}{more}" if names else ""


@dataclass(frozen=True)
class Output:
    """The last that a program wrote before it ended."""

    text: str


@dataclass(frozen=True)
class Hints:
    """The hint for what went wrong; behind it the further ones, which a terminal leaves out."""

    fitting: str | None
    further: tuple[str, ...]


@dataclass(frozen=True)
class Advice:
    """What clippy says of code that passed: some pieces in full, with colors, others in a line."""

    pieces: tuple[str, ...]
    others: tuple[str, ...]

    introduction = (
        "Optional polish: your code passes as it is. Clippy, Rust's tool for good style, says:"
    )


Section = (
    Headline
    | CompilerMessage
    | Picture
    | Explanation
    | Remark
    | FailedTests
    | Output
    | Hints
    | Advice
)


def verdict_sections(
    verdict: Verdict,
    root: Path,
    *,
    picture: bool = True,
    full: bool = False,
    further_hints: Sequence[str] = (),
    page_link: Callable[[ShortExplanation], str | None] = lambda _short: None,
) -> tuple[Section, ...]:
    """What is shown of a verdict, from the headline to the hints.

    `full` leaves no line of the compiler's out.
    `page_link` gives the address of the section of an episode that explains the first error.
    """
    sections: list[Section] = [Headline(verdict.exercise, verdict.passed, verdict.headline)]
    if verdict.changed_given and verdict.outcome != "given":
        sections.append(Remark(verdict.changed_given))
    if verdict.errors:
        sections += _error_sections(verdict, root, page_link, picture=picture, full=full)
    if failed := verdict.failed_tests:
        sections.append(FailedTests(tuple(FailedTest(t.name, facts(t)) for t in failed)))
    if short := _explained_run(verdict, root):
        sections.append(_explanation(short, root, page_link))
    if warning := verdict.suspect_warning:
        sections.append(message_of(warning, full=full, introduction=_WARNS))
    if verdict.outcome in _UNFINISHED and verdict.output:
        sections.append(Output(shortened(verdict.output)))
    if verdict.hint or further_hints:
        fitting = verdict.hint.text if verdict.hint else None
        sections.append(Hints(fitting, tuple(further_hints)))
    return tuple(sections)


def _error_sections(
    verdict: Verdict,
    root: Path,
    page_link: Callable[[ShortExplanation], str | None],
    *,
    picture: bool,
    full: bool,
) -> list[Section]:
    """The first error alone: the others may be its consequences, and are only counted."""
    error = verdict.errors[0]
    sections: list[Section] = [message_of(error, full=full)]
    if picture:
        from workshop.borrows.from_diagnostic import timeline_of  # a pass needs no pictures

        if timeline := timeline_of(error):
            sections.append(Picture(timeline))
    short = explained(error, root)
    long = error.explanation if error.code else None
    if short or long:
        sections.append(_explanation(short, root, page_link, error.code, long))
    if error.primary and error.primary.file.startswith(_TESTS):
        sections.append(Remark(_IN_TESTS))
    counts = [_count(len(verdict.errors) - 1, "more error"), _count(verdict.warnings, "warning")]
    if waiting := " and ".join(filter(None, counts)):
        sections.append(Remark(f"{waiting} can wait until you fix this one.", faint=True))
    return sections


def message_of(found: Diagnostic, *, full: bool = False, introduction: str = "") -> CompilerMessage:
    """What the compiler says, without the lines about the code of others unless `full`."""
    whole = unfolded(found.rendered)
    folded = Folded(whole, 0) if full else fold(found.rendered)
    return CompilerMessage(folded.text, whole, folded.left_out, introduction)


def _explanation(
    short: ShortExplanation | None,
    root: Path,
    page_link: Callable[[ShortExplanation], str | None],
    code: str | None = None,
    full: str | None = None,
) -> Explanation:
    """The sentence, with the way to its page where there is one."""
    if short is None or short.page is None:
        return Explanation(short, None, None, code, full)
    link = page_link(short)
    written = (root / "lessons" / f"{short.page}.md").is_file()
    return Explanation(short, short.read_on if written or link else None, link, code, full)


def _explained_run(verdict: Verdict, root: Path) -> ShortExplanation | None:
    """Our sentence on how the program ended, or on what the test that is shown raised."""
    if verdict.outcome in _UNFINISHED:
        return of_run(f"{verdict.outcome}: {verdict.headline}\n{verdict.output}", root)
    test = next(iter(verdict.failed_tests), None)
    if test is None:
        return None
    raised = "panic" if test.panicked else test.raised
    if raised == "panic" and not test.panicked:
        raised = "in the test"
    other = " [another exception is expected]" if test.awaited else ""
    return of_run(f"{raised}: {test.message}{other}", root) if raised else None


def explained(error: Diagnostic, root: Path) -> ShortExplanation | None:
    """Our sentence: for the Python that was written there, or for the compiler's code."""
    place = error.primary
    line = place.text[0] if place and place.text else ""
    message = f"{error.message}: {place.label}" if place and place.label else error.message
    message += _circumstances(error)
    if place and place.file.endswith(".py"):  # Python's own error, in its own words
        return None
    habit = of_habit(message, line, words_of_code(line), root)
    return habit or of_code(error.code, message, line, root)


def _circumstances(error: Diagnostic) -> str:
    """What makes the same message mean something else, in brackets, for the sentences to ask."""
    said = error.all_words
    found = {
        "in the tests": error.primary is not None and error.primary.file.startswith(_TESTS),
        "returned": "because of return type" in said,
        "a field": "available field" in said,
        "in a field": "one of the expressions' fields" in said,
        "in place": "modifies its receiver in-place" in said,
        "for good": "for `'static`" in said,
        "missing comma": "missing comma here" in said,
        "needless semicolon": "remove this semicolon" in said,
    }
    return "".join(f" [{words}]" for words, holds in found.items() if holds)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}" if number > 0 else ""


def advice_sections(found: Sequence[Diagnostic]) -> tuple[Section, ...]:
    """Clippy's advice after a pass, without its notes on how a lint is named and switched off."""
    if not found:
        return ()
    others = tuple(_in_a_line(piece) for piece in found[_MAX_ADVICE:])
    return (Advice(tuple(_without_notes(piece) for piece in found[:_MAX_ADVICE]), others),)


def _without_notes(piece: Diagnostic) -> str:
    lines = fold(piece.rendered).text.splitlines()
    return "\n".join(line for line in lines if not _LINT_NOTES.match(ansi.plain(line)))


def _in_a_line(piece: Diagnostic) -> str:
    place = piece.primary
    return f"{place.file}:{place.line}: {piece.message}" if place else piece.message
