"""The pictures of borrow errors, on real programs and real compiler messages."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from browsing import OfflinePage
from components import need_compiler_of_the_texts
from markup_reader import Reader
from workshop.base.markup import style_sheet
from workshop.borrows import svg, text
from workshop.borrows.bars import bars
from workshop.borrows.from_diagnostic import timeline_of
from workshop.borrows.labels import CODES
from workshop.borrows.model import Act, Event, Lane, Row, Timeline
from workshop.notebook import cell_source
from workshop.rust import rustc
from workshop.rust.diagnostics import Diagnostic, Span

SNIPPETS = tomllib.loads((Path(__file__).parent / "snippets.toml").read_text(encoding="utf-8"))
EXPLAINED: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "explained.toml").read_text(encoding="utf-8")
)
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Case:
    """A program, what the compiler says of it, and the picture it must give."""

    name: str
    code: str
    diagnostic: Diagnostic | None
    expected: dict[str, Any]

    @property
    def picture(self) -> Timeline | None:
        return timeline_of(self.diagnostic, self.code) if self.diagnostic else None


def compile_all(programs: dict[str, str], folder: Path) -> dict[str, tuple[Diagnostic, ...]]:
    """The errors of each program; two compilers at a time."""

    def errors(item: tuple[str, str]) -> tuple[Diagnostic, ...]:
        source = folder / f"{item[0]}.rs"
        source.write_text(item[1], encoding="utf-8")
        return rustc.check(source).errors

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(programs, pool.map(errors, programs.items()), strict=True))


def explained_examples(code: str) -> Iterator[str]:
    """Every example in the text of `rustc --explain`, as a program."""
    asked = [rustc.compiler(), "--explain", code]
    text = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    for example in FENCE.findall(text):
        visible = re.sub(r"^# ?", "", example, flags=re.MULTILINE)
        yield cell_source.as_program(visible)


@pytest.fixture(scope="session")
def own_cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    programs = {name: facts["code"] for name, facts in SNIPPETS.items()}
    errors = compile_all(programs, tmp_path_factory.mktemp("own"))
    return {
        name: Case(name, code, errors[name][0] if errors[name] else None, SNIPPETS[name])
        for name, code in programs.items()
    }


@pytest.fixture(scope="session")
def explained_cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Case]]:
    """The examples of the compiler's own texts that give the code they explain."""
    programs = {
        f"{code}_{number}": text
        for code in sorted(CODES)
        for number, text in enumerate(explained_examples(code))
    }
    found: dict[str, list[Case]] = {code: [] for code in sorted(CODES)}
    for name, errors in compile_all(programs, tmp_path_factory.mktemp("explained")).items():
        code = name.partition("_")[0]
        for error in errors[:1]:
            if error.code == code:
                place = len(found[code])
                expected = [*EXPLAINED.get(code, []), *[{}] * 20][place]
                found[code].append(Case(name, programs[name], error, expected))
    return found


@pytest.fixture(scope="session")
def all_cases(own_cases: dict[str, Case], explained_cases: dict[str, list[Case]]) -> list[Case]:
    return [*own_cases.values(), *(case for some in explained_cases.values() for case in some)]


@pytest.fixture(scope="session")
def tested_compiler() -> None:
    """The compiler whose words the expectations were written for; others skip the test."""
    need_compiler_of_the_texts()


def assert_as_expected(case: Case) -> None:
    picture, expected = case.picture, case.expected
    if expected.get("picture") is False:
        assert picture is None, case.name
        return
    assert picture is not None, f"{case.name}: no picture"
    assert picture.lanes[0].name == expected["owner"], case.name
    names = [lane.name for lane in picture.lanes[1:]]
    assert names == ([expected["borrow"]] if "borrow" in expected else []), case.name
    assert [f"{e.line} {e.act}" for e in picture.events] == expected["events"], case.name


def test_the_corpus_has_sixty_pictures(all_cases: list[Case]) -> None:
    assert sum(case.picture is not None for case in all_cases) >= 60
    assert {case.picture.code for case in all_cases if case.picture} == CODES


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_program_gives_its_code(name: str, own_cases: dict[str, Case]) -> None:
    diagnostic = own_cases[name].diagnostic
    assert diagnostic is not None
    assert diagnostic.code == SNIPPETS[name]["error"]


@pytest.mark.parametrize("name", SNIPPETS)
@pytest.mark.usefixtures("tested_compiler")
def test_owner_borrow_and_order_are_right(name: str, own_cases: dict[str, Case]) -> None:
    assert_as_expected(own_cases[name])


