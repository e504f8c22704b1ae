"""The committed measurement belongs to the code that is committed, and to an idle machine."""

from __future__ import annotations

import json
from pathlib import Path

from documents import ROOT
from workshop.bench.sources import code_of, source_digests
from workshop.learner.project import Project

FACTS = json.loads((ROOT / "lessons" / "data" / "distances.json").read_text(encoding="utf-8"))
AGAIN = "Measure again: ./workshop bench distances, with the options in the file's `command`."


def test_the_committed_numbers_are_those_of_the_committed_code() -> None:
    now = source_digests(Project(ROOT), FACTS["labels"])
    changed = [id for id, digest in FACTS["sources"].items() if digest != now[id]]
    assert changed == [], AGAIN
    assert FACTS["sources"].keys() == FACTS["labels"].keys()


def test_the_committed_numbers_are_those_of_an_idle_machine() -> None:
    assert FACTS["load"]["signs"] == [], AGAIN
    assert FACTS["left_out"] == FACTS["skipped"] == {}


def test_comments_and_empty_lines_are_not_measured(tmp_path: Path) -> None:
    file = tmp_path / "lib.rs"
    file.write_text("//! What it does.\n\n/// A docstring.\n#[inline]\nfn f() {\n    // why\n}\n")
    assert code_of(file) == "#[inline]\nfn f() {\n}"
