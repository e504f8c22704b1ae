"""Draw the figures of the talk as SVG files beside this script.

From the root, after `npm ci`: `python slides/img/draw.py`. Text becomes outlines in the font of the
slides, so every machine shows the same.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")

import matplotlib.pyplot as plt
import numpy as np
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch, Polygon, Rectangle
from matplotlib.patheffects import withStroke
from scipy.spatial import KDTree

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

from measured import TIMES, rounded  # noqa: E402
from talk import read_deck  # noqa: E402
from workshop.bench.tables import plain  # noqa: E402
from workshop.borrows import svg  # noqa: E402
from workshop.borrows.from_diagnostic import timeline_of  # noqa: E402
from workshop.borrows.model import Act, Event, Lane, Row, Timeline  # noqa: E402
from workshop.borrows.permissions.ask import Rejected, permissions_of  # noqa: E402
from workshop.notebook.cell_source import as_program  # noqa: E402
from workshop.rust import rustc  # noqa: E402

FAMILY = "Atkinson Hyperlegible Next"
FONT = "atkinson-hyperlegible-next"
FONTS = ROOT / "node_modules" / "@fontsource" / FONT / "files"
DATA = ROOT / "lessons" / "data" / "distances.json"
INK, SOFT, LINE, PAPER = "#1b2530", "#566270", "#d9dde2", "#fffefb"
PYTHON, RUST = "#2b6296", "#b3441a"
NIGHT, PALE = "#16212c", "#dfe7ef"
NO_HANGERS = withStroke(linewidth=12, foreground=NIGHT)
"""Around letters, so that no line touches them."""

mpl.rcParams.update(
    {
        "svg.hashsalt": "talk",
        "svg.fonttype": "path",
        "font.family": FAMILY,
        "font.size": 19,
        "text.color": INK,
        "axes.edgecolor": SOFT,
        "axes.labelcolor": INK,
        "xtick.color": SOFT,
        "ytick.color": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
)


def use_fonts(folder: Path) -> None:
    """Let matplotlib know the font of the slides, which npm brings in a form it can't read."""
    manager = font_manager.fontManager
    manager.ttflist = [entry for entry in manager.ttflist if entry.name != FAMILY]
    for weight in ("400", "700"):
        font = TTFont(FONTS / f"{FONT}-latin-{weight}-normal.woff")
        font.flavor = None
        file = folder / f"{weight}.ttf"
        font.save(file)
        manager.addfont(file)


def canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """An empty drawing of that many inches; one unit is one inch, the origin is bottom left."""
    figure = plt.figure(figsize=(width, height))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    return figure, axes


def box(
    axes: Axes, place: tuple[float, float, float, float], text: str, color: str, size: float = 23
) -> None:
    """A filled box (left, bottom, width, height) with white text in it."""
    left, bottom, width, height = place
    shape = "round,pad=0,rounding_size=0.12"
    axes.add_patch(FancyBboxPatch((left, bottom), width, height, shape, fc=color, ec="none"))
    middle = (left + width / 2, bottom + height / 2)
    axes.text(*middle, text, color="white", size=size, ha="center", va="center", weight="bold")


def arrow(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    style: str = "-|>",
    color: str = SOFT,
) -> None:
    """An arrow between two points."""
    axes.add_patch(
        FancyArrowPatch(start, end, arrowstyle=style, mutation_scale=24, lw=2.8, color=color)
    )


def bridge() -> Figure:
    """The title: a bridge between two banks, with arrows both ways."""
    figure, axes = canvas(12.1, 4.1)
    for name, color, side in (("Python", PYTHON, 0.0), ("Rust", RUST, 12.1)):
        shape = [(0, 0), (0, 1.72), (2.7, 1.72), (3.4, 0)]
        bank = [(abs(side - x), y) for x, y in shape]
        axes.add_patch(Polygon(bank, fc=color, ec="none", zorder=1))
        place = (abs(side - 1.5), 0.85)
        axes.text(*place, name, color="white", size=40, ha="center", va="center", weight="bold")
    span(axes)
    arrow(axes, (7.55, 2.15), (8.55, 2.15), color=PALE)
    arrow(axes, (4.5, 1.2), (3.5, 1.2), color=PALE)
    return figure


