"""What clippy says after a pass of an answer to an exercise of `bridges`."""

from __future__ import annotations

import pytest

from answers import RIGHT
from components import find_component
from replica import exercise, place, verdict_on
from workshop.rust import clippy


@pytest.mark.cargo
@pytest.mark.parametrize(
    ("id", "answer"),
    [
        ("bridges-cffi", "unsafe-without-a-reason"),
        ("bridges-c", "unsafe-expression-and-no-comment"),
    ],
)
def test_an_unsafe_block_without_a_reason_passes_and_is_named(id: str, answer: str) -> None:
    find_component("cargo-clippy")
    asked = exercise(id)
    verdict = verdict_on(id, RIGHT / id / f"{answer}.rs")
    assert verdict.passed
    found = clippy.advice(place().path(asked), place().target)
    assert [piece.message for piece in found] == ["unsafe block missing a safety comment"]
