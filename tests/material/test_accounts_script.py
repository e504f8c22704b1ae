"""The script of the talk runs on the account of every stage, from the class on."""

from __future__ import annotations

import sys

import pytest

from replica import EXERCISES, ROOT, solution_module

SCRIPT = ROOT / "lessons" / "code" / "objects" / "talk.py"
STAGES = [
    id
    for id, exercise in EXERCISES.items()
    if exercise.topic == "accounts" and exercise.kind == "extension" and not exercise.home
]


def test_the_stages_are_found() -> None:
    assert {"accounts-class", "accounts-repr", "accounts-deadlock"} <= set(STAGES)


@pytest.mark.cargo
@pytest.mark.parametrize("id", STAGES)
def test_script_prints_both_balances(
    id: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "accounts", solution_module(id))
    exec(SCRIPT.read_text(encoding="utf-8"), {})  # noqa: S102
    assert capsys.readouterr().out == "balance of account 1: 150.0\nbalance of account 2: 75.0\n"
