"""What some exercises need beside Rust and Python."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from faketools import environment, put
from shop import Shop
from workshop.bootstrap.environment import Installation
from workshop.course import requirements
from workshop.doctor import programs
from workshop.doctor.finding import Level, Machine
from workshop.prefetch.status import READY


@pytest.fixture
def machine(shop: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    """The shop's folder, with this environment, and no program but the shell's."""
    monkeypatch.setattr(Installation, "venv", Path(sys.prefix))
    return Machine(Installation(shop.root), environment(tmp_path))


def require(shop: Shop, stage: str, *names: str) -> None:
    """Make an exercise that requires these."""
    exercise = shop.rust(stage, "", "")
    file = exercise.folder / "exercise.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"requires = {list(names)}\n{text}", encoding="utf-8")


def test_all_is_well_where_nothing_is_required(shop: Shop, machine: Machine) -> None:
    require(shop, "plain")
    assert programs.requirements(machine).level is Level.OK


def test_skipped_exercises_are_named_with_what_brings_what_they_need(
    shop: Shop, machine: Machine, tmp_path: Path
) -> None:
    require(shop, "plain")
    require(shop, "fortran", "gfortran")
    require(shop, "both", "gfortran", "valgrind")
    put(tmp_path, "valgrind", "exit 0")
    finding = programs.requirements(machine)
    assert finding.level is Level.WARN
    both, fortran = "probe-both (needs gfortran)", "probe-fortran (needs gfortran)"
    assert finding.found == f"skipped here: {both}, {fortran}"
    assert finding.todo.count("gfortran (a Fortran compiler)") == 1
    put(tmp_path, "gfortran", "exit 0")
    assert programs.requirements(machine).level is Level.OK


def test_packages_of_the_background_are_named_with_what_brings_them(
    shop: Shop, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = {"mypy", "pypiserver", "twine"}
    find = importlib.util.find_spec
    monkeypatch.setattr(
        requirements, "find_spec", lambda name: None if name in missing else find(name)
    )
    require(shop, "upload", "twine", "pypiserver")
    require(shop, "types", "mypy")
    finding = programs.requirements(machine)
    assert finding.level is Level.WARN
    said = "skipped here: probe-types (needs mypy), probe-upload (needs twine and pypiserver)"
    assert finding.found == said
    assert [line.partition(" (")[0] for line in finding.todo.splitlines()] == sorted(missing)
    for line in finding.todo.splitlines():
        assert "`./workshop lab` installs it in the background" in line
    title = READY.partition(":")[0]
    assert f"*{title}*" in finding.todo


def test_a_broken_declaration_is_a_failure(shop: Shop, machine: Machine) -> None:
    require(shop, "unknown", "matlab")
    finding = programs.requirements(machine)
    assert finding.level is Level.FAIL
    assert "matlab" in finding.found


def test_without_an_environment_it_is_not_known(tmp_path: Path) -> None:
    finding = programs.requirements(Machine(Installation(tmp_path), {}))
    assert finding.level is Level.WARN
