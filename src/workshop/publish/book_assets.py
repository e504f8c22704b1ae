"""Fonts and MathJax for the book, copied from the npm packages so that no page asks the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

MATHJAX = "mathjax/tex-mml-chtml.js"
FONTS = "fonts.css"

_MATHJAX_FOLDER = "node_modules/mathjax/es5"
_MATHJAX_PARTS = ("tex-mml-chtml.js", "output/chtml/fonts/woff-v2")
_FONT_FOLDER = "node_modules/@fontsource"
_FACES = (  # family, package, weight, style
    ("Book", "atkinson-hyperlegible-next", 400, "normal"),
    ("Book", "atkinson-hyperlegible-next", 400, "italic"),
    ("Book", "atkinson-hyperlegible-next", 700, "normal"),
    ("Book Code", "jetbrains-mono", 400, "normal"),
    ("Book Code", "jetbrains-mono", 700, "normal"),
)


def has_mathjax(root: Path) -> bool:
    """Whether formulas can be set; without MathJax they are shown as TeX."""
    return all((root / _MATHJAX_FOLDER / part).exists() for part in _MATHJAX_PARTS)


def has_fonts(root: Path) -> bool:
    """Whether the book's own fonts are there; without them the system's are used."""
    return all((root / _FONT_FOLDER / _font_file(*face)).is_file() for face in _FACES)


def what_is_missing(root: Path) -> Iterator[str]:
    """One line for each thing that a later build will show better."""
    if not has_mathjax(root):
        yield "MathJax is not installed yet (`npm ci` installs it): formulas are shown as TeX."
    if not has_fonts(root):
        yield "The fonts are not installed yet (`npm ci` installs them): the system's are used."


def copy(root: Path, static: Path) -> None:
    """Copy what is there into the built book's folder of static files.

    Our own style sheet too: Sphinx leaves it when no page has changed.
    """
    for file in (root / "book" / "offline").glob("*"):
        _copy_file(file, static / file.name)
    if has_mathjax(root):
        source = root / _MATHJAX_FOLDER
        for part in _MATHJAX_PARTS:
            for file in [source / part, *(source / part).glob("*")]:
                if file.is_file():
                    _copy_file(file, static / "mathjax" / file.relative_to(source))
    if has_fonts(root):
        rules = ""
        for family, package, weight, style in _FACES:
            file = root / _FONT_FOLDER / _font_file(family, package, weight, style)
            _copy_file(file, static / "fonts" / file.name)
            rules += (
                f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
                f"font-style: {style}; font-display: swap; "
                f'src: url("fonts/{file.name}") format("woff2"); }}\n'
            )
        (static / FONTS).write_text(rules, encoding="utf-8")


def _font_file(_family: str, package: str, weight: int, style: str) -> str:
    return f"{package}/files/{package}-latin-{weight}-{style}.woff2"


def _copy_file(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())
