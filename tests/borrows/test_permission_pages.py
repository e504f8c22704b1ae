"""The picture of permissions on a page: what it says, and how it looks in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browsing import OfflinePage
from markup_reader import Reader
from workshop.base.markup import style_sheet
from workshop.borrows.permissions.html import draw
from workshop.borrows.permissions.looks import mark_class, trace
from workshop.borrows.permissions.model import Kind, Reason, State
from workshop.borrows.permissions.picture import Column, Event, Line, Note, Picture
from workshop.borrows.permissions.room import STEPS, room_classes

NASTY = "<script>alert(1)</script>&'\""
ALL = State(read=True, write=True, own=True)
BORROWED = State(read=True, write=False, own=False, reasons=(Reason(Kind.SHARED, 2, "view", 3),))
TAKEN = State(read=False, write=False, own=False, reasons=(Reason(Kind.MUTABLE, 2, "it", 3),))
VIEW = State(read=True, write=False, own=False, reasons=(Reason(Kind.SHARED_REFERENCE),))
EDIT = State(read=True, write=True, own=False, reasons=(Reason(Kind.REFERENCE),))
SEEN = State(
    read=True,
    write=False,
    own=False,
    reasons=(Reason(Kind.SHARED_REFERENCE),),
    used_later=False,
)
GONE = State(
    read=False, write=False, own=False, reasons=(Reason(Kind.MOVED, 4, "kept"),), used_later=False
)
BREAKS = State(
    read=False, write=False, own=False, reasons=(Reason(Kind.BREAKS, 4),), used_later=False
)
SAMPLE = Picture(
    "Permissions of `run`",
    (
        Column("run", "Vec<f64>", copies=False, declared=1),
        Column("*view", "Vec<f64>", copies=False, declared=2),
    ),
    (
        Line(
            1,
            "    let mut run = vec![3.5];",
            (ALL, None),
            frozenset({0}),
            (Note(0, Event.DECLARED, "`run` is declared"),),
        ),
        Line(
            2,
            "    let view = &run;",
            (BORROWED, VIEW),
            frozenset({0, 1}),
            (
                Note(1, Event.DECLARED, "`view` is a shared reference"),
                Note(0, Event.SHARED, "shared borrow by `view` until line 3"),
            ),
        ),
        Line(
            3,
            "    view.len();",
            (ALL, SEEN),
            frozenset({0, 1}),
            (Note(0, Event.BACK, "no longer borrowed"), Note(1, Event.LAST_USE, "last use")),
        ),
        Line(
            4,
            "    drop(run);",
            (GONE, BREAKS),
            frozenset({0}),
            (Note(0, Event.MOVED, "moved"),),
            has_error=True,
        ),
        Line(
            5,
            "}",
            (None, None),
            frozenset({0}),
            (Note(0, Event.DROPPED, "`run` is dropped"),),
        ),
    ),
    others=("a", "b"),
    limits=("Closures without a block are not looked into",),
)


def many(paths: int, code: str = "let first = &station.readings[0];", lines: int = 25) -> Picture:
    """A picture with long names, of as many paths and lines as asked for."""
    names = ("*station.readings", "by_name", "longest_series_of_all", "x", "*first", "total")
    columns = tuple(
        Column(name, "HashMap<String, Vec<Station>>", copies=place % 2 == 1, declared=1)
        for place, name in enumerate(names[:paths])
    )
    note = Note(0, Event.MUTABLE, "mutable borrow by `longest_series_of_all` until line 12")
    return Picture(
        "A longer function",
        columns,
        tuple(
            Line(number, code, (BORROWED,) * paths, frozenset(range(paths)), (note,))
            for number in range(1, lines + 1)
        ),
    )


class Marks(Reader):
    """A page with pictures of permissions."""

    def marks(self) -> dict[tuple[str, str, str], str]:
        """The words of each mark, by line, path and letter."""
        found = [attrs for _, attrs in self.elements if "data-letter" in attrs]
        return {
            (str(mark["data-line"]), str(mark["data-path"]), str(mark["data-letter"])): str(
                mark["aria-label"]
            )
            for mark in found
        }


def read(html: str) -> Marks:
    reader = Marks()
    reader.feed(html)
    return reader


def test_each_mark_says_what_it_means() -> None:
    marks = read(draw(SAMPLE)).marks()
    assert [marks["2", "0", letter] for letter in "RWO"] == [
        "may be read",
        "can't be written",
        "can't be moved",
    ]
    shown = {(line, path) for line, path, _ in marks}
    assert shown == {("1", "0"), ("2", "0"), ("2", "1"), ("3", "0"), ("3", "1"), ("4", "0")}


def test_a_type_that_implements_copy_is_copied() -> None:
    reader = read(draw(many(2, lines=1)))
    assert reader.marks()["1", "1", "O"] == "can't be copied"
    assert reader.text.count("copies") == 1


def test_the_notes_of_a_line_stand_in_the_order_of_the_columns() -> None:
    text = read(draw(SAMPLE)).text
    assert text.index("run: shared borrow by view") < text.index("view is a shared reference")


def test_what_is_left_out_and_the_limits_are_said() -> None:
    page = draw(SAMPLE).partition("<details>")[0]
    assert "Left out, because no permission changes: <code>a</code> and <code>b</code>." in page
    assert "Closures without a block are not looked into." in page
    assert "The compiler reports an error here" in page


def test_markup_in_the_learners_code_stays_text() -> None:
    note = Note(0, Event.MOVED, NASTY)
    picture = Picture(
        NASTY,
        (Column(NASTY, NASTY, copies=True, declared=1),),
        (Line(1, NASTY, (ALL,), frozenset({0}), (note,)),),
        (NASTY,),
        (NASTY,),
    )
    reader = read(draw(picture))
    assert "script" not in {tag for tag, _ in reader.elements}
    # The title, the column's head, the code, and the note, the others and the limit said twice.
    assert reader.text.count(NASTY) >= 6


def test_a_picture_without_paths_shows_the_code_and_has_no_legend() -> None:
    page = draw(Picture("", (), (Line(1, "let a = 1;", ()),), ("a",)))
    assert "Left out, because no permission changes: <code>a</code>." in page
    assert "--ws-paths: 1" in page
    assert "may be read" not in page


def test_colors_come_from_the_style_sheet_alone() -> None:
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(", draw(SAMPLE))


def test_code_is_highlighted_and_loses_its_common_indentation() -> None:
    picture = Picture("", (), (Line(1, "fn f() {", ()), Line(2, "    let x = 1;", ())))
    inner = Picture("", (), (Line(2, "    let x = 1;", ()), Line(3, "\t\tx.y();", ())))
    assert re.findall(r"--ws-indent: (\d+)", draw(picture)) == ["0", "4"]
    assert re.findall(r"--ws-indent: (\d+)", draw(inner)) == ["0", "4"]
    assert '<span class="ws-hl-kd">let</span>' in draw(inner)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (None, ""),
        (ALL, "own"),
        (BORROWED, "shared borrowed"),
        (TAKEN, "mutable borrowed"),
        (VIEW, "shared"),
        (EDIT, "mutable"),
        (SEEN, "gone"),
        (GONE, "gone"),
        (BREAKS, "gone"),
    ],
)
def test_the_trace_says_how_a_path_goes_on(state: State | None, expected: str) -> None:
    assert trace(state) == expected


@pytest.mark.parametrize(
    ("state", "has", "expected"),
    [
        (ALL, True, "ws-has ws-own"),
        (SEEN, True, "ws-has ws-unused"),
        (BORROWED, False, "ws-lacks ws-shared"),
        (TAKEN, False, "ws-lacks ws-mutable"),
        (GONE, False, "ws-lacks ws-move"),
        (BREAKS, False, "ws-lacks ws-error"),
        (VIEW, False, "ws-lacks ws-plain"),
    ],
)
def test_an_open_mark_has_the_color_of_its_reason(state: State, has: bool, expected: str) -> None:  # noqa: FBT001
    assert mark_class(state, "R", has=has) == f"ws-mark {expected}"


def test_what_was_never_there_keeps_its_gray() -> None:
    for kind, letters in (
        (Kind.NOT_MUT, "W"),
        (Kind.SHARED_REFERENCE, "WO"),
        (Kind.REFERENCE, "O"),
    ):
        moved = replace(GONE, reasons=(*GONE.reasons, Reason(kind)))
        for letter in "RWO":
            color = "plain" if letter in letters else "move"
            assert mark_class(moved, letter, has=False) == f"ws-mark ws-lacks ws-{color}"


def test_a_picture_that_needs_more_room_changes_its_form_earlier() -> None:
    assert room_classes(many(1, "x;")) == "ws-beside-460 ws-flat-300"
    assert room_classes(many(6)) == "ws-beside-never ws-flat-never"
    assert room_classes(many(1, "x" * 90)) == "ws-beside-never ws-flat-460"


def test_the_style_sheet_knows_every_width() -> None:
    known = {int(width) for width in re.findall(r"\.ws-beside-(\d+)", style_sheet())}
    assert known == {int(width) for width in re.findall(r"\.ws-flat-(\d+)", style_sheet())}
    assert known == set(STEPS)


@pytest.fixture
def shown(
    tmp_path: Path, offline_page: OfflinePage, http_folder: Callable[[Path], str]
) -> Callable[..., Page]:
    """Show pictures on a page of a theme and a width."""

    def show(*pictures: Picture, theme: str = "light", width: int = 1200) -> Page:
        figures = "".join(map(draw, pictures))
        (tmp_path / "page.html").write_text(
            f'<!doctype html><html lang="en" data-theme="{theme}"><meta charset="utf-8">'
            f"<title>Pictures</title><style>{style_sheet()}</style><main style='background: #888'>"
            f"<h1>Pictures</h1>{figures}</main></html>",
            encoding="utf-8",
        )
        offline_page.page.set_viewport_size({"width": width, "height": 800})
        return offline_page.open(f"{http_folder(tmp_path)}/page.html")

    return show


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_axe_finds_nothing_in_permissions(
    theme: str, width: int, npm_packages: Path, shown: Callable[..., Page]
) -> None:
    page = shown(SAMPLE, many(6, lines=3), theme=theme, width=width)
    for summary in page.get_by_text("The same in words").all():
        summary.click()
    page.add_script_tag(path=npm_packages / "axe-core" / "axe.min.js")
    found = page.evaluate("async () => (await axe.run()).violations.map(v => v.id + v.help)")
    assert found == []


@pytest.mark.parametrize("width", [1200, 390])
def test_it_is_a_table_for_a_screen_reader(width: int, shown: Callable[..., Page]) -> None:
    page = shown(SAMPLE, width=width)
    table = page.get_by_role("table")
    heads = table.get_by_role("columnheader")
    assert [head.strip() for head in heads.all_inner_texts()][:2] == ["Line", "Code"]
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="2"))
    assert row.get_by_role("img", name="may be read", exact=True).count() == 2
    assert row.get_by_role("cell").count() == 4


def sticks_out(page: Page) -> list[str]:
    """What is wider than its place: a table that must scroll, and notes that cover a trace."""
    wide = "found => found.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML)"
    found = page.locator(".ws-scroll, .ws-permissions td").evaluate_all(wide)
    return list(found)


@pytest.mark.parametrize("width", [1200, 860, 560, 390])
def test_nothing_sticks_out_or_scrolls(width: int, shown: Callable[..., Page]) -> None:
    pictures = (SAMPLE, many(1), many(2), many(6), many(2, "x.iter()" * 12))
    assert sticks_out(shown(*pictures, width=width)) == []


def test_notes_go_below_their_line_where_it_is_narrow(shown: Callable[..., Page]) -> None:
    page = shown(SAMPLE)
    code, notes = page.locator("td.ws-code-cell").nth(1), page.locator("td.ws-notes").nth(1)
    mark = page.locator('[data-line="2"][data-path="0"]')

    def places(side: str) -> set[float]:
        return set(mark.evaluate_all(f"found => found.map(e => e.getBoundingClientRect().{side})"))

    def below() -> bool:
        first, second = code.bounding_box(), notes.bounding_box()
        assert first
        assert second
        return second["y"] >= first["y"] + first["height"] - 1

    assert not below()
    assert len(places("y")) == 1
    page.set_viewport_size({"width": 560, "height": 800})
    assert below()
    assert len(places("y")) == 1
    page.set_viewport_size({"width": 360, "height": 800})
    assert below()
    assert len(places("x")) == 1


@pytest.mark.parametrize("width", [1200, 390])
def test_the_trace_has_no_gap(width: int, shown: Callable[..., Page]) -> None:
    """From the first mark of `run` to its drop its cells lie one below the other."""
    cells = shown(SAMPLE, width=width).locator("tbody td.ws-path:nth-of-type(2)")
    boxes = [box for box in (cell.bounding_box() for cell in cells.all()) if box]
    assert len(boxes) == len(SAMPLE.lines)
    for box, following in pairwise(boxes):
        assert box["y"] + box["height"] == pytest.approx(following["y"], abs=0.6)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_filled_and_open_marks_differ_without_color(theme: str, shown: Callable[..., Page]) -> None:
    page = shown(SAMPLE, theme=theme)
    paper = page.locator(".ws-picture").evaluate("e => getComputedStyle(e).backgroundColor")
    marks = """found => found.map(mark => [
        mark.classList.contains("ws-lacks"), getComputedStyle(mark).backgroundColor])"""
    found = page.locator("[data-letter]").evaluate_all(marks)
    assert {is_open for is_open, _ in found} == {True, False}
    assert all((back == paper) == is_open for is_open, back in found)
