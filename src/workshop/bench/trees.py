"""`workshop bench trees`: trees for the nearest distances, on data that is hard for some."""

from __future__ import annotations

import shlex
import tomllib
from importlib.metadata import version
from pathlib import Path
from statistics import geometric_mean
from typing import Any

from workshop.bench import tree_picture, tree_report
from workshop.bench.datasets import IN_WORDS
from workshop.bench.making import fetch_guests, version_of_package
from workshop.bench.measure import rounded, write_measurement
from workshop.bench.running import all_cores
from workshop.bench.session import load_of_others, measuring, results_folder, shown
from workshop.bench.sources import tree_digests
from workshop.bench.timing import signs_of_load
from workshop.bench.tree_making import TreeWorkbench
from workshop.bench.tree_rounds import ALL, AMOUNTS, Trees, nested
from workshop.bench.tree_steps import MEASURED
from workshop.learner.project import Project

UNIT = "Wall time of one call on all cores, build included, the fastest of several"
_GUEST, _CRATE = "pykdtree", "kiddo"


def main(
    root: Path,
    output: Path | None = None,
    *,
    everything: bool = False,
    with_pykdtree: bool = False,
) -> int:
    """Measure, show a table, and write the numbers and the picture."""
    words = ["--all"] * everything + ["--with-pykdtree"] * with_pykdtree
    words += ["--output", shlex.quote(str(output))] if output else []
    folder, amounts = results_folder(root), ALL if everything else AMOUNTS
    with measuring(root, 0) as (own, progress):
        load = load_of_others()
        guests = None
        if with_pykdtree:
            progress.note(f"installing {_GUEST} for this run")
            guests = fetch_guests(own / "packages", (_GUEST,))
        trees = Trees(TreeWorkbench(Project(root), own, progress.note, guests), progress, amounts)
        trees.make()
        progress.expect(trees.children)
        sources = tree_digests(trees.workbench.project, trees.functions)
        trees.run()
        versions = _versions(trees, guests)
    output = output or folder / "trees.json"
    facts = write_measurement(
        output,
        command=" ".join(["./workshop bench trees", *words]),
        results=rounded(_results(trees, load) | {"sources": sources}),
        packages=("numpy", "scipy", "matplotlib"),
        versions=versions,
    )
    pictures = tree_picture.draw_all(facts, folder)
    print(tree_report.as_text(facts))
    print(f"\nNumbers:  {shown(output, root)}")
    print("Pictures: " + ", ".join(shown(file, root) for file in pictures))
    return 0


def _results(trees: Trees, load: float) -> dict[str, Any]:
    ratios = trees.ratios
    signs = [*signs_of_load(load, all_cores(), []), *trees.signs]
    return {
        "unit": UNIT,
        "data": IN_WORDS,
        "labels": {id: step.label for id, step in MEASURED.items() if id in trees.functions},
        "threads": all_cores(),
        "seconds": trees.by_problem("wall"),
        "build": trees.by_problem("build"),
        "settings": trees.settings,
        "ratio": nested({(p.data, p.dimension, p.n): ratio for p, ratio in ratios.items()}),
        **_overall(list(ratios.values())),
        "slopes": trees.slopes,
        "left_out": trees.left_out,
        "load": {"cores_used_by_others": round(load, 2), "signs": signs},
    }


def _overall(ratios: list[float]) -> dict[str, float]:
    """What all ratios together say, where there are any."""
    if not ratios:
        return {}
    return {"geometric_mean": geometric_mean(ratios), "least_ratio": min(ratios)}


def _versions(trees: Trees, guests: Path | None) -> dict[str, str]:
    """Those of the guest and of the crate, where they were used."""
    found = dict[str, str]()
    if _GUEST in trees.functions:
        found[_GUEST] = version_of_package(guests, _GUEST) or version(_GUEST)
    if _CRATE in trees.functions:
        found[_CRATE] = _locked_version(trees.workbench.project.root / "Cargo.lock")
    return found


def _locked_version(lock: Path) -> str:
    packages = tomllib.loads(lock.read_text(encoding="utf-8"))["package"]
    return next(str(package["version"]) for package in packages if package["name"] == _CRATE)
