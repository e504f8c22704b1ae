"""Count the boxes that a search in `distances-tree` enters, with and without each of its holes.

The one search is that of its `draw.py`. A machine changes nothing here but the date.
"""

from __future__ import annotations

import runpy
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType, SimpleNamespace

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

import numpy as np

from workshop.base.errors import EnvironmentBroken
from workshop.bench.measure import rounded, write_measurement
from workshop.course.edits import apply_edits
from workshop.notebook.load_extension import import_library
from workshop.rust.cargo import cargo_command, run_cargo

TREE = ROOT / "solutions" / "distances" / "tree"
DRAWING = SimpleNamespace(**runpy.run_path(str(TREE / "draw.py")))
TARGET = ROOT / "target"
Edit = tuple[str, str, str]
UNSOLVED: dict[str, Edit] = {
    "split": (
        "tree.rs",
        "points.select_nth_unstable_by(middle, |a, b| a[axis].total_cmp(&b[axis]));",
        "let _ = axis;",
    ),
    "descend": ("search.rs", "if both[1].0 < both[0].0 {", "if false {"),
    "prune": (
        "search.rs",
        "for (squared, half) in nearer_first(halves, point) {",
        "for (_, half) in nearer_first(halves, point) { let squared = -1.0;",
    ),
}
"""By hole: its file, a finished line, and a line that does what the starter does."""
WAYS = {
    "finished": (),
    "without_split": ("split",),
    "without_descend": ("descend",),
    "without_prune": ("prune",),
    "starter": tuple(UNSOLVED),
}
"""Which holes are open."""
SEARCHES = 1000


def main() -> None:
    """Build the tree in each way, and write what the searches enter."""
    with tempfile.TemporaryDirectory() as name:
        trees = {way: build(Path(name) / way, edits_of(way), TARGET) for way in WAYS}
        results = look_at(trees)
    write_measurement(
        Path(__file__).with_suffix(".json"),
        command="python lessons/data/search.py",
        results=results,
        packages=("numpy",),
    )


def edits_of(way: str) -> list[Edit]:
    """What opens these holes again."""
    return [UNSOLVED[hole] for hole in WAYS[way]]


def build(
    folder: Path, edits: Iterable[Edit], target: Path, *, release: bool = False
) -> ModuleType:
    """The module of the finished tree after these edits of its files."""
    crate = folder / "tree"
    shutil.copytree(TREE, crate, copy_function=shutil.copyfile)  # newer than the last build
    for name, old, new in edits:
        source = crate / "src" / name
        text = apply_edits(source.read_text(encoding="utf-8"), [(old, new)])
        source.write_text(text, encoding="utf-8")
    _, _, shared = (ROOT / "Cargo.toml").read_text(encoding="utf-8").partition("\n[workspace.")
    workspace = f'[workspace]\nresolver = "3"\nmembers = ["tree"]\n\n[workspace.{shared}'
    (folder / "Cargo.toml").write_text(workspace, encoding="utf-8")
    shutil.copyfile(ROOT / "Cargo.lock", folder / "Cargo.lock")
    goal = ["build", "--lib", "--offline", *["--release"] * release]
    command = cargo_command(goal, crate, target)
    built = run_cargo(command, crate)
    if built.artifact is None:
        said = built.errors[0].message if built.errors else built.trouble
        raise EnvironmentBroken(f"{folder.name}: {said}")
    library = folder / built.artifact.name
    shutil.copyfile(built.artifact, library)
    return import_library("distances", library)


def look_at(trees: dict[str, ModuleType]) -> dict:
    """What each tree enters: in the drawn search, and on average of many."""
    references = DRAWING.make_references()
    points = np.random.default_rng(2).random((SEARCHES, 2)).tolist()
    results = {
        "unit": f"boxes that hold references, and references; the mean is of {SEARCHES} searches",
        "references": len(references),
        "boxes": len(DRAWING.smallest(trees["finished"].boxes(references))),
        "searches": SEARCHES,
    }
    for way, tree in trees.items():
        boxes = tree.boxes(references)
        one, *many = (seen(boxes, indices(tree, p, references)) for p in [DRAWING.POINT, *points])
        mean = np.mean(many, axis=0).tolist()
        results[way] = {
            "entered": one[0],
            "compared": one[1],
            "mean_entered": mean[0],
            "mean_compared": mean[1],
        }
    return results | {"drawn": {way: drawn(trees[way]) for way in ("finished", "starter")}}


def indices(tree: ModuleType, point, references) -> list[int]:
    return [index for index, _ in tree.entered(point, references)]


def seen(boxes: list, entered: list[int]) -> tuple[int, int]:
    """How many boxes that hold references were entered, and how many references they hold."""
    found = DRAWING.entered_ones(boxes, entered)
    return len(found), sum(boxes[index][3] for index in found)


def drawn(tree: ModuleType) -> dict:
    """What the picture shows: all boxes, and the indices of those that were entered."""
    references = DRAWING.make_references()
    boxes = [[a, list(low), list(high), n] for a, low, high, n in tree.boxes(references)]
    return {"boxes": rounded(boxes), "entered": indices(tree, DRAWING.POINT, references)}


if __name__ == "__main__":
    main()
