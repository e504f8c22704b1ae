"""Cargo's configuration names the interpreter that writes it, and changes only with it."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from workshop.base.run_command import run_command
from workshop.bootstrap.cargo_config import build_values, write_cargo_config


def test_it_is_written_by_the_interpreter_that_it_names(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "workshop.bootstrap.cargo_config", str(tmp_path)]
    ended = run_command(command)
    assert ended.returncode == 0, ended.stderr
    text = (tmp_path / ".cargo" / "config.toml").read_text(encoding="utf-8")
    values = {name: entry["value"] for name, entry in tomllib.loads(text)["env"].items()}
    assert values == build_values(Path(sys.executable))
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert values["PYO3_ENVIRONMENT_SIGNATURE"].startswith(f"cpython-{version}-")


def test_what_learners_build_has_a_folder_of_its_own(tmp_path: Path) -> None:
    write_cargo_config(tmp_path, Path(sys.executable))
    text = (tmp_path / "work" / ".cargo" / "config.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {"build": {"target-dir": "target"}}


def test_it_is_written_again_only_when_something_differs(tmp_path: Path) -> None:
    assert write_cargo_config(tmp_path, Path(sys.executable))
    assert not write_cargo_config(tmp_path, Path(sys.executable))
    assert write_cargo_config(tmp_path, tmp_path / "another" / "python")
    (tmp_path / "work" / ".cargo" / "config.toml").unlink()
    assert write_cargo_config(tmp_path, tmp_path / "another" / "python")


def test_any_character_of_a_path_is_written(tmp_path: Path) -> None:
    python = Path('/home/🦀 [x] 50% "it\'s" #1 \\ä', "python")
    write_cargo_config(tmp_path, python)
    text = (tmp_path / ".cargo" / "config.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["env"]["PYO3_PYTHON"]["value"] == str(python)
