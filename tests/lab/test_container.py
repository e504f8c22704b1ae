"""What a container starts, whatever program of Jupyter's it is asked for."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from clones import make_clone
from workshop.base.errors import UsageError
from workshop.lab import container

OURS = [sys.executable, "-P", "-m", "jupyterlab"]


@pytest.mark.parametrize(
    ("words", "started"),
    [
        (["jupyter-lab", "--ip", "127.0.0.1"], [*OURS, "--ip", "127.0.0.1"]),
        (["/srv/conda/envs/notebook/bin/jupyter-lab", "--port", "1"], [*OURS, "--port", "1"]),
        (["jupyter", "lab"], OURS),
        (["jupyter", "notebook", "--ip", "127.0.0.1"], [*OURS, "--ip", "127.0.0.1"]),
        (["jupyter-notebook", "--NotebookApp.token=x"], [*OURS, "--NotebookApp.token=x"]),
        (["jupyter", "server"], OURS),
        (["jupyter", "nbclassic"], OURS),
        (["jupyter", "--version"], None),
        (["jupyter", "kernelspec", "list"], None),
        (["bash", "-c", "jupyter lab"], None),
    ],
)
def test_every_server_of_jupyters_is_our_jupyterlab(
    words: list[str], started: list[str] | None
) -> None:
    assert container.command_for(words) == started


@pytest.mark.parametrize("words", [["jupyterhub-singleuser", "--ip=0"], ["jupyter", "labhub"]])
def test_what_would_have_no_kernel_of_ours_is_refused(words: list[str]) -> None:
    with pytest.raises(UsageError, match=r"Let the hub start `jupyter-lab`, as Binder does\."):
        container.command_for(words)


Started = list[tuple[str, list[str], dict[str, str], str]]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Started:
    """What was started in place of this program: program, words, environment, folder."""
    seen: Started = []
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        os,
        "execvpe",
        lambda name, words, values: seen.append((name, words, values, str(Path.cwd()))),
    )
    return seen


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    names = ("book/_toc.yml", "lessons", "exercises", "Cargo.toml")
    made = make_clone(tmp_path / "clone", *names)
    (made / "work").mkdir(exist_ok=True)
    return made


def read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def test_jupyterlab_starts_in_work_and_on_the_first_episode(
    clone: Path, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONDA_PREFIX", "/srv/conda/envs/notebook")
    container.main(["jupyter-lab", "--port", "8888"], clone)
    [(name, words, values, folder)] = started
    assert (name, words) == (OURS[0], [*OURS, "--port", "8888"])
    assert Path(folder) == clone / "work"  # where a terminal opens
    settings = Path(values["JUPYTER_CONFIG_DIR"])
    assert settings == clone / "work" / ".lab"
    assert "CONDA_PREFIX" not in values
    opens = read(settings / "jupyter_lab_config.json")["LabApp"]["default_url"]
    assert opens == "/lab/tree/lessons/why.ipynb"


def test_something_else_runs_where_it_was_asked_for(
    clone: Path, started: Started, tmp_path: Path
) -> None:
    container.main(["bash", "-c", "true"], clone)
    [(name, words, _values, folder)] = started
    assert (name, words, Path(folder)) == ("bash", ["bash", "-c", "true"], tmp_path)


@pytest.mark.parametrize(
    ("words", "said"),
    [([], "Name what to start, such as `jupyter-lab`."), (["jupyterhub-singleuser"], "as Binder")],
)
def test_what_can_not_be_started_is_said(
    clone: Path,
    started: Started,
    words: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert container.main(words, clone) == 2
    complaint = capsys.readouterr().err
    assert complaint.startswith("binder/start: ")
    assert said in complaint
    assert not started
