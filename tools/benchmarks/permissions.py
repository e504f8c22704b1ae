"""Measure tables of permissions: what they cost, how many programs have one, who agrees."""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.snippets import Snippet, snippets
from workshop.bench.measure import human_time, write_measurement
from workshop.borrows.permissions.ask import Rejected, permissions_of
from workshop.borrows.permissions.facts import targets
from workshop.borrows.permissions.model import Kind, Table
from workshop.borrows.permissions.model import Path as Place
from workshop.borrows.permissions.program import NotAsked, read_program
from workshop.rust import rustc

if TYPE_CHECKING:
    from permission_agreement import Compared

SIZES = (10, 25, 60)
"""Lines of the programs that are timed: of those about so long, the one with most probes."""
_ABOUT = 0.2
"""By which share of its size a program may be longer or shorter."""
_SUPPORT = Path(__file__).resolve().parents[2] / "tests" / "support"
"""Where the tests' single probes are."""
_REPEATS = 15
_SEED = 24
_SAMPLE = 300
"""Cells that are asked again one by one, unless `--all` is given."""
_MOST_SHOWN = 40
_ALWAYS = {Kind.NOT_MUT, Kind.SHARED_REFERENCE, Kind.REFERENCE}
"""Why a permission is missing from the declaration on: nothing happens there."""


@dataclass(frozen=True)
class Asked:
    """What came of a program: a table, or why there is none."""

    snippet: Snippet
    table: Table | None = None
    without: str = ""
    probes: int = 0


def main(root: Path, words: Sequence[str] = ()) -> int:
    """Write the measurement to the file of `--output`."""
    parser = argparse.ArgumentParser(prog="workshop bench permissions", description=__doc__)
    file = root / "lessons" / "data" / "permissions.json"
    parser.add_argument("--output", type=Path, default=file, metavar="FILE")
    parser.add_argument("--all", action="store_true", help="ask for every cell one by one")
    options = parser.parse_args(words)
    sys.path.append(str(_SUPPORT))
    before = _load()
    results = measure(snippets(root), root, every=options.all)
    loads = {"before": before, "after": _load()}
    command = f"workshop bench permissions{' --all' * options.all}"
    packages = ("tree-sitter", "tree-sitter-rust")
    results = {**results, "load_average": loads}
    write_measurement(options.output, command=command, results=results, packages=packages)
    for line in told(results):
        print(line)
    return 0


def _load() -> float | None:
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def measure(found: list[Snippet], root: Path, *, every: bool = False) -> dict[str, Any]:
    """Times, counts, and the share of cells on which single probes agree."""
    asked = [_ask(snippet, root) for snippet in found if not snippet.is_part]
    tables = [one for one in asked if one.table]
    return {
        "unit": "seconds of wall time of a table, warm, in one process",
        "repeats": _REPEATS,
        "seconds": {str(size): _time(size, tables, root) for size in SIZES},
        "snippets": {
            "all": len(found),
            "parts of crates": len(found) - len(asked),
            "with a table": len(tables),
            "with a borrow error": sum(bool(one.table and one.table.errors) for one in tables),
            "without": dict(Counter(one.without for one in asked if one.without).most_common()),
        },
        "probes": _spread([one.probes for one in tables]),
        "paths": _paths([one.table for one in tables if one.table]),
        "agreement": _agreement(tables, root, every=every),
    }


def _ask(snippet: Snippet, root: Path) -> Asked:
    try:
        with _scratch() as folder:
            table = permissions_of(snippet.source, folder, snippet.libraries(root))
    except NotAsked as reason:
        return Asked(snippet, without=str(reason).partition(":")[0])
    if isinstance(table, Rejected):
        codes = sorted({error.code or "error" for error in table.diagnostics})
        return Asked(snippet, without=", ".join(codes))
    program = read_program(snippet.source, None)
    probes = sum(1 for point in program.points for _ in targets(program, point))
    return Asked(snippet, table, probes=probes)


def _time(size: int, tables: list[Asked], root: Path) -> dict[str, Any]:
    """Least and median seconds of a program of about this size; the first call doesn't count.

    What is compared is all that a learner waits for: reading, two calls of rustc, and the table.
    """
    plain = [one for one in tables if not one.snippet.libraries(root).crates]
    plain.sort(key=lambda one: (abs(one.snippet.lines - size), one.snippet.name))
    near = [one for one in plain if abs(one.snippet.lines - size) <= _ABOUT * size]
    chosen = max(near or plain[:1], key=lambda one: one.probes)
    times, calls = [], 0
    for _ in range(_REPEATS + 1):
        with _scratch() as folder, _counted() as count:
            started = time.monotonic()
            permissions_of(chosen.snippet.source, folder)
            times.append(time.monotonic() - started)
            calls = count[0]
    return {
        "program": chosen.snippet.name,
        "lines": chosen.snippet.lines,
        "probes": chosen.probes,
        "calls of rustc": calls,
        "minimum": round(min(times[1:]), 4),
        "median": round(statistics.median(times[1:]), 4),
        "one plain call": round(_plain_call(chosen.snippet), 4),
    }


