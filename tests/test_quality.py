"""The tools that read the code: ruff, mypy, rustfmt, clippy; and the schemas of other files."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from textwrap import indent

import pytest

from components import find_component
from documents import files_below
from workshop.rust.toolchain import build_environment, find_program

PLATFORMS = ("linux", "darwin", "win32")
UNSAFE = ("bridges-c", "bridges-cffi", "bridges-ctypes", "bridges-fortran")
SCHEMAS = {
    "vendor.github-workflows": ".github/workflows",
    "custom.github-workflows-require-timeout": ".github/workflows",
    "vendor.citation-file-format": "CITATION.cff",
}


def run(command: list[str], folder: Path, text: str = "") -> None:
    """Run a tool, which may read the text; what it says is what the test says."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=build_environment(),
        input=text,
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


@pytest.mark.slow
@pytest.mark.parametrize("platform", [name for name in PLATFORMS if name != sys.platform])
def test_types_fit_the_other_systems(platform: str, root: Path) -> None:
    """With a cache of its own, or each system would make the other's useless.

    Tests of terminals, pipes and signals are for POSIX alone.
    """
    options = ["--platform", platform, "--cache-dir", f".mypy_cache/{platform}"]
    files = ["src", "tools"] if platform == "win32" else []
    run([sys.executable, "-m", "mypy", *options, *files], root)


def test_crates_are_formatted(root: Path) -> None:
    find_component("rustfmt")
    run([find_program("cargo"), "fmt", "--all", "--check"], root)


def test_rust_beside_the_crates_is_formatted(root: Path) -> None:
    """Code of lessons and slides, and the other ways beside the solutions."""
    manifest = tomllib.loads((root / "Cargo.toml").read_text(encoding="utf-8"))
    check = [find_component("rustfmt"), "--check", "--edition"]
    check.append(manifest["workspace"]["package"]["edition"])
    for file in files_below("lessons", "slides", "solutions", suffix=".rs"):
        sources = file.parent / "src"  # where its modules are, if it stands for a crate's main file
        if not {"src", "tests"} & set(file.parts):
            text = file.read_text(encoding="utf-8")
            if file.parent.name == "permissions" and "fn main" not in text:  # statements alone
                text = f"fn main() {{\n{indent(text, '    ')}}}\n"
            run(check, sources if sources.is_dir() else file.parent, text)


@pytest.mark.cargo
def test_clippy_has_nothing_to_say_about_the_solutions(root: Path) -> None:
    """Without a workspace flag cargo takes the default members: the solutions."""
    find_component("cargo-clippy")
    cargo = [find_program("cargo"), "clippy", "--locked", "--quiet", "--all-targets"]
    run([*cargo, "--", "-D", "warnings"], root)
    # No default members, because they need a C compiler, and one of them gfortran.
    unsafe = [part for id in UNSAFE for part in ("--package", f"{id}-solution")]
    run([*cargo, *unsafe, "--", "-D", "warnings"], root)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_files_for_others_follow_their_schema(schema: str, root: Path) -> None:
    place = root / SCHEMAS[schema]
    files = sorted(place.glob("*.yml")) if place.is_dir() else [place]
    assert files
    check = ["-m", "check_jsonschema", "--builtin-schema", schema, "--default-filetype", "yaml"]
    run([sys.executable, *check, *map(str, files)], root)
