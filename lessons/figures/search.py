"""Draw a search in the tree of `distances-tree`, and the tree's boxes, from `data/search.json`."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from types import SimpleNamespace

import matplotlib.pyplot as plt
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from workshop.bench.themes import BLUE, GRAY, INK, RED, prepare, save

HERE = Path(__file__).resolve().parent
DRAWING = HERE.parents[1] / "solutions" / "distances" / "tree" / "draw.py"
SEARCHES = {"starter": "The starter", "finished": "The finished tree"}
DEPTHS = ("200 references", "halves: 100 each", "quarters: 50 each")


def draw_searches(drawing, drawn, file: Path) -> None:
    """The same search in the starter's tree and in the finished one, as `draw.py` draws it."""
    figure, panels = plt.subplots(1, 2, figsize=(7.6, 4.7), layout="constrained")
    references = drawing.make_references()
    for axes, (way, title) in zip(panels, SEARCHES.items(), strict=True):
        boxes, entered = drawn[way]["boxes"], drawn[way]["entered"]
        drawing.draw_search(axes, references, boxes, entered)
        axes.set_title(title, loc="left", size=11)
        axes.set_xlabel(drawing.summary(boxes, entered).replace(", ", "\n"))
        axes.spines[:].set_visible(False)
    marks = {
        "reference": Line2D([], [], color=INK, marker=".", markersize=5, linestyle=""),
        "point": Line2D([], [], color=RED, marker="x", markeredgewidth=2, linestyle=""),
        "nearest reference": Line2D([], [], color=RED, marker="o", markersize=5, linestyle=""),
        "box entered": Patch(facecolor=(BLUE, 0.2), edgecolor=BLUE, linewidth=1.4),
        "not entered": Patch(facecolor="none", edgecolor=GRAY, linestyle=":"),
    }
    figure.legend(
        marks.values(),
        marks,
        loc="outside lower center",
        ncols=len(marks),
        frameon=False,
        fontsize=9.5,
        handletextpad=0.4,
        columnspacing=1.2,
    )
    save(figure, file)
    plt.close(figure)


def draw_tree(references, boxes, file: Path) -> None:
    """The boxes that the finished tree has after none, one and two times of halving."""
    figure, panels = plt.subplots(1, 3, figsize=(7.6, 2.9), layout="constrained")
    for depth, (axes, title) in enumerate(zip(panels, DEPTHS, strict=True)):
        axes.plot(*references.T, ".", color=INK, markersize=2.5)
        for at, low, high, _ in boxes:
            if at == depth:
                size = [b - a for a, b in zip(low, high, strict=True)]
                axes.add_patch(Rectangle(low, *size, fill=False, edgecolor=BLUE, linewidth=1.4))
        axes.set(aspect="equal", xticks=[], yticks=[])
        axes.set_title(title, loc="left", size=11)
        axes.spines[:].set_visible(False)
    save(figure, file)
    plt.close(figure)


def draw(facts, folder: Path) -> None:
    """Both figures, with the references of `draw.py`."""
    prepare()
    drawing = SimpleNamespace(**runpy.run_path(str(DRAWING)))
    draw_searches(drawing, facts["drawn"], folder / "distances-search.svg")
    boxes = facts["drawn"]["finished"]["boxes"]
    draw_tree(drawing.make_references(), boxes, folder / "distances-tree.svg")


if __name__ == "__main__":
    data = HERE.parent / "data" / "search.json"
    draw(json.loads(data.read_text(encoding="utf-8")), HERE)
