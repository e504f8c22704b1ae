"""The measurements, made in this process on small inputs."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from workshop.bench import child, datasets, memory, step_tasks
from workshop.bench.building import LeftOut
from workshop.bench.making import Function, Workbench
from workshop.bench.steps import STEPS, Foreign, Script
from workshop.learner.project import Project

ROOT = Path(__file__).resolve().parents[2]
HERE = [step for step in STEPS.values() if isinstance(step.source, Script | Foreign)]
SLEEPER = """\
import time
def pause(points, references):
    time.sleep(0.2)
def compute(points, references):
    end = time.perf_counter() + 0.2
    while time.perf_counter() < end:
        pass
"""


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    return Workbench(Project(ROOT), tmp_path, lambda _text: None)


def order(function: Function, tmp_path: Path, **more: Any) -> dict[str, Any]:
    common = {"of": "it", "data": "uniform", "n": 70, "lists": False, "predicted": 0.0}
    result = {"enough": 0.0, "result": str(tmp_path / "result.npy")}
    return {**common, **result, "function": asdict(function), **more}


@pytest.mark.parametrize("step", HERE, ids=lambda step: step.id)
@pytest.mark.parametrize("data", datasets.DATASETS)
def test_steps_find_the_same_distances(
    step: Any, data: str, workbench: Workbench, tmp_path: Path
) -> None:
    try:
        function = workbench.make(step.source)
    except LeftOut as error:
        pytest.skip(f"only where the step can be measured: {error}")
    answer = step_tasks.time_step(order(function, tmp_path, lists=step.lists, data=data))
    assert answer["wall"] > 0
    assert answer["cpu"] > 0
    assert answer["peak_mib"] >= 0
    points, references = datasets.make(data, 70)
    offsets = points[:, None] - references
    expected = np.sqrt((offsets**2).sum(axis=2)).min(axis=1)
    np.testing.assert_allclose(np.load(tmp_path / "result.npy"), expected, rtol=1e-9)


def test_a_long_call_is_warmed_up_with_a_tenth(tmp_path: Path) -> None:
    script = tmp_path / "sizes.py"
    script.write_text("sizes = []\ndef call(p, r):\n    sizes.append(len(p))\n    return p[:, 0]\n")
    for predicted, warm in ((0.1, 70), (30.0, 7)):
        function = Function("script", str(script), "call", "sizes_of_calls")
        step_tasks.time_step(order(function, tmp_path, predicted=predicted))
        assert sys.modules["sizes_of_calls"].sizes == [8, warm, 70, 70, 70]


def test_a_thread_ticks_while_the_interpreter_is_free(tmp_path: Path) -> None:
    script = tmp_path / "sleeper.py"
    script.write_text(SLEEPER)
    function = Function("script", str(script), "pause", "sleeper")
    answer = step_tasks.count_ticks(order(function, tmp_path))
    assert answer["ticks"] >= 2
    assert answer["seconds"] >= 0.2


def test_the_peak_is_what_a_call_adds() -> None:
    peak = memory.PeakMemory()
    kept = np.ones(4_000_000)
    assert peak.mib == pytest.approx(kept.nbytes / memory.MIB, abs=6)
    del kept
    assert memory.PeakMemory().mib < 6


def test_without_a_reset_only_a_new_peak_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    now = psutil.Process().memory_info().rss
    highest = now + 100 * memory.MIB
    monkeypatch.setattr(memory, "_forget_peak", lambda: False)
    monkeypatch.setattr(memory, "_peak", lambda: highest)
    peak = memory.PeakMemory()
    assert peak.mib == 0.0
    highest += 50 * memory.MIB
    assert peak.mib == pytest.approx(150, abs=6)


def test_an_order_comes_as_a_line_and_the_answer_goes_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = ROOT / "lessons" / "code" / "distances" / "nearest.py"
    function = Function("script", str(script), "nearest_tree", "nearest_once")
    text = json.dumps(order(function, tmp_path, task="time"))
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{text}\n"))
    child.main()
    assert set(json.loads(capsys.readouterr().out)) == {"wall", "cpu", "peak_mib"}
