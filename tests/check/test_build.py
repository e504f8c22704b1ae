"""Cargo as the kit calls it: one environment for every builder, and words for what fails."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from holders import hold
from shop import Shop
from workshop.check.build import build
from workshop.course.catalog import Exercise
from workshop.process.sandbox import Cancelled
from workshop.rust.cargo import run_cargo
from workshop.rust.toolchain import build_environment, find_program

pytestmark = pytest.mark.cargo

GOOD = "pub fn answer() -> i32 {\n    42\n}\n"


class Builders:
    """Everything that builds a learner's crate; each returns the crates that were compiled."""

    def __init__(self, shop: Shop, exercise: Exercise, venv: Path) -> None:
        self.shop, self.exercise, self.venv = shop, exercise, venv
        self.crate = shop.work.ensure_copy(exercise)

    def kit(self) -> set[str]:
        notes: list[str] = []
        built = build(self.shop.work, self.exercise, notify=notes.append)
        assert built.artifact is not None, built
        return {match[1] for note in notes if (match := re.match(r"Compiling (\S+)", note))}

    def maturin(self) -> set[str]:
        environment = {**build_environment(), "VIRTUAL_ENV": str(self.venv)}
        return self._run([find_program("maturin"), "develop", "--uv", "--offline"], environment)

    def cargo_check(self) -> set[str]:
        """As editors do it, with whatever environment they have."""
        return self._run([find_program("cargo"), "check", "--offline"], dict(os.environ))

    def bare_terminal(self) -> set[str]:
        keep = ("HOME", "CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN", "SYSTEMROOT", "TEMP")
        bare = {name: os.environ[name] for name in keep if name in os.environ}
        bare["PATH"] = build_environment()["PATH"]
        return self._run([find_program("cargo"), "build", "--offline"], bare)

    def _run(self, command: list[str], environment: dict[str, str]) -> set[str]:
        done = subprocess.run(
            command, cwd=self.crate, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return set(re.findall(r"^\s*(?:Compiling|Checking) (\S+)", done.stderr, re.MULTILINE))

    def edit(self, number: int) -> None:
        file = self.crate / "src" / "lib.rs"
        file.write_text(re.sub(r"Ok\(\d+\)", f"Ok({number})", file.read_text()))


@pytest.fixture
def builders(shop: Shop, tmp_path: Path) -> Builders:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    return Builders(shop, shop.extension("builders", "Ok(0)"), venv)


def test_no_builder_makes_another_compile_pyo3_again(builders: Builders) -> None:
    ways: list[Callable[[], set[str]]] = [
        builders.kit,
        builders.maturin,
        builders.cargo_check,
        builders.bare_terminal,
    ]
    for way in ways:
        way()  # what is compiled once
    for number, way in enumerate([*ways, *ways[::-1]], 1):
        builders.edit(number)
        assert way() <= {"probe-builders"}, way.__name__


def test_an_unchanged_crate_is_not_compiled_again(builders: Builders) -> None:
    builders.kit()
    artifact = build(builders.shop.work, builders.exercise).artifact
    assert artifact is not None
    before = artifact.stat().st_mtime_ns
    assert builders.bare_terminal() == set()
    assert build(builders.shop.work, builders.exercise).artifact == artifact
    assert artifact.stat().st_mtime_ns == before


def test_a_dependency_that_does_not_exist_is_said_in_cargos_words(shop: Shop) -> None:
    exercise = shop.rust("ghost", GOOD, "")
    manifest = shop.work.ensure_copy(exercise) / "Cargo.toml"
    manifest.write_text(manifest.read_text() + '\n[dependencies]\nghost = { path = "../ghost" }\n')
    built = build(shop.work, exercise)
    assert built.artifact is None
    assert built.trouble is not None
    assert built.trouble.startswith("Cargo could not build the crate:")
    assert "`ghost`" in built.trouble


def test_half_a_lock_file_mends_itself(shop: Shop) -> None:
    exercise = shop.rust("lock", GOOD, "")
    assert build(shop.work, exercise).artifact
    lock = shop.work.folder / "Cargo.lock"
    lock.write_text(lock.read_text()[:-20])
    assert build(shop.work, exercise).artifact
    assert 'name = "probe-lock"' in lock.read_text()


def test_versions_stay_those_of_the_course_and_nothing_is_asked_of_the_network(shop: Shop) -> None:
    """Cargo drops from the lock what no copy needs yet; the next copy needs it."""
    assert build(shop.work, shop.rust("early", GOOD, "")).artifact
    notes: list[str] = []
    exercise = shop.extension("late", "Ok(1)")
    assert build(shop.work, exercise, notify=notes.append).artifact
    assert not [note for note in notes if "registry" in note]
    pinned = re.compile(r'name = "pyo3"\nversion = "(.+)"')
    course, ours = ((f / "Cargo.lock").read_text() for f in (shop.root, shop.work.folder))
    assert pinned.findall(ours) == pinned.findall(course) != []


def test_a_dependency_of_the_course_that_a_learner_adds_is_the_pinned_one(shop: Shop) -> None:
    exercise = shop.rust("adds", GOOD, "")
    assert build(shop.work, exercise).artifact
    manifest = shop.work.ensure_copy(exercise) / "Cargo.toml"
    manifest.write_text(manifest.read_text() + "\n[dependencies]\nrayon.workspace = true\n")
    notes: list[str] = []
    assert build(shop.work, exercise, notify=notes.append).artifact
    assert not [note for note in notes if "registry" in note]


def test_a_linker_error_is_shown(shop: Shop) -> None:
    source = 'unsafe extern "C" {\n    fn nowhere_at_all();\n}\n'
    source += "pub fn answer() {\n    unsafe { nowhere_at_all() }\n}\n"
    built = build(shop.work, shop.rust("linker", source, "answer();"))
    assert built.artifact is None
    assert "nowhere_at_all" in built.errors[0].rendered


def test_what_is_no_message_of_cargo_is_passed_over(tmp_path: Path) -> None:
    """A macro of a dependency may print whatever it likes, such as JSON that is no object."""
    words = [sys.executable, "-c", "print(5); print([1]); print({}); print('{')"]
    trouble = run_cargo(words, tmp_path).trouble
    assert trouble is not None
    assert trouble.startswith("Cargo built nothing that can be checked")


def test_what_a_build_script_prints_does_no_harm(shop: Shop) -> None:
    exercise = shop.rust("chatty", GOOD, "")
    script = 'fn main() { println!("{{\\"reason\\": 1}}"); eprintln!("error: no"); }\n'
    (shop.work.ensure_copy(exercise) / "build.rs").write_text(script)
    assert build(shop.work, exercise).artifact


def test_a_build_waits_visibly_for_what_is_compiled_ahead(shop: Shop) -> None:
    exercise = shop.rust("patient", GOOD, "")
    step = {"name": "dependencies", "title": "the compiled crates", "state": "running"}
    status = shop.work.folder / ".background.json"
    status.write_text(json.dumps({"jobs": [{**step, "note": "pyo3 (3)"}]}))
    notes: list[str] = []
    with hold(shop.work.folder / ".background.lock") as other:
        cancel = threading.Event()
        threading.Timer(0.3, cancel.set).start()
        with pytest.raises(Cancelled):
            build(shop.work, exercise, notify=notes.append, cancel=cancel)
        threading.Timer(0.5, other.kill).start()
        started = time.monotonic()
        assert build(shop.work, exercise, notify=notes.append).artifact
        assert time.monotonic() - started >= 0.5
        other.wait()
    assert notes[0].endswith("the compiled crates: pyo3 (3)")
