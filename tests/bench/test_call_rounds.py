"""Which rows are measured, in which order, and what is told of them; nothing is built here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workshop.base.errors import EnvironmentBroken
from workshop.bench import call_report, calls, running, tables
from workshop.bench.building import LeftOut
from workshop.bench.call_making import CallBuilder
from workshop.bench.call_rounds import Amounts, Rounds, by_group, nothing_below_zero
from workshop.bench.call_rows import CFFI, CTYPES, ROWS, Code, Script
from workshop.bench.progress import Progress
from workshop.learner.project import Project

ROOT = Path(__file__).resolve().parents[2]
FEW = Amounts(rounds=2, objects=10, bank=5, times=3)


class Bench(CallBuilder):
    """Makes nothing; there is no cffi here."""

    def make(self, code: Code) -> dict[str, str]:
        if code == CFFI:
            raise LeftOut("cffi is not installed: `pip` brings it.")
        return {"kind": "script", "path": "nowhere", "module": "x"}


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What children are asked for; each answer is a nanosecond longer than the one before."""
    seen: list[dict[str, Any]] = []

    def run(order: dict[str, Any], *_: object, **__: object) -> dict[str, float]:
        seen.append(order)
        answer = {"ns": float(len(seen)), "loop_ns": 0.5, "wall": 0.01, "cpu": 0.01}
        return {**answer, "bytes": 80.2, "mib": 0.25}

    monkeypatch.setattr(running, "run_child", run)
    return seen


@pytest.fixture
def rounds(tmp_path: Path) -> Rounds:
    builder = Bench(Project(ROOT), tmp_path, lambda _text: None)
    made = Rounds(builder, Progress(1), FEW)
    made.make()
    return made


def test_all_rows_are_measured_once_before_any_is_measured_again(
    rounds: Rounds, orders: list[dict[str, Any]]
) -> None:
    rounds.run()
    said = [order["of"] for order in orders]
    assert said[: len(said) // 2] == said[len(said) // 2 :]
    assert len(set(said)) == len(said) // 2 == len(ROWS) - 2
    assert rounds.ns["deposit.inline"] == [1.0, 1.0 + len(said) // 2]


@pytest.mark.usefixtures("orders")
def test_what_is_missing_is_left_out_and_named(rounds: Rounds) -> None:
    rounds.run()
    assert set(rounds.left_out) == {"deposit.cffi", "deposit.cffi_function"}
    facts = _facts(rounds)
    assert "cffi" not in facts["ns"]["deposit"]
    said = call_report.as_text(facts)
    assert "Left out: one deposit: C with cffi, in a Python class. cffi is not installed" in said


def _facts(rounds: Rounds) -> dict[str, Any]:
    return calls._results(rounds, rounds.memory(), 0.1)


def test_a_row_that_no_two_rounds_agree_on_is_a_sign(rounds: Rounds) -> None:
    rounds.ns = {"deposit.rust": [50.0, 90.0, 51.0], "deposit.python": [70.0, 90.0, 91.0]}
    rounds.ns["large.numpy"] = [0.2, 0.9, 0.5]
    [sign] = rounds.signs
    assert sign == "one deposit: Python class: 70 ns in one round, 90 ns or more in the others."


@pytest.mark.usefixtures("orders")
def test_the_report_has_a_line_for_each_row_and_says_what_is_lost(rounds: Rounds) -> None:
    rounds.run()
    lines = call_report.as_text(_facts(rounds)).splitlines()
    assert lines[2].split() == ["one", "deposit"]
    assert lines[3].split()[-3:] == ["1.0", "1.0", str(len(ROWS) - 1)]
    assert any(line.split() == ["Python", "class", "80"] for line in lines)
    [growth] = [line for line in lines if line.startswith("Growth")]
    assert "10 objects, or 5 accounts of a bank" in growth
    assert "bank 0.2 MiB" in growth


@pytest.mark.usefixtures("orders")
def test_a_page_can_show_some_groups_and_some_rows(rounds: Rounds) -> None:
    rounds.run()
    machine = {"processor": "P", "cores": 2, "system": "S"}
    written = {"machine": machine, "versions": {"python": "3"}, "date": "d", "command": "c"}
    facts = {**_facts(rounds), **written}
    some = tables.measured_table(facts, ["empty", "read.rust", "deposit.ctypes"])
    rows = [line.split(" | ")[:2] for line in some.splitlines() if line.startswith("| ")]
    assert rows[1:] == [
        ["| a function that does nothing", "no call: `balance += 1.0`"],
        ["| ", "Python function"],
        ["| ", "Rust function"],
        ["| reading the balance", "Rust method"],
        ["| one deposit", "C with ctypes, in a Python class"],
    ]
    assert some.endswith("with `c`.")
    with pytest.raises(KeyError):
        tables.measured_table(facts, ["deposit.cffi"])


def test_no_row_is_faster_than_nothing() -> None:
    nothing_below_zero({"deposit.rust": 1.0})
    with pytest.raises(EnvironmentBroken, match="Rust class, &mut self: the clock"):
        nothing_below_zero({"deposit.python": 1.0, "deposit.rust": -0.1})


def test_rows_keep_their_order_in_their_groups() -> None:
    values = {"read.rust": 2, "deposit.rust": 1, "deposit.python": 0}
    assert by_group(values) == {"deposit": {"python": 0, "rust": 1}, "read": {"rust": 2}}
    assert list(by_group(values)["deposit"]) == ["python", "rust"]


def test_a_compiler_or_a_package_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = CallBuilder(Project(ROOT), tmp_path, lambda _text: None)
    with pytest.raises(LeftOut, match="no_such_package is not installed"):
        builder.make(Script("account.py", package="no_such_package"))
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(LeftOut, match="gcc is not installed: "):
        builder.make(CTYPES)
