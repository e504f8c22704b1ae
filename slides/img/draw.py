"""Draw the figures of the talk as SVG files beside this script.

From the root: `python slides/img/draw.py`. Text becomes outlines, so every machine shows the same.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch
from scipy.spatial import KDTree

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "src"))

from workshop.cells import rustc  # noqa: E402
from workshop.reading.deck import read_deck  # noqa: E402
from workshop.timelines import timeline, timeline_svg  # noqa: E402

DATA = ROOT / "lessons" / "data" / "talk.json"
INK, SOFT, LINE, PAPER = "#1b2530", "#566270", "#d9dde2", "#fffefb"
PYTHON, RUST = "#2b6296", "#b3441a"
TEN = 10

mpl.rcParams.update(
    {
        "svg.hashsalt": "talk",
        "svg.fonttype": "path",
        "font.family": "DejaVu Sans",
        "font.size": 15,
        "text.color": INK,
        "axes.edgecolor": SOFT,
        "axes.labelcolor": INK,
        "xtick.color": SOFT,
        "ytick.color": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
)


def canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """An empty drawing of that many inches; one unit is one inch, the origin is bottom left."""
    figure = plt.figure(figsize=(width, height))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    return figure, axes


def box(
    axes: Axes, place: tuple[float, float, float, float], text: str, color: str, size: float = 17
) -> None:
    """A filled box (left, bottom, width, height) with white text in it."""
    left, bottom, width, height = place
    shape = "round,pad=0,rounding_size=0.12"
    axes.add_patch(FancyBboxPatch((left, bottom), width, height, shape, fc=color, ec="none"))
    middle = (left + width / 2, bottom + height / 2)
    axes.text(*middle, text, color="white", size=size, ha="center", va="center", weight="bold")


def arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], style: str = "-|>"
) -> None:
    """An arrow between two points."""
    axes.add_patch(
        FancyArrowPatch(start, end, arrowstyle=style, mutation_scale=22, lw=2.5, color=SOFT)
    )


def bridge() -> Figure:
    """The title: two blocks and a bridge that carries things both ways."""
    figure, axes = canvas(11, 2.6)
    box(axes, (0.1, 0.3, 3.2, 2.0), "Python", PYTHON, 34)
    box(axes, (7.7, 0.3, 3.2, 2.0), "Rust", RUST, 34)
    arrow(axes, (3.45, 1.75), (7.55, 1.75))
    arrow(axes, (7.55, 0.85), (3.45, 0.85))
    axes.text(5.5, 2.0, "calls, values, objects", size=19, ha="center")
    axes.text(5.5, 0.42, "results, exceptions", size=19, ha="center")
    axes.text(5.5, 1.3, "PyO3", size=22, ha="center", va="center", weight="bold", color=SOFT)
    return figure


EVENTS = (
    (2006, "side project of\nGraydon Hoare", "center"),
    (2009, "Mozilla\nsponsors it", "right"),
    (2010, "announced", "center"),
    (2011, "rustc compiles\nitself", "left"),
    (2015, "version 1.0", "center"),
    (2021, "Rust\nFoundation", "center"),
    (2025, "edition\n2024", "center"),
)


def history() -> Figure:
    """Seven years on one line, the texts above and below it in turn."""
    figure, axes = canvas(11.5, 4)
    axes.plot([0.2, 11.3], [2, 2], color=SOFT, lw=3, solid_capstyle="round", zorder=1)
    for number, (year, text, side) in enumerate(EVENTS):
        x = 1.0 + (year - 2006) * 9.6 / 19
        up = number % 2 == 0
        axes.plot([x, x], [2, 2.65 if up else 1.35], color=LINE, lw=2.5, zorder=0)
        axes.add_patch(Circle((x, 2), 0.13, fc=RUST, ec=PAPER, lw=3, zorder=2))
        y, alignment = (2.72, "bottom") if up else (1.28, "top")
        x += {"right": 0.12, "left": -0.12}.get(side, 0)
        label = f"{text}\n" if up else f"\n{text}"
        axes.text(x, y, label, size=16.5, ha=side, va=alignment, linespacing=1.3)
        axes.text(x, y, str(year), size=18, ha=side, va=alignment, weight="bold", color=RUST)
    return figure


def read_data(name: str) -> dict[str, Any]:
    """One measurement of the talk."""
    found: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))[name]
    return found


def bars(axes: Axes, values: dict[str, float], unit: str = "") -> None:
    """Horizontal bars on a logarithmic axis, the first on top, each with its number."""
    names = list(values)[::-1]
    colors = {"pure Python": PYTHON}
    shades = [RUST if name.startswith("Rust") else colors.get(name, SOFT) for name in names]
    axes.barh(names, [values[name] for name in names], color=shades, height=0.68)
    for row, name in enumerate(names):
        number = values[name]
        text = f"{number:.0f}" if number >= TEN else f"{number:.1f}"
        axes.text(number * 1.12, row, text + unit, va="center", size=18)
    axes.set_xscale("log")
    axes.tick_params(axis="y", labelsize=18, length=0)
    axes.minorticks_off()


def same_loop() -> Figure:
    """Two loops in four languages."""
    titles = {"nearest": "nearest distance", "potential": "sum of 1 / distance"}
    figure, panels = plt.subplots(1, 2, figsize=(12, 4), sharey=True)
    for axes, (loop, values) in zip(panels, read_data("loops_ns_per_pair").items(), strict=True):
        bars(axes, values)
        axes.set_xlim(0.3, 900)
        axes.set_xticks([1, 10, 100], ["1", "10", "100"])
        axes.set_title(titles[loop], size=19, loc="left", pad=12)
        axes.set_xlabel("nanoseconds per pair of points, one core")
    figure.tight_layout(w_pad=3)
    return figure


def ladder() -> Figure:
    """Milliseconds of five ways to the same answer."""
    figure, axes = plt.subplots(figsize=(12, 5))
    bars(axes, read_data("nearest_ms"), " ms")
    axes.set_xlim(2, 50000)
    axes.set_xticks([10, 100, 1000, 10000], ["10", "100", "1000", "10 000"])
    axes.set_xlabel("milliseconds for 10 000 points and 10 000 references; less is better")
    figure.tight_layout()
    return figure


def connect() -> Figure:
    """Python on top, Rust in the middle, what exists below."""
    figure, axes = canvas(12, 5.4)
    box(axes, (2.6, 4.2, 6.8, 1.0), "Python: users, notebooks, MPI (mpi4py)", PYTHON)
    box(axes, (2.6, 2.2, 6.8, 1.0), "Rust: safe functions and classes, threads", RUST)
    below = (
        "C libraries\nFFTW, HDF5, BLAS",
        "your Fortran\niso_c_binding",
        "Rust crates\nrayon, kiddo",
    )
    for left, text in zip((0.2, 4.2, 8.2), below, strict=True):
        box(axes, (left, 0.1, 3.6, 1.1), text, SOFT, 15)
        arrow(axes, (left + 1.8, 1.25), (6 + (left - 4.2) * 0.5, 2.15), "<|-|>")
    arrow(axes, (6, 3.25), (6, 4.15), "<|-|>")
    axes.text(6.25, 3.7, "PyO3", size=17, va="center", weight="bold", color=SOFT)
    return figure


def steps() -> Figure:
    """The four steps of every binding."""
    figure, axes = canvas(13, 2.5)
    names = ["convert in", "compute", "convert out"]
    for number, name in enumerate(names):
        color = RUST if name == "compute" else SOFT
        box(axes, (1.9 + 3.3 * number, 1.2, 2.6, 1.1), name, color)
    for start in (1.15, 4.5, 7.8, 11.1):
        arrow(axes, (start, 1.75), (start + 0.7, 1.75))
    axes.text(0.55, 1.75, "list", size=17, ha="center", va="center", color=PYTHON, weight="bold")
    axes.text(12.4, 1.75, "list", size=17, ha="center", va="center", color=PYTHON, weight="bold")
    box(axes, (1.9, 0.1, 9.2, 0.75), "register: the module names what Python may call", PYTHON, 16)
    return figure


def nearest() -> Figure:
    """Points, references, and the line from each point to its nearest reference."""
    rng = np.random.default_rng(4)
    points = rng.uniform((0.4, 0.9), (11.6, 5.2), (42, 2))
    references = rng.uniform((1.2, 1.3), (10.8, 4.8), (6, 2))
    figure, axes = canvas(12, 5.4)
    _, closest = KDTree(references).query(points)
    for point, other in zip(points, references[closest], strict=True):
        axes.plot(*zip(point, other, strict=True), color="#b9c1ca", lw=2, zorder=0)
    axes.plot(*points.T, "o", color=PYTHON, ms=10, ls="")
    axes.plot(*references.T, "s", color=RUST, ms=16, ls="")
    axes.plot(0.5, 0.35, "o", color=PYTHON, ms=10)
    axes.text(0.75, 0.35, "points", size=18, va="center")
    axes.plot(2.5, 0.35, "s", color=RUST, ms=16)
    axes.text(2.8, 0.35, "references", size=18, va="center")
    return figure


STATIONS = (
    ("git tag", "GitHub", SOFT),
    ("wheels for\n3 systems", "GitHub Actions", RUST),
    ("PyPI", "checks who asks", PYTHON),
    ("pip install", "everyone", SOFT),
)


def publish() -> Figure:
    """From a tag to `pip install`."""
    figure, axes = canvas(13.4, 3.6)
    for number, (name, below, color) in enumerate(STATIONS):
        left = 0.1 + 3.5 * number
        box(axes, (left, 1.3, 2.6, 1.4), name, color, 20)
        axes.text(left + 1.3, 0.85, below, size=18, ha="center", va="center", color=SOFT)
        if number:
            arrow(axes, (left - 0.85, 2.0), (left - 0.05, 2.0))
    axes.text(6.55, 3.2, "a key for some minutes", size=18, ha="center", color=PYTHON)
    arrow(axes, (8.35, 2.85), (4.95, 2.85))
    return figure


FIGURES: dict[str, Callable[[], Figure]] = {
    "bridge": bridge,
    "history": history,
    "same-loop": same_loop,
    "ladder": ladder,
    "connect": connect,
    "steps": steps,
    "nearest": nearest,
    "publish": publish,
}


RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
TIMELINES = {"move": "predict-move", "borrow": "predict-borrow"}
"""Pictures drawn from what the compiler says of the program on the slide of that name."""


def borrow_picture(slide_name: str) -> str:
    """The owner and the borrow in a program that the compiler refuses."""
    slides = {slide.name: slide for slide in read_deck(ROOT / "slides" / "talk.md")}
    code = slides[slide_name].fences[0].code
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "main.rs"
        source.write_text(code, encoding="utf-8")
        picture = timeline.of(rustc.check(source).errors[0], code)
    if picture is None:
        sys.exit(f"This compiler's labels give no picture of {slide_name}.")
    head, _, rest = timeline_svg.standalone(picture).partition("<style>")
    sheet, _, drawing = rest.partition("</style>")
    return f"{head}<style>{light_rules(sheet)}</style>{drawing}"


def light_rules(sheet: str) -> str:
    """Of the workshop's style sheet only what colors a picture on light paper."""
    rules = [(names.strip(), body) for names, body in RULE.findall(sheet)]
    light = next(body for names, body in rules if names == ".ws-cell")
    colors = "".join(re.findall(r"--ws-\w+: #\w+; ?", light))
    kept = [f"{names} {{{body}}}" for names, body in rules if names.startswith(".ws-svg")]
    return "\n".join([f".ws-svg {{ {colors}}}", *kept])


def main(folder: Path = HERE) -> None:
    """Draw all figures into the folder."""
    for name, draw in FIGURES.items():
        figure = draw()
        figure.savefig(
            folder / f"{name}.svg", transparent=True, metadata={"Date": None, "Creator": None}
        )
        plt.close(figure)
    for name, slide_name in TIMELINES.items():
        text = borrow_picture(slide_name) + "\n"
        (folder / f"{name}.svg").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
