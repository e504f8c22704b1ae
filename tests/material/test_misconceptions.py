"""What learners believe is asked about, and seen to fail, in parts A, B and E.

A cell that shows a belief fail says so in the line above it: `% fails: m-stale-import`.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from workshop.course import quiz
from workshop.course.catalog import Catalog

ROOT = Path(__file__).resolve().parents[2]
GROUPS = ("First Rust", "Boundary", "Ownership", "Values", "Bridges")
LATER = {"m-lend-list"}
"""Needs a list at the border: part C shows it."""
MEASURED = {"m-low-level-fast", "m-call-is-free", "m-more-ranks", "m-tests-find-reads"}
"""A table of measurements shows it on the page, or what a terminal prints there."""
KNOWN = (ROOT / "lessons" / "misconceptions.toml").read_text(encoding="utf-8")
PAGES = [e.file.read_text(encoding="utf-8") for e in Catalog(ROOT).episodes]
ASKED = {o.misconception for q in quiz.read_all(ROOT).values() for o in q.options}
SHOWN = {id for page in PAGES for id in re.findall(r"(?m)^% fails: (m-.+)$", page)}
ANSWERED = {
    facts.get("misconception")
    for file in (ROOT / "tests" / "wrong_answers").glob("*/wrong.toml")
    for facts in tomllib.loads(file.read_text(encoding="utf-8")).values()
}


def believed(group: str) -> list[str]:
    """The misconceptions below one heading of the file."""
    found = re.search(rf"(?ms)^# {group}$(.*?)(?=^# |\Z)", KNOWN)
    assert found, group
    return list(tomllib.loads(found[1]))


@pytest.mark.parametrize("id", [id for group in GROUPS for id in believed(group)])
def test_a_belief_is_asked_about_and_seen_to_fail(id: str) -> None:
    if id not in LATER:
        assert id in ASKED, "no question has it behind a wrong option"
        shown = SHOWN | ANSWERED | MEASURED
        assert id in shown, "no wrong answer has it, and no cell says `% fails: …`"


def test_cells_name_beliefs_that_are_known() -> None:
    assert set(tomllib.loads(KNOWN)) >= SHOWN


def test_a_cell_stands_behind_every_mark() -> None:
    for page in PAGES:
        for mark in re.finditer(r"(?m)^% fails: m-.+$", page):
            rest = re.sub(r"\A(?:\s*% [^\n]*\n)*\s*", "", page[mark.end() :])
            assert rest.startswith(("```{code-cell}", ":::{workshop-permissions}")), rest[:80]
