"""The three stories of `your-code`: what was ported does what it did before."""

from __future__ import annotations

import importlib.util
import math
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from documents import ROOT
from replica import place
from workshop.notebook.load_extension import import_library, new_path
from workshop.rust.cargo import cargo_command, run_cargo

CODE = Path("lessons", "code", "your-code")
WEIGHTS = [1.0, 0.5, 0.001]
GAPS = [
    [],
    [-2.5],
    [math.nan],
    [math.nan, math.nan, 1.5, math.nan, -0.25],
    [1.0, math.nan, math.nan, 3.0],
]


def script(name: str) -> ModuleType:
    """A program of the page, before anything was ported."""
    spec = importlib.util.spec_from_file_location(name, ROOT / CODE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def stories() -> ModuleType:
    """The ported functions."""
    folder = place().root / CODE / "stories"
    goal = ["build", "--lib", "--locked", "--offline"]
    built = run_cargo(cargo_command(goal, folder, place().target), folder)
    assert built.artifact is not None, built
    library = new_path(place().root / "modules", "stories")
    library.write_bytes(built.artifact.read_bytes())
    return import_library("stories", library)


def same(first: Any, second: Any) -> bool:
    one, other = (np.array(values, dtype=float) for values in (first, second))
    return bool(one.shape == other.shape and np.allclose(one, other, 1e-9, 0.0, equal_nan=True))


@pytest.mark.cargo
@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("readings", [*GAPS, None], ids=repr)
def test_every_way_smooths_alike(readings: list[float] | None, weight: float) -> None:
    gauge = script("gauge")
    levels = gauge.make_levels(1) if readings is None else np.array(readings, dtype=float)
    expected = gauge.smooth(levels.tolist(), weight)
    assert stories().smooth_list(levels.tolist(), weight) == expected
    for way in (stories().smooth_array, gauge.smooth_with_scipy):
        assert same(way(levels, weight), expected)


@pytest.mark.cargo
@pytest.mark.parametrize("weight", [0.0, -0.5, 1.5, math.nan])
def test_every_way_rejects_a_weight_alike(weight: float) -> None:
    gauge, readings = script("gauge"), np.array([1.0, 2.5])
    ways = (gauge.smooth, stories().smooth_list, stories().smooth_array, gauge.smooth_with_scipy)
    for way in ways:
        with pytest.raises(ValueError, match="weight must be above 0, and at most 1"):
            way(readings, weight)


def test_the_gauge_smooths_as_the_exercise_does() -> None:
    example = (ROOT / "exercises" / "shipping" / "yours" / "before.py").read_text("utf-8")
    assert example[example.index("def ") :] in (ROOT / CODE / "gauge.py").read_text("utf-8")


@pytest.mark.cargo
def test_the_study_of_a_gauge_finds_peaks_and_floods(tmp_path: Path) -> None:
    gauge = script("gauge")
    gauge.write_levels(tmp_path / "levels.npz")
    levels = gauge.read_levels(tmp_path / "levels.npz")
    assert len(levels) == 7 * gauge.DAY
    smoothed = stories().smooth_array(levels, 0.001)
    floods = gauge.find_floods(smoothed, gauge.LIMIT)
    said = gauge.report(gauge.find_peaks(smoothed), floods)
    assert said == gauge.study(tmp_path / "levels.npz")
    assert said.startswith("day 1: ")
    assert len(floods) > 0
    inside = [bool((smoothed[first:last] > gauge.LIMIT).all()) for first, last in floods]
    assert all(inside)


@pytest.mark.cargo
@pytest.mark.parametrize("corners", [0, 1, 3, 40])
def test_every_way_finds_the_same_points_in_a_lake(corners: int) -> None:
    lake = script("lake")
    points, outline = lake.make_points(400), lake.make_outline(corners)
    points[:40] = np.round(points[:40])  # some as high as a corner
    outline[::3] = np.round(outline[::3])
    pairs, shore = points.tolist(), outline.tolist()
    expected = lake.points_inside(pairs, shore)
    assert any(expected) == (corners > 1)
    rows, tuples = [tuple(row) for row in pairs], [tuple(corner) for corner in shore]
    assert [stories().is_inside(x, y, tuples) for x, y in rows] == expected
    assert stories().points_inside_list(rows, tuples) == expected
    assert stories().points_inside_array(points, tuples).tolist() == expected
    assert lake.points_inside_with_numpy(points, outline).tolist() == expected


def test_matplotlib_finds_the_same_points_apart_from_the_shore() -> None:
    lake = script("lake")
    points, outline = lake.make_points(400), lake.make_outline()
    expected = lake.points_inside(points.tolist(), outline.tolist())
    assert lake.points_inside_with_matplotlib(points, outline).tolist() == expected


@pytest.mark.cargo
def test_points_need_two_coordinates() -> None:
    with pytest.raises(ValueError, match="a point has two coordinates"):
        stories().points_inside_array(np.zeros((4, 3)), [(0.0, 0.0)])


@pytest.mark.cargo
@pytest.mark.parametrize("shape", [(2, 1), (3, 2), (50, 8)])
def test_every_way_finds_the_same_correlations(shape: tuple[int, int]) -> None:
    log = np.random.default_rng(3).normal(-0.5, 2.0, size=shape)
    expected = np.atleast_2d(script("run_log").correlations(log))
    assert np.allclose(stories().correlations_list(log.tolist()), expected, 1e-9, 1e-12)
    assert np.allclose(stories().correlations_array(log), expected, 1e-9, 1e-12)


def test_the_study_of_a_run_names_the_two_quantities(tmp_path: Path) -> None:
    run_log = script("run_log")
    np.save(tmp_path / "run.npy", run_log.make_log())
    assert run_log.study(tmp_path / "run.npy").startswith("quantities 7 and 42: ")


def test_a_profile_is_drawn(tmp_path: Path) -> None:
    levels, picture = tmp_path / "levels.npz", tmp_path / "gauge.png"
    script("gauge").write_levels(levels)
    command = [sys.executable, str(ROOT / CODE / "profile_gauge.py"), str(levels), str(picture)]
    subprocess.run(command, check=True, env={"MPLBACKEND": "agg", "PATH": ""})
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_code_of_the_picture_fits_on_a_page() -> None:
    text = (ROOT / CODE / "profile_gauge.py").read_text("utf-8")
    shown = text.partition("# [picture]\n")[2].partition("# [end]")[0]
    assert len([line for line in shown.splitlines() if line]) <= 15
