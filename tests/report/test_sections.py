"""A verdict in words and as HTML: the first thing first, and nothing of a learner's is markup."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from shop import ROOT
from workshop.check.results import TestResult
from workshop.check.verdict import OUTCOMES, Verdict
from workshop.course.catalog import Hint
from workshop.report.facts import facts
from workshop.report.html import as_html
from workshop.report.json import as_json
from workshop.report.sections import Picture, verdict_sections
from workshop.report.text import as_text
from workshop.rust.diagnostics import Diagnostic, Span

EVIL = '<script>alert("x")</script>&amp;'


def span(label: str | None = "value moved here", file: str = "a/b/src/lib.rs") -> Span:
    return Span(file, 4, 5, 4, 6, label, primary=True, text=("    v.len()",))


def diagnostic(
    code: str | None = "E0382", message: str = "borrow of moved value: `v`"
) -> Diagnostic:
    shown = (
        f"\x1b[1m\x1b[91merror[{code}]\x1b[0m: {message}\n  \x1b[94m-->\x1b[0m a/b/src/lib.rs:4:5\n"
    )
    return Diagnostic("error", code, message, shown, f"About {code}.", (span(),))


def refused(*errors: Diagnostic, warnings: int = 0) -> Verdict:
    return Verdict("a-b", "compile", "This code does not compile.", errors, warnings)


def failed(
    test: TestResult, *more: TestResult, outcome: str = "tests", output: str = ""
) -> Verdict:
    tests = (test, *more)
    return Verdict("a-b", outcome, "1 of 2 tests failed.", tests=tests, collected=2, output=output)


def text(verdict: Verdict) -> str:
    return as_text(verdict_sections(verdict, ROOT), color=False)


def html(verdict: Verdict) -> str:
    return as_html(verdict_sections(verdict, ROOT))


def told(test: TestResult) -> dict[str, str]:
    return {fact.label: fact.text for fact in facts(test)}


def test_a_pass_is_one_line() -> None:
    assert text(Verdict("a-b", "passed", "Passed: 2 tests.")) == "✓ a-b  Passed: 2 tests."


def test_colors_only_where_wanted() -> None:
    verdict = refused(diagnostic())
    assert "\x1b[91merror[E0382]" in as_text(verdict_sections(verdict, ROOT), color=True)
    assert "\x1b" not in text(verdict)


def test_the_compilers_words_come_before_ours() -> None:
    shown = text(refused(diagnostic()))
    assert shown.index("error[E0382]: borrow of moved value") < shown.index("In short: ")
    assert "\nEpisode `moves`, “Assigning a vector" in shown
    assert shown.endswith("; in full: rustc --explain E0382")


@pytest.mark.parametrize(
    ("errors", "warnings", "words"),
    [
        (1, 0, None),
        (2, 0, "1 more error can wait until you fix this one."),
        (3, 1, "2 more errors and 1 warning can wait until you fix this one."),
        (1, 2, "2 warnings can wait until you fix this one."),
    ],
)
def test_the_rest_is_counted(errors: int, warnings: int, words: str | None) -> None:
    shown = text(
        refused(*[diagnostic(message=f"number {n}") for n in range(errors)], warnings=warnings)
    )
    assert "number 0" in shown
    assert "number 1" not in shown
    assert (words in shown) if words else ("can wait" not in shown)


def test_a_code_without_a_sentence_of_its_own_leads_to_the_compilers_text() -> None:
    shown = text(refused(diagnostic("E9999")))
    assert "error[E9999]" in shown
    assert "In short: The message says what is wrong" in shown
    assert shown.endswith("; in full: rustc --explain E9999")


def test_a_line_of_its_own_begins_with_a_capital() -> None:
    shown = text(refused(diagnostic("E0271")))  # no episode explains it
    assert shown.endswith("\nIn full: rustc --explain E0271")


def test_a_slip_of_the_pen_has_a_sentence_of_ours() -> None:
    shown = text(refused(diagnostic(None, "expected `;`, found `x`")))
    assert "In short: The compiler can't parse this line" in shown
    assert "rustc --explain" not in shown


def test_lines_about_the_code_of_others_are_left_out_and_can_be_seen() -> None:
    note = "note: `Vec` defined here\n --> /rustc/598/library/alloc/src/vec/mod.rs:463:4"
    error = replace(diagnostic(), rendered=f"{diagnostic().rendered}{note}\n")
    shown = text(refused(error))
    assert "library/alloc" not in shown
    assert "[2 lines about the code of others left out; `workshop check --full` shows all]" in shown
    page = html(refused(error))
    assert "2 lines about the code of others left out: the whole message</summary>" in page
    assert page.count("library/alloc") == 1
    whole = as_text(verdict_sections(refused(error), ROOT, full=True), color=False)
    assert "library/alloc" in whole
    assert "left out" not in whole
    assert "left out" not in text(refused(diagnostic()))


def test_no_place_of_this_machine_s_registry_is_shown() -> None:
    note = "note: here\n --> /home/jo/.cargo/registry/src/index-1/rayon-1.12.0/src/iter/mod.rs:5:4"
    error = replace(diagnostic(), rendered=f"{diagnostic().rendered}{note}\n")
    whole = as_text(verdict_sections(refused(error), ROOT, full=True), color=False)
    for shown in (whole, html(refused(error))):
        assert "rayon-1.12.0/src/iter/mod.rs:5:4" in shown
        assert "registry" not in shown


def test_an_error_in_the_tests_says_what_that_means() -> None:
    error = replace(diagnostic(), spans=(span(file="exercises/a/b/tests/test_b.rs"),))
    assert "This line belongs to the tests, which you don't change." in text(refused(error))
    assert "This line belongs to the tests" in html(refused(error))


def test_circumstances_choose_the_sentence() -> None:
    place = span("expected `()`, found `f64`")
    error = replace(diagnostic("E0308", "mismatched types"), spans=(place,))
    assert "In short: Nothing uses this value" in text(refused(error))
    place = replace(place, file="exercises/a/b/tests/test_b.rs")
    assert "In short: The tests expect that this" in text(refused(replace(error, spans=(place,))))


def test_the_hint_comes_last() -> None:
    verdict = replace(refused(diagnostic()), hint=Hint("Look at `v`."))
    assert text(verdict).endswith("\n\nHint: Look at `v`.")
    assert "Look at <code>v</code>." in html(verdict)


def test_a_panic_in_the_tests_own_words_is_told_once() -> None:
    test = TestResult(
        "t", "failed", call='panic!("never called")', raised="panic", message="never called"
    )
    assert told(test) == {"panicked": "never called"}


def test_a_failed_comparison_in_learners_terms() -> None:
    result = TestResult(
        "test_mean",
        "failed",
        call="mean(xs)",
        values=(("xs", "[1.0, nan]"),),
        op="==",
        returned="1.0",
        expected="2.0",
        raised="AssertionError",
        message="assert 1.0 == 2.0\n +  where 1.0 = mean([1.0, nan])",
        where="test_mean.py:7",
    )
    assert text(failed(result)) == (
        "✗ a-b  1 of 2 tests failed.\n\n"
        "  test_mean\n"
        "    called     mean(xs)\n"
        "    with       xs = [1.0, nan]\n"
        "    returned   1.0\n"
        "    expected   2.0\n"
        "    at         test_mean.py:7"
    )


MESSAGES = {
    "own words": ("AssertionError", "no readings\nassert 1 == 2", {"because": "no readings"}),
    "pytest's words": ("AssertionError", "assert 1 == 2", {}),
    "nothing raised": (
        "Failed",
        "DID NOT RAISE <class 'ValueError'>",
        {"expected": "ValueError, but nothing was raised"},
    ),
    "another text": (
        "AssertionError",
        "Regex pattern did not match.\n  Expected regex: 'line 3'\n  Actual message: 'line 4'",
        {"raised": "line 4", "expected": "a message that matches 'line 3'"},
    ),
    "an exception": ("KeyError", "'run'", {"raised": "KeyError: 'run'"}),
    "a panic": ("PanicException", "index out of bounds", {"panicked": "index out of bounds"}),
    "rust's words": (None, "assertion `left == right` failed\n  left: 1\n right: 2", {}),
    "rust's and own words": (
        None,
        "assertion `left == right` failed: the mean\n  left: 1\n right: 2",
        {"because": "the mean"},
    ),
    "rust's condition": (None, "assertion failed: x > 4", {}),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_what_went_wrong_is_told_without_the_test_tools_words(name: str) -> None:
    raised, message, expected = MESSAGES[name]
    assert told(TestResult("test_it", "failed", raised=raised, message=message)) == expected


@pytest.mark.parametrize(
    ("operator", "words"),
    [
        ("<", "less than 3"),
        ("!=", "anything but 3"),
        ("in", "one of 3"),
        ("not in", "none of 3"),
        ("<=", "at most 3"),
        (">=", "at least 3"),
        ("is", "the same object as 3"),
        ("is not", "anything but 3"),
    ],
)
def test_operators_are_read_aloud(operator: str, words: str) -> None:
    result = TestResult("test_it", "failed", call="f()", op=operator, returned="5", expected="3")
    assert told(result)["expected"] == words


@pytest.mark.parametrize(
    ("raised", "match", "expected"),
    [
        ("bad row", "^a bad row$", "the message a bad row"),
        ("bad rows", "^bad row$", "the message bad row"),
        ("the 'row' is bad", "good$", "a message that matches 'good$'"),
        ("no row", "good$", "a message that matches 'good$'"),
    ],
)
def test_the_text_of_an_error_and_what_was_expected_have_labels(
    raised: str, match: str, expected: str
) -> None:
    with pytest.raises(AssertionError) as failure, pytest.raises(ValueError, match=match):
        raise ValueError(raised)
    result = TestResult("test_a", "failed", raised="AssertionError", message=str(failure.value))
    assert told(result) == {"raised": raised, "expected": expected}


def test_there_is_only_one_none() -> None:
    result = TestResult("test_it", "failed", call="f()", op="is", returned="-1", expected="None")
    assert told(result)["expected"] == "None"


def test_the_first_failed_test_is_shown_and_the_others_named() -> None:
    others = [TestResult(f"test_{n}", "failed", call="f()") for n in range(9)]
    shown = text(failed(*others))
    assert "also failed: test_1, test_2, test_3, test_4, test_5, test_6 and 2 more" in shown
    assert shown.count("called") == 1


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_output_is_shown_where_the_program_did_not_get_to_its_end(outcome: str) -> None:
    verdict = failed(TestResult("test_it", "running"), outcome=outcome, output="last words")
    shown = outcome in {"timeout", "crash", "incomplete"}
    assert ("Output before it ended:\n  last words" in text(verdict)) == shown
    assert ("Output before it ended" in html(verdict)) == shown


class Tags(HTMLParser):
    """The tags of a page, and the text outside of them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert attrs is not None
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def evil_verdicts() -> list[Verdict]:
    """Markup at every place that a learner can write to."""
    test = TestResult(
        EVIL, "failed", EVIL, EVIL, ((EVIL, EVIL),), "==", EVIL, EVIL, EVIL, EVIL, EVIL, EVIL
    )
    error = replace(diagnostic(message=EVIL), rendered=EVIL, explanation=EVIL)
    return [
        replace(failed(test, test), outcome="crash", headline=EVIL, output=EVIL, hint=Hint(EVIL)),
        replace(refused(error, error), headline=EVIL),
        *[
            replace(failed(replace(test, raised=r)), exercise=EVIL)
            for r in ("Failed", "panic", None)
        ],
    ]


