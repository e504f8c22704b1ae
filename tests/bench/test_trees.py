"""The whole benchmark of the trees, with tiny inputs, in a clone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workshop import cli
from workshop.bench import trees
from workshop.bench.datasets import DATASETS
from workshop.bench.tree_report import trees_table
from workshop.bench.tree_rounds import Amounts
from workshop.bench.tree_steps import MEASURED, SLOPES, TREES

pytestmark = [pytest.mark.cargo, pytest.mark.slow]

KEYS = {"command", "date", "machine", "versions", "unit", "data", "labels", "sources", "threads"}
KEYS |= {"seconds", "build", "settings", "ratio", "geometric_mean", "least_ratio", "slopes"}
KEYS |= {"left_out", "load"}
FEW = Amounts(sizes=(60,), slopes=(30, 60), most_for_brute_force=30, enough=0.0)


def test_every_tree_finds_the_same_and_everything_is_written(
    clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(trees, "AMOUNTS", FEW)
    output = clone / "work" / "trees.json"
    assert cli.main(["bench", "trees", "--output", str(output)], clone) == 0
    said = capsys.readouterr().out
    facts = json.loads(output.read_text(encoding="utf-8"))
    assert set(facts) == KEYS
    assert facts["command"] == f"./workshop bench trees --output {output}"
    measured = [id for id in MEASURED if id not in facts["left_out"]]
    assert set(facts["left_out"]) <= {"pykdtree"}
    assert list(facts["labels"]) == list(facts["sources"]) == measured
    assert list(facts["seconds"]) == list(facts["data"]) == list(DATASETS)
    for key in ("seconds", "build"):
        for dimensions in facts[key].values():
            assert list(dimensions) == ["2", "3"]
            for sizes in dimensions.values():
                assert list(sizes["60"]) == [id for id in measured if id in TREES]
    assert {id: list(row) for id, row in facts["slopes"].items()} == {
        id: ["30"] if id == "detach" else ["30", "60"] for id in SLOPES
    }
    assert set(facts["settings"]["line"]["3"]["60"]) == {
        "balanced_tree",
        "compact_nodes",
        "leafsize",
    }
    assert facts["versions"]["kiddo"]
    assert "900 distinct references, repeated" in said
    for id in facts["left_out"]:
        assert f"Left out: {MEASURED[id].label}. {id} is not installed" in said
    assert f"{Path('work', 'bench', 'distances-trees.svg')}" in said
    assert (clone / "work" / "bench" / "distances-trees.svg").is_file()
    assert len(trees_table(facts).splitlines()) == 2 + 10 + 2
    assert [entry.name for entry in (clone / "work" / "bench").iterdir() if entry.is_dir()] == []
