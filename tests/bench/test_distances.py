"""The whole benchmark, with tiny inputs, in a clone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workshop import cli
from workshop.bench import extras
from workshop.bench.steps import STEPS

pytestmark = [pytest.mark.cargo, pytest.mark.slow]

KEYS = {"command", "date", "machine", "versions", "unit", "data", "labels", "seconds"}
KEYS |= {
    "cpu",
    "peak_mib",
    "threads",
    "conversion",
    "ticks",
    "limit",
    "left_out",
    "skipped",
    "sources",
    "load",
}
WANTED = {"numba": "numba", "c": "gcc", "fortran": "gfortran"}


def test_every_step_runs_and_everything_is_written(
    clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(extras, "_POINTS", 1_000)
    monkeypatch.setattr(extras, "_ROUNDS", 1_000)
    monkeypatch.setattr(extras, "_CALL", 0.05)
    output = clone / "work" / "out.json"
    words = ["bench", "distances", "--n", "40,90", "--data", "clusters", "--output", str(output)]
    assert cli.main(words, clone) == 0
    said = capsys.readouterr().out
    facts = json.loads(output.read_text(encoding="utf-8"))
    measured, left_out = set(facts["seconds"]), set(facts["left_out"])
    assert measured | left_out == set(STEPS)
    assert left_out <= set(WANTED)
    for id in left_out:
        assert f"{WANTED[id]} is not installed" in said
    assert set(facts) == KEYS
    assert list(facts["labels"]) == [id for id in STEPS if id in measured]
    for key in ("seconds", "cpu"):
        assert all(set(facts[key][id]) == {"40", "90"} for id in measured)
    assert set(facts["peak_mib"]) == measured
    assert set(facts["threads"]["wall"]) == set(facts["threads"]["cpu"])
    assert "1" in facts["threads"]["wall"]
    assert set(facts["ticks"]) == {"parallel", "detach", "parallel_seconds", "detach_seconds"}
    assert facts["conversion"]["points"] == 1_000
    assert facts["command"] == f"./workshop bench distances {' '.join(words[2:])}"
    for name in ("distances", "distances-loops", "distances-threads"):
        assert f"{Path('work', 'bench', name)}.svg" in said
        assert (clone / "work" / "bench" / f"{name}.svg").is_file()
    assert list((clone / "work" / "bench").glob("*.npy")) == []


def test_mistakes_are_usage_errors(capsys: pytest.CaptureFixture[str]) -> None:
    for words, said in (
        (["distances", "--steps", "tree"], "no step 'tree'"),
        (["distances", "--data", "x"], "no data set 'x'"),
        (["distances", "--n", "x"], "--n takes integers"),
        (["loop", "--n", "5"], "--n is an option of `workshop bench distances` alone."),
        (["cells", "--with-numba"], "--with-numba is an option of"),
        (["calls", "--n", "5"], "--n is an option of `workshop bench distances` alone."),
        (["loop", "--output", "x"], ", `trees`, `calls` and `permissions` alone."),
        (["trees", "--n", "5"], "--n is an option of `workshop bench distances` alone."),
        *(
            ([name, "--output", "."], "--output names a file, and . is a folder.")
            for name in ("distances", "trees", "calls")
        ),
        (["distances", "--with-pykdtree"], "`--with-pykdtree` is an option of `workshop bench tr"),
        (
            ["calls", "--all"],
            "--all is an option of `workshop bench trees` and `bench permissions`.",
        ),
    ):
        assert cli.main(["bench", *words]) == 2
        assert said in capsys.readouterr().err
