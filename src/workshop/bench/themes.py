"""Save a figure so that it follows the theme of its page, light or dark."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, GRAY, GRID = "#1f2328", "#4d4d4d", "#e0e0e0"
BROWN, BLUE, RED, GREEN = "#b35900", "#1f5fa8", "#b3001b", "#1a6b32"
DARK = {
    INK: "#e6e8eb",
    GRAY: "#b4bcc4",
    BROWN: "#e8a25a",
    BLUE: "#86b8ff",
    RED: "#ff8f8f",
    GREEN: "#7fd694",
    GRID: "#3d444d",
}
"""What becomes of each color on dark paper."""


def prepare() -> None:
    """Set what all figures have in common: letters as paths, the same bytes each time."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "workshop", "svg.fonttype": "path", "font.size": 11})
    mpl.rcParams.update({"text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": INK})
    mpl.rcParams.update({"xtick.color": INK, "ytick.color": INK})


def save(figure: Figure, file: Path) -> None:
    """Write the SVG, without paper of its own; a page's `color-scheme` chooses the colors."""
    text = io.StringIO()
    figure.savefig(text, transparent=True, metadata={"Date": None, "Creator": None})
    svg, light, dark = text.getvalue(), "", ""
    for number, (color, on_dark) in enumerate(DARK.items()):
        if color in svg:
            svg = svg.replace(color, f"var(--color-{number})")
            light += f"--color-{number}: {color}; "
            dark += f"--color-{number}: {on_dark}; "
    rules = f"svg {{ {light}}}\n@media (prefers-color-scheme: dark) {{ svg {{ {dark}}} }}\n"
    start = '<style type="text/css">'
    file.write_text(svg.replace(start, f"{start}\n{rules}", 1), encoding="utf-8")
