"""The picture of `bench trees`: the cost over the number of points, and how steep it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workshop.bench.picture import draw_lines
from workshop.bench.themes import GRAY, prepare, save
from workshop.bench.tree_steps import BRUTE_FORCE, OURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_GROWTH: Mapping[str, tuple[str, float, Callable[[float], float]]] = {
    BRUTE_FORCE.id: ("grows as n²", 2.5, lambda n: n**2),
    OURS: ("grows as n log n", 0.4, lambda n: n * math.log(n)),
}
"""By step: how its time grows, and where the line that shows it lies, above or below the step's."""


def draw_slopes(facts: Mapping[str, Any], file: Path) -> None:
    """One line for each step, with a dashed one beside it that is as steep as theory says."""
    import matplotlib.pyplot as plt

    prepare()
    figure, axes = plt.subplots(figsize=(7.6, 4.8), layout="constrained")
    slopes = {id: row for id, row in facts["slopes"].items() if row}
    sizes = sorted({int(n) for row in slopes.values() for n in row})
    powers = [n for n in sizes if math.log10(n).is_integer()] or sizes
    for id, growth in _GROWTH.items():
        if id in slopes:
            _draw_growth(axes, slopes[id], *growth)
    draw_lines(axes, facts["labels"], slopes, powers)
    save(figure, file)
    plt.close(figure)


def _draw_growth(
    axes: Axes, row: Mapping[str, float], text: str, beside: float, cost: Callable[[float], float]
) -> None:
    sizes = [int(n) for n in row]
    share = beside * row[str(sizes[-1])] / cost(sizes[-1])
    times = [share * cost(n) for n in sizes]
    axes.loglog(sizes, times, "--", color=GRAY, linewidth=1.2)
    middle = len(sizes) // 2
    above = beside > 1
    axes.annotate(
        text,
        (sizes[middle], times[middle]),
        (-6, 4) if above else (6, -4),
        textcoords="offset points",
        color=GRAY,
        ha="right" if above else "left",
        va="bottom" if above else "top",
    )


def draw_all(facts: Mapping[str, Any], folder: Path) -> list[Path]:
    """Draw what the measurement allows into the folder, and return the files."""
    if not any(facts["slopes"].values()):
        return []
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "distances-trees.svg"
    draw_slopes(facts, file)
    return [file]
