"""What a picture of permissions says in words."""

from __future__ import annotations

from workshop.borrows.permissions.model import Kind, Reason, State
from workshop.borrows.permissions.picture import Column, Event, Line, Note, Picture
from workshop.borrows.permissions.words import mark_words, sentences, state_words

RUN = Column("run", "Vec<f64>", copies=False, declared=1)
COUNT = Column("count", "usize", copies=True, declared=2)
VIEW = Column("*view", "Vec<f64>", copies=False, declared=2)
ALL = State(read=True, write=True, own=True)
BORROWED = State(read=True, write=False, own=False, reasons=(Reason(Kind.SHARED, 2, "view", 3),))
NONE = State(read=False, write=False, own=False, used_later=False)


def said_of(*lines: Line, columns: tuple[Column, ...] = (RUN,)) -> list[str]:
    return sentences(Picture("Permissions", columns, lines))


def test_a_line_says_what_happens_and_what_may_be_done_from_there() -> None:
    note = Note(0, Event.SHARED, "shared borrow by `view` until line 3")
    (said,) = said_of(Line(2, "let view = &run;", (BORROWED,), frozenset({0}), (note,)))
    happens, may = "shared borrow by `view` until line 3", "It may be read, but can't be written"
    assert said == f"Line 2, `run`: {happens}. {may} or moved."


def test_a_name_is_not_said_twice() -> None:
    declared = Note(0, Event.DECLARED, "`run` is declared")
    reference = Note(1, Event.DECLARED, "`view` is a shared reference")
    line = Line(1, "x", (ALL, BORROWED), frozenset({0, 1}), (declared, reference))
    run, view = said_of(line, columns=(RUN, VIEW))
    assert run == "Line 1, `run` is declared. It may be read, written and moved."
    assert view.startswith("Line 1, `view` is a shared reference. ")


def test_a_state_that_is_not_shown_is_not_said() -> None:
    assert said_of(Line(1, "run.len();", (ALL,))) == []
    dropped = Line(2, "}", (None,), frozenset({0}), (Note(0, Event.DROPPED, "`run` is dropped"),))
    assert said_of(dropped) == ["Line 2, `run` is dropped."]


def test_it_says_once_that_a_path_is_not_used_later() -> None:
    moved = Note(0, Event.MOVED, "moved to `kept`")
    last = Note(0, Event.LAST_USE, "last use")
    after_move = Line(3, "x", (NONE,), frozenset({0}), (moved,))
    after_use = Line(3, "x", (NONE,), frozenset({0}), (last,))
    assert said_of(after_move)[0].endswith("written or moved. It isn't used later.")
    assert said_of(after_use)[0] == ("Line 3, `run`: last use. It can't be read, written or moved.")


def test_a_value_that_implements_copy_is_copied() -> None:
    assert state_words(COUNT, ALL) == "It may be read, written and copied."
    assert mark_words(COUNT, "O", has=True) == "may be copied"
    assert mark_words(RUN, "O", has=False) == "can't be moved"


def test_an_error_the_other_variables_and_the_limits_are_said() -> None:
    line = Line(4, "run.push(4.5);", (ALL,), has_error=True)
    limits = ("Closures without a block are not looked into",)
    picture = Picture("Permissions", (RUN,), (line,), ("a", "b", "c"), limits)
    assert sentences(picture) == [
        "Line 4: the compiler reports an error here.",
        "Left out, because no permission changes: `a`, `b` and `c`.",
        "Closures without a block are not looked into.",
    ]
