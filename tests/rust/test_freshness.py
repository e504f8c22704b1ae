"""A verdict speaks of the content that lies there, whatever its date and wherever cargo builds."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from shop import Shop
from workshop.base.run_command import run_command
from workshop.bootstrap.find_rust import find_rust
from workshop.course.catalog import Exercise
from workshop.rust.toolchain import build_environment, find_program

pytestmark = pytest.mark.cargo

GOOD = "pub fn answer() -> i32 {\n    42\n}\n"


SETTINGS = ["", "CARGO_BUILD_TARGET", "CARGO_BUILD_BUILD_DIR", "build.target", "build.build-dir"]


@pytest.mark.parametrize("setting", SETTINGS)
def test_content_put_back_with_an_old_date_is_built_again(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    host = find_rust(shop.root, os.environ).host
    value = host if setting.lower().endswith("target") else str(tmp_path / "elsewhere")
    if setting.startswith("CARGO"):
        monkeypatch.setenv(setting, value)
    elif setting:
        configure(tmp_path, f"{setting} = {json.dumps(value)}")
    stage = f"dates{SETTINGS.index(setting)}"
    exercise = shop.rust(stage, GOOD, "assert_eq!(answer(), 42);")
    put_back_with_an_old_date(shop, exercise, GOOD, GOOD.replace("42", "0"), tmp_path)


@pytest.mark.parametrize("by", ["a variable", "a configuration"])
def test_profiles_of_the_user_change_no_verdict(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    if by == "a variable":
        monkeypatch.setenv("CARGO_PROFILE_DEV_OVERFLOW_CHECKS", "false")
    else:
        configure(tmp_path, "profile.dev.overflow-checks = false")
    source = "pub fn add(n: u8) -> u8 {\n    n + 1\n}\n"
    test = "assert!(std::panic::catch_unwind(|| add(255)).is_err());"
    assert shop.check(shop.rust(f"profiles{len(by)}", source, test)).passed


def configure(folder: Path, line: str) -> None:
    """Write a configuration that cargo reads for everything below, as it does the user's own."""
    (folder / ".cargo").mkdir()
    (folder / ".cargo" / "config.toml").write_text(f"{line}\n")


def test_a_wheel_of_content_with_an_old_date_is_built_again(shop: Shop, tmp_path: Path) -> None:
    exercise = shop.project("datespackage", "Ok(1)")
    good = (exercise.folder / "src/lib.rs").read_text()
    put_back_with_an_old_date(shop, exercise, good, good.replace("Ok(1)", "Ok(2)"), tmp_path)


def put_back_with_an_old_date(
    shop: Shop, exercise: Exercise, good: str, bad: str, folder: Path
) -> None:
    """Cargo sees a date older than what it built, whoever has built it."""
    file, kept = shop.write(exercise, good), folder / "kept.rs"
    shutil.copy2(file, kept)
    shop.write(exercise, bad)
    assert not shop.check(exercise).passed
    shutil.copy2(kept, file)
    assert shop.check(exercise).passed
    shop.write(exercise, bad)
    by_hand = [find_program("cargo"), "build", "--offline", "--target-dir", str(shop.work.target)]
    run_command(by_hand, folder=file.parent, environment=build_environment()).check_returncode()
    shutil.copy2(kept, file)
    assert shop.check(exercise).passed