def span(axes: Axes) -> None:
    """The bridge's deck, arch and hangers, and the words on it."""
    x = np.linspace(1.8, 10.3, 171)
    arch = 1.75 + 2.1 * (1 - ((x - 6.05) / 4.25) ** 2)
    axes.plot(x, arch, color=PALE, lw=7, zorder=3, solid_capstyle="round")
    axes.vlines(x[10:-10:10], 1.75, arch[10:-10:10], color=SOFT, lw=2.5, zorder=2)
    axes.add_patch(Rectangle((0, 1.66), 12.1, 0.18, fc=PALE, ec="none", zorder=3))
    words = {"ha": "center", "va": "center", "zorder": 4, "path_effects": [NO_HANGERS]}
    axes.text(6.05, 3.05, "PyO3", size=38, weight="bold", color="white", **words)
    axes.text(5.75, 2.15, "calls, values, objects", size=24, color="white", **words)
    axes.text(6.25, 1.2, "results, exceptions", size=24, color="white", **words)


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
    figure, axes = canvas(11.5, 4.4)
    axes.plot([0.2, 11.3], [2.2, 2.2], color=SOFT, lw=3, solid_capstyle="round", zorder=1)
    for number, (year, text, side) in enumerate(EVENTS):
        x = 1.0 + (year - 2006) * 9.6 / 19
        up = number % 2 == 0
        axes.plot([x, x], [2.2, 2.85 if up else 1.55], color=LINE, lw=2.5, zorder=0)
        axes.add_patch(Circle((x, 2.2), 0.15, fc=RUST, ec=PAPER, lw=3, zorder=2))
        y, alignment = (2.92, "bottom") if up else (1.48, "top")
        x += {"right": 0.12, "left": -0.12}.get(side, 0)
        label = f"{text}\n" if up else f"\n{text}"
        axes.text(x, y, label, size=20, ha=side, va=alignment, linespacing=1.1)
        axes.text(x, y, str(year), size=22, ha=side, va=alignment, weight="bold", color=RUST)
    return figure


SIZE = "10000"
"""Points and references of the times in the figures."""


