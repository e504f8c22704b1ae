from __future__ import annotations

import json
from pathlib import Path

import pytest

from workshop.bench.measure import cpu_seconds, human_time, write_measurement
from workshop.bench.tables import measured_table


def test_cpu_seconds_is_the_time_of_one_call() -> None:
    short = cpu_seconds(lambda: sum(range(1_000)), enough=0.02)
    long = cpu_seconds(lambda: sum(range(100_000)), enough=0.02)
    assert 10 < long / short < 1_000


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(12.8, "13 s"), (1.116, "1.1 s"), (0.0735, "74 ms"), (0.0006, "600 µs"), (4.2e-8, "42 ns")],
)
def test_human_time_keeps_the_digits_that_mean_something(seconds: float, text: str) -> None:
    assert human_time(seconds) == text


def test_measurement_says_on_what_and_by_what_it_was_made(tmp_path: Path) -> None:
    file = tmp_path / "data" / "x.json"
    results = {"unit": "s", "labels": {"a": "Way A"}, "seconds": {"a": {"10": 0.5}}}
    write_measurement(file, command="python x.py", results=results, packages=("numpy",))
    facts = json.loads(file.read_text(encoding="utf-8"))
    assert facts["command"] == "python x.py"
    assert set(facts["versions"]) == {"python", "rustc", "numpy"}
    assert facts["machine"]["cores"] >= 1
    table = measured_table(facts)
    assert "| Way A | 500 ms |" in table
    assert "with `python x.py`" in table
