"""A new exercise is whole from the start: its starter fails as declared, its solution passes."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from new import KINDS, make
from shop import ROOT, Shop
from workshop import cli
from workshop.base.errors import UsageError
from workshop.check.build import build
from workshop.check.check import check
from workshop.check.verdict import Verdict
from workshop.course.catalog import KINDS as ALL_KINDS
from workshop.course.catalog import Exercise
from workshop.rust.toolchain import build_environment, find_program

TOPS = ("exercises", "solutions")
EXCLUDED = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["exclude"]
"""The folders that the course itself excludes."""


NO_MEMBERS = {"script", "project"}
"""Kinds whose folders are no members of the course's workspace."""


@pytest.fixture(params=KINDS)
def exercise(shop: Shop, request: pytest.FixtureRequest) -> Exercise:
    make(shop.root, "readings-big-step", request.param)
    return shop.catalog.exercise("readings-big-step")


def judged(shop: Shop, exercise: Exercise, source: Path) -> Verdict:
    """The verdict on a copy whose main file is this one."""
    shop.write(exercise, source.read_text(encoding="utf-8"))
    return shop.check(exercise)


def test_the_starter_fails_as_it_declares(shop: Shop, exercise: Exercise) -> None:
    verdict = shop.check(exercise)
    assert verdict.outcome == "tests"
    assert tuple(test.name for test in verdict.failed_tests) == exercise.starter.tests
    assert verdict.collected == 3
    assert verdict.warnings == 0


def test_the_solution_and_another_way_pass(shop: Shop, exercise: Exercise) -> None:
    solution = shop.work.solution(exercise)
    shop.work.ensure_copy(exercise)
    verdict = check(shop.work, exercise, solution)
    assert verdict.passed
    assert verdict.warnings == 0
    assert build(shop.work, exercise, solution).artifact
    another = solution / f"another{Path(exercise.files[0]).suffix}"
    assert judged(shop, exercise, another).passed


def test_wrong_answers_get_their_feedback(shop: Shop, exercise: Exercise) -> None:
    folder = shop.root / "tests" / "wrong_answers" / exercise.id
    declared = tomllib.loads((folder / "wrong.toml").read_text(encoding="utf-8"))
    known = tomllib.loads((ROOT / "lessons" / "misconceptions.toml").read_text(encoding="utf-8"))
    suffix = Path(exercise.files[0]).suffix
    assert {file.stem for file in folder.glob(f"*{suffix}")} == declared.keys()
    assert len(declared) == 3
    for name, facts in declared.items():
        assert facts["misconception"] in known
        verdict = judged(shop, exercise, folder / f"{name}{suffix}")
        events = [failure.event for failure in verdict.failures]
        assert events == ([facts["code"]] if "code" in facts else facts["tests"])
        if "hint" in facts:
            assert verdict.hint is not None
            assert verdict.hint.text.startswith(facts["hint"])


def test_every_file_is_formatted(shop: Shop, exercise: Exercise) -> None:
    files = [file for file in shop.root.rglob("*.*") if exercise.topic in str(file)]
    rust = [str(file) for file in files if file.suffix == ".rs"]
    python = [str(file) for file in files if file.suffix == ".py"]
    assert len(python if exercise.kind == "script" else rust) >= 6
    if rust:
        words = [find_program("rustfmt"), "--edition", "2024", "--check", *rust]
        subprocess.run(words, env=build_environment(), check=True)
    if python:
        ruff = [sys.executable, "-m", "ruff", "format", "--check", "--config", "pyproject.toml"]
        subprocess.run([*ruff, *python], cwd=ROOT, check=True)


def test_the_crates_are_in_the_lock(shop: Shop, exercise: Exercise) -> None:
    lock = (shop.root / "Cargo.lock").read_text(encoding="utf-8")
    is_member = exercise.kind not in NO_MEMBERS
    assert (f'name = "{exercise.id}"' in lock) == is_member
    assert (f'name = "{exercise.id}-solution"' in lock) == is_member


