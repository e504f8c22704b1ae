"""Draw one search in your tree: the boxes that it enters, in their order, and the others.

`python draw.py` builds your `distances-tree`, and writes search.svg beside this script.
`python draw.py search.png` writes another file.
"""

import sys
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

from workshop.notebook import load

INK, GRAY, BLUE, RED = "#1f2328", "#4d4d4d", "#1f5fa8", "#b3001b"
POINT = (0.46, 0.54)


def make_references() -> np.ndarray:
    """200 references in no order: three clusters, and some anywhere."""
    random = np.random.default_rng(1)
    centers = np.repeat([(0.2, 0.75), (0.45, 0.3), (0.8, 0.6)], 45, axis=0)
    clusters = random.normal(centers, 0.07)
    anywhere = random.random((200 - len(clusters), 2))
    return np.random.default_rng(3083).permutation(np.concatenate([clusters, anywhere]))


def smallest(boxes: list) -> list[int]:
    """The indices of the boxes that are not halved; a box's halves come right after it."""
    depths = [depth for depth, *_ in boxes] + [0]
    return [index for index in range(len(boxes)) if depths[index + 1] <= depths[index]]


def entered_ones(boxes: list, entered: list[int]) -> list[int]:
    """The smallest boxes among those that the search entered, each once, in its order."""
    return [index for index in dict.fromkeys(entered) if index in smallest(boxes)]


def summary(boxes: list, entered: list[int]) -> str:
    """How much of the tree the search saw."""
    found = entered_ones(boxes, entered)
    compared = sum(boxes[index][3] for index in found)
    return (
        f"{len(found)} of {len(smallest(boxes))} boxes entered, "
        f"{compared} of {boxes[0][3]} references compared"
    )


def draw_search(axes: Axes, references: np.ndarray, boxes: list, entered: list[int]) -> None:
    """The boxes, entered ones filled and numbered; the circle reaches the nearest reference."""
    found = entered_ones(boxes, entered)
    for index in smallest(boxes):
        _, low, high, _ = boxes[index]
        size = np.subtract(high, low)
        if index not in found:
            axes.add_patch(Rectangle(low, *size, fill=False, edgecolor=GRAY, linestyle=":"))
            continue
        number = found.index(index) + 1
        axes.add_patch(Rectangle(low, *size, color=BLUE, alpha=min(0.2, 0.8 / len(found))))
        axes.add_patch(Rectangle(low, *size, fill=False, edgecolor=BLUE, linewidth=1.4))
        # Boxes may overlap, so the numbers move to the right, one after the other.
        at = (low[0] + size[0] * number / (len(found) + 1), high[1] - 0.005)
        axes.text(*at, str(number), color=INK, ha="center", va="top", weight="bold")
    axes.plot(*references.T, ".", color=INK, markersize=3)
    distances = np.hypot(*(references - POINT).T)
    axes.plot(*references[distances.argmin()], "o", color=RED, markersize=5)
    axes.plot(*POINT, "x", color=RED, markeredgewidth=2)
    axes.add_patch(Circle(POINT, distances.min(), fill=False, edgecolor=RED, linewidth=1.4))
    axes.set(aspect="equal", xticks=[], yticks=[])


def main(file: Path) -> None:
    """Build the tree, search once, draw, and say what was drawn."""
    tree = load("distances-tree")
    references = make_references()
    boxes = tree.boxes(references)
    entered = [index for index, _ in tree.entered(POINT, references)]
    figure = Figure(figsize=(6, 6.4), layout="constrained")
    axes = figure.subplots()
    draw_search(axes, references, boxes, entered)
    axes.set_xlabel(summary(boxes, entered))
    figure.savefig(file)
    print(f"{summary(boxes, entered)}: {file.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).with_name("search.svg"))
