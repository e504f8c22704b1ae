from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from clones import make_clone
from faketools import needs_shell, put
from holders import cpu_seconds
from workshop.bootstrap import steps

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of the launcher and the kit, without `.venv`, in a folder with an awkward name."""
    names = ("workshop", "src/workshop", "Cargo.toml", "pyproject.toml", "requirements.txt")
    return make_clone(tmp_path / "Über Maß" / "klon", *names)


def start(
    clone: Path,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(clone / "workshop"), *arguments],
        env={**os.environ, "PYTHONUTF8": "1", **(environment or {})},
        cwd=cwd or clone,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def only_for_a_later_python(clone: Path) -> None:
    """Let the launcher ask for Python 3.98 or 3.99, so that ours is too old."""
    launcher = clone / "workshop"
    text = launcher.read_text(encoding="utf-8")
    text = text.replace(f"OLDEST = {steps.OLDEST}", "OLDEST = (3, 98)")
    text = text.replace(f"NEWEST = {steps.NEWEST}", "NEWEST = (3, 99)")
    launcher.write_text(text, encoding="utf-8")


def test_an_old_python_can_parse_it() -> None:
    text = (ROOT / "workshop").read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 6))
    assert not re.search(r"\bf\"|\bf'", text)


def test_it_names_the_versions_that_the_project_names() -> None:
    text = (ROOT / "workshop").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"OLDEST = {steps.OLDEST}" in text
    assert f"NEWEST = {steps.NEWEST}" in text
    assert project["requires-python"] == f">={steps.OLDEST[0]}.{steps.OLDEST[1]}"


def test_help_needs_no_environment_and_makes_none(clone: Path) -> None:
    result = start(clone, "--help")
    assert result.returncode == 0
    assert "lab" in result.stdout
    assert result.stderr == ""
    assert not (clone / ".venv").exists()
    assert not (clone / "work").exists()


@pytest.mark.alone
def test_help_takes_less_than_a_fifth_of_a_second(clone: Path) -> None:
    assert min(cpu_seconds(partial(start, clone, "--help")) for _ in range(5)) < 0.2


def test_a_mistyped_command_is_refused_before_anything_is_made(clone: Path) -> None:
    result = start(clone, "chekc")
    assert result.returncode == 2
    assert "chekc" in result.stderr
    assert not (clone / ".venv").exists()


def test_it_starts_from_anywhere_through_a_symbolic_link(clone: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "start"
    link.parent.mkdir()
    try:
        link.symlink_to(clone / "workshop")
    except OSError:
        pytest.skip("only where this user may make symbolic links")
    result = subprocess.run(
        [sys.executable, str(link), "--help"], cwd=link.parent, capture_output=True, check=False
    )
    assert result.returncode == 0


def test_pythonpath_cannot_shadow_a_module(clone: Path, tmp_path: Path) -> None:
    (tmp_path / "argparse.py").write_text("raise SystemExit('shadowed')", encoding="utf-8")
    result = start(clone, "--help", environment={"PYTHONPATH": str(tmp_path)})
    assert result.returncode == 0


def test_an_old_python_gets_a_paragraph_for_every_system(clone: Path, tmp_path: Path) -> None:
    only_for_a_later_python(clone)
    result = start(clone, "check", environment={"PATH": str(tmp_path)})
    assert result.returncode == 3
    assert "Traceback" not in result.stderr
    for part in (sys.version.split()[0], "3.98 to 3.99", "Linux:", "macOS:", "Windows:", "conda"):
        assert part in result.stderr


def test_an_interrupt_while_it_starts_is_no_traceback(clone: Path) -> None:
    module = clone / "src" / "workshop" / "bootstrap" / "setup.py"
    module.write_text("raise KeyboardInterrupt\n", encoding="utf-8")
    result = start(clone, "list")
    assert result.returncode == 130
    assert result.stderr == ""


@needs_shell
def test_it_gives_over_to_a_newer_python_on_path(clone: Path, tmp_path: Path) -> None:
    only_for_a_later_python(clone)
    programs = tmp_path / "programs"
    put(programs, "python3.99", "exit 1")  # as pyenv's shims answer
    put(programs, "python3.98", '[ "$1" = -c ] || echo "3.98 got $2"; exit 0')
    result = start(clone, "check", environment={"PATH": str(programs)})
    assert result.stdout == "3.98 got check\n"
    assert result.returncode == 0


@needs_shell
def test_the_environment_of_the_clone_comes_before_other_pythons(
    clone: Path, tmp_path: Path
) -> None:
    only_for_a_later_python(clone)
    put(clone / ".venv" / "bin", "python", '[ "$1" = -c ] || echo "own got $2"; exit 0')
    put(tmp_path, "python3.99", '[ "$1" = -c ] || echo "other got $2"; exit 0')
    result = start(clone, "check", environment={"PATH": str(tmp_path)})
    assert result.stdout == "own got check\n"
