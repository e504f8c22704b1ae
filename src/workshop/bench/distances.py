"""`workshop bench distances`: the nearest distances, in every way that the pages compare."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

from workshop.bench import extras, picture, report
from workshop.bench.comparison import Comparison, labels
from workshop.bench.making import Workbench, fetch_guests, version_of_package
from workshop.bench.measure import rounded, write_measurement
from workshop.bench.plan import Budget
from workshop.bench.progress import Progress
from workshop.bench.request import Request
from workshop.bench.running import all_cores
from workshop.bench.session import load_of_others, measuring, results_folder, shown, version_of
from workshop.bench.sources import source_digests
from workshop.bench.timing import signs_of_load
from workshop.learner.project import Project

_LEAST = 60.0
"""Seconds for measuring, however long the builds took."""
_COMPILERS = {"c": "gcc", "fortran": "gfortran"}
UNIT = "Wall time of one call, the fastest of several"


def main(root: Path, request: Request) -> int:
    """Measure, and write the numbers and the pictures."""
    folder, steps = results_folder(root), len(request.steps) * len(request.sizes) + extras.COUNT
    with measuring(root, steps) as (own, progress):
        facts = _measure(Project(root), request, own, progress)
    output = request.output or folder / "distances.json"
    facts = write_measurement(
        output,
        command=request.command,
        results=rounded(facts["results"]),
        packages=("numpy", "scipy", "matplotlib"),
        versions=facts["versions"],
    )
    pictures = picture.draw_all(facts, folder)
    print(report.as_text(facts))
    print(f"\nNumbers:  {shown(output, root)}")
    print("Pictures: " + ", ".join(shown(file, root) for file in pictures))
    return 0


def _measure(
    project: Project, request: Request, folder: Path, progress: Progress
) -> dict[str, dict[str, Any]]:
    budget = Budget(60 * request.minutes)
    load = load_of_others()
    guests = None
    if request.with_numba:
        progress.note("installing numba for this run")
        guests = fetch_guests(folder / "packages", ("numba",))
    workbench = Workbench(project, folder, progress.note, guests)
    comparison = Comparison(request, workbench, progress, budget, extras.SECONDS)
    comparison.make()
    budget.leave_at_least(_LEAST)
    comparison.run()
    results = _results(request, comparison, load)
    return {"results": results, "versions": _versions(comparison, guests)}


def _results(request: Request, comparison: Comparison, load: float) -> dict[str, Any]:
    timings = comparison.timings
    names = labels(list(timings))
    largest = {id: max(timings[id].items())[1] for id in names}
    signs = signs_of_load(load, all_cores(), [(names[id], t) for id, t in largest.items()])
    return {
        "unit": UNIT,
        "data": request.data,
        "labels": names,
        "sources": source_digests(comparison.workbench.project, names),
        "seconds": {id: {n: t.wall for n, t in timings[id].items()} for id in names},
        "cpu": {id: {n: t.cpu for n, t in timings[id].items()} for id in names},
        "peak_mib": {id: comparison.peak_mib[id] for id in names if id in comparison.peak_mib},
        **extras.measure(comparison),
        "left_out": comparison.left_out,
        "skipped": comparison.skipped,
        "load": {"cores_used_by_others": round(load, 2), "signs": signs},
    }


def _versions(comparison: Comparison, guests: Path | None) -> dict[str, str]:
    """Those of compilers and guests that were used."""
    found = dict[str, str]()
    for id, program in _COMPILERS.items():
        if id in comparison.timings:
            found[program] = version_of(program)
    if "numba" in comparison.timings:
        found["numba"] = version_of_package(guests, "numba") or version("numba")
    return found
