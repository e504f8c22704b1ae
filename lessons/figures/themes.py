"""Save a figure so that it follows the theme of its page, light or dark."""

from __future__ import annotations

import io
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

INK = "#1f2328"
DARK = {
    INK: "#e6e8eb",
    "#4d4d4d": "#b4bcc4",
    "#b35900": "#e8a25a",
    "#1f5fa8": "#86b8ff",
    "#b3001b": "#ff8f8f",
    "#1a6b32": "#7fd694",
    "#e0e0e0": "#3d444d",
}
"""What becomes of each color on dark paper."""


def prepare() -> None:
    """Set what all figures have in common: letters as paths, the same bytes each time."""
    mpl.use("svg")
    inked = ("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color")
    mpl.rcParams.update({"svg.hashsalt": "workshop", "svg.fonttype": "path", "font.size": 11})
    mpl.rcParams.update(dict.fromkeys(inked, INK))


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
