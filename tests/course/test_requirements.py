"""What an exercise needs is looked for, and how to get it is said."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from shop import Shop
from workshop.course.requirements import REQUIREMENTS, Requirement, how_to_get, lacking


def test_a_program_is_looked_for_along_the_path(shop: Shop, tmp_path: Path) -> None:
    exercise = replace(shop.rust("needs", "", ""), requires=("gfortran", "valgrind"))
    programs = tmp_path / "programs"
    programs.mkdir()
    assert lacking(exercise, str(programs)) == ("gfortran", "valgrind")
    program = programs / ("gfortran.exe" if sys.platform == "win32" else "gfortran")
    program.touch(0o755)
    assert lacking(exercise, str(programs)) == ("valgrind",)


def test_a_package_is_looked_for_in_this_python(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    ghost = Requirement("ghost_of_1957", "nothing", "l", "m", "w", package=True)
    monkeypatch.setitem(REQUIREMENTS, "ghost_of_1957", ghost)
    exercise = replace(shop.rust("packages", "", ""), requires=("cffi", "ghost_of_1957"))
    assert lacking(exercise, "") == ("ghost_of_1957",)


def test_an_exercise_that_needs_nothing_lacks_nothing(shop: Shop) -> None:
    assert lacking(shop.rust("nothing", "", ""), "") == ()


@pytest.mark.parametrize("name", REQUIREMENTS)
@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_how_to_get_it_is_said_for_each_system(
    name: str, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    requirement = REQUIREMENTS[name]
    assert requirement.name == name
    said = {"linux": requirement.linux, "darwin": requirement.macos, "win32": requirement.windows}
    assert how_to_get([name]) == f"{name} ({requirement.what}): {said[system]}."
