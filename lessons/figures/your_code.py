"""Draw what share of a program's time each function takes, from `lessons/data/your-code.json`."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib.pyplot as plt

from workshop.bench.themes import BLUE, prepare, save

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "data" / "your-code.json"


def draw(folder: Path) -> None:
    """A bar for each function, with its share."""
    prepare()
    shares = json.loads(DATA.read_text(encoding="utf-8"))["gauge_program"]["percent"]
    figure, axes = plt.subplots(figsize=(7.6, 2.4), layout="constrained")
    bars = axes.barh(list(shares), list(shares.values()), color=BLUE, height=0.6)
    axes.bar_label(bars, [f"{share:.0f} %" for share in shares.values()], padding=4)
    axes.set(xlim=(0, 100), xticks=[])
    axes.invert_yaxis()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    save(figure, folder / "your-code.svg")


if __name__ == "__main__":
    draw(HERE)
