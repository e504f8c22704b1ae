"""The committed measurement belongs to the code that is committed, and to an idle machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from documents import ROOT
from workshop.bench.call_rows import ROWS
from workshop.bench.sources import code_of, row_digests, source_digests, tree_digests
from workshop.bench.steps import STEPS
from workshop.bench.tree_steps import MEASURED
from workshop.learner.project import Project

DIGESTS = {
    "distances": (source_digests, list(STEPS)),
    "trees": (tree_digests, list(MEASURED)),
    "calls": (row_digests, list(ROWS)),
}
FACTS = {
    name: json.loads((ROOT / "lessons" / "data" / f"{name}.json").read_text(encoding="utf-8"))
    for name in DIGESTS
}
AGAIN = "Measure again: ./workshop bench {}, with the options in the file's `command`."

each_benchmark = pytest.mark.parametrize("name", DIGESTS)


@each_benchmark
def test_the_committed_numbers_are_those_of_the_committed_code(name: str) -> None:
    digests, ids = DIGESTS[name]
    now, then = digests(Project(ROOT), ids), FACTS[name]["sources"]
    changed = [id for id in then if then[id] != now.get(id)]
    assert changed == [], AGAIN.format(name)
    assert then.keys() == now.keys()


@each_benchmark
def test_the_committed_numbers_are_those_of_an_idle_machine(name: str) -> None:
    assert FACTS[name]["load"]["signs"] == [], AGAIN.format(name)
    assert not FACTS[name]["left_out"]
    assert not FACTS[name].get("skipped")


def test_comments_and_empty_lines_are_not_measured(tmp_path: Path) -> None:
    file = tmp_path / "lib.rs"
    file.write_text("//! What it does.\n\n/// A docstring.\n#[inline]\nfn f() {\n    // why\n}\n")
    assert code_of(file) == "#[inline]\nfn f() {\n}"
