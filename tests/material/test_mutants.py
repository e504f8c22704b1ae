"""No small change of a right answer passes an exercise's tests, but those that change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from answers import right_answers
from mutants import EQUIVALENT, equivalent, mutants_of
from replica import EXERCISES, ROOT, verdict_on
from workshop.course.declarations import read_toml

RUST = sorted(id for id, asked in EXERCISES.items() if asked.files[0].endswith(".rs"))


def mutated(id: str) -> list[tuple[str, Path]]:
    """What is changed: each file of the solution, and the other way that the page shows.

    Each with the file of the exercise that it replaces.
    """
    asked = EXERCISES[id]
    files = [file for file in asked.files if file.endswith(".rs")]
    solved = [(file, ROOT / "solutions" / asked.path / file) for file in files]
    return [*solved, *((files[0], another) for another in right_answers(id)[:1])]


@pytest.mark.cargo
@pytest.mark.more
@pytest.mark.parametrize("id", RUST)
def test_no_mutant_passes(id: str, tmp_path: Path) -> None:
    """Where this fails, a test value is missing; or nobody can see the change: then say why."""
    survivors = set(surviving(id, tmp_path))
    assert survivors - set(equivalent(id)) == set(), "these changes pass"
    assert set(equivalent(id)) - survivors == set(), f"{EQUIVALENT.name} names what is noticed"


def surviving(id: str, folder: Path) -> Iterator[str]:
    for replaced, answer in mutated(id):
        for number, mutant in enumerate(mutants_of(answer.read_text(encoding="utf-8"))):
            file = folder / f"{answer.parent.name}-{answer.stem}-{number}.rs"
            file.write_text(mutant.source, encoding="utf-8")
            if verdict_on(id, file, replaced).passed:
                yield mutant.name


def test_equivalent_mutants_belong_to_exercises() -> None:
    assert set(read_toml(EQUIVALENT)) <= set(RUST)


def test_a_change_is_named_by_its_line() -> None:
    source = 'fn f(x: f64) -> f64 {\n    print!("x");\n    if x > -1.5 {\n        x\n    }\n}\n'
    assert [mutant.name for mutant in mutants_of(source)] == [
        "fn f(x: f64) -> f64 { ==> Default::default()",
        'print!("x"); ==> nothing',
        'print!("x"); ==> print!("");',
        "if x > -1.5 { ==> if false {",
        "if x > -1.5 { ==> if true {",
        "if x > -1.5 { ==> if x < -1.5 {",
        "if x > -1.5 { ==> if x >= -1.5 {",
        "if x > -1.5 { ==> if x > 1.5 {",
        "if x > -1.5 { ==> if x > -2.5 {",
    ]
