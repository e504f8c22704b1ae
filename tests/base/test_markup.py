"""Code and terms become markup, and nothing else does."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from workshop.base import markup
from workshop.base.markup import code_spans


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Look at `v`, then `w`.", "Look at <code>v</code>, then <code>w</code>."),
        ("`Vec<f64>` & b", "<code>Vec&lt;f64&gt;</code> &amp; b"),
        ("This is a *mutable borrow*.", "This is a <em>mutable borrow</em>."),
        ("*found* `*const T`", "<em>found</em> <code>*const T</code>"),
        ("2 * 3 * 4, a*b*c, *const T, **x**", "2 * 3 * 4, a*b*c, *const T, **x**"),
        ("a lone ` and `two`", "a lone ` and `two`"),
        ("`<script>`", "<code>&lt;script&gt;</code>"),
    ],
)
def test_only_code_and_terms_are_set(text: str, html: str) -> None:
    assert code_spans(text) == html


def test_a_terminal_slants_terms_and_keeps_code() -> None:
    shown = markup.painted("The *value* `*x`: *two words* a ** b")
    assert shown == "The \x1b[3mvalue\x1b[0m `*x`: \x1b[3mtwo words\x1b[0m a ** b"
    assert markup.painted("a `broken *one*") == "a `broken \x1b[3mone\x1b[0m"


ROOM = files("workshop.lab").joinpath("labextension/style/room.css").read_text(encoding="utf-8")
PAPERS = {"light": ("#ffffff", "#ffdddd"), "dark": ("#111111", "#16191d", "#511f1b")}
"""What JupyterLab and our boxes write on; the last is the paper of an error."""


def luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(color: str, paper: str) -> float:
    """As WCAG counts it; 4.5 is asked for text of normal size."""
    light, dark = sorted(map(luminance, (color, paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("sheet", [markup.style_sheet(), ROOM], ids=["cells", "room"])
def test_what_a_terminal_would_color_is_read_in_both_themes(sheet: str) -> None:
    name = r"--(?:ws|ansi)-(?:ink|faint|red|green|yellow|blue|magenta|cyan)"
    palettes = [re.findall(rf"{name}: (#\w{{6}});", rule) for rule in sheet.split("}")]
    light, dark = [colors for colors in palettes if len(colors) > 5]
    assert len(light) == len(dark)
    for theme, colors in (("light", light), ("dark", dark)):
        for color in colors:
            for paper in PAPERS[theme]:
                assert contrast(color, paper) >= 4.5, (theme, color, paper)
