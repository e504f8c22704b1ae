"""What the kit wrote into `work/`: known the next time, also where an older kit wrote it down."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from workshop.base.digest import digest_of
from workshop.learner.ledger import Ledger
from workshop.learner.notebook_folder import NotebookFolder

ONE_OF_TWO = """\
import sys
from pathlib import Path
from workshop.learner.ledger import Ledger
for number in range(40):
    Ledger(Path(sys.argv[1])).write({f"{sys.argv[2]}-{number}": {"src/lib.rs": str(number)}})
"""


def notebook(*sources: str) -> str:
    """A notebook with one cell for each source."""
    cells = [{"cell_type": "code", "source": source, "outputs": []} for source in sources]
    return json.dumps({"cells": cells})


def test_an_entry_replaces_only_its_own(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    assert ledger.read() == {}
    ledger.write({"a-b": {"src/lib.rs": "1"}, "c-d": {"src/lib.rs": "2"}})
    ledger.write({"c-d": {"Cargo.toml": "3"}})
    assert ledger.read() == {"a-b": {"src/lib.rs": "1"}, "c-d": {"Cargo.toml": "3"}}


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a-b": 1}', '{"a-b": {"x": 1}}', "[" * 5000])
def test_what_cannot_be_read_is_unknown(tmp_path: Path, content: str) -> None:
    (tmp_path / ".given.json").write_text(content)
    assert Ledger(tmp_path).read() == {}
    Ledger(tmp_path).write({"c-d": {"x": "1"}})
    assert Ledger(tmp_path).read() == {"c-d": {"x": "1"}}


def test_two_processes_lose_nothing(tmp_path: Path) -> None:
    words = [sys.executable, "-c", ONE_OF_TWO, str(tmp_path)]
    writers = [subprocess.Popen([*words, name]) for name in ("left", "right")]
    assert [writer.wait() for writer in writers] == [0, 0]
    wanted = {f"{name}-{number}" for name in ("left", "right") for number in range(40)}
    assert set(Ledger(tmp_path).read()) == wanted


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A learner's folder as an older kit left it: one notebook untouched, one edited."""
    sources = digest_of(json.dumps([["code", "x = 1"]]))
    entry = {"text": digest_of(notebook("x = 1")), "sources": sources}
    former = {"moves.ipynb": entry, "lists.ipynb": entry}
    (tmp_path / ".made.json").write_text(json.dumps(former))
    (tmp_path / ".given.json").write_text(json.dumps({"a-b": {"src/lib.rs": "1"}}))
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "moves.ipynb").write_text(notebook("x = 1"))
    (tmp_path / "lessons" / "lists.ipynb").write_text(notebook("x = 'mine'"))
    return tmp_path


def test_notebooks_of_an_older_kit_are_known(older: Path) -> None:
    folder = NotebookFolder(older)
    assert folder.write("moves.ipynb", notebook("x = 1")) is None
    assert folder.write("lists.ipynb", notebook("x = 1")) is None  # no new version: no conflict
    assert folder.write("moves.ipynb", notebook("x = 2")) == "moves.ipynb"
    assert folder.write("lists.ipynb", notebook("x = 2")) == "lists-new-1.ipynb"
    folder.save()
    assert "mine" in (older / "lessons" / "lists.ipynb").read_text()


def test_the_entries_of_an_older_kit_move_into_the_one_ledger(older: Path) -> None:
    folder = NotebookFolder(older)
    folder.write("moves.ipynb", notebook("x = 2"))
    folder.save()
    assert not (older / ".made.json").exists()
    known = Ledger(older).read()
    assert known["a-b"] == {"src/lib.rs": "1"}
    assert known["lessons/moves.ipynb"]["text"] == digest_of(notebook("x = 2"))
    assert known["lessons/lists.ipynb"]["text"] == digest_of(notebook("x = 1"))
    assert NotebookFolder(older).write("lists.ipynb", notebook("x = 1")) is None


def test_a_file_that_is_no_notebook_is_not_replaced(tmp_path: Path) -> None:
    folder = NotebookFolder(tmp_path)
    folder.folder.mkdir()
    for name in ("moves.ipynb", "moves-new-1.ipynb"):
        (folder.folder / name).write_text("my notes")
    assert folder.write("moves.ipynb", notebook("x = 1")) == "moves-new-2.ipynb"
    assert (folder.folder / "moves-new-1.ipynb").read_text() == "my notes"
