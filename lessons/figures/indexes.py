"""Draw what pip does with two indexes: it compares everything that both of them offer."""

from __future__ import annotations

from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.patches import FancyArrowPatch, Rectangle

from workshop.bench.themes import BLUE, GRAY, RED, prepare, save

HERE = Path(__file__).resolve().parent


def box(axes, place, size, color, lines) -> None:
    """A box with a title, and what it holds."""
    x, y = place
    width, height = size
    axes.add_patch(Rectangle(place, width, height, edgecolor=color, fill=False, linewidth=2))
    for number, line in enumerate(lines):
        weight = "bold" if number == 0 else "normal"
        axes.text(x + 0.15, y + height - 0.35 - 0.5 * number, line, va="center", weight=weight)


def arrow(axes, start, end, color, *, dashed=False) -> None:
    """From one box to another."""
    style = "--" if dashed else "-"
    patch = FancyArrowPatch(
        start, end, arrowstyle="-|>", mutation_scale=14, color=color, linewidth=1.6, linestyle=style
    )
    axes.add_patch(patch)


def draw(folder: Path) -> None:
    """Two indexes, pip between them and an environment, and what it chooses."""
    prepare()
    figure, axes = plt.subplots(figsize=(7.6, 3.0), layout="constrained")
    box(axes, (0, 2.4), (3.3, 1.6), BLUE, ["our index", "accounts 0.2.0", "we wrote it"])
    box(axes, (0, 0), (3.3, 1.6), RED, ["public index", "accounts 9.9.9", "a stranger wrote it"])
    box(axes, (4.6, 1.2), (2.7, 1.6), GRAY, ["pip", "takes the highest", "of all versions"])
    box(axes, (8.5, 1.2), (3.2, 1.6), RED, ["your environment", "accounts 9.9.9"])
    arrow(axes, (3.3, 3.2), (4.6, 2.3), GRAY, dashed=True)
    arrow(axes, (3.3, 0.8), (4.6, 1.7), RED)
    arrow(axes, (7.3, 2.0), (8.5, 2.0), RED)
    axes.set(xlim=(-0.1, 11.8), ylim=(-0.1, 4.1), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    save(figure, folder / "indexes.svg")


if __name__ == "__main__":
    draw(HERE)
