"""Which steps are measured, compared, skipped and left out; nothing is built here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from workshop.base.errors import EnvironmentBroken, UsageError
from workshop.bench import extras, running
from workshop.bench.building import LeftOut
from workshop.bench.comparison import Comparison
from workshop.bench.making import Function, Workbench
from workshop.bench.plan import Budget
from workshop.bench.progress import Progress
from workshop.bench.request import Request
from workshop.bench.steps import STEPS, Script, Source
from workshop.learner.project import Project

ROOT = Path(__file__).resolve().parents[2]
SECONDS = {"python": 0.1, "scipy": 0.0004, "numpy_broadcast": 0.03, "numpy_columns": 0.002}
"""Of a call at n = 1000."""


class Bench(Workbench):
    """Makes nothing; some sources are missing here."""

    missing: tuple[type[Source] | Source, ...] = ()

    def make(self, source: Source) -> Function:
        if source in self.missing:
            raise LeftOut("numba is not installed: `pip` brings it.")
        return Function("script", "nowhere", str(source), "x")


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What children are asked for; they answer at once, with times that grow as the pairs do."""
    seen: list[dict[str, Any]] = []
    by_label = {STEPS[id].label: seconds for id, seconds in SECONDS.items()}

    def run(order: dict[str, Any], *_: object, **__: object) -> dict[str, float]:
        seen.append(order)
        np.save(order["result"], np.arange(order["n"], dtype=float))
        wall = by_label[order["of"]] * (order["n"] / 1_000) ** 2
        return {"wall": wall, "cpu": wall, "peak_mib": 1.5}

    monkeypatch.setattr(running, "run_child", run)
    return seen


def compare(folder: Path, request: Request, seconds: float = 120.0) -> Comparison:
    workbench = Bench(Project(ROOT), folder, lambda _text: None)
    return Comparison(request, workbench, Progress(1), Budget(seconds, lambda: 0.0), 0.0)


def test_each_step_is_measured_at_each_size(tmp_path: Path, orders: list[dict[str, Any]]) -> None:
    comparison = compare(tmp_path, Request((100, 300), steps=("python", "scipy")))
    comparison.make()
    comparison.run()
    assert [(order["of"], order["n"]) for order in orders] == [
        ("plain Python", 100),
        ("SciPy's k-d tree", 100),
        ("plain Python", 300),
        ("SciPy's k-d tree", 300),
    ]
    assert list(comparison.timings["python"]) == [100, 300]
    assert comparison.peak_mib == {"python": 1.5, "scipy": 1.5}
    assert comparison.skipped == {}


def test_what_would_take_too_long_is_skipped_with_the_reason(
    tmp_path: Path, orders: list[dict[str, Any]]
) -> None:
    comparison = compare(tmp_path, Request((1_000, 10_000), steps=("python", "scipy")), 8.0)
    comparison.make()
    comparison.run()
    assert comparison.skipped == {"python": {10_000: "a call would take about 10 s"}}
    assert [order["n"] for order in orders] == [1_000, 1_000, 10_000]
    assert set(comparison.peak_mib) == {"scipy"}


def test_a_large_first_size_is_predicted_from_a_small_one_that_is_not_kept(
    tmp_path: Path, orders: list[dict[str, Any]]
) -> None:
    comparison = compare(tmp_path, Request((100_000,), steps=("python", "scipy")), 60.0)
    comparison.make()
    comparison.run()
    assert [order["n"] for order in orders] == [1_000, 1_000, 100_000]
    assert orders[-1]["predicted"] == pytest.approx(4.0)
    assert comparison.skipped == {"python": {100_000: "a call would take about 1,000 s"}}
    assert list(comparison.timings) == ["scipy"]


def test_a_request_of_which_nothing_fits_is_told_so(
    tmp_path: Path, orders: list[dict[str, Any]]
) -> None:
    comparison = compare(tmp_path, Request((100_000,), steps=("python",)), 60.0)
    comparison.make()
    with pytest.raises(UsageError, match=r"a call would take about 1,000 s\. Choose a smaller"):
        comparison.run()
    assert len(orders) == 1


