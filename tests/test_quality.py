"""The tools that read the code: ruff, mypy, rustfmt, clippy; and the schemas of other files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from workshop.toolchain import build_environment, find_program

SCHEMAS = {
    "vendor.github-workflows": ".github/workflows",
    "custom.github-workflows-require-timeout": ".github/workflows",
    "vendor.citation-file-format": "CITATION.cff",
}


def run(command: list[str], folder: Path) -> None:
    """Run a tool; what it says is what the test says."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=build_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        pytest.fail(f"{' '.join(command)}\n{done.stdout}", pytrace=False)


@pytest.mark.parametrize("tool", ["ruff check", "ruff format --check", "mypy"])
def test_python_is_clean(tool: str, root: Path) -> None:
    run([sys.executable, "-m", *tool.split()], root)


def test_rust_is_formatted(root: Path) -> None:
    run([find_program("cargo"), "fmt", "--all", "--check"], root)


def test_clippy_has_nothing_to_say_about_the_solutions(root: Path) -> None:
    """Without a workspace flag cargo takes the default members: the solutions."""
    cargo = [find_program("cargo"), "clippy", "--locked", "--quiet", "--all-targets"]
    run([*cargo, "--", "-D", "warnings"], root)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_files_for_others_follow_their_schema(schema: str, root: Path) -> None:
    place = root / SCHEMAS[schema]
    files = sorted(place.glob("*.yml")) if place.is_dir() else [place]
    assert files
    check = ["-m", "check_jsonschema", "--builtin-schema", schema, "--default-filetype", "yaml"]
    run([sys.executable, *check, *map(str, files)], root)
