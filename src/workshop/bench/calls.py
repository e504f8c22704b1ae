"""`workshop bench calls`: what one call costs, in Python, Rust and C, for the account of part D."""

from __future__ import annotations

import shlex
from importlib.metadata import version
from pathlib import Path
from typing import Any

from workshop.bench import call_report
from workshop.bench.call_making import COMPILER, CallBuilder
from workshop.bench.call_rounds import AMOUNTS, Rounds, by_group, nothing_below_zero
from workshop.bench.call_rows import CFFI, GROUPS, ROWS, Script
from workshop.bench.measure import rounded, write_measurement
from workshop.bench.running import all_cores
from workshop.bench.session import load_of_others, measuring, results_folder, shown, version_of
from workshop.bench.sources import row_digests
from workshop.bench.timing import signs_of_load
from workshop.learner.project import Project

UNIT = (
    "Wall time of one call, the fastest of many samples in several processes, "
    "without the loop around the calls"
)


def main(root: Path, output: Path | None = None) -> int:
    """Measure, show a table, and write the numbers."""
    command = "./workshop bench calls" + (f" --output {shlex.quote(str(output))}" if output else "")
    output = output or results_folder(root) / "calls.json"
    with measuring(root, AMOUNTS.children) as (own, progress):
        load = load_of_others()
        rounds = Rounds(CallBuilder(Project(root), own, progress.note), progress, AMOUNTS)
        rounds.make()
        sources = row_digests(rounds.builder.project, rounds.measured)
        rounds.run()
        results = _results(rounds, rounds.memory(), load) | {"sources": sources}
    facts = write_measurement(
        output,
        command=command,
        results=rounded(results),
        packages=("numpy",),
        versions=_versions(rounds),
    )
    print(call_report.as_text(facts))
    print(f"\nNumbers: {shown(output, root)}")
    return 0


def _results(rounds: Rounds, memory: dict[str, Any], load: float) -> dict[str, Any]:
    ns = {id: min(times) for id, times in rounds.ns.items()}
    nothing_below_zero(ns)
    measured = {id: row for id, row in ROWS.items() if id in ns}
    labels = by_group({id: row.label for id, row in measured.items()})
    timings = [(call_report.described(ROWS[id]), timing) for id, timing in rounds.timings.items()]
    signs = [*signs_of_load(load, all_cores(), timings), *rounds.signs]
    return {
        "unit": UNIT,
        "groups": {group: GROUPS[group] for group in labels},
        "labels": labels,
        "ns": by_group(ns),
        "rounds": by_group(rounds.ns),
        "loop_ns": rounds.loop_ns,
        "memory": memory,
        "left_out": rounds.left_out,
        "load": {"cores_used_by_others": round(load, 2), "signs": signs},
    }


def _versions(rounds: Rounds) -> dict[str, str]:
    """Those of the compiler and of cffi, where they were used."""
    used = [code for code in rounds.modules if isinstance(code, Script)]
    found = {COMPILER: version_of(COMPILER)} if any(code.library for code in used) else {}
    return found | ({"cffi": version("cffi")} if CFFI in used else {})
