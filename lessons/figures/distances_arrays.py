"""Draw where the floats of three points lie: a list, C order, Fortran order, a strided view."""

from __future__ import annotations

from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.patches import FancyArrowPatch, Rectangle

from workshop.bench.themes import BLUE, BROWN, GRAY, GREEN, GRID, INK, prepare, save

HERE = Path(__file__).resolve().parent
ROWS = (BLUE, BROWN, GREEN)
"""The color of each of the three points; unused floats have that of the grid."""
WIDTH = 1.0


def cells(axes, y, texts, colors, x=0.0):
    """Floats side by side in memory, each with the color of its point."""
    for number, (text, color) in enumerate(zip(texts, colors, strict=True)):
        left = x + number * WIDTH
        axes.add_patch(Rectangle((left, y), WIDTH, 0.62, fill=False, edgecolor=INK, linewidth=1))
        axes.add_patch(Rectangle((left, y - 0.09), WIDTH, 0.09, color=color, linewidth=0))
        axes.text(left + WIDTH / 2, y + 0.3, text, ha="center", va="center", size=11)


def arrow(axes, start, end, text, *, bend=-0.35):
    """A stride: from the start of one float to that of another."""
    style = f"arc3,rad={bend}"
    axes.add_patch(
        FancyArrowPatch(
            start, end, connectionstyle=style, arrowstyle="-|>", mutation_scale=11, color=INK
        )
    )
    middle = ((start[0] + end[0]) / 2, start[1] + 0.12 + 0.12 * abs(end[0] - start[0]))
    axes.text(*middle, text, ha="center", va="bottom", size=9.5)


def label(axes, y, title, text):
    axes.text(-4.9, y + 0.47, title, weight="bold", va="center", size=11)
    axes.text(-4.9, y + 0.1, text, va="center", size=9.5, color=GRAY)


def draw_list(axes, y):
    """Pointers to tuples of pointers to floats, which lie anywhere."""
    label(axes, y, "list of tuples", "pointers to pointers")
    for number, color in enumerate(ROWS):
        axes.add_patch(Rectangle((number * 0.5, y), 0.5, 0.62, fill=False, edgecolor=INK))
        axes.plot(number * 0.5 + 0.25, y + 0.31, "o", color=color, markersize=5)
    places = ((2.6, 0.75), (4.3, -0.25), (6.0, 0.55), (2.5, -0.5), (5.7, -0.6), (4.2, 0.8))
    texts = ("x0", "y0", "x1", "y1", "x2", "y2")
    for number, ((x, dy), text) in enumerate(zip(places, texts, strict=True)):
        color = ROWS[number // 2]
        axes.add_patch(Rectangle((x, y + dy), 0.8, 0.5, fill=False, edgecolor=INK, linewidth=1))
        axes.add_patch(Rectangle((x, y + dy - 0.09), 0.8, 0.09, color=color, linewidth=0))
        axes.text(x + 0.4, y + dy + 0.25, text, ha="center", va="center", size=11)
        start = (number // 2 * 0.5 + 0.25, y + 0.31)
        axes.add_patch(
            FancyArrowPatch(
                start,
                (x, y + dy + 0.25),
                arrowstyle="-|>",
                mutation_scale=8,
                color=color,
                linewidth=0.9,
                connectionstyle="arc3,rad=0.08",
            )
        )


def draw(folder: Path) -> None:
    """Four rows, each with what NumPy calls it and its strides in bytes."""
    prepare()
    figure, axes = plt.subplots(figsize=(7.6, 6.4), layout="constrained")
    draw_list(axes, 6.9)

    label(axes, 4.6, "C order", "strides 16, 8")
    by_row = [color for color in ROWS for _ in "xy"]
    cells(axes, 4.6, ("x0", "y0", "x1", "y1", "x2", "y2"), by_row)
    arrow(axes, (0, 5.25), (2, 5.25), "next row: 16 bytes")

    label(axes, 2.5, "Fortran order", "strides 8, 24")
    cells(axes, 2.5, ("x0", "x1", "x2", "y0", "y1", "y2"), ROWS * 2)
    arrow(axes, (0, 3.15), (3, 3.15), "next column: 24 bytes")

    label(axes, 0.2, "every other row", "strides 32, 8")
    colors = [ROWS[0]] * 2 + [GRID] * 2 + [ROWS[1]] * 2 + [GRID] * 2
    cells(axes, 0.2, ("x0", "y0", "", "", "x1", "y1", "", ""), colors)
    arrow(axes, (0, 0.85), (4, 0.85), "next row: 32 bytes", bend=-0.25)

    axes.set(xlim=(-5, 8.2), ylim=(-0.1, 8.5))
    axes.axis("off")
    save(figure, folder / "distances-arrays.svg")


if __name__ == "__main__":
    draw(HERE)