@pytest.mark.parametrize("verdict", evil_verdicts())
def test_markup_of_a_learner_is_text(verdict: Verdict) -> None:
    page = Tags(as_html(verdict_sections(verdict, ROOT, further_hints=(EVIL, EVIL))))
    assert "script" not in page.tags
    assert not page.open
    assert EVIL in page.words


def test_hints_in_a_page_are_nested() -> None:
    verdict = Verdict("a-b", "tests", "No.")
    page = as_html(verdict_sections(verdict, ROOT, further_hints=("one", "two")))
    assert page.index("one") < page.index("<details>", page.index("one")) < page.index("two")


def test_the_section_is_linked_where_its_address_is_known() -> None:
    page = as_html(
        verdict_sections(
            refused(diagnostic()), ROOT, page_link=lambda short: f"{short.page}.ipynb?a&b"
        )
    )
    assert '<a href="moves.ipynb?a&amp;b">Episode <code>moves</code>, “Assigning' in page
    assert "<a " not in html(refused(diagnostic()))


def test_json_of_markup_is_the_markup_itself() -> None:
    verdict = evil_verdicts()[0]
    assert as_json(verdict, verdict_sections(verdict, ROOT))["headline"] == EVIL


def test_an_error_that_has_no_place_is_shown() -> None:
    error = Diagnostic("error", None, "linking with `cc` failed", "error: linking failed", None, ())
    assert "error: linking failed" in text(refused(error))
    assert "linking failed" in html(refused(error))


def test_a_terminal_is_not_steered_by_what_a_program_prints() -> None:
    shown = as_text(
        verdict_sections(
            failed(TestResult("test_it", "failed", raised="KeyError", message="a\x1b[2Jb")), ROOT
        ),
        color=True,
    )
    assert "KeyError: ab" in shown
    assert "\x1b[2J" not in shown


def test_the_compilers_long_text_is_named_where_we_have_a_sentence() -> None:
    page = html(refused(diagnostic()))
    assert "<summary>rustc --explain E0382</summary><pre>About E0382.</pre>" in page
    bare = replace(diagnostic(), explanation=None)
    assert "--explain" not in text(refused(bare)) + html(refused(bare))


def test_a_picture_is_left_out_where_nobody_wants_it() -> None:
    label = "move occurs because `v` has type `V`, which does not implement the `Copy` trait"
    declared = replace(span(label), primary=False)
    used = replace(span("value borrowed here after move"), line=5)
    error = replace(diagnostic(), spans=(declared, used))
    with_picture = verdict_sections(refused(error), ROOT)
    without = verdict_sections(refused(error), ROOT, picture=False)
    [picture] = [section for section in with_picture if isinstance(section, Picture)]
    assert [section for section in with_picture if section != picture] == list(without)
