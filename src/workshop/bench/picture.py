"""The pictures of `bench distances`: time over n, nanoseconds per pair, time over threads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workshop.bench.measure import human_time
from workshop.bench.report import per_pair
from workshop.bench.steps import STEPS
from workshop.bench.tables import plain
from workshop.bench.themes import BLUE, BROWN, GRAY, GREEN, GRID, RED, prepare, save

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLORS = (
    ("python", GRAY),
    ("numpy", BLUE),
    ("scipy", GREEN),
    ("lists_debug", BROWN),
    ("numba", GREEN),
    ("c", GREEN),
    ("fortran", GREEN),
)
_MARKERS = "osD^v<>pX"
_APART = 15
"""Points between two labels, from line to line."""


def draw_sizes(facts: Mapping[str, Any], file: Path) -> None:
    """One line for each step of the story, with its name at the end; both axes in powers of ten."""
    import matplotlib.pyplot as plt

    prepare()
    figure, axes = plt.subplots(figsize=(7.6, 4.8), layout="constrained")
    shown = [id for id in facts["labels"] if STEPS[id].story] or list(facts["labels"])
    sizes = sorted({int(n) for id in shown for n in facts["seconds"][id]})
    draw_lines(axes, facts["labels"], {id: facts["seconds"][id] for id in shown}, sizes)
    save(figure, file)
    plt.close(figure)


def draw_lines(
    axes: Axes,
    labels: Mapping[str, str],
    seconds: Mapping[str, Mapping[str, float]],
    named: Sequence[int],
) -> None:
    """Draw the time of each step over the number of points; the axis names these numbers."""
    ends: dict[str, tuple[float, float]] = {}
    for (id, row), marker in zip(seconds.items(), cycle(_MARKERS)):
        sizes, times = [int(n) for n in row], list(row.values())
        axes.loglog(sizes, times, f"{marker}-", color=color_of(id), linewidth=1.8, markersize=5)
        ends[id] = sizes[-1], times[-1]
    largest = max(n for n, _ in ends.values())
    smallest = min(int(n) for row in seconds.values() for n in row)
    axes.set(xlabel="n points and n references", ylabel="wall time of one call")
    axes.set_xlim(0.85 * smallest, largest * (largest / smallest) ** 0.75 * 1.5)
    frame(axes)
    name_sizes(axes, named)
    figure = axes.get_figure(root=True)
    assert figure is not None  # noqa: S101
    figure.canvas.draw()
    write_labels(axes, {plain(labels[id]): (at, color_of(id)) for id, at in ends.items()})


def name_sizes(axes: Axes, sizes: Sequence[int]) -> None:
    """Write the sizes and times as people say them; the axis ends where the lines end."""
    axes.minorticks_off()
    axes.set_xticks(sizes, [f"{n:,}" for n in sizes])
    axes.yaxis.set_major_formatter(lambda seconds, _at: human_time(seconds).replace(".0", ""))
    axes.spines["bottom"].set_bounds(axes.get_xlim()[0], sizes[-1])


def write_labels(axes: Axes, labels: Mapping[str, tuple[tuple[float, float], str]]) -> None:
    """Write each label beside the end of its line, moved up or down where two would overlap."""
    scale = axes.get_figure(root=True).dpi / 72  # type: ignore[union-attr]
    ends = {text: axes.transData.transform(at)[1] / scale for text, (at, _) in labels.items()}
    places = spread(list(ends.values()), _APART)
    for (text, (at, color)), end, place in zip(labels.items(), ends.values(), places, strict=True):
        moved = place - end
        axes.annotate(
            text,
            at,
            (18, moved),
            textcoords="offset points",
            color=color,
            va="center",
            arrowprops={
                "arrowstyle": "-",
                "color": color,
                "linewidth": 0.7,
                "relpos": (0, 0.5),
                "shrinkA": 0,
                "shrinkB": 4,
            },
        )


def spread(heights: Sequence[float], apart: float) -> list[float]:
    """The heights, moved as little as needed so that any two are `apart`, in the same order."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    groups: list[tuple[float, int]] = []  # the middle of a group and how many are in it
    for index in order:
        middle, count = heights[index], 1
        while groups and middle - groups[-1][0] < apart * (count + groups[-1][1]) / 2:
            below, more = groups.pop()
            middle, count = (middle * count + below * more) / (count + more), count + more
        groups.append((middle, count))
    placed = [
        middle + apart * (position - (count - 1) / 2)
        for middle, count in groups
        for position in range(count)
    ]
    found = [0.0] * len(heights)
    for index, height in zip(order, placed, strict=True):
        found[index] = height
    return found


