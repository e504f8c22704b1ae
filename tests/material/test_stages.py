"""Stages of a growing program: each starts from the finished code of the one before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from clones import make_clone
from replica import EXERCISES
from stages import MOST_LINES, code_lines, item_problems, stage_problems
from workshop.course.catalog import Exercise, Starter

LONGER = {"accounts-threads: src/account_class.rs": 75}
"""A class in which every method takes another `self`: its lines are many, and alike."""
CONTINUING = sorted(id for id, exercise in EXERCISES.items() if exercise.continues)


def test_every_stage_starts_from_the_solution_of_the_one_before() -> None:
    found = {id: stage_problems(EXERCISES[id], EXERCISES[_before(id)]) for id in CONTINUING}
    assert {id: problems for id, problems in found.items() if problems} == {}


def test_what_a_stage_asks_to_edit_is_short() -> None:
    lengths = {
        f"{id}: {name}": code_lines((EXERCISES[id].folder / name).read_text("utf-8"))
        for id in CONTINUING
        for name in EXERCISES[id].files
        if name not in EXERCISES[id].made_files
    }
    most = {name: LONGER.get(name, MOST_LINES) for name in lengths}
    assert {name: lines for name, lines in lengths.items() if lines > most[name]} == {}


def test_no_stage_continues_itself() -> None:
    for id in CONTINUING:
        seen = [id]
        while EXERCISES[seen[-1]].continues:
            seen.append(_before(seen[-1]))
            assert len(seen) == len(set(seen)), " → ".join(seen)


def _before(id: str) -> str:
    before = EXERCISES[id].continues
    assert before is not None
    return before


# The comparison itself, on two stages that a test writes.

CORE = """\
//! The core.

/// A point.
pub type Point = (f64, f64);
"""
LIB = """\
//! Nearest distances, finished.

mod core;

use crate::core::Point;

// [core]
/// The square of a number.
pub fn square(x: f64) -> f64 {
    x * x // by hand
}
// [end]

/// The distance between two points,
/// in the plane.
#[inline]
#[must_use = "\
    it costs a root"]
pub fn distance(
    a: Point,
    b: Point,
) -> f64 {
    (square(a.0 - b.0) + square(a.1 - b.1)).sqrt()
}

struct Set {
    points: Vec<Point>,
}

impl Set {
    /// How many.
    fn len(&self) -> usize {
        self.points.len()
    }

    fn first(&self) -> Option<&Point> {
        self.points.first()
    }
}
"""
SCRIPT = """\
\"\"\"Measure.\"\"\"

import time
from math import sqrt

REPEATS = 5


