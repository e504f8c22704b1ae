"""The symbols of a timeline's picture: one shape for each act, one stroke for each kind of bar."""

from __future__ import annotations

from workshop.borrows.model import Act, Timeline

_CLASSES = {
    Act.DECLARED: "own",
    Act.LOOP: "faint",
    Act.MOVED: "move",
    Act.BORROWED: "borrow",
    Act.SHARED: "shared",
    Act.MUTABLE: "mutable",
    Act.DETAIL: "faint",
    Act.ERROR: "error",
    Act.DROPPED: "error",
    Act.USED: "use",
}
_SHAPES = {
    Act.DECLARED: "M0-6 6 0 0 6-6 0z",
    Act.LOOP: "M4.5-3.2A5.5 5.5 0 1 0 5.5 1M5.5-6v4h-4",
    Act.MOVED: "M-7 0H5M0-5 6 0 0 5",
    Act.BORROWED: "M0-6 6 5H-6zM-2.5 3h5",
    Act.SHARED: "M0-6 6 5H-6z",
    Act.MUTABLE: "M0-6 6 5H-6z",
    Act.DETAIL: "M-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0z",
    Act.ERROR: "M-5-5 5 5M5-5-5 5",
    Act.DROPPED: "M-5-5h10v10h-10z",
    Act.USED: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
}
_LINES_ONLY = {Act.LOOP, Act.MOVED, Act.ERROR}
_HOLLOW = {Act.BORROWED, Act.SHARED}


def class_of(act: Act, timeline: Timeline) -> str:
    """A value that is dropped is no error if the code compiles."""
    return "own" if act is Act.DROPPED and timeline.code is None else _CLASSES[act]


def glyph(act: Act, kind: str, x: float, y: float) -> str:
    """The symbol of an act at x and y; `kind` is the class that gives its color."""
    shape = "ws-stroke" if act in _LINES_ONLY else "ws-hollow" if act in _HOLLOW else "ws-fill"
    halo = f'<path class="ws-halo" d="{_SHAPES[act]}"/>'
    return (
        f'<g class="ws-{kind}" transform="translate({x:g} {y:g})">'
        f'{halo}<path class="{shape}" d="{_SHAPES[act]}"/></g>'
    )


def sample(kind: str, x: float, y: float) -> str:
    """A piece of a bar for the legend."""
    own = f'<path class="ws-bar ws-own" d="M{x:g} {y - 6:g}v12"/>' if kind == "borrowed" else ""
    return own + f'<path class="ws-bar ws-{kind}" d="M{x:g} {y - 6:g}v12"/>'
