"""The steps that a learner types in `first-module`: an empty folder, three files, an import."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from replica import place, venv

LESSON = "lessons/first-module.md"
FILES = ("Cargo.toml", "pyproject.toml", "src/lib.rs")


@pytest.fixture(scope="module")
def crate(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The learner's folder `work/mine/first` in a clone, with the files that the page shows."""
    clone = tmp_path_factory.mktemp("clone")
    place().write_workspace()
    (clone / "work").mkdir()
    shutil.copyfile(root / "Cargo.toml", clone / "Cargo.toml")
    shutil.copyfile(place().folder / "Cargo.toml", clone / "work" / "Cargo.toml")
    folder = clone / "work" / "mine" / "first"
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / "lessons" / "code" / "first-module" / name, folder / name)
    return folder


def test_page_shows_every_file(root: Path) -> None:
    text = (root / LESSON).read_text(encoding="utf-8")
    shown = re.findall(r"\{literalinclude\} code/first-module/(\S+)", text)
    assert tuple(shown) == FILES


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the workshop has fetched is enough."""
    monkeypatch.setenv("CARGO_NET_OFFLINE", "true")


def test_typed_session_gives_what_the_page_prints(root: Path, crate: Path) -> None:
    said = venv().develop(crate, place().target)
    assert "Installed first-0.1.0" in said
    text = (root / LESSON).read_text(encoding="utf-8")
    sessions = re.findall(r"(?ms)^>>> (first\.pi.*?)\n(\S+)$", text)
    assert sessions
    for call, printed in sessions:
        answer = venv().run(venv().python, "-c", f"import first; print({call})")
        assert answer.strip() == printed


def test_help_shows_the_sentence(crate: Path) -> None:
    venv().develop(crate, place().target)
    source = (crate / "src" / "lib.rs").read_text(encoding="utf-8")
    sentences = re.findall(r"/// (Return .*)", source)
    answer = venv().run(venv().python, "-c", "import first; help(first.pi)")
    assert sentences[0] in answer