@pytest.mark.parametrize("code", sorted(CODES))
@pytest.mark.usefixtures("tested_compiler")
def test_the_compilers_own_examples_are_drawn_right(
    code: str, explained_cases: dict[str, list[Case]]
) -> None:
    cases = explained_cases[code]
    assert len(cases) == len(EXPLAINED[code])
    for case in cases:
        assert_as_expected(case)


def test_nothing_is_drawn_that_the_compiler_did_not_say(all_cases: list[Case]) -> None:
    for case in all_cases:
        if case.picture is None or case.diagnostic is None:
            continue
        spans = [span.call or span for span in case.diagnostic.spans]
        said = {(span.line, span.label) for span in spans}
        lines = {span.line for span in spans}
        for event in case.picture.events:
            by_label = (event.line, event.label) in said
            by_message = event.label == case.diagnostic.message and event.line in lines
            assert by_label or by_message, (case.name, event)


def test_rows_are_the_learners_own_lines(all_cases: list[Case]) -> None:
    for case in all_cases:
        if case.picture is not None:
            lines = dict(enumerate(case.code.splitlines(), 1))
            for row in case.picture.rows:
                assert row.number is None or row.text == lines[row.number].expandtabs(4)


def test_every_event_has_its_row(all_cases: list[Case]) -> None:
    for case in all_cases:
        if case.picture is not None:
            numbers = [row.number for row in case.picture.rows]
            assert {event.line for event in case.picture.events} <= set(numbers)


def test_without_the_source_the_quoted_lines_are_shown(own_cases: dict[str, Case]) -> None:
    case = own_cases["far-apart"]
    assert case.diagnostic is not None
    picture = timeline_of(case.diagnostic)
    assert picture is not None
    assert [row.number for row in picture.rows] == [2, None, 4, None, 11]


@pytest.mark.usefixtures("tested_compiler")
def test_every_label_of_the_tested_compiler_is_known(all_cases: list[Case]) -> None:
    """When this fails after an update of the compiler, `borrows.labels` needs its new words."""
    left_out = [
        case.name
        for case in all_cases
        if case.picture is None and case.expected.get("picture") is not False
    ]
    assert left_out == []


def span(line: int, label: str | None, text: str, **more: Any) -> Span:
    facts: dict[str, Any] = {"file": "src/lib.rs", "column": 1, "primary": False, **more}
    return Span(
        line=line, end_line=line, end_column=len(text) + 1, label=label, text=(text,), **facts
    )


def diagnostic(code: str, message: str, *spans: Span) -> Diagnostic:
    return Diagnostic("error", code, message, "", None, spans)


MOVED = "move occurs because `a` has type `B`, which does not implement the `Copy` trait"


def test_an_unknown_label_means_no_picture() -> None:
    known = span(1, MOVED, "a"), span(3, "value used here after move", "a", primary=True)
    message = "use of moved value: `a`"
    assert timeline_of(diagnostic("E0382", message, *known)) is not None
    strange = span(2, "value teleported here", "a")
    assert timeline_of(diagnostic("E0382", message, *known, strange)) is None


def test_a_label_in_another_file_means_no_picture() -> None:
    here = span(3, "value used here after move", "a", primary=True)
    there = span(1, MOVED, "a", file="src/other.rs")
    assert timeline_of(diagnostic("E0382", "use of moved value: `a`", there, here)) is None


@pytest.mark.parametrize(
    "broken",
    [
        diagnostic("E0382", "use of moved value: `a`"),
        diagnostic("E0382", "", span(1, None, "", primary=True)),
        diagnostic("E0382", "use of moved value", span(1, "value moved here", "a", primary=True)),
        diagnostic("E0507", "cannot move out of index of `V`", span(1, None, "", primary=True)),
        diagnostic("E0308", "mismatched types", span(1, "expected", "a", primary=True)),
        diagnostic("E0499", "a", span(0, "", "", primary=True), span(9, "", "")),
    ],
)
def test_a_strange_message_gives_no_picture_and_no_crash(broken: Diagnostic) -> None:
    assert timeline_of(broken) is None
    assert timeline_of(broken, "") is None


def test_a_source_that_changed_meanwhile_does_no_harm(all_cases: list[Case]) -> None:
    for case in all_cases:
        if case.diagnostic is not None:
            for source in ("", "fn main() {\n"):
                picture = timeline_of(case.diagnostic, source)
                if picture is not None:
                    assert text.draw(picture, color=False)
                    assert svg.draw(picture)


# The two renderers.


