"""Draw the six floats of three points: by row, by column, and by row where Fortran reads them."""

from __future__ import annotations

from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

from workshop.bench.themes import BLUE, BROWN, GRAY, GREEN, INK, prepare, save

HERE = Path(__file__).resolve().parent
POINTS = (BLUE, BROWN, GREEN)
"""The color of each of the three points."""
WIDTH, HEIGHT, STRIPE = 0.85, 0.62, 0.09
READ = 7.3
"""Where the arrays as Fortran reads them start, to the right of the memory."""


def cell(axes, x, y, text, color):
    """One float, with the color of its point."""
    axes.add_patch(Rectangle((x, y), WIDTH, HEIGHT, fill=False, edgecolor=INK, linewidth=1))
    axes.add_patch(Rectangle((x, y - STRIPE), WIDTH, STRIPE, color=color, linewidth=0))
    axes.text(x + WIDTH / 2, y + HEIGHT / 2, text, ha="center", va="center", size=11)


def memory(axes, y, floats):
    """Six floats side by side, and the half that is each column of `points(3, 2)` for Fortran."""
    for number, (text, color) in enumerate(floats):
        cell(axes, number * WIDTH, y, text, color)
    for half, name in enumerate(("column 1", "column 2")):
        left, right = 3 * half * WIDTH + 0.06, 3 * (half + 1) * WIDTH - 0.06
        axes.plot([left, left, right, right], [y - 0.2, y - 0.3, y - 0.3, y - 0.2], color=INK, lw=1)
        axes.text((left + right) / 2, y - 0.36, name, ha="center", va="top", size=9.5)


def read(axes, y, floats, verdict):
    """The array `points(3, 2)` made of these six floats, a row of Fortran's in each line."""
    for row in range(3):
        bottom = y + 0.8 * (1 - row)
        axes.text(READ - 0.15, bottom + HEIGHT / 2, f"{row + 1}", ha="right", va="center", size=9.5)
        for column in range(2):
            text, color = floats[3 * column + row]
            cell(axes, READ + column * WIDTH, bottom, text, color)
    for column, name in enumerate(("x", "y")):
        middle = READ + (column + 0.5) * WIDTH
        axes.text(middle, y + 1.6, name, ha="center", va="center", size=9.5)
    axes.text(READ + WIDTH, y - 1.15, verdict, ha="center", va="center", size=9.5)


def label(axes, y, title, text):
    axes.text(-3.9, y + 0.47, title, weight="bold", va="center", size=11)
    axes.text(-3.9, y + 0.08, text, va="center", size=9.5, color=GRAY)


def draw(folder: Path) -> None:
    """Above what Fortran expects, below NumPy's order by mistake; on the right what it reads."""
    prepare()
    figure, axes = plt.subplots(figsize=(7.6, 4.6), layout="constrained")
    by_row = [(f"{name}{point}", POINTS[point]) for point in range(3) for name in "xy"]
    by_column = by_row[::2] + by_row[1::2]

    axes.text(0, 6.15, "in memory", size=9.5, color=GRAY)
    axes.text(READ + WIDTH, 6.15, "points(3, 2)", ha="center", size=9.5, color=GRAY)
    label(axes, 4.15, "by column", "Fortran")
    memory(axes, 4.15, by_column)
    read(axes, 4.15, by_column, "each row is a point")

    label(axes, 0.55, "by row", "C, and NumPy's default")
    memory(axes, 0.55, by_row)
    read(axes, 0.55, by_row, "each row mixes two points")

    axes.set(xlim=(-4, 10.3), ylim=(-0.9, 6.6))
    axes.axis("off")
    save(figure, folder / "fortran-order.svg")


if __name__ == "__main__":
    draw(HERE)