def loops(facts: Mapping[str, Any]) -> tuple[int, dict[str, float]]:
    """The largest size, and ns per pair of each compiled loop that was measured at it."""
    n = max(int(size) for row in facts["seconds"].values() for size in row)
    return n, {
        id: per_pair(facts["seconds"][id][str(n)], n)
        for id in facts["labels"]
        if STEPS[id].loop and str(n) in facts["seconds"][id]
    }


def draw_loops(facts: Mapping[str, Any], file: Path) -> None:
    """A bar for each compiled loop, and a line at what the CPU can do at best."""
    import matplotlib.pyplot as plt

    n, times = loops(facts)
    prepare()
    height = 1.1 + 0.34 * len(times)
    figure, axes = plt.subplots(figsize=(7.6, height), layout="constrained")
    for row, (id, time) in enumerate(times.items()):
        axes.barh(row, time, color=color_of(id), height=0.6)
        axes.annotate(f"{time:.2f}", (time, row), (5, 0), textcoords="offset points", va="center")
    axes.set_yticks(range(len(times)), [plain(facts["labels"][id]) for id in times])
    axes.invert_yaxis()
    axes.set(xlabel=f"ns per pair, one thread, n = {n:,}")
    if limit := facts.get("limit"):
        axes.axvline(limit["ns_per_pair"], color=GRAY, linestyle="--", linewidth=1.2)
        axes.annotate(
            "limit of this CPU",
            (limit["ns_per_pair"], 1.0),
            (4, 4),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            color=GRAY,
        )
    frame(axes, axis="x")
    save(figure, file)
    plt.close(figure)


def draw_threads(facts: Mapping[str, Any], file: Path) -> None:
    """Wall and CPU time of one call over the number of threads."""
    import matplotlib.pyplot as plt

    threads = facts["threads"]
    counts = [int(count) for count in threads["wall"]]
    prepare()
    figure, axes = plt.subplots(figsize=(7.6, 3.6), layout="constrained")
    ends = {}
    for name, label, color, marker in (
        ("cpu", "CPU time, all threads together", BLUE, "s"),
        ("wall", "wall time", RED, "o"),
    ):
        times = [1e3 * seconds for seconds in threads[name].values()]
        axes.plot(counts, times, f"{marker}-", color=color, linewidth=1.8)
        ends[label] = (counts[-1], times[-1]), color
    axes.set(xlabel="threads", ylabel="ms", xticks=counts)
    span = max(counts[-1] - counts[0], 1)
    axes.set_xlim(counts[0] - 0.05 * span, counts[-1] + 0.55 * span)
    axes.set_ylim(0, None)
    frame(axes)
    figure.canvas.draw()
    write_labels(axes, ends)
    save(figure, file)
    plt.close(figure)


def frame(axes: Axes, axis: str = "y") -> None:
    """Leave two sides of the frame, and draw a grid behind the lines."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis=axis, color=GRID, linewidth=0.8)  # type: ignore[arg-type]
    axes.set_axisbelow(True)


def color_of(id: str) -> str:
    """Python gray, NumPy blue, a debug build brown, what others wrote green, our Rust red."""
    return next(
        (color for start, color in _COLORS if id == start or id.startswith(f"{start}_")), RED
    )


def draw_all(facts: Mapping[str, Any], folder: Path) -> list[Path]:
    """Draw what the measurement allows into the folder, and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = {"distances": draw_sizes}
    if loops(facts)[1]:
        figures["distances-loops"] = draw_loops
    if "threads" in facts:
        figures["distances-threads"] = draw_threads
    for name, draw in figures.items():
        draw(facts, folder / f"{name}.svg")
    return [folder / f"{name}.svg" for name in figures]