def test_folders_that_are_no_members_are_excluded(shop: Shop, exercise: Exercise) -> None:
    workspace = tomllib.loads((shop.root / "Cargo.toml").read_text("utf-8"))["workspace"]
    folders = [f"{top}/{exercise.path}" for top in TOPS]
    assert workspace["exclude"] == [*EXCLUDED, *(folders if exercise.kind in NO_MEMBERS else ())]


def test_a_package_stands_alone_with_the_versions_of_the_course(shop: Shop) -> None:
    make(shop.root, "readings-step", "project")
    course = tomllib.loads((shop.root / "Cargo.toml").read_text("utf-8"))["workspace"]
    known = registry(shop.root / "Cargo.lock")
    for top in TOPS:
        folder = shop.root / top / "readings" / "step"
        manifest = tomllib.loads((folder / "Cargo.toml").read_text("utf-8"))
        assert "workspace" in manifest
        assert manifest["dependencies"]["pyo3"] == course["dependencies"]["pyo3"]
        assert manifest["package"]["rust-version"] == course["package"]["rust-version"]
        settings = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
        assert manifest["package"]["name"] == settings["project"]["name"] == "readings"
        own = registry(folder / "Cargo.lock")
        assert own.items() <= known.items()
        assert {"pyo3"} < own.keys() < known.keys()


def registry(lock: Path) -> dict[str, str]:
    """The crates of a lock that come from the registry, and their hashes."""
    packages = tomllib.loads(lock.read_text("utf-8"))["package"]
    return {each["name"]: each["checksum"] for each in packages if "source" in each}


def test_a_second_script_is_excluded_as_the_first(shop: Shop) -> None:
    for stage in ("one", "two"):
        make(shop.root, f"readings-{stage}", "script")
    workspace = tomllib.loads((shop.root / "Cargo.toml").read_text("utf-8"))["workspace"]
    paths = [f"{top}/readings/{stage}" for stage in ("one", "two") for top in TOPS]
    assert workspace["exclude"] == [*EXCLUDED, *paths]


def test_every_kind_has_a_template() -> None:
    assert set(KINDS) == set(ALL_KINDS)


def test_no_word_of_the_template_is_left(shop: Shop, exercise: Exercise) -> None:
    made = [file for file in shop.root.rglob("*") if "work" not in file.parts and file.is_file()]
    assert not [file for file in made if "TOPIC" in f"{file}{file.read_text(encoding='utf-8')}"]
    assert not [file for file in made if "STAGE" in f"{file}{file.read_text(encoding='utf-8')}"]
    assert exercise


@pytest.mark.parametrize("id", ["swap", "Ownership-swap", "ownership/swap", "a-", "-a", "a-1", ""])
def test_what_is_no_id_is_refused(shop: Shop, id: str) -> None:
    with pytest.raises(UsageError, match="is no id"):
        make(shop.root, id)
    assert not (shop.root / "exercises").exists()


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_what_is_there_is_not_touched(
    shop: Shop, capfd: pytest.CaptureFixture[str], kind: str
) -> None:
    exercise = shop.rust("there", "// mine\n", "")
    assert cli.main(["new", "probe-there", "--kind", kind], shop.root) == 2
    assert (exercise.folder / "src" / "lib.rs").read_text() == "// mine\n"
    assert capfd.readouterr().err == "workshop: exercises/probe/there is there already.\n"


def test_the_command_says_what_to_do_next(shop: Shop, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["new", "readings-step", "--kind", "extension"], shop.root) == 0
    said = capfd.readouterr().out
    assert "exercises/readings/step/" in said
    assert '-k "readings-step or EPISODE' in said
    for box in ("workshop-exercise", "workshop-solution"):
        assert f":::{{{box}}} readings-step\n" in said
    assert (shop.root / "exercises" / "readings" / "step" / "pyproject.toml").is_file()
