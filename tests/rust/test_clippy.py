"""Clippy's advice comes after a pass, is about the learner's own crate, and delays nothing."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal, command
from components import find_component
from shop import Shop
from workshop import cli
from workshop.course.catalog import Exercise
from workshop.learner.project import Project
from workshop.notebook.exercise_magics import ExerciseCells, Shown
from workshop.process.sandbox import Cancelled
from workshop.rust.clippy import advice
from workshop.rust.diagnostics import Diagnostic

pytestmark = pytest.mark.cargo


@pytest.fixture(autouse=True)
def clippy() -> str:
    """Clippy, whose advice it is."""
    return find_component("cargo-clippy")


RETURN = "pub fn answer() -> i32 {\n    return 42;\n}\n"
TEST = "assert_eq!(answer(), 42);"


def advice_on(
    shop: Shop,
    exercise: Exercise,
    *,
    seconds: float | None = None,
    cancel: threading.Event | None = None,
) -> tuple[Diagnostic, ...]:
    """What clippy says of the learner's copy."""
    return advice(shop.work.path(exercise), shop.work.target, seconds=seconds, cancel=cancel)


@pytest.fixture
def exercise(shop: Shop) -> Exercise:
    """An exercise that has passed; only then is advice asked for."""
    made = shop.rust("polished", RETURN, TEST)
    assert shop.check(made).passed
    return made


def test_the_learners_crate_is_judged(shop: Shop) -> None:
    exercise = shop.extension("polished", "return Ok(1);")
    assert shop.check(exercise).passed
    found = advice_on(shop, exercise)
    assert [piece.message for piece in found] == ["unneeded `return` statement"]
    assert all(
        place.file.startswith("work/probe/polished/src/") for d in found for place in d.spans
    )


def test_clean_code_needs_no_advice(shop: Shop, exercise: Exercise) -> None:
    shop.write(exercise, RETURN.replace("return 42;", "42"))
    assert advice_on(shop, exercise) == ()


def test_advice_speaks_of_the_content_that_lies_there(shop: Shop, exercise: Exercise) -> None:
    assert advice_on(shop, exercise)
    file = shop.write(exercise, RETURN.replace("return 42;", "42"))
    os.utime(file, (1, 1))
    assert shop.check(exercise).passed
    assert advice_on(shop, exercise) == ()


def test_without_clippy_there_is_none(
    shop: Shop, exercise: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PATH", "CARGO_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assert advice_on(shop, exercise) == ()


def test_it_takes_no_longer_than_it_may(shop: Shop, exercise: Exercise) -> None:
    script = "fn main() { std::thread::sleep(std::time::Duration::from_secs(600)) }"
    (shop.work.ensure_copy(exercise) / "build.rs").write_text(script)
    assert advice_on(shop, exercise, seconds=0.5) == ()


def test_it_can_be_cancelled(shop: Shop, exercise: Exercise) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        advice_on(shop, exercise, cancel=cancel)


def test_a_check_prints_it_after_the_verdict(
    shop: Shop, exercise: Exercise, capsys: pytest.CaptureFixture[str]
) -> None:
    advice_on(shop, exercise)  # what clippy compiles once
    assert cli.main(["check", exercise.id], shop.root) == 0
    said = capsys.readouterr().out
    assert said.index("✓ probe-polished") < said.index("You have passed or skipped")
    assert said.index("You have passed or skipped") < said.index("Optional polish")
    shop.write(exercise, RETURN.replace("42", "41"))
    assert cli.main(["check", exercise.id], shop.root) == 1
    assert "Optional polish" not in capsys.readouterr().out


def test_a_notebook_shows_it_folded_below_the_pass(shop: Shop, exercise: Exercise) -> None:
    advice_on(shop, exercise)  # what clippy compiles once
    shown: list[object] = []
    cells = ExerciseCells(Project(shop.root), shop.root, shown.append, lambda _text: None)
    cells.check(exercise.id)
    _verdict, polish = shown
    assert isinstance(polish, Shown)
    assert "<details><summary>Optional polish" in polish.html
    assert "unneeded `return` statement" in polish.html
    assert "unneeded `return` statement" in polish.text


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have such terminals")
def test_a_watch_adds_it_below_and_a_save_takes_it_away(shop: Shop, exercise: Exercise) -> None:
    with Terminal(command(shop.root, "watch", exercise.id)) as terminal:
        screen = terminal.see("unneeded `return` statement")
        assert screen.index("q quit") < screen.index("Optional polish")
        shop.write(exercise, RETURN.replace("42", "41"))
        terminal.see("returned   41")
        assert "Polish" not in terminal.screen
