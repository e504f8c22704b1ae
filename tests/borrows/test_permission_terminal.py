"""Permissions drawn for a terminal: nothing of a picture is lost, however wide the terminal is."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest

from workshop.base import ansi
from workshop.base.console import replace_unknown_characters
from workshop.borrows.permissions.model import Kind, Reason, State
from workshop.borrows.permissions.picture import Column, Event, Line, Note, Picture
from workshop.borrows.permissions.terminal import draw
from workshop.borrows.text import columns

ALL = State(read=True, write=True, own=True)
BORROWED = State(read=True, write=False, own=False, reasons=(Reason(Kind.SHARED, 2, "view", 3),))
LAST = replace(BORROWED, used_later=False)
GONE = State(read=False, write=False, own=False, used_later=False)
COLUMNS = (
    Column("run", "Vec<f64>", copies=False, declared=9),
    Column("*view", "Vec<f64>", copies=False, declared=10),
)
LINES = (
    Line(
        9,
        "let mut run = vec![3.5, 4.0];",
        (ALL, None),
        frozenset({0}),
        (Note(0, Event.DECLARED, "`run` is declared"),),
    ),
    Line(
        10,
        "let view = &run;",
        (BORROWED, BORROWED),
        frozenset({0, 1}),
        (
            Note(0, Event.SHARED, "shared borrow by `view`"),
            Note(1, Event.DECLARED, "`view` is a shared reference"),
        ),
    ),
    Line(11, "view.len();", (ALL, LAST), frozenset({0, 1})),
    Line(12, "drop(run);", (GONE, LAST), frozenset({0}), has_error=True),
)
PICTURE = Picture("Permissions on each line", COLUMNS, LINES, ("count",), ("Macros can't be seen",))
WIDTHS = (40, 60, 80, 120)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wide terminal, where a test says nothing else."""
    monkeypatch.setenv("COLUMNS", "120")


@pytest.mark.usefixtures("at")
def test_marks_stand_in_their_columns_and_notes_behind_them() -> None:
    assert draw(PICTURE, color=False).splitlines() == [
        "Permissions on each line",
        "                                       run  *view",
        "   9 │ let mut run = vec![3.5, 4.0];   RWO        `run` is declared",
        "  10 │ let view = &run;                R··   R··  `run`: shared borrow by `view`",
        "     │                                  ┊     ┊   `view` is a shared reference",
        "  11 │ view.len();                     RWO   r··",
        "✕ 12 │ drop(run);                      ···    ┊",
        "",
        "R read, W write, O own (it may be moved from here); · a permission is missing.",
        "Small letters: it is not used after this line.",
        "┊ in scope, and nothing changes on this line.",
        "✕ the compiler reports an error on this line.",
        "Left out, because no permission changes: `count`.",
        "Macros can't be seen.",
    ]