def measure(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


class Clock:
    \"\"\"A clock.\"\"\"

    def now(self):
        return time.perf_counter()


if __name__ == "__main__":
    print(measure(lambda: sqrt(2)))
"""


@pytest.fixture
def stages(tmp_path: Path) -> tuple[Exercise, Exercise]:
    """A stage, whose starter is the finished code of the one before, and that one."""
    sources = {"src/core.rs": CORE, "src/lib.rs": LIB, "data/points.csv": "0,0\\n"}
    files = {f"solutions/grow/one/{name}": text for name, text in sources.items()}
    files |= {f"exercises/grow/two/{name}": text for name, text in sources.items()}
    files |= {"solutions/grow/one/Cargo.toml": "one", "exercises/grow/two/Cargo.toml": "two"}
    files |= {"solutions/grow/one/another.rs": "another way"}
    root = make_clone(tmp_path, files=files)
    before = Exercise(
        folder=root / "exercises" / "grow" / "one",
        id="grow-one",
        title="Grow",
        kind="extension",
        minutes=5,
        timeout=5.0,
        files=("src/lib.rs",),
        starter=Starter(code="E0382"),
        hints=(),
        minimum="",
        stretch="",
    )
    folder = root / "exercises" / "grow" / "two"
    return replace(before, folder=folder, id="grow-two", continues="grow-one"), before


def edit(stage: Exercise, name: str, old: str, new: str) -> None:
    file = stage.folder / name
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_finished_code_of_the_stage_before_is_a_good_starter(
    stages: tuple[Exercise, Exercise],
) -> None:
    assert stage_problems(*stages) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("//! Nearest distances, finished.", "//! Another task.\n//!\n//! In more lines."),
        ("// [core]\n", ""),
        ("struct Set {", "/// New.\nfn fresh() {}\n\nstruct Set {"),
        ("mod core;\n", "mod core;\nmod more {\n    fn deep() {}\n}\n"),
        ("    fn first", "    fn fresh(&self) {}\n\n    fn first"),
        ("    /// How many.\n", "    // TODO 1: count two.\n    /// How many, twice.\n"),
        ("        self.points.first()", "        // TODO 2: the first one.\n        None"),
        ("x * x // by hand", "// TODO 1: multiply.\n    0.0"),
        ("struct Set {", "// TODO 1: use `Point` here.\n\nstruct Set {"),
    ],
)
def test_comments_new_items_and_items_with_a_todo_may_differ(
    stages: tuple[Exercise, Exercise], old: str, new: str
) -> None:
    edit(stages[0], "src/lib.rs", old, new)
    assert stage_problems(*stages) == []


def test_a_todo_names_items_in_backticks(stages: tuple[Exercise, Exercise]) -> None:
    names = (
        "// TODO 1: give `distance(a, b)` another\n// name, and `Set::first`, too; not square.\n"
    )
    edit(stages[0], "src/lib.rs", "struct Set {", f"{names}\nstruct Set {{")
    edit(stages[0], "src/lib.rs", "pub fn distance(", "pub fn far(")
    edit(stages[0], "src/lib.rs", "fn first(&self)", "fn first(&mut self)")
    assert stage_problems(*stages) == []
    edit(stages[0], "src/lib.rs", "pub fn square(", "pub fn squared(")
    assert stage_problems(*stages) == [
        "src/lib.rs: fn square is missing, and no TODO names it",
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("mod core;\n", "", "mod core is missing"),
        ("use crate::core::Point;", "use crate::core::*;", "use crate::core::Point is missing"),
        ("x * x // by hand", "x.powi(2)", "fn square has changed"),
        ("/// The square of a number.", "/// The square.", "fn square has changed"),
        ('    it costs a root"]', '    it costs"]', "fn distance has changed"),
        ("    a: Point,\n", "    a: &Point,\n", "fn distance has changed"),
        ("    points: Vec<Point>,", "    points: [Point; 1],", "struct Set has changed"),
        ("    /// How many.\n", "", "impl Set: fn len has changed"),
        ("self.points.first()", "None", "impl Set: fn first has changed"),
        (
            "    fn len(&self) -> usize {",
            "    fn n(&self) -> usize {",
            "impl Set: fn len is missing",
        ),
        ("impl Set {", "#[pymethods]\nimpl Set {", "impl Set has changed"),
    ],
)
def test_an_item_that_no_todo_names_must_stay(
    stages: tuple[Exercise, Exercise], old: str, new: str, problem: str
) -> None:
    edit(stages[0], "src/lib.rs", old, new)
    assert stage_problems(*stages) == [f"src/lib.rs: {problem}, and no TODO names it"]


def test_what_is_not_to_edit_is_equal_byte_for_byte(stages: tuple[Exercise, Exercise]) -> None:
    stage, before = stages
    edit(stage, "src/core.rs", "/// A point.", "/// A point!")
    (stage.folder / "data" / "points.csv").unlink()
    assert stage_problems(stage, before) == [
        "data/points.csv is missing",
        "src/core.rs differs from the solution of grow-one",
    ]
    with_core = replace(stage, files=("src/lib.rs", "src/core.rs"))
    assert stage_problems(with_core, before) == [
        "data/points.csv is missing",
        "src/core.rs: type Point has changed, and no TODO names it",
    ]


def test_a_stage_may_revise_given_files_that_it_names(stages: tuple[Exercise, Exercise]) -> None:
    stage, before = stages
    revised = replace(stage, revised=("src/core.rs", "src/other.rs"))
    assert stage_problems(revised, before) == [
        "revised: grow-one has no src/other.rs",
        "revised: src/core.rs is that of grow-one",
    ]
    edit(stage, "src/core.rs", "/// A point.", "/// A point of an array.")
    assert stage_problems(replace(stage, revised=("src/core.rs",)), before) == []


def test_a_project_may_move_what_it_says(stages: tuple[Exercise, Exercise]) -> None:
    stage, before = stages
    (stage.folder / "src" / "core.rs").rename(stage.folder / "core.rs")
    assert stage_problems(stage, before) == ["src/core.rs is missing"]
    project = replace(stage, kind="project", moved=("src/core.rs",))
    assert stage_problems(project, before) == []
    wrong = replace(stage, kind="project", moved=("src/core.rs", "src/other.rs"))
    assert stage_problems(wrong, before) == ["moved: grow-one has no src/other.rs"]


def test_a_stage_for_home_is_a_branch(stages: tuple[Exercise, Exercise]) -> None:
    stage, before = stages
    at_home = replace(before, home=True)
    assert stage_problems(stage, at_home) == [
        "it is for the room, and continues grow-one, which is for home"
    ]
    assert stage_problems(replace(stage, home=True), at_home) == []
    assert stage_problems(replace(stage, home=True), before) == []


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        ("import time\n", "import time\nimport sys\n", []),
        ('"""Measure."""', '"""Find three faults."""', []),
        ("    work()\n", "    # TODO 1: call it.\n", []),
        ("REPEATS = 5", "# TODO 1: `REPEATS` and `now` tell more.\n\nREPEATS = 7", []),
        ("from math import sqrt\n", "", ["from math import sqrt is missing"]),
        ("REPEATS = 5", "REPEATS = 7", ["REPEATS has changed"]),
        ("    work()\n", "", ["def measure has changed"]),
        ("        return time", "        return 1 + time", ["class Clock: def now has changed"]),
        ("class Clock:", "class Clock(object):", ["class Clock has changed"]),
        ("sqrt(2)))", "sqrt(3)))", ['if __name__ == "__main__": has changed']),
    ],
)  # fmt: skip
def test_items_of_python_follow_the_same_rule(old: str, new: str, problems: list[str]) -> None:
    assert SCRIPT.count(old) == 1
    found = item_problems(SCRIPT, SCRIPT.replace(old, new), ".py")
    assert found == [f"{problem}, and no TODO names it" for problem in problems]


def test_a_file_to_edit_may_be_replaced_as_a_whole(stages: tuple[Exercise, Exercise]) -> None:
    stage, before = stages
    (stage.folder / "src" / "lib.rs").write_text("//! Methods now.\n", encoding="utf-8")
    assert "src/lib.rs: fn square is missing, and no TODO names it" in stage_problems(stage, before)
    assert stage_problems(replace(stage, revised=("src/lib.rs",)), before) == []