def test_both_renderers_draw_every_picture(all_cases: list[Case]) -> None:
    for case in all_cases:
        if case.picture is not None:
            ET.fromstring(svg.standalone(case.picture))  # noqa: S314
            drawn = text.draw(case.picture, color=False)
            assert "\x1b" not in drawn
            for event in case.picture.events:
                assert event.label in drawn
            assert "\x1b" in text.draw(case.picture, color=True)


def test_the_terminal_shows_lanes_beside_the_code(own_cases: dict[str, Case]) -> None:
    picture = own_cases["read-then-push"].picture
    assert picture is not None
    assert text.draw(picture, color=False) == (
        "E0502: cannot borrow `points` as mutable because it is also borrowed as immutable\n"
        "                                           points  first\n"
        "2 │     let mut points = vec![1.0, 2.0];\n"
        "3 │     let first = &points[0];              ║       △    immutable borrow occurs here\n"
        "4 │     points.push(3.0);                    ✕       │    mutable borrow occurs here\n"
        '5 │     println!("{}", first);               ║       ●    '
        "immutable borrow later used here\n"
        "6 │ }\n"
    )


def test_the_words_follow_the_order_of_time(own_cases: dict[str, Case]) -> None:
    picture = own_cases["inner-block"].picture
    assert picture is not None
    assert text.sentences(picture) == [
        "Line 4, points is declared: binding `points` declared here.",
        "Line 5, shared borrow of points (view): borrowed value does not live long enough.",
        "Line 6, points is dropped: `points` dropped here while still borrowed.",
        "Line 7, view is used later: borrow later used here.",
    ]


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def test_the_picture_has_a_text_alternative(own_cases: dict[str, Case]) -> None:
    picture = own_cases["drop-while-borrowed"].picture
    assert picture is not None
    reader = read(svg.draw(picture))
    label = next(attrs["aria-label"] for tag, attrs in reader.elements if tag == "svg") or ""
    for sentence in text.sentences(picture):
        assert sentence in label
        assert sentence in reader.text


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_a_picture(
    theme: str,
    own_cases: dict[str, Case],
    tmp_path: Path,
    npm_packages: Path,
    offline_page: OfflinePage,
    http_folder: Callable[[Path], str],
) -> None:
    cases = [own_cases[name] for name in ("inner-block", "two-writers", "get-or-insert")]
    figures = "".join(svg.draw(case.picture) for case in cases if case.picture)
    (tmp_path / "page.html").write_text(
        f'<!doctype html><html lang="en" data-theme="{theme}"><title>Pictures</title>'
        f"<style>{style_sheet()}</style><main style='background: #888'><h1>Pictures</h1>"
        f"{figures}</main></html>",
        encoding="utf-8",
    )
    page = offline_page.open(f"{http_folder(tmp_path)}/page.html")
    for summary in page.get_by_text("The same in words").all():
        summary.click()
    page.add_script_tag(path=npm_packages / "axe-core" / "axe.min.js")
    found = page.evaluate("async () => (await axe.run()).violations.map(v => v.id + v.help)")
    assert found == []
    assert page.get_by_role("img").count() == len(cases)


def test_markup_in_the_learners_code_stays_text() -> None:
    nasty = "<script>alert(1)</script>&'\""
    picture = Timeline(
        title=nasty,
        code="E0382",
        rows=(Row(1, nasty), Row(2, "}")),
        lanes=(Lane(nasty, "owner"),),
        events=(Event(1, Act.MOVED, 0, nasty), Event(2, Act.ERROR, 0, nasty)),
    )
    reader = read(svg.draw(picture))
    assert "script" not in {tag for tag, _ in reader.elements}
    assert nasty in reader.text
    ET.fromstring(svg.standalone(picture))  # noqa: S314


def test_colors_come_from_the_style_sheet_alone(own_cases: dict[str, Case]) -> None:
    picture = own_cases["inner-block"].picture
    assert picture is not None
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(", svg.draw(picture))


def kinds(case: Case) -> list[tuple[str, int, int]]:
    assert case.picture is not None
    return [(bar.kind, bar.first.line, bar.last.line) for bar in bars(case.picture)]


def test_bars_show_who_holds_the_value(own_cases: dict[str, Case]) -> None:
    assert kinds(own_cases["move-in-branch"]) == [("own", 2, 5), ("gone", 5, 7)]
    assert kinds(own_cases["inner-block"]) == [("own", 4, 6), ("borrowed", 5, 6), ("shared", 5, 7)]
    assert kinds(own_cases["two-writers"]) == [("own", 3, 5), ("borrowed", 3, 5), ("mutable", 3, 5)]


def test_a_borrow_in_a_loop_lives_where_the_compiler_objects(own_cases: dict[str, Case]) -> None:
    assert ("shared", 3, 5) in kinds(own_cases["push-while-walking"])
