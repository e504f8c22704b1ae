from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from workshop.bench import picture, report, tables
from workshop.bench.progress import Progress
from workshop.bench.steps import STEPS

IDS = ("python", "scipy", "lists", "parallel", "minimum_if", "c")
FACTS: dict[str, Any] = {
    "labels": {id: STEPS[id].label for id in IDS},
    "seconds": {id: {"100": 0.001, "300": 0.009} for id in IDS if id != "python"}
    | {"python": {"100": 0.1}},
    "cpu": {},
    "peak_mib": {"scipy": 1.25, "lists": 1234.5},
    "threads": {"n": 300, "wall": {"1": 0.018, "2": 0.009}, "cpu": {"1": 0.018, "2": 0.0185}},
    "conversion": {
        "points": 1_000_000,
        "making_the_tuples": 0.7,
        "call_with_one_reference": 0.036,
        "arrays_call_with_one_reference": 0.005,
        "copy_of_coordinates": 0.001,
    },
    "ticks": {"parallel": 1, "parallel_seconds": 1.0, "detach": 95, "detach_seconds": 1.1},
    "limit": {"operations_per_pair": 6, "ns_per_pair": 0.1},
    "left_out": {"numba": "numba is not installed: `python -m pip install numba`."},
    "skipped": {"python": {"300": "a call would take about 13 s"}},
    "load": {"cores_used_by_others": 0.0, "signs": []},
}


def test_the_table_has_each_step_with_its_times() -> None:
    lines = report.as_text(FACTS).splitlines()
    assert lines[0].split("  ")[0] == "step"
    assert lines[2].split() == ["plain", "Python", "100", "ms", "-", "1e+04", "-", "1"]
    assert "1.0 ms   9.0 ms" in lines[3]
    assert "1,234.5 MiB" in lines[4]
    assert "Rust, if d < m" in lines[6]
    assert len({len(line) for line in lines[:8]}) == 1


def test_what_is_missing_is_named_with_the_reason() -> None:
    said = report.as_text(FACTS)
    assert "Left out: numba. numba is not installed: `python -m pip install numba`." in said
    assert "Skipped at n = 300 for lack of time" in said
    assert ": plain Python (13 s). `--minutes` gives more." in said
    no_memory = {"numpy_broadcast": {"300": "it would take about 3,815 MiB of memory"}}
    said = report.as_text({**FACTS, "skipped": no_memory})
    assert "Skipped at n = 300: NumPy, one broadcast, because it would take about 3,815" in said


def test_further_measurements_are_said() -> None:
    said = report.as_text(FACTS)
    assert "copying the coordinates takes 1.0 ms" in said
    assert "95 times during a detached one" in said
    assert "0.1 ns for the 6 operations" in said
    bare = {key: value for key, value in FACTS.items() if key not in {"ticks", "limit", "threads"}}
    assert "ticked" not in report.as_text(bare)


def test_a_busy_machine_is_not_believed() -> None:
    assert tables.BUSY not in report.as_text(FACTS)
    signs = [f"sign {number}" for number in range(9)]
    said = report.as_text({**FACTS, "load": {"signs": signs}})
    assert tables.BUSY in said
    assert "- sign 3\n- … and 5 more" in said


@pytest.mark.parametrize(
    "heights", [[10.0, 11.0, 12.0], [5.0, 100.0], [0.0, 0.0, 0.0, 40.0, 41.0], [7.0], []]
)
def test_labels_never_overlap_and_keep_their_order(heights: list[float]) -> None:
    placed = picture.spread(heights, 15.0)
    order = sorted(range(len(heights)), key=heights.__getitem__)
    assert all(placed[b] - placed[a] >= 15.0 - 1e-9 for a, b in pairwise(order))
    if heights == [5.0, 100.0]:
        assert placed == heights


def test_a_group_of_labels_stays_around_its_lines() -> None:
    placed = picture.spread([10.0, 11.0, 12.0], 15.0)
    assert sum(placed) / 3 == pytest.approx(11.0)


def test_pictures_show_what_was_measured(tmp_path: Path) -> None:
    files = picture.draw_all(FACTS, tmp_path)
    assert [file.name for file in files] == [
        "distances.svg",
        "distances-loops.svg",
        "distances-threads.svg",
    ]
    for file in files:
        assert "prefers-color-scheme: dark" in file.read_text(encoding="utf-8")


def test_one_step_at_one_size_is_a_picture_too(tmp_path: Path) -> None:
    few = {**FACTS, "labels": {"detach": "x"}, "seconds": {"detach": {"50": 0.1}}}
    del few["threads"]
    assert [file.name for file in picture.draw_all(few, tmp_path)] == ["distances.svg"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_has_a_bar_and_a_file_has_lines() -> None:
    file, terminal = io.StringIO(), Terminal()
    for stream in (file, terminal):
        progress = Progress(2, stream)
        progress.note("first")
        progress.doing("at work")
        progress.add()
        progress.note("second")
        progress.end()
    assert file.getvalue() == "first\nsecond\n"
    assert "[░░░░░░░░░░░░░░░░░░░░] first" in terminal.getvalue()
    assert "[██████████░░░░░░░░░░] second" in terminal.getvalue()
    assert "at work" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