def test_too_little_memory_is_a_reason_too(
    tmp_path: Path, orders: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Memory:
        available = 2**30

    monkeypatch.setattr(psutil, "virtual_memory", Memory)
    request = Request((1_000, 10_000), steps=("numpy_broadcast", "numpy_columns"))
    comparison = compare(tmp_path, request)
    comparison.make()
    comparison.run()
    assert "MiB of memory" in comparison.skipped["numpy_broadcast"][10_000]
    assert len(orders) == 3


def test_a_step_that_is_missing_here_is_left_out_with_how_to_get_it(tmp_path: Path) -> None:
    comparison = compare(tmp_path, Request(steps=("python", "numba")))
    comparison.workbench.missing = (STEPS["numba"].source,)  # type: ignore[attr-defined]
    comparison.make()
    assert comparison.left_out == {"numba": "numba is not installed: `pip` brings it."}
    assert list(comparison.functions) == ["python"]


def test_nothing_to_measure_is_an_error(tmp_path: Path) -> None:
    comparison = compare(tmp_path, Request(steps=("numba",)))
    comparison.workbench.missing = (STEPS["numba"].source,)  # type: ignore[attr-defined]
    with pytest.raises(EnvironmentBroken, match="Nothing can be measured"):
        comparison.make()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (np.array([0.0, 1.0 + 1e-6, 2.0]), r"instead of .*1\.0.* in row 1"),
        (np.array([0.0, 1.0, np.nan]), "in row 2"),
        (np.array([0.0, 1.0]), r"\(2,\) distances instead of \(3,\)"),
    ],
)
def test_a_step_that_disagrees_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: np.ndarray[Any, Any], said: str
) -> None:
    def run(order: dict[str, Any], *_: object, **__: object) -> dict[str, float]:
        is_wrong = order["of"] == STEPS["scipy"].label
        np.save(order["result"], wrong if is_wrong else np.arange(3.0))
        return {"wall": 0.1, "cpu": 0.1, "peak_mib": 0.0}

    monkeypatch.setattr(running, "run_child", run)
    comparison = compare(tmp_path, Request((3,), steps=("python", "scipy")))
    comparison.make()
    with pytest.raises(EnvironmentBroken, match=f"scipy disagrees with python: .*{said}"):
        comparison.run()


def test_only_what_was_measured_has_further_measurements(
    tmp_path: Path, orders: list[dict[str, Any]]
) -> None:
    comparison = compare(tmp_path, Request((3,), steps=("python",)))
    comparison.make()
    comparison.run()
    assert extras.measure(comparison) == {}
    assert len(orders) == 1


@pytest.mark.parametrize(
    ("cores", "counts"),
    [
        (1, [1]),
        (2, [1, 2]),
        (8, [*range(1, 9)]),
        (12, [*range(1, 9), 12]),
        (64, [*range(1, 9), 16, 32, 64]),
    ],
)
def test_threads_are_tried_from_one_to_all(cores: int, counts: list[int]) -> None:
    assert extras.thread_counts(cores) == counts


def test_a_package_that_is_not_installed_is_left_out(tmp_path: Path) -> None:
    workbench = Workbench(Project(ROOT), tmp_path, lambda _text: None)
    with pytest.raises(LeftOut, match="no_such_package is not installed: `--with-no_such_package`"):
        workbench.make(Script("nearest.py", "nearest_tree", "no_such_package"))
    (tmp_path / "guests" / "no_such_package").mkdir(parents=True)
    workbench.guests = tmp_path / "guests"
    assert workbench.make(Script("nearest.py", "nearest_tree", "no_such_package"))


def test_a_compiler_that_is_not_installed_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    workbench = Workbench(Project(ROOT), tmp_path, lambda _text: None)
    for id in ("c", "fortran"):
        with pytest.raises(LeftOut, match="is not installed: "):
            workbench.make(STEPS[id].source)