def _plain_call(snippet: Snippet) -> float:
    """Median seconds of `rustc --emit=metadata` on the program as it is."""
    times = []
    with _scratch() as folder:
        source = folder / "cell.rs"
        source.write_text(snippet.source, encoding="utf-8")
        for _ in range(_REPEATS + 1):
            started = time.monotonic()
            rustc.check(source, library=True)
            times.append(time.monotonic() - started)
    return statistics.median(times[1:])


@contextmanager
def _counted() -> Iterator[list[int]]:
    """How often the compiler is called in the block."""
    count, real = [0], rustc.check

    def check(*given: Any, **named: Any) -> rustc.Compiled:
        count[0] += 1
        return real(*given, **named)

    rustc.check = check
    try:
        yield count
    finally:
        rustc.check = real


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _spread(numbers: list[int]) -> dict[str, float]:
    if not numbers:
        return {"all": 0}
    return {"all": sum(numbers), "median": statistics.median(numbers), "most": max(numbers)}


def _paths(tables: list[Table]) -> dict[str, int]:
    """How many paths there are, and to how many something happens."""
    happens = [_something_happens(table, path) for table in tables for path in table.paths]
    cells = sum(len(states) for table in tables for states in table.states.values())
    return {"all": len(happens), "something happens": sum(happens), "cells": cells}


def _something_happens(table: Table, path: Place) -> bool:
    return any(
        reason.kind not in _ALWAYS for _, state in table.of(path) for reason in state.reasons
    )


def _agreement(tables: list[Asked], root: Path, *, every: bool) -> dict[str, Any]:
    """How many cells have the same three permissions when each is asked for on its own."""
    compared = [pair for one in _chosen(tables, every=every) for pair in _compare(*one, root)]
    asked = [(name, one) for name, one in compared if one.could_be_asked]
    differ = [f"{name}: {one}" for name, one in compared if not one.agrees]
    return {
        "cells": len(compared),
        "sample": "all" if every else f"seed {_SEED}",
        "asked singly": len(asked),
        "agree": sum(one.agrees for _, one in asked),
        "differ": differ[:_MOST_SHOWN],
    }


def _chosen(tables: list[Asked], *, every: bool) -> list[tuple[Asked, list[Any]]]:
    """The cells to ask for again, by program."""
    from permission_agreement import cells_of

    cells = [(one, cell) for one in tables if one.table for cell in cells_of(one.table)]
    if not every and len(cells) > _SAMPLE:
        cells = random.Random(_SEED).sample(cells, _SAMPLE)  # noqa: S311 - the same cells each time
    by_name: dict[str, tuple[Asked, list[Any]]] = {}
    for one, cell in cells:
        by_name.setdefault(one.snippet.name, (one, []))[1].append(cell)
    return list(by_name.values())


def _compare(one: Asked, cells: list[Any], root: Path) -> list[tuple[str, Compared]]:
    from permission_agreement import compare

    with _scratch() as folder:
        found = compare(one.snippet.source, cells, folder, one.snippet.libraries(root))
    return [(one.snippet.name, pair) for pair in found]


def told(results: dict[str, Any]) -> Iterator[str]:
    """The measurement as lines of text."""
    for size, row in results["seconds"].items():
        times = f"{human_time(row['minimum'])} least, {human_time(row['median'])} median"
        rest = f"{row['calls of rustc']} calls, {row['probes']} probes, {row['program']}"
        yield f"{size:>4} lines  {times}   ({rest})"
    for name in ("snippets", "probes", "paths"):
        yield f"{name:>10}  " + ", ".join(f"{k}: {v}" for k, v in results[name].items())
    found = results["agreement"]
    share = found["agree"] / found["asked singly"] if found["asked singly"] else 0.0
    yield f" agreement  {found['agree']} of {found['asked singly']} cells ({share:.1%})"
    yield f"            {found['cells'] - found['asked singly']} more can't be asked singly"
    yield from (f"            {line}" for line in found["differ"])


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parents[2], sys.argv[1:]))
