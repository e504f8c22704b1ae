"""The measurement of permissions counts what is there; how fast it is, a test does not ask."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import bench
from benchmarks import permissions
from benchmarks.snippets import Snippet, snippets
from documents import ROOT
from workshop.base.errors import UsageError

VIEW = """\
fn main() {
    let mut run = vec![3.5, 4.0];
    let view = &run;
    println!("{}", view.len());
    run.push(4.5);
}
"""
SOURCES = {
    "view": VIEW,
    "nothing": "fn main() {}\n",
    "wrong": "fn main() { let x: f64 = 1; }\n",
    "moved": "fn main() { let run = vec![1]; let kept = run; run.len(); kept.len(); }\n",
    "part": "mod account;\nfn main() {}\n",
}


def test_every_cell_and_every_solution_is_a_program() -> None:
    found = {one.name: one for one in snippets(ROOT)}
    pages = {name.partition(":")[0] for name in found if name.startswith("lessons/")}
    assert {"lessons/borrows.md", "lessons/moves.md", "lessons/threads.md"} <= pages
    assert "solutions/ownership/borrow/src/lib.rs" in found
    assert not any(one.source.lstrip().startswith("%%rust") for one in found.values())


def test_what_is_measured_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(permissions, "_REPEATS", 1)
    programs = [Snippet(name, code, code) for name, code in SOURCES.items()]
    monkeypatch.setattr(permissions, "snippets", lambda _root: programs)
    file = tmp_path / "permissions.json"
    assert bench.main(["permissions", "--all", "--output", str(file)]) == 0
    facts = json.loads(file.read_text(encoding="utf-8"))
    assert facts["command"] == "workshop bench permissions --all"
    assert {"date", "machine", "versions"} <= set(facts)
    found = facts["snippets"]
    assert (found["all"], found["parts of crates"], found["with a table"]) == (5, 1, 2)
    assert found["with a borrow error"] == 1
    assert found["without"]["E0308"] == 1
    assert facts["paths"]["something happens"] == 3
    for size in permissions.SIZES:
        times = facts["seconds"][str(size)]
        assert times["calls of rustc"] == 2
        assert 0 < times["minimum"] <= times["median"]
    asked = facts["agreement"]
    assert asked["agree"] == asked["asked singly"] > 0
    assert "2 calls" in capsys.readouterr().out


def test_only_this_measurement_has_options() -> None:
    with pytest.raises(UsageError, match="`bench loop` has no option --all"):
        bench.main(["loop", "--all"])
