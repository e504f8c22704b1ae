"""The compiler's colors on a page, with everything escaped."""

from __future__ import annotations

from workshop.base import ansi


def test_colors_become_classes() -> None:
    text = "\x1b[1m\x1b[91merror[E0382]\x1b[0m\x1b[1m: moved\x1b[0m plain"
    assert ansi.as_html(text) == (
        '<span class="ws-bold ws-red">error[E0382]</span><span class="ws-bold">: moved</span> plain'
    )


def test_256_colors_are_known() -> None:
    assert ansi.as_html("\x1b[38;5;12ma\x1b[m") == '<span class="ws-blue">a</span>'


def test_markup_is_escaped_inside_and_outside_of_colors() -> None:
    html = ansi.as_html("<b>\x1b[31m<script>alert('1')</script>\x1b[0m & \"x\"")
    assert "<b>" not in html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "&amp; &quot;x&quot;" in html


def test_other_sequences_are_left_out() -> None:
    text = "a\x1b[2Kb\x1b]8;;http://x\x07c\x1b[?25ld"
    assert ansi.as_html(text) == "abcd"
    assert ansi.plain(text) == "abcd"


def test_bright_colors_become_the_plain_ones() -> None:
    assert ansi.dark("\x1b[91ma\x1b[0m\x1b[1mb") == "\x1b[31ma\x1b[0m\x1b[1mb"


def test_only_what_can_be_seen_is_painted() -> None:
    assert ansi.paint("a", "1;31") == "\x1b[1;31ma\x1b[0m"
    assert ansi.paint("  ", "1;31") == "  "
