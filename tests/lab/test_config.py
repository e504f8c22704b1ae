from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from clones import make_clone
from workshop.course.catalog import Catalog
from workshop.lab import config
from workshop.lab.config import write_configuration


@pytest.fixture(autouse=True)
def clone(tmp_path: Path) -> Path:
    return make_clone(tmp_path / "clone", "book/_toc.yml", "lessons")


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty environment in the place of this one."""
    folder = tmp_path / "venv"
    monkeypatch.setattr(sys, "prefix", str(folder))
    return folder


def read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def test_jupyter_shows_no_news_and_no_other_kernels(venv: Path, tmp_path: Path) -> None:
    settings = write_configuration(tmp_path / "clone")
    overrides = read(venv / "share/jupyter/lab/settings/overrides.json")
    news = overrides["@jupyterlab/apputils-extension:notification"]
    assert news == {"fetchNews": "false", "checkForUpdates": False}
    server = read(settings / "jupyter_server_config.json")
    assert server["KernelSpecManager"]["allowed_kernelspecs"] == ["workshop"]
    assert server["ServerApp"]["root_dir"] == str(tmp_path / "clone" / "work")
    assert (venv / "share/jupyter/labextensions/workshop-room/static/remoteEntry.js").is_file()


def test_the_folder_pane_knows_the_order_of_the_episodes(venv: Path, clone: Path) -> None:
    page = read(write_configuration(clone) / "labconfig" / "page_config.json")
    assert venv.is_dir()
    assert page["workshopEpisodes"] == [episode.id for episode in Catalog(clone).episodes]


def test_configuring_twice_changes_no_file(venv: Path, tmp_path: Path) -> None:
    settings = write_configuration(tmp_path / "clone", unix_socket=True)
    files = [file for folder in (venv, settings) for file in folder.rglob("*.json")]
    before = {file: file.stat().st_mtime_ns for file in files if "labextensions" not in file.parts}
    write_configuration(tmp_path / "clone", unix_socket=True)
    assert {file: file.stat().st_mtime_ns for file in before} == before


@pytest.mark.usefixtures("venv")
def test_without_unix_sockets_each_start_has_a_secret_of_its_own(tmp_path: Path) -> None:
    secrets = []
    for _ in range(2):
        settings = write_configuration(tmp_path / "clone", unix_socket=False)
        file = settings / "jupyter_server_config.json"
        pages = read(file)["ServerProxy"]["servers"]["workshop"]
        secrets.append(pages["environment"][config.TOKEN_VARIABLE])
        assert pages["request_headers_override"] == {config.TOKEN_HEADER: secrets[-1]}
        assert secrets[-1] not in " ".join(pages["command"])  # other users see command lines
        if os.name == "posix":
            assert file.stat().st_mode & 0o077 == 0
    assert secrets[0] != secrets[1]
