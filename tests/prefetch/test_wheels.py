"""Packages that stand alone: what they need is compiled ahead, as a check and a learner do."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from components import find_component
from shop import Shop
from workshop.check.build import build
from workshop.course.catalog import Exercise
from workshop.prefetch import wheels
from workshop.rust import clippy, maturin
from workshop.rust.toolchain import build_environment, find_program

ROOT = Path(__file__).resolve().parents[2]
ALONE = """\
[package]
name = "probe"
version = "0.1.0"
edition = "2024"

[workspace]

[lib]
crate-type = ["cdylib", "rlib"]

[dependencies]
pyo3 = {{ version = "0.30.1", features = ["{abi}"] }}
"""


def put(root: Path, name: str, *tables: str) -> None:
    """A finished package, whose manifest has these tables as well."""
    folder = root / "solutions" / "topic" / name
    folder.mkdir(parents=True)
    text = "\n".join([f'[package]\nname = "{name}"', *tables])
    (folder / "Cargo.toml").write_text(text, encoding="utf-8")


def test_one_package_stands_for_all_with_the_same_dependencies_and_profiles(
    tmp_path: Path,
) -> None:
    own, plain = "[workspace]", '[dependencies]\npyo3 = "0.30.1"'
    abi3 = '[dependencies]\npyo3 = { version = "0.30.1", features = ["abi3-py311"] }'
    put(tmp_path, "a", own, plain)
    put(tmp_path, "b", plain, own)
    put(tmp_path, "c", own, abi3)
    put(tmp_path, "d", own, abi3, "[profile.release]\nlto = true")
    put(tmp_path, "joined", plain)
    put(tmp_path, "unreadable", "[")
    assert [folder.name for folder in wheels.representatives(tmp_path)] == ["a", "c", "d"]
    assert [file.parent.name for file in wheels.manifests(tmp_path)] == ["a", "b", "c", "d"]


def test_the_course_has_such_packages_with_abi3_and_without() -> None:
    texts = [
        (folder / "Cargo.toml").read_text(encoding="utf-8")
        for folder in wheels.representatives(ROOT)
    ]
    assert {"abi3" in text for text in texts} == {True, False}


def registry(lock: Path) -> dict[tuple[str, str], dict[str, Any]]:
    packages = tomllib.loads(lock.read_text(encoding="utf-8"))["package"]
    return {(each["name"], each["version"]): each for each in packages if "source" in each}


OWN_LOCKS = sorted(ROOT.glob("exercises/shipping/*/Cargo.lock"))
MANIFESTS = [*wheels.manifests(ROOT), *(lock.with_name("Cargo.toml") for lock in OWN_LOCKS)]


@pytest.mark.parametrize("file", MANIFESTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_package_that_stands_alone_has_the_versions_of_the_course(file: Path) -> None:
    """They are downloaded and compiled already, so nothing of it needs the network."""
    course, own = registry(ROOT / "Cargo.lock"), registry(file.parent / "Cargo.lock")
    assert {key: each["checksum"] for key, each in own.items()} == {
        key: each["checksum"] for key, each in course.items() if key in own
    }


@pytest.fixture
def alone(shop: Shop) -> Exercise:
    """A project for many Pythons, its solution beside it; both have the course's lock."""
    made = shop.project("ahead", "Ok(1)")
    shop.solve(made, (made.folder / "src" / "lib.rs").read_text())
    solution = shop.work.solution(made)
    (made.folder / "Cargo.toml").write_text(ALONE.format(abi="abi3-py311"))
    shutil.copy(shop.root / "Cargo.lock", made.folder)
    shutil.copytree(made.folder, solution, dirs_exist_ok=True)
    (solution / "exercise.toml").unlink()
    return made


@pytest.mark.cargo
def test_a_learner_compiles_only_the_own_crate(shop: Shop, alone: Exercise) -> None:
    find_component("cargo-clippy")
    notes = list[str]()
    wheels.compile_ahead(shop.root, notes.append)
    assert not (shop.work.folder / ".ahead").exists()
    notes.clear()

    assert build(shop.work, alone, notify=notes.append).artifact
    copy, target = shop.work.path(alone), shop.work.target
    configuration = maturin.configuration(copy, target)
    assert configuration
    assert clippy.advice(copy, target, environment=configuration, seconds=60) == ()
    assert build(shop.work, alone, notify=notes.append).artifact
    assert not [note for note in notes if note.startswith("Compiling")]

    release = [find_program("maturin"), "build", "--release", "--offline", "--out", "dist"]
    done = subprocess.run(
        [*release, "--interpreter", sys.executable],
        cwd=copy,
        env=build_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.findall(r"^\s*Compiling (\S+)", done.stderr, re.MULTILINE) == ["probe"]


@pytest.mark.cargo
def test_a_package_that_does_not_compile_is_named(
    shop: Shop, alone: Exercise, capsys: pytest.CaptureFixture[str]
) -> None:
    file = shop.work.solution(alone) / "src" / "lib.rs"
    file.write_text(file.read_text().replace("Ok(1)", 'Ok("one")'))
    assert wheels.main(str(shop.root)) == 3
    said = capsys.readouterr().err.partition("workshop: ")[2]
    assert "building probe-ahead-ahead" in said
    assert "mismatched types" in said
    assert not (shop.work.folder / ".ahead").exists()


def test_without_abi3_maturin_configures_nothing(tmp_path: Path) -> None:
    (tmp_path / "target" / "maturin").mkdir(parents=True)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    file = tmp_path / "target" / "maturin" / f"pyo3-config-here-{version}-abi3.txt"
    manifest = tmp_path / "Cargo.toml"
    target = tmp_path / "target"
    assert maturin.configuration(tmp_path, target) == {}
    manifest.write_text(ALONE.format(abi="abi3-py311"), encoding="utf-8")
    assert maturin.configuration(tmp_path, target) == {}
    file.touch()
    assert maturin.configuration(tmp_path, target) == {"PYO3_CONFIG_FILE": str(file.resolve())}
    manifest.write_text(ALONE.format(abi="macros"), encoding="utf-8")
    assert maturin.configuration(tmp_path, target) == {}
