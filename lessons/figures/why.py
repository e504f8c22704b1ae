"""Draw what Rust gains and loses in five small jobs, from `lessons/data/why.json`."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib.pyplot as plt

from workshop.bench.themes import GRAY, GREEN, RED, prepare, save

HERE = Path(__file__).resolve().parent
GAIN, LOSS = GREEN, RED


def gains(facts) -> dict[str, float]:
    """How many times faster Rust is than Python; below 1 it is slower."""
    jobs = facts["jobs"]
    return {
        "smooth an array": facts["loop"]["python"] / facts["loop"]["pyo3"],
        "smooth a list": jobs["smooth a list"]["python"] / jobs["smooth a list"]["rust"],
        "call a tiny function": facts["call"]["python"] / facts["call"]["pyo3"],
        "sum a list": jobs["sum a list"]["python"] / jobs["sum a list"]["rust"],
        "read a file": jobs["read a file"]["python"] / jobs["read a file"]["rust"],
    }


def words(gain: float) -> str:
    """The gain as people say it."""
    if gain >= 1:
        return f"{gain:.2g} times faster"
    return f"{1 / gain:.2g} times slower"


def write(axes, text: str, place: tuple[float, float], side: int) -> None:
    """Write beside a place, on its right (1) or on its left (-1)."""
    axes.annotate(
        text,
        place,
        (6 * side, 0),
        textcoords="offset points",
        ha="left" if side > 0 else "right",
        va="center",
    )


def draw(facts, folder: Path) -> None:
    """One bar for each job, to the right where Rust is faster, to the left where it is slower."""
    prepare()
    figure, axes = plt.subplots(figsize=(7.6, 3.4), layout="constrained")
    for row, (job, gain) in enumerate(gains(facts).items()):
        color, side = (GAIN, 1) if gain >= 1 else (LOSS, -1)
        axes.barh(row, gain - 1, left=1, color=color, height=0.55)
        write(axes, words(gain), (gain, row), side)
        write(axes, job, (1, row), -side)
    axes.axvline(1, color=GRAY, linewidth=1)
    axes.set(xscale="log", xlim=(0.008, 300), yticks=[], xticks=[])
    axes.minorticks_off()
    axes.invert_yaxis()
    axes.set_title("Rust against Python and its libraries in C", loc="left")
    axes.spines[["top", "right", "left", "bottom"]].set_visible(False)
    save(figure, folder / "why.svg")


if __name__ == "__main__":
    data = HERE.parent / "data" / "why.json"
    draw(json.loads(data.read_text(encoding="utf-8")), HERE)
