"""A workshop of the tests' own below `target/`: it stays warm, and its `work/` is a learner's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from clones import renew_clone
from shop import MEMBERS
from workers import own_folder
from workshop.check.build import build
from workshop.check.check import check
from workshop.check.verdict import Verdict
from workshop.course.catalog import Exercise, read_exercise
from workshop.course.edits import apply_edits, read_edit
from workshop.course.given_files import RECORD
from workshop.learner.work_folder import WorkFolder
from workshop.notebook.load_extension import import_library, new_path
from workshop.report.sections import verdict_sections
from workshop.report.text import as_text
from workshop.rust.toolchain import build_environment, find_program

ROOT = Path(__file__).resolve().parents[2]
WRONG = ROOT / "tests" / "wrong_answers"
EXERCISES = {
    x.id: x for x in map(read_exercise, sorted((ROOT / "exercises").glob("*/*/exercise.toml")))
}


@dataclass(frozen=True)
class Wrong:
    """An answer that learners give, and the feedback it must get.

    It has a compiler code, or tests that fail, or an outcome: `timeout`, `crash`, `incomplete`
    where the tests don't end, `compile` for an error without a code. Some are a slip, not a
    misconception.
    """

    exercise: str
    name: str
    misconception: str | None
    code: str | None
    tests: tuple[str, ...]
    outcome: str | None
    says: tuple[str, ...]
    hint: str | None
    edits: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Of a project, or where several files are to edit: the solution with edits of these files."""
    remove: tuple[str, ...] = ()

    @property
    def file(self) -> Path:
        """The source that replaces the exercise's first file."""
        suffix = Path(EXERCISES[self.exercise].files[0]).suffix
        return WRONG / self.exercise / f"{self.name}{suffix}"


def wrong_answers(exercise: str) -> list[Wrong]:
    """The wrong answers to one exercise, as `wrong.toml` declares them."""
    file = WRONG / exercise / "wrong.toml"
    declared = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return [_wrong(exercise, name, facts) for name, facts in declared.items()]


def _wrong(exercise: str, name: str, facts: dict[str, Any]) -> Wrong:
    return Wrong(
        exercise=exercise,
        name=name,
        misconception=facts.get("misconception"),
        code=facts.get("code"),
        tests=tuple(facts.get("tests", ())),
        outcome=facts.get("outcome"),
        says=tuple(facts.get("says", ())),
        hint=facts.get("hint"),
        **changes(facts),
    )


def changes(facts: dict[str, Any]) -> dict[str, Any]:
    """The `edits` and `remove` of an answer to a project, in a form that can be a key."""
    edits = tuple((name, tuple(lines)) for name, lines in facts.get("edits", {}).items())
    return {"edits": edits, "remove": tuple(facts.get("remove", ()))}


@cache
def place() -> WorkFolder:
    """The workshop of the tests, brought up to date with the repository once."""
    root = own_folder("test-workshop")
    renew_clone(root, "Cargo.toml", "Cargo.lock", "clippy.toml")
    renew_clone(root, "exercises", "solutions", *MEMBERS)
    (root / "exercises" / RECORD).unlink(missing_ok=True)  # an author's change is as given
    return WorkFolder(root)


def exercise(id: str) -> Exercise:
    """An exercise as the workshop of the tests has it."""
    topic, _, stage = id.partition("-")
    return read_exercise(place().root / "exercises" / topic / stage / "exercise.toml")


@cache
def verdict_on(id: str, answer: Path | None = None, file: str = "") -> Verdict:
    """What `check` says of a fresh copy, its first file or another one replaced by `answer`."""
    here, asked = place(), exercise(id)
    shutil.rmtree(here.path(asked), ignore_errors=True)
    copy = here.ensure_copy(asked)
    several = asked.kind == "project" or len(asked.files) > 1
    if answer is not None and several:  # the other files are the solution's
        here.catch_up(asked)
    if answer is not None:
        (copy / (file or asked.files[0])).write_bytes(answer.read_bytes())
    return check(here, asked)


@cache
def verdict_on_changed(
    id: str, edits: tuple[tuple[str, tuple[str, ...]], ...], remove: tuple[str, ...]
) -> Verdict:
    """What `check` says of a copy of the solution with these edits, and without some files.

    A file that the solution lacks is made: its edit is the one text `==> …`.
    """
    here, asked = place(), exercise(id)
    shutil.rmtree(here.path(asked), ignore_errors=True)
    here.catch_up(asked)
    copy = here.path(asked)
    for name, lines in edits:
        file = copy / name
        if not file.is_file():
            file.parent.mkdir(parents=True, exist_ok=True)
            new = "\n".join(line.removeprefix("==>").removeprefix(" ") for line in lines)
            file.write_text(f"{new}\n" if new else "", encoding="utf-8")
            continue
        text = apply_edits(file.read_text(encoding="utf-8"), map(read_edit, lines))
        file.write_text(text, encoding="utf-8")
    for name in remove:
        (copy / name).unlink()
    return check(here, asked)


def verdict_on_wrong(wrong: Wrong) -> Verdict:
    """What `check` says of a wrong answer: a file, or changes of a project's solution."""
    if wrong.edits or wrong.remove:
        return verdict_on_changed(wrong.exercise, wrong.edits, wrong.remove)
    return verdict_on(wrong.exercise, wrong.file)


@cache
def verdict_on_solution(id: str) -> Verdict:
    """What `check` says of the solution."""
    return check(place(), exercise(id), place().solution(exercise(id)))


@cache
def solution_module(id: str) -> ModuleType:
    """The module that the solution of an extension makes, built as a check builds it."""
    asked = exercise(id)
    built = build(place(), asked, place().solution(asked))
    assert built.artifact is not None, built
    name = asked.module or ""
    library = new_path(
        place().root / "modules", name
    )  # what is built next may replace the artifact
    shutil.copyfile(built.artifact, library)
    return import_library(name, library)


def failed(verdict: Verdict) -> set[str]:
    """The functions of the tests that failed, without parameters."""
    return {test.name.partition("[")[0] for test in verdict.failed_tests}


def told(verdict: Verdict) -> str:
    """What a learner reads in the terminal, in one line."""
    return " ".join(as_text(verdict_sections(verdict, ROOT, picture=False), color=False).split())


@dataclass(frozen=True)
class Venv:
    """A virtual environment of the tests' own, which sees the packages of this one."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a shell in which it is active."""
        return {
            **build_environment(),
            "VIRTUAL_ENV": str(self.folder),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        }

    def run(self, *command: str | Path) -> str:
        """Run a program with the environment active; what it says when it fails is raised."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def develop(self, crate: Path, target: Path) -> str:
        """Install a crate as the lessons do, by `maturin develop`; what it says comes back."""
        maturin, manifest = find_program("maturin"), str(crate / "Cargo.toml")
        return self.run(maturin, "develop", "--uv", "-m", manifest, "--target-dir", target)


@cache
def venv() -> Venv:
    """The environment into which the tests install; made once, without the network."""
    made = Venv(place().root / "venv")
    if not made.python.exists():
        shutil.rmtree(made.folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", made.folder], check=True)
    packages = made.run(made.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    own = Path(packages.strip()) / "packages-of-the-workshop.pth"
    own.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return made
