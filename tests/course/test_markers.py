"""Markers are for the lessons; a learner who reads the file sees none."""

from __future__ import annotations

from workshop.course.markers import without_markers


def test_lines_that_are_markers_go_with_the_gap_that_they_leave() -> None:
    text = "// [core]\nfn a() {}\n// [end]\n\n\n    // [core-2]  \n    fn b() {}\n"
    assert without_markers(text) == "fn a() {}\n\n    fn b() {}\n"


def test_markers_of_python_go_too_and_other_comments_stay() -> None:
    text = "# [core]\nx = 1  # [not alone]\n# [two words]\n# plain\n"
    assert without_markers(text) == "x = 1  # [not alone]\n# [two words]\n# plain\n"
