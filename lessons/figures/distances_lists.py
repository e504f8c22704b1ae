"""Draw the times of the nearest distances, from `lessons/data/distances-lists.json`."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib.pyplot as plt
from themes import prepare, save

HERE = Path(__file__).resolve().parent
STYLE = {  # name: color, marker, label at the line's end
    "python": ("#4d4d4d", "o", "plain Python"),
    "rust_debug": ("#b35900", "v", "Rust, debug build"),
    "numpy": ("#1f5fa8", "s", "NumPy"),
    "rust": ("#b3001b", "^", "Rust, release build"),
    "scipy": ("#1a6b32", "D", "SciPy's tree"),
}


def draw(facts, file: Path) -> None:
    """One line for each way, with its name at the end; both axes count in powers of ten."""
    prepare()
    figure, axes = plt.subplots(figsize=(7.6, 4.6), layout="constrained")
    for name, (color, marker, label) in STYLE.items():
        sizes = [int(size) for size in facts["seconds"][name]]
        times = list(facts["seconds"][name].values())
        axes.loglog(sizes, times, marker + "-", color=color, linewidth=2)
        axes.annotate(
            label, (sizes[-1], times[-1]), (9, -4), textcoords="offset points", color=color
        )
    axes.set(xlabel="n points and n references", ylabel="seconds", xlim=(800, 500_000))
    axes.set_title("A better algorithm beats a faster language", loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#e0e0e0", linewidth=0.8)
    save(figure, file)


if __name__ == "__main__":
    data = HERE.parent / "data" / "distances-lists.json"
    draw(json.loads(data.read_text(encoding="utf-8")), HERE / "distances-lists.svg")
