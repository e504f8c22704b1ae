"""A file is replaced in one step, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop.base.atomic import write_atomically


def test_the_content_is_replaced_and_missing_folders_are_made(tmp_path: Path) -> None:
    file = tmp_path / "one" / "two" / "file.txt"
    write_atomically(file, "first\n")
    write_atomically(file, "Tromsø\n")
    assert file.read_bytes() == "Tromsø\n".encode()
    assert [path.name for path in file.parent.iterdir()] == ["file.txt"]


def test_a_failure_leaves_the_old_content_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "file.txt"
    write_atomically(file, "old")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(file, "new \ud800")
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]