def seconds_of(*steps: str) -> dict[str, float]:
    """What some steps of part C took, by the names that they have in the book."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    return {plain(data["labels"][step]): data["seconds"][step][SIZE] for step in steps}


def dots(axes: Axes, seconds: dict[str, float], unit: str) -> None:
    """A dot for each time on a logarithmic axis, where bars would lie; the first is on top."""
    names = list(seconds)[::-1]
    numbers = [seconds[name] / TIMES[unit] for name in names]
    axes.set_xscale("log")
    axes.grid(axis="x", color=LINE, lw=1.5)
    axes.set_axisbelow(True)
    axes.scatter(numbers, names, s=330, color=[shade(name) for name in names], zorder=3)
    for row, (name, number) in enumerate(zip(names, numbers, strict=True)):
        text = f"{spaced(rounded(seconds[name], unit))} {unit}"
        place = {"xytext": (17, 0), "textcoords": "offset points", "va": "center", "size": 24}
        axes.annotate(text, (number, row), color=shade(name), weight="bold", **place)
    axes.set_ylim(-0.6, len(names) - 0.4)
    axes.tick_params(length=0)
    axes.tick_params(axis="y", labelsize=24, pad=12)
    axes.tick_params(axis="x", labelsize=19)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.minorticks_off()


RUST_STYLES = ("minimum_if", "minimum_fold", "minimum_method")


def spaced(number: str) -> str:
    """The number with a space between thousands."""
    return f"{int(number):,}".replace(",", " ") if number.isdecimal() else number


def shade(name: str) -> str:
    """The color of a way: Rust's, plain Python's, or that of all others."""
    return RUST if name.startswith("Rust") else {"plain Python": PYTHON}.get(name, SOFT)


def same_loop() -> Figure:
    """One loop in several languages, and in Rust in three styles."""
    steps = ("fortran", "c", *RUST_STYLES, "numpy_columns", "python")
    pairs = int(SIZE) ** 2
    figure, axes = plt.subplots(figsize=(13, 4.9))
    dots(axes, {name: taken / pairs for name, taken in seconds_of(*steps).items()}, "ns")
    axes.set_xlim(0.4, 900)
    axes.set_xticks([1, 10, 100], ["1", "10", "100"])
    axes.set_xlabel("nanoseconds per pair of points, one core; less is better", size=20)
    figure.tight_layout()
    return figure


def ladder() -> Figure:
    """Milliseconds of seven ways to the same answer."""
    steps = ("python", "arrays", "numpy_columns", "inner_loop", "lists", "parallel", "scipy")
    figure, axes = plt.subplots(figsize=(13, 5.6))
    dots(axes, seconds_of(*steps), "ms")
    axes.set_xlim(3, 45000)
    axes.set_xticks([10, 100, 1000, 10000], ["10", "100", "1 000", "10 000"])
    axes.set_xlabel("milliseconds for 10 000 points and 10 000 references; less is better", size=20)
    figure.tight_layout()
    return figure


def connect() -> Figure:
    """Python on top, Rust in the middle, what exists below."""
    figure, axes = canvas(13, 5.6)
    box(axes, (2.6, 4.4, 7.8, 1.1), "Python: users, notebooks, MPI (mpi4py)", PYTHON)
    box(axes, (2.6, 2.3, 7.8, 1.1), "Rust: safe functions and classes, threads", RUST)
    below = (
        "C libraries\nFFTW, HDF5, BLAS",
        "your Fortran\niso_c_binding",
        "Rust crates\nrayon, kiddo",
    )
    for left, text in zip((0.2, 4.6, 9.0), below, strict=True):
        box(axes, (left, 0.1, 3.8, 1.2), text, SOFT, 21)
        arrow(axes, (left + 1.9, 1.35), (6.5 + (left - 4.6) * 0.5, 2.25), "<|-|>")
    arrow(axes, (6.5, 3.45), (6.5, 4.35), "<|-|>")
    axes.text(6.75, 3.9, "PyO3", size=22, va="center", weight="bold", color=SOFT)
    return figure


def ranks() -> Figure:
    """Two nodes: on each one MPI rank in Python, and below it threads of Rust."""
    figure, axes = canvas(13, 4.1)
    for number, left in enumerate((0.1, 7.4)):
        shape = "round,pad=0,rounding_size=0.2"
        axes.add_patch(FancyBboxPatch((left, 0.1), 5.5, 3.9, shape, fc="none", ec=LINE, lw=3))
        axes.text(left + 0.3, 3.66, f"node {number + 1}", size=21, color=SOFT, va="center")
        box(axes, (left + 0.3, 2.35, 4.9, 1.0), "Python: one MPI rank", PYTHON)
        for core in range(4):
            x = left + 0.3 + 1.27 * core
            box(axes, (x, 0.85, 1.09, 0.9), "core", RUST, 19)
            arrow(axes, (x + 0.55, 2.3), (x + 0.55, 1.8))
        place = (left + 2.75, 0.45)
        axes.text(*place, "a Rust thread on each", size=22, color=RUST, ha="center", va="center")
    arrow(axes, (5.45, 2.85), (7.55, 2.85), "<|-|>")
    axes.text(6.5, 3.15, "mpi4py", size=23, ha="center", weight="bold", color=SOFT)
    return figure


def steps() -> Figure:
    """The four steps of every binding."""
    figure, axes = canvas(13, 2.7)
    names = ["convert in", "compute", "convert out"]
    for number, name in enumerate(names):
        color = RUST if name == "compute" else SOFT
        box(axes, (1.9 + 3.3 * number, 1.3, 2.6, 1.2), name, color)
    for start in (1.15, 4.5, 7.8, 11.1):
        arrow(axes, (start, 1.9), (start + 0.7, 1.9))
    for x in (0.55, 12.4):
        axes.text(x, 1.9, "list", size=23, ha="center", va="center", color=PYTHON, weight="bold")
    box(axes, (1.9, 0.1, 9.2, 0.85), "register: the module exports the function", PYTHON, 21)
    return figure


def nearest() -> Figure:
    """Points, references, and the line from each point to its nearest reference."""
    rng = np.random.default_rng(11)
    points = rng.uniform((0.3, 0.95), (11.8, 5.2), (60, 2))
    middles = [(x, y) for y in (2.0, 4.1) for x in (1.7, 4.6, 7.5, 10.4)]
    references = np.array(middles) + rng.uniform(-0.6, 0.6, (8, 2))
    figure, axes = canvas(12.1, 5.4)
    _, closest = KDTree(references).query(points)
    for point, other in zip(points, references[closest], strict=True):
        axes.plot(*zip(point, other, strict=True), color="#b9c1ca", lw=2.5, zorder=0)
    axes.plot(*points.T, "o", color=PYTHON, ms=11, ls="")
    axes.plot(*references.T, "s", color=RUST, ms=18, ls="")
    for x, sign, color, name in ((0.4, "o", PYTHON, "points"), (2.4, "s", RUST, "references")):
        axes.plot(x, 0.35, sign, color=color, ms=14)
        axes.text(x + 0.3, 0.35, name, size=22, va="center")
    return figure


STATIONS = (
    ("git tag", "GitHub", SOFT),
    ("wheels for\n3 systems", "GitHub Actions", RUST),
    ("PyPI", "checks the workflow", PYTHON),
    ("pip install", "everyone", SOFT),
)


def publish() -> Figure:
    """From a tag to `pip install`."""
    figure, axes = canvas(13.4, 3.8)
    for number, (name, below, color) in enumerate(STATIONS):
        left = 0.1 + 3.5 * number
        box(axes, (left, 1.3, 2.6, 1.5), name, color, 24)
        axes.text(left + 1.3, 0.85, below, size=21, ha="center", va="center", color=SOFT)
        if number:
            arrow(axes, (left - 0.85, 2.0), (left - 0.05, 2.0))
    axes.text(6.65, 3.4, "a short-lived token", size=21, ha="center", color=PYTHON)
    arrow(axes, (8.35, 3.05), (4.95, 3.05))
    return figure


FIGURES: dict[str, Callable[[], Figure]] = {
    "bridge": bridge,
    "history": history,
    "same-loop": same_loop,
    "ladder": ladder,
    "connect": connect,
    "ranks": ranks,
    "steps": steps,
    "nearest": nearest,
    "publish": publish,
}


RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
REJECTED = {"move": "predict-move", "borrow": "predict-borrow"}
"""Pictures drawn from what the compiler says of the program on the slide of that name."""
OWNERS = {
    "run": ("owns the vector", "no longer owns it"),
    "kept": ("is the new owner", "the vector is freed"),
}
"""What the picture of owners says of each; the lines are the compiler's."""


