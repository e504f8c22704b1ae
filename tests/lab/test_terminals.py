from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal
from guest import conda_home
from workshop.lab.terminals import shell_command

pytestmark = pytest.mark.skipif(os.name != "posix", reason="these shells are only on POSIX")

SHELLS = ["bash", "zsh", "fish", "dash"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "a home"
    folder.mkdir()
    return folder


@contextmanager
def opened(name: str, home: Path, venv: Path) -> Iterator[Terminal]:
    """A shell as JupyterLab's terminal starts it, where conda is active already."""
    missing = f"{name} is missing. On Debian and Ubuntu: apt-get install {name}"
    shell = shutil.which(name) or pytest.skip(missing)
    conda = home / "miniconda"
    environment = {
        "SHELL": shell,
        "HOME": str(home),
        "CONDA_PREFIX": str(conda),
        "PATH": f"{conda}/bin:{os.environ['PATH']}",
    }
    words = shell_command(home / "our files", venv, environment)
    with Terminal([shutil.which(words[0]) or words[0], *words[1:]], environment) as terminal:
        yield terminal
        terminal.process.kill()


def ask(terminal: Terminal, words: str, number: Iterator[int] = count()) -> str:  # noqa: B008
    """What the words print in the shell, one line of it."""
    mark = f"answer{next(number)}"
    terminal.press(f"echo {mark}':'{words}':'{mark}\r")
    screen = terminal.see(f":{mark}\n")
    return screen.rpartition(f"{mark}:")[2].partition(f":{mark}")[0]


@pytest.mark.parametrize("name", SHELLS)
def test_each_shell_finds_this_environment_before_conda(name: str, home: Path) -> None:
    venv = home / "the clone" / ".venv"
    (venv / "bin").mkdir(parents=True)
    with opened(name, conda_home(home), venv) as terminal:
        assert ask(terminal, '"$PATH"').startswith(f"{venv}/bin")
        assert "miniconda" not in ask(terminal, '"$PATH"')
        assert ask(terminal, '"$VIRTUAL_ENV"') == str(venv)
        assert ask(terminal, '"$MATURIN_NO_INSTALL_RUST"') == "1"
        assert ask(terminal, '"$CONDA_PREFIX$CONDA_DEFAULT_ENV"') == ""


@pytest.mark.parametrize(("name", "own"), [("bash", ".bash_profile"), ("zsh", ".zshrc")])
def test_the_learners_own_settings_are_read(name: str, own: str, home: Path) -> None:
    (home / own).write_text("greeting=hello\n")
    with opened(name, home, home / ".venv") as terminal:
        assert ask(terminal, '"$greeting"') == "hello"


@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_a_login_shell_inside_finds_this_environment_too(name: str, home: Path) -> None:
    venv = home / ".venv"
    with opened(name, conda_home(home), venv) as terminal:
        terminal.press(f"{name} -l\r")
        assert ask(terminal, '"$PATH"').startswith(f"{venv}/bin")
        assert ask(terminal, '"$CONDA_PREFIX"') == ""


@pytest.mark.parametrize("own", ["greeting=hello;", "greeting=hello", "greeting=hello\n"])
def test_what_the_learner_does_at_each_prompt_goes_on(own: str, home: Path) -> None:
    (home / ".bash_profile").write_text(f'PROMPT_COMMAND="{own}"\n')
    with opened("bash", home, home / ".venv") as terminal:
        assert ask(terminal, '"$greeting"') == "hello"
        terminal.press("bash -l\r")
        assert ask(terminal, '"$greeting"') == "hello"
        assert "error" not in terminal.written


def test_conda_can_be_activated_again_on_purpose(home: Path) -> None:
    with opened("bash", conda_home(home), home / ".venv") as terminal:
        terminal.press(f"export CONDA_PREFIX='{home}/miniconda'\r")
        assert ask(terminal, '"$CONDA_PREFIX"') == f"{home}/miniconda"
        assert ask(terminal, '"$CONDA_PREFIX"') == f"{home}/miniconda"


def test_cargo_is_found_where_it_was(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = home / "tools of rust"
    programs.mkdir()
    cargo = programs / "cargo"
    cargo.write_text("#!/bin/sh\n")
    cargo.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    (home / ".bash_profile").write_text("PATH=/usr/bin:/bin\n")
    with opened("bash", home, home / ".venv") as terminal:
        if Path("/usr/bin/cargo").exists():
            pytest.skip("only where cargo is not part of the system")
        assert ask(terminal, '"$(command -v cargo)"') == str(cargo)
