"""The rows, timed in this process with few samples; those in Rust are timed by test_calls.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workshop.base.errors import EnvironmentBroken
from workshop.bench import call_tasks
from workshop.bench.building import LeftOut
from workshop.bench.call_making import CallBuilder
from workshop.bench.call_rows import GROUPS, ROWS, Row, Script
from workshop.bench.timing import Timing
from workshop.learner.project import Project

ROOT = Path(__file__).resolve().parents[2]
HERE = [row for row in ROWS.values() if isinstance(row.code, Script)]
LEAKY = """\
kept = []
class Account:
    def __init__(self, balance):
        self.balance = balance
def keep():
    kept.append(b"x" * 100_000)
"""


@pytest.fixture
def builder(tmp_path: Path) -> CallBuilder:
    return CallBuilder(Project(ROOT), tmp_path, lambda _text: None)


@pytest.fixture
def leaky(tmp_path: Path) -> dict[str, str]:
    script = tmp_path / "leaky.py"
    script.write_text(LEAKY)
    return {"kind": "script", "path": str(script), "module": "leaky"}


def order(row: Row, module: dict[str, str], **more: Any) -> dict[str, Any]:
    texts = {"setup": row.setup, "statement": row.statement, "check": row.check}
    return {**texts, "module": module, "items": row.items, "sample": 0.0, "enough": 0.0, **more}


@pytest.mark.parametrize("row", HERE, ids=lambda row: row.id)
def test_a_row_does_what_it_says_and_takes_time(row: Row, builder: CallBuilder) -> None:
    try:
        module = builder.make(row.code)
    except LeftOut as error:
        pytest.skip(f"only where the row can be measured: {error}")
    found = call_tasks.time_row(order(row, module))
    assert found["wall"] > 0
    assert set(found) == {"ns", "loop_ns", "wall", "cpu"}


def test_a_row_that_does_something_else_is_not_timed(builder: CallBuilder) -> None:
    row = ROWS["deposit.python"]
    wrong = order(row, builder.make(row.code), check="account.get_balance() == 102.0")
    with pytest.raises(EnvironmentBroken, match=r"get_balance\(\) == 102\.0` is not true"):
        call_tasks.time_row(wrong)


def test_the_time_is_that_of_one_call(builder: CallBuilder) -> None:
    module = builder.make(ROWS["empty.python"].code)
    row = Row("empty", "sleep", "", ROWS["empty.python"].code, "sleep(0.002)", "True")
    pause = order(row, module, setup="from time import sleep")
    assert call_tasks.time_row(pause)["ns"] == pytest.approx(2e6, rel=0.5)
    many = {**pause, "items": 1_000}
    assert call_tasks.time_row(many)["ns"] == pytest.approx(2e3, rel=0.5)


def test_the_loop_is_written_often_and_counted_once() -> None:
    names: dict[str, Any] = {"seen": []}
    sample = call_tasks.compiled("seen.clear()", ["seen.append(1)", "seen.append(2)"], names)
    assert sample(3).wall >= 0
    assert names["seen"] == [1, 2] * 3
    assert sample(1).cpu >= 0
    assert names["seen"] == [1, 2]


@pytest.mark.parametrize("per_call", [1e-8, 3e-5, 0.004, 1.0])
def test_a_sample_is_long_enough_for_the_clock(per_call: float) -> None:
    count = call_tasks.enough_calls(lambda n: Timing(n * per_call, n * per_call), 0.005)
    assert count == 1 or 0.005 <= count * per_call <= 0.01


def test_objects_have_a_size(leaky: dict[str, str]) -> None:
    size = {"module": leaky, "make": "Account(balance)", "count": 100_000}
    assert 60 < call_tasks.size_of_objects(size)["bytes"] < 400


@pytest.mark.parametrize(("text", "mib"), [("Account(0.0)", 0.0), ("keep()", 28.6)])
def test_what_is_kept_is_growth(text: str, mib: float, leaky: dict[str, str]) -> None:
    rounds = {"module": leaky, "round": f"for _ in range(count):\n    {text}"}
    found = call_tasks.growth_after_rounds({**rounds, "count": 100, "rounds": 5})
    assert found["mib"] == pytest.approx(mib, abs=3)


def test_ids_are_unique_and_groups_have_names() -> None:
    assert {row.group for row in ROWS.values()} == set(GROUPS)
    assert all(row.id == id for id, row in ROWS.items())
    texts = [(row.group, row.label) for row in ROWS.values()]
    assert len(set(texts)) == len(texts) == len(ROWS)
