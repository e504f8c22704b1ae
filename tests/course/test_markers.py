"""Markers are for the lessons; a learner who reads the file sees none."""

from __future__ import annotations

from workshop.course.markers import marked_parts, without_markers


def test_lines_that_are_markers_go_with_the_gap_that_they_leave() -> None:
    text = "// [core]\nfn a() {}\n// [end]\n\n\n    // [core-2]  \n    fn b() {}\n"
    assert without_markers(text) == "fn a() {}\n\n    fn b() {}\n"


def test_markers_of_python_go_too_and_other_comments_stay() -> None:
    text = "# [core]\nx = 1  # [not alone]\n# [two words]\n# plain\n"
    assert without_markers(text) == "x = 1  # [not alone]\n# [two words]\n# plain\n"


def test_a_part_stands_between_its_marker_and_the_end() -> None:
    text = (
        "use a;\n\n// [core]\nfn a() {}\n\n// [end]\nfn b() {}\n// [more-1]\nfn c() {}\n// [end]\n"
    )
    assert marked_parts(text) == ("fn a() {}", "fn c() {}")
    assert marked_parts("# [core]\nx = 1\n# [end]\n") == ("x = 1",)
    assert marked_parts("fn a() {}\n// [core]\nfn b() {}\n") == ()
