"""Measure what a command costs as the course grows: 5 exercises beside 500."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.clone import Clone, clone
from benchmarks.terminal import command
from workshop.bench.measure import write_measurement

SIZES = (5, 500)
_REPEATS = 9
_COMMANDS = {"list": ["list"], "check": ["check", "bench-rust"], "where": []}
LABELS = {"list": "`workshop list`", "check": "`workshop check ID`", "where": "`workshop`"}
_EPISODE = """\
---
title: Episode {number}
id: episode-{number}
part: B
teaching: 20
exercising: 25
objectives: [predict what the compiler says, fix it]
exercises: [{ids}]
---
"""
_IN_EPISODE = 5


def main(root: Path) -> int:
    """Write `lessons/data/course.json`: least CPU seconds of each command, by size."""
    seconds: dict[str, dict[str, float]] = {name: {} for name in _COMMANDS}
    for size in SIZES:
        with clone(root) as bench:
            grow(bench, size)
            for name, words in _COMMANDS.items():
                seconds[name][str(size)] = round(_cpu(bench, words), 3)
    results = {
        "unit": "seconds of CPU time, cargo included, least of nine runs",
        "labels": LABELS,
        "seconds": seconds,
    }
    file = root / "lessons" / "data" / "course.json"
    write_measurement(file, command="workshop bench course", results=results)
    for name, row in seconds.items():
        few, many = (row[str(size)] for size in SIZES)
        seconds_of_both = f"{few:.3f} s with 5, {many:.3f} s with 500"
        print(f"{LABELS[name]:<20} {seconds_of_both}: {many / few:.2f} times")
    return 0


def grow(bench: Clone, size: int) -> None:
    """Let the clone have `size` exercises in episodes of five, the first one `bench-rust`."""
    names = ["bench-rust", *(f"more{n}-stage" for n in range(size - 1))]
    text = (bench.rust.folder / "exercise.toml").read_text(encoding="utf-8")
    for name in names[1:]:
        folder = bench.root / "exercises" / Path(*name.split("-"))
        shutil.copytree(bench.rust.folder, folder)
        (folder / "exercise.toml").write_text(text.replace("bench-rust", name))
    chapters = []
    for number in range(0, size, _IN_EPISODE):
        ids = ", ".join(names[number : number + _IN_EPISODE])
        page = f"lessons/episode-{number}"
        (bench.root / f"{page}.md").write_text(_EPISODE.format(number=number, ids=ids))
        chapters.append(f"      - file: {page}\n")
    toc = f"parts:\n  - caption: B\n    chapters:\n{''.join(chapters)}"
    (bench.root / "book" / "_toc.yml").write_text(toc)


def _cpu(bench: Clone, words: list[str]) -> float:
    """Least CPU time of the command and all that it starts."""
    if sys.platform == "win32":
        raise OSError("Windows does not say how long children ran.")

    import resource

    least, before = float("inf"), resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(_REPEATS):
        subprocess.run(command(bench.root, *words), capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        least, before = min(least, used), after
    return least
