"""Draw what the model of `code/mpi/scaling.py` says with the numbers of `data/mpi.json`."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from types import SimpleNamespace

import matplotlib.pyplot as plt

from workshop.bench.picture import frame
from workshop.bench.themes import BLUE, BROWN, GREEN, RED, prepare, save

HERE = Path(__file__).resolve().parent
MODEL = SimpleNamespace(**runpy.run_path(str(HERE.parent / "code" / "mpi" / "scaling.py")))
LABELS = {
    "brute": "brute force",
    "brute_slow": "brute force, slow network",
    "tree": "tree",
    "tree_slow": "tree, slow network",
}


def draw(facts, folder: Path) -> None:
    """The speedup over the number of nodes: one curve for each algorithm and network."""
    prepare()
    figure, axes = plt.subplots(figsize=(7.6, 4.2), layout="constrained")
    speedup = facts["prediction"]["speedup"]
    curves = {label: list(speedup[way].values()) for way, label in LABELS.items()}
    MODEL.draw(axes, curves, (RED, BROWN, BLUE, GREEN))
    axes.legend(frameon=False, fontsize=9.5)
    frame(axes, axis="both")
    save(figure, folder / "mpi-scaling.svg")
    plt.close(figure)


if __name__ == "__main__":
    data = HERE.parent / "data" / "mpi.json"
    draw(json.loads(data.read_text(encoding="utf-8")), HERE)
