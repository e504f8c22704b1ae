"""A new exercise from the template keeps the contract from its first minute."""

from __future__ import annotations

import subprocess

import pytest

from shop import Shop
from workshop.check import check
from workshop.errors import UsageError
from workshop.new import make
from workshop.toolchain import find_program


@pytest.mark.parametrize("kind", ["rust", "extension"])
def test_starter_fails_as_declared_and_solution_passes(shop: Shop, kind: str) -> None:
    assert make(shop.root, f"sample-{kind}-kind", kind) == 0
    exercise = shop.catalog.exercise(f"sample-{kind}-kind")
    starter = shop.check(exercise)
    assert tuple(test.name for test in starter.failed_tests) == exercise.fails_in
    assert starter.hint is not None
    solution = check(shop.work, exercise, shop.work.solution(exercise), note=lambda _text: None)
    assert solution.passed
    wrong = shop.root / "tests" / "wrong_answers" / exercise.id / "does-nothing.rs"
    shop.write(exercise, wrong.read_text(encoding="utf-8"))
    assert not shop.check(exercise).passed


@pytest.mark.parametrize("kind", ["rust", "extension"])
def test_what_is_written_is_formatted(shop: Shop, kind: str) -> None:
    make(shop.root, "sample-form", kind)
    sources = [str(file) for file in shop.root.rglob("*.rs")]
    command = [find_program("rustfmt"), "--edition", "2024", "--check"]
    assert subprocess.run([*command, *sources], check=False).returncode == 0


@pytest.mark.parametrize("id", ["swap", "Ownership-Swap", "ownership/swap", "-swap", "a b-c"])
def test_an_id_is_topic_and_stage(shop: Shop, id: str) -> None:
    with pytest.raises(UsageError, match="topic-stage"):
        make(shop.root, id, "rust")


def test_an_exercise_is_never_overwritten(shop: Shop) -> None:
    make(shop.root, "sample-twice", "rust")
    with pytest.raises(UsageError, match="exists already"):
        make(shop.root, "sample-twice", "extension")
