"""A file is replaced in one step, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from workshop.base import atomic
from workshop.base.atomic import move, read_replaced, write_atomically


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


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, times: int) -> None:
    """Let a method of paths fail as on Windows, where another program has the file open."""
    method, left = getattr(Path, name), [PermissionError(13, "in use")] * times

    def refused(*arguments: object, **options: object) -> object:
        if left:
            raise left.pop()
        return method(*arguments, **options)

    monkeypatch.setattr(Path, name, refused)


def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "os", type("os", (), {**vars(os), "name": "nt"}))


def test_a_file_that_a_reader_has_open_is_replaced_when_it_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file.txt"
    windows(monkeypatch)
    refuse(monkeypatch, "replace", 3)
    write_atomically(file, "new")
    refuse(monkeypatch, "read_text", 2)
    assert read_replaced(file) == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]


@pytest.mark.parametrize("system", ["nt", "posix"])
def test_one_that_stays_open_is_an_error_and_leaves_nothing(
    system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if system == "nt":
        windows(monkeypatch)
    monkeypatch.setattr(atomic, "_PATIENCE", 0.05)
    refuse(monkeypatch, "replace", 1000)
    with pytest.raises(PermissionError):
        write_atomically(tmp_path / "file.txt", "new")
    assert list(tmp_path.iterdir()) == []


def refuse_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a folder be renamed as in a container, where it is part of the image."""
    rename = Path.rename

    def refused(path: Path, target: Path) -> Path:
        if path.is_dir() and not path.is_symlink():
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refused)


@pytest.mark.parametrize("in_container", [True, False])
def test_what_is_moved_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, in_container: bool
) -> None:
    if in_container:
        refuse_folders(monkeypatch)
    source = tmp_path / "source"
    (source / "below").mkdir(parents=True)
    (source / "below/file.txt").write_text("kept")
    if os.name == "posix":
        (source / "link").symlink_to(tmp_path / "elsewhere")
    target = tmp_path / "made/target"
    move(source, target)
    assert not source.exists()
    assert (target / "below/file.txt").read_text() == "kept"
    assert (target / "link").is_symlink() == (os.name == "posix")
    move(target / "below/file.txt", tmp_path / "other/file.txt")
    assert (tmp_path / "other/file.txt").read_text() == "kept"


def test_a_copy_that_fails_leaves_the_source_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_folders(monkeypatch)
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    for name in ("a.txt", "b.txt"):
        (source / name).write_text(name)
    copied = list[str]()

    def copy_one(file: str, *_: object, **__: object) -> None:
        copied.append(file)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shutil, "copyfile", copy_one)
    with pytest.raises(OSError, match="space"):
        move(source, target)
    assert copied
    assert not target.exists()
    assert {file.name for file in source.iterdir()} == {"a.txt", "b.txt"}
