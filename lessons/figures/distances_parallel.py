"""Draw who holds the interpreter during a call, attached and detached."""

from __future__ import annotations

from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

from workshop.bench.themes import BLUE, GRAY, RED, prepare, save

HERE = Path(__file__).resolve().parent
PYTHON, RUST, WAITS = BLUE, RED, GRAY
THREADS = ("calling thread", "rayon, thread 1", "rayon, thread 2", "other Python thread")


def bar(axes, row, span, color, text, *, dashed=False):
    """What a thread does for a while; the words say it, too, not the color alone."""
    start, end = span
    line = {"linewidth": 1.4, "linestyle": "--"} if dashed else {"linewidth": 2}
    box = Rectangle((start, row - 0.32), end - start, 0.64, edgecolor=color, fill=not text, **line)
    box.set_facecolor("none" if text else color)
    axes.add_patch(box)
    axes.text((start + end) / 2, row, text, ha="center", va="center", size=9)


def panel(axes, title, *, detached):
    """One call: what each of the four threads does."""
    axes.set_title(title, loc="left", size=11)
    bar(axes, 3, (0, 2), PYTHON, "Python")
    bar(axes, 3, (8, 10), PYTHON, "Python")
    if detached:
        bar(axes, 3, (2.05, 7.95), WAITS, "waits, detached", dashed=True)
    else:
        bar(axes, 3, (2.05, 7.95), PYTHON, "waits, attached")
    for row in (2, 1):
        bar(axes, row, (2.05, 7.95), RUST, "computes")
    if detached:
        for start in range(2, 8):
            bar(axes, 0, (start + 0.1, start + 0.35), PYTHON, "")
        axes.text(5, -0.62, "a tick every 10 ms", ha="center", va="center", size=9)
    else:
        bar(axes, 0, (2.05, 7.95), WAITS, "waits until it can attach", dashed=True)
    bar(axes, 0, (9.2, 9.45), PYTHON, "")
    bar(axes, 0, (0.8, 1.05), PYTHON, "")
    axes.set_yticks(range(4), THREADS[::-1])
    axes.set(xlim=(-0.1, 10.1), ylim=(-0.9, 3.5), xticks=[])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def draw(folder: Path) -> None:
    """Two panels with one time axis."""
    prepare()
    figure, (above, below) = plt.subplots(2, 1, figsize=(7.6, 5.0), layout="constrained")
    panel(above, "Attached: no other Python thread can run", detached=False)
    panel(below, "Detached: other Python threads can run", detached=True)
    below.set_xlabel("time")
    save(figure, folder / "distances-parallel.svg")


if __name__ == "__main__":
    draw(HERE)