def test_in_a_narrow_terminal_notes_stand_below_their_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    drawn = draw(PICTURE, color=False).splitlines()
    assert drawn[4:7] == [
        "  10 │ let view = &run;                R··   R··",
        "     │     `run`: shared borrow by `view`",
        "     │     `view` is a shared reference",
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_longer_than_the_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    long = replace(LINES[1], text=f'let view = "{"größe 日本 " * 20}";')
    many = tuple(Column(f"variable_{n}", "i32", copies=True, declared=9) for n in range(9))
    few = replace(PICTURE, lines=(LINES[0], long, *LINES[2:]))
    lines = tuple(
        replace(line, states=(BORROWED,) * 9, shown=frozenset(range(9))) for line in few.lines
    )
    monkeypatch.setenv("COLUMNS", str(width))
    for picture in (few, replace(few, columns=many, lines=lines)):
        drawn = draw(picture, color=False)
        assert max(map(columns, drawn.splitlines())) <= max(width, 60)
        together = re.sub(r"\s|│", "", drawn)
        assert together.count("größe") == 20
        assert together.count("sharedborrowby`view`") == 1


def test_where_columns_do_not_fit_each_path_has_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    many = tuple(Column(f"reading_{n}", "i32", copies=False, declared=9) for n in range(9))
    note = Note(8, Event.MUTABLE, "mutable borrow")
    line = Line(9, "f();", (*[ALL] * 8, GONE), frozenset({0, 8}), (note,))
    monkeypatch.setenv("COLUMNS", "80")
    drawn = draw(Picture("Permissions", many, (line,)), color=False)
    assert drawn.splitlines()[1:4] == [
        "  9 │ f();",
        "    │   reading_0 RWO",
        "    │   reading_8 ···  mutable borrow",
    ]


@pytest.mark.usefixtures("at")
def test_a_long_line_takes_room_only_where_it_has_marks() -> None:
    long = f"// {'long ' * 16}"
    with_marks, without = replace(LINES[1], text=long), Line(10, long, (BORROWED, BORROWED))
    drawn = draw(replace(PICTURE, lines=(LINES[0], without)), color=False).splitlines()
    assert drawn[2:5] == [
        "   9 │ let mut run = vec![3.5, 4.0];   RWO        `run` is declared",
        f"  10 │ {long.rstrip()}",
        "",
    ]
    drawn = draw(replace(PICTURE, lines=(LINES[0], with_marks)), color=False).splitlines()
    assert drawn[3] == f"  10 │ {long.rstrip()}"
    assert drawn[4].startswith(f"     │ {'':63}   R··   R··")


@pytest.mark.usefixtures("at")
@pytest.mark.parametrize(("count", "shown"), [(7, "1 2 3 4 5 6 7 8 9"), (8, "1 ⋮ 7 8 9")])
def test_a_long_stretch_without_any_path_is_left_out(count: int, shown: str) -> None:
    idle = tuple(Line(number, "// text", (None, None)) for number in range(1, count + 1))
    last = [replace(LINES[0], number=number) for number in range(count + 1, 10)]
    drawn = draw(replace(PICTURE, lines=(*idle, *last)), color=False)
    assert " ".join(row.split()[0] for row in drawn.splitlines() if "│" in row) == shown


@pytest.mark.usefixtures("at")
def test_colors_change_no_character() -> None:
    colored = draw(PICTURE, color=True)
    assert "\x1b[" in colored
    assert ansi.plain(colored) == draw(PICTURE, color=False)


@pytest.mark.usefixtures("at")
def test_what_moves_the_cursor_in_a_program_is_not_printed() -> None:
    line = replace(LINES[0], text='\tlet s = "\x1b[2J\x07";\r')
    drawn = draw(replace(PICTURE, lines=(line,)), color=False)
    assert '    let s = "?";?' in drawn
    assert all(character.isprintable() or character == "\n" for character in drawn)


@pytest.mark.usefixtures("at")
def test_copies_are_named() -> None:
    copied = replace(COLUMNS[0], copies=True)
    drawn = draw(replace(PICTURE, columns=(copied, COLUMNS[1])), color=False)
    assert "O is copied, not moved, where the type implements `Copy`: `run`.\n" in drawn


@pytest.mark.usefixtures("at")
def test_where_nothing_happens_there_is_no_table() -> None:
    drawn = draw(Picture("Permissions", (), LINES, ("count", "sum")), color=False)
    assert drawn == "Permissions\nLeft out, because no permission changes: `count` and `sum`.\n"


@pytest.mark.usefixtures("at")
def test_a_console_without_these_characters_shows_similar_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = io.BytesIO()
    console = io.TextIOWrapper(written, encoding="ascii")
    monkeypatch.setattr("sys.stdout", console)
    replace_unknown_characters()
    console.write(draw(PICTURE, color=False))
    console.flush()
    shown = written.getvalue().decode("ascii")
    assert "  10 | let view = &run;                R--   R--  `run`: shared" in shown
    assert "     |                                  :     :" in shown
    assert "x 12 | drop(run);                      ---    :" in shown
