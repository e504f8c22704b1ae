"""A heading as it is shown, and its anchor."""

from __future__ import annotations

from workshop.course.sections import plain, slug


def test_code_and_stars_are_not_shown() -> None:
    assert plain("`Vec` is *moved*") == "Vec is moved"


def test_an_anchor_has_words_and_dashes() -> None:
    assert slug("What is `&T`, and why?") == "what-is-t-and-why"
