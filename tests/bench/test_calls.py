"""The whole benchmark of calls, with few samples, in a clone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workshop import cli
from workshop.bench import calls
from workshop.bench.call_rounds import Amounts
from workshop.bench.call_rows import GROUPS, MADE, ROWS
from workshop.bench.tables import measured_table

pytestmark = [pytest.mark.cargo, pytest.mark.slow]

KEYS = {"command", "date", "machine", "versions", "unit", "groups", "labels", "sources", "ns"}
KEYS |= {"rounds", "loop_ns", "memory", "left_out", "load"}
FEW = Amounts(rounds=2, sample=0.0, enough=0.0, objects=20_000, bank=200, times=3)


def test_every_row_runs_and_everything_is_written(
    clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(calls, "AMOUNTS", FEW)
    output = clone / "work" / "calls.json"
    assert cli.main(["bench", "calls", "--output", str(output)], clone) == 0
    said = capsys.readouterr().out
    facts = json.loads(output.read_text(encoding="utf-8"))
    assert set(facts) == KEYS
    assert facts["command"] == f"./workshop bench calls --output {output}"
    assert list(facts["groups"]) == list(GROUPS)
    measured = {f"{group}.{way}" for group, ways in facts["ns"].items() for way in ways}
    assert measured | set(facts["left_out"]) == set(ROWS)
    assert {id.partition(".")[2] for id in facts["left_out"]} <= {
        f"{tool}{alone}" for tool in ("cffi", "ctypes") for alone in ("", "_function")
    }
    assert set(facts["sources"]) == measured
    for group, ways in facts["ns"].items():
        for way, value in ways.items():
            assert value == min(facts["rounds"][group][way])
            assert len(facts["rounds"][group][way]) == FEW.rounds
    assert set(facts["memory"]["bytes_per_object"]) == set(MADE)
    assert all(16 < size < 500 for size in facts["memory"]["bytes_per_object"].values())
    assert set(facts["memory"]["growth_mib"]) == {"python", "rust", "rust_mutex", "bank"}
    assert "a function that does nothing" in said
    assert f"Numbers: {Path('work', 'calls.json')}" in said
    assert len(measured_table(facts).splitlines()) == 2 + len(measured) + 2
    assert [entry.name for entry in (clone / "work" / "bench").iterdir() if entry.is_dir()] == []
