"""Predictions: which cells an author may ask for, and what would give their answers away."""

from __future__ import annotations

import pytest

from workshop.base.errors import UsageError
from workshop.borrows.permissions.html import Covers, draw, table
from workshop.borrows.permissions.model import Kind, Reason, State
from workshop.borrows.permissions.picture import Column, Event, Line, Note, Picture
from workshop.borrows.permissions.predict import Asked, prediction, read

ALL = State(read=True, write=True, own=True)
BORROWED = State(read=True, write=False, own=False, reasons=(Reason(Kind.SHARED, 3, "view", 5),))
VIEW = State(read=True, write=False, own=False, reasons=(Reason(Kind.SHARED_REFERENCE),))
RUN, VIEWED = 0, 1
PICTURE = Picture(
    "One `run`",
    (
        Column("run", "Vec<f64>", copies=False, declared=2),
        Column("*view", "Vec<f64>", copies=False, declared=3),
    ),
    (
        Line(2, "let mut run = vec![1.0];", (ALL, None), frozenset({RUN})),
        Line(
            3,
            "let view = &run;",
            (BORROWED, VIEW),
            frozenset({RUN, VIEWED}),
            (
                Note(RUN, Event.SHARED, "shared borrow by `view` until line 5"),
                Note(VIEWED, Event.DECLARED, "`view` is a shared reference"),
            ),
        ),
        Line(4, "// a comment", (BORROWED, VIEW)),
        Line(
            5,
            "view.len();",
            (ALL, VIEW),
            frozenset({RUN}),
            (Note(RUN, Event.BACK, "no longer borrowed by `view`"),),
        ),
        Line(6, "run.push(2.0);", (ALL, VIEW)),
        Line(
            7,
            "}",
            (None, None),
            frozenset({RUN}),
            (Note(RUN, Event.DROPPED, "`run` is dropped"),),
        ),
        Line(8, "", (None, None)),
    ),
)


def test_an_author_names_lines_and_paths() -> None:
    assert read("3 run,5  run , 3 *view") == (Asked(3, "run"), Asked(5, "run"), Asked(3, "*view"))
    assert prediction(PICTURE, read("5 run, 3 view, 3 run")).cells == ((1, 0), (1, 1), (3, 0))


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("", "needs lines with paths, such as `2 run, 4 \\*view`\\."),
        ("run 3", "not `run 3`"),
        ("3 run,", "not ``"),
        ("3 run view", "not `3 run view`"),
        ("3 run, 3 run", "names `3 run` twice"),
        ("3 view, 3 *view", "names the cell of `3 \\*view` twice"),
        ("9 run", "`predict: 9 run`: the picture shows the lines 2 to 8"),
        ("3 walk", "line 3 shows the marks of `run` and `\\*view`"),
        ("5 view", "line 5 shows the marks of `run`"),
        ("4 run", "line 4 shows the marks of no path"),
        ("7 run", "line 7 shows the marks of no path"),
    ],
)
def test_what_the_picture_does_not_show_is_a_mistake(option: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        prediction(PICTURE, read(option))


def test_a_shadowed_name_must_be_plain() -> None:
    twice = Picture(
        "",
        (
            Column("run", "u8", copies=True, declared=1),
            Column("run", "i8", copies=True, declared=2),
        ),
        (Line(1, "let run = run as i8;", (ALL, ALL), frozenset({0, 1})),),
    )
    with pytest.raises(UsageError, match="two paths of this name"):
        prediction(twice, read("1 run"))


def test_a_state_is_hidden_until_the_next_marks_of_its_path() -> None:
    assert prediction(PICTURE, read("3 run")).hidden == {(1, RUN), (2, RUN)}
    assert prediction(PICTURE, read("5 run")).hidden == {(3, RUN), (4, RUN)}
    assert prediction(PICTURE, read("3 view")).hidden == {(row, VIEWED) for row in range(1, 5)}


def test_only_notes_that_give_an_answer_away_are_hidden() -> None:
    def notes(option: str) -> list[str]:
        masked = prediction(PICTURE, read(option)).masked
        return [note.text for line in masked.lines for note in line.notes]

    # What is over on line 5 began on line 3.
    assert notes("3 run") == ["`view` is a shared reference", "`run` is dropped"]
    # The end of the borrow is asked for, and that the value is still owned at the end.
    assert notes("5 run") == ["shared borrow by `view`", "`view` is a shared reference"]


def test_a_table_shows_inputs_instead_of_marks_and_no_true_trace_below_them() -> None:
    asked = prediction(PICTURE, read("3 run"))
    html = table(asked.masked, Covers({(1, RUN): "<b>?</b>"}, asked.hidden))
    assert html.count("<b>?</b>") == 1
    assert 'data-line="3" data-path="0"' not in html
    assert 'data-line="3" data-path="1"' in html
    assert "ws-borrowed" not in html
    assert "ws-borrowed" in draw(PICTURE)
    # From half of line 3 over line 4 to half of line 5.
    assert html.count("ws-unknown") == 3
