"""Draw which wheels each version of Python takes, by the rules that pip has."""

from __future__ import annotations

from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle
from packaging.tags import cpython_tags, parse_tag

from workshop.bench.themes import BLUE, GRAY, GREEN, prepare, save

HERE = Path(__file__).resolve().parent
PYTHONS = ((3, 10), (3, 11), (3, 12), (3, 13), (3, 14))
WHEELS = ("cp311-cp311", "cp312-cp312", "cp313-cp313", "cp314-cp314", "cp311-abi3")
PLATFORM = "win_amd64"


def takes(python, tag) -> bool:
    """Whether pip of this Python on one system takes a wheel with the tag."""
    known = cpython_tags(python, platforms=[PLATFORM])
    return not parse_tag(f"{tag}-{PLATFORM}").isdisjoint(known)


def draw(folder: Path) -> None:
    """A row for each wheel, a column for each Python; a word says what the color says."""
    prepare()
    figure, axes = plt.subplots(figsize=(7.6, 2.9), layout="constrained")
    for row, tag in enumerate(WHEELS):
        color = GREEN if tag.endswith("abi3") else BLUE
        for column, python in enumerate(PYTHONS):
            place = (column - 0.45, row - 0.38)
            if takes(python, tag):
                axes.add_patch(Rectangle(place, 0.9, 0.76, color=color, fill=False, linewidth=2))
                axes.text(column, row, "installs", ha="center", va="center", size=9)
            else:
                axes.text(column, row, "no", ha="center", va="center", size=9, color=GRAY)
    axes.set_xticks(range(len(PYTHONS)), [f"Python {a}.{b}" for a, b in PYTHONS])
    axes.set_yticks(range(len(WHEELS)), WHEELS)
    axes.set(xlim=(-0.6, len(PYTHONS) - 0.4), ylim=(len(WHEELS) - 0.4, -0.6))
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    save(figure, folder / "wheels.svg")


if __name__ == "__main__":
    draw(HERE)