def rejected(slide_name: str) -> Timeline:
    """The owner and the borrow in a program that the compiler rejects."""
    slides = {slide.name: slide for slide in read_deck(ROOT / "slides" / "talk.md")}
    code = slides[slide_name].fences[0].code
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "main.rs"
        source.write_text(code, encoding="utf-8")
        picture = timeline_of(rustc.check(source).errors[0], code)
    if picture is None:
        sys.exit(f"This compiler's labels give no picture of {slide_name}.")
    return picture


def owners() -> Timeline:
    """The owners of the vector in a program of the lessons, one after the other."""
    code = (ROOT / "lessons" / "permissions" / "one-owner.rs").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        table = permissions_of(as_program(code.rstrip("\n")), Path(folder))
    assert not isinstance(table, Rejected)
    events = list[Event]()
    for lane, path in enumerate(table.paths):
        has, loses = OWNERS[path.name]
        end, state = next((b, state) for b, state in table.of(path) if not state.own)
        act = Act.DROPPED if state.reasons[0].by == "drop()" else Act.MOVED
        events.append(Event(path.first - 1, Act.DECLARED, lane, has))
        events.append(Event(end.line - 1, act, lane, loses))
    rows = tuple(Row(number, line) for number, line in enumerate(code.splitlines(), 1))
    lanes = tuple(Lane(path.name, "owner") for path in table.paths)
    in_order = tuple(sorted(events, key=lambda event: (event.line, event.lane)))
    return Timeline("A vector and its owners", None, rows, lanes, in_order)


def on_paper(picture: Timeline) -> str:
    """A timeline as an SVG file in the colors of light paper."""
    head, _, rest = svg.standalone(picture).partition("<style>")
    sheet, _, drawing = rest.partition("</style>")
    return f"{head}<style>{light_rules(sheet)}</style>{drawing}\n"


def light_rules(sheet: str) -> str:
    """Of the workshop's style sheet only what colors a picture on light paper."""
    rules = [(names.strip(), body) for names, body in RULE.findall(sheet)]
    light = next(body for names, body in rules if "--ws-paper:" in body)
    colors = "".join(re.findall(r"--ws-\w+: #\w+; ?", light))
    kept = [f"{names} {{{body}}}" for names, body in rules if names.startswith(".ws-svg")]
    return "\n".join([f".ws-svg {{ {colors}}}", *kept])


def main(folder: Path = HERE) -> None:
    """Draw all figures into the folder."""
    with tempfile.TemporaryDirectory() as fonts:
        use_fonts(Path(fonts))
        for name, draw in FIGURES.items():
            figure = draw()
            facts = {"Date": None, "Creator": None}
            figure.savefig(folder / f"{name}.svg", transparent=True, metadata=facts)
            plt.close(figure)
    pictures = {name: rejected(slide) for name, slide in REJECTED.items()}
    pictures["owners"] = owners()
    for name, picture in pictures.items():
        file = folder / f"{name}.svg"
        file.write_text(on_paper(picture), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
