"""The measurement of a tree, made in this process on small inputs."""

from __future__ import annotations

import sys
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from documents import ROOT
from workshop.bench import datasets, tree_tasks
from workshop.bench.making import CODE, Function
from workshop.bench.steps import Script
from workshop.bench.tree_steps import TREES, Problem, settings_of, variants_of

RECORDER = """\
import time

calls = []


def nearest(points, references, pause=0.0, of_each=0.0):
    calls.append((pause + of_each, len(points)))
    time.sleep(pause + of_each * len(points))
    return points[:, 0] + pause
"""


@pytest.fixture
def recorder(tmp_path: Path) -> Function:
    """A step that sleeps as its settings say, and writes its calls down."""
    script = tmp_path / "recorder.py"
    script.write_text(RECORDER, encoding="utf-8")
    return Function("script", str(script), "nearest", "recorder_of_calls")


def order(function: Function, problem: Problem, tmp_path: Path, **more: Any) -> dict[str, Any]:
    common = {"of": "it", "settings": [{}], "variants": [], "enough": 0.0}
    common["result"] = str(tmp_path / "result.npy")
    return {**common, "function": asdict(function), **asdict(problem), **more}


def calls_of(seconds: float) -> list[int]:
    """With how many points a setting was called."""
    return [count for pause, count in sys.modules["recorder_of_calls"].calls if pause == seconds]


PROBLEMS = [Problem(70, data, d) for data in datasets.DATASETS for d in (2, 3)]


@pytest.mark.parametrize("problem", PROBLEMS, ids=str)
@pytest.mark.parametrize("id", ["scipy_best", "pykdtree"])
def test_trees_of_others_find_the_nearest_distances(
    id: str, problem: Problem, tmp_path: Path
) -> None:
    source = TREES[id].source
    assert isinstance(source, Script)
    if source.package and not find_spec(source.package):
        pytest.skip(f"only where {source.package} is installed")
    file = ROOT / CODE / source.file
    function = Function("script", str(file), source.function, file.stem, source.package)
    tried = {"settings": settings_of(id), "variants": variants_of(id)}
    answer = tree_tasks.time_best(order(function, problem, tmp_path, **tried))
    assert answer["wall"] > 0
    assert answer["build"] > 0
    assert set(answer["settings"]) == set(settings_of(id)[0])
    points, references = datasets.make(problem.data, problem.n, problem.dimension)
    expected = np.sqrt(((points[:, None] - references) ** 2).sum(axis=2)).min(axis=1)
    np.testing.assert_allclose(np.load(tmp_path / "result.npy"), expected, rtol=1e-9)


def test_the_fastest_settings_are_timed_and_their_result_is_kept(
    recorder: Function, tmp_path: Path
) -> None:
    settings = [{"pause": 0.031}, {"pause": 0.020}, {"pause": 0.028}]
    answer = tree_tasks.time_best(order(recorder, Problem(64), tmp_path, settings=settings))
    assert answer["settings"] == {"pause": 0.020}
    assert 0.020 <= answer["wall"] < 0.028
    assert 0.020 <= answer["build"] < 0.028
    points, _ = datasets.make("uniform", 64)
    assert (np.load(tmp_path / "result.npy") == points[:, 0] + 0.020).all()
    assert calls_of(0.020).count(64) == 6, "a finalist"
    assert calls_of(0.028).count(64) <= 3, "tried, and no finalist"


def test_variants_of_the_promising_settings_are_tried_too(
    recorder: Function, tmp_path: Path
) -> None:
    settings = [{"pause": 0.02, "of_each": 0.0}, {"pause": 0.02, "of_each": 0.01}]
    tried = {"settings": settings, "variants": [{"pause": 0.005}]}
    answer = tree_tasks.time_best(order(recorder, Problem(64), tmp_path, **tried))
    assert answer["settings"] == {"pause": 0.005, "of_each": 0.0}
    assert not calls_of(0.015), "the other setting is hopeless, and has no variants"


def test_a_long_call_is_predicted_and_not_tried(
    recorder: Function, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree_tasks, "LONG", 0.01)
    settings = [{"pause": 0.02}, {"pause": 0.022}, {"pause": 0.024}]
    tree_tasks.time_best(order(recorder, Problem(64), tmp_path, settings=settings))
    counts = [calls_of(pause).count(64) for pause in (0.02, 0.022, 0.024)]
    assert sorted(counts) == [0, 3, 3]


def test_hopeless_settings_are_never_called_with_all_points(
    recorder: Function, tmp_path: Path
) -> None:
    settings = [{"of_each": 0.002}, {"of_each": 0.0001}]
    answer = tree_tasks.time_best(order(recorder, Problem(160), tmp_path, settings=settings))
    assert answer["settings"] == {"of_each": 0.0001}
    assert max(calls_of(0.002)) == 10
    assert max(calls_of(0.0001)) == 160


def test_settings_with_a_slow_build_and_fast_queries_are_not_hopeless(
    recorder: Function, tmp_path: Path
) -> None:
    settings = [{"of_each": 0.0006}, {"pause": 0.04}]
    answer = tree_tasks.time_best(order(recorder, Problem(160), tmp_path, settings=settings))
    assert answer["settings"] == {"pause": 0.04}


def test_a_step_without_settings_is_called_as_it_is(recorder: Function, tmp_path: Path) -> None:
    answer = tree_tasks.time_best(order(recorder, Problem(64), tmp_path))
    assert answer["settings"] == {}
    assert calls_of(0.0) == [8, 64, 64, 64, 1, 1, 1]


@pytest.mark.parametrize(("seconds", "cores"), [(4.0, 2.0), (0.2, 0.0)])
def test_the_work_of_others_is_what_is_not_ours(
    monkeypatch: pytest.MonkeyPatch, seconds: float, cores: float
) -> None:
    busy, own, wall = iter([100.0, 112.0]), iter([5.0, 9.0]), iter([50.0, 50.0 + seconds])
    monkeypatch.setattr(tree_tasks, "_busy", lambda: next(busy))
    monkeypatch.setattr("time.process_time", lambda: next(own))
    monkeypatch.setattr("time.perf_counter", lambda: next(wall))
    assert tree_tasks.Others().cores == cores


def test_the_system_counts_what_this_process_works() -> None:
    start = tree_tasks._busy()
    end = start + 5
    while tree_tasks._busy() < start + 0.05:
        assert tree_tasks._busy() < end
    assert tree_tasks.Others().cores >= 0.0
