"""Two looks at a folder tell whether it holds the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workshop.base.folder_snapshot import (
    WatchedFolder,
    folder_digest,
    stat_signature,
    take_snapshot,
)


@pytest.fixture
def crate(tmp_path: Path) -> Path:
    folder = tmp_path / "crate"
    (folder / "src").mkdir(parents=True)
    (folder / "Cargo.toml").write_text("[package]\n")
    (folder / "src" / "lib.rs").write_text("fn a() {}\n")
    return folder


def test_untouched_is_equal(crate: Path) -> None:
    assert stat_signature(crate) == stat_signature(crate)
    assert folder_digest(crate) == folder_digest(crate)


@pytest.mark.parametrize("name", ["src/lib.rs", "Cargo.toml", "src/new.rs", "build.rs"])
def test_a_change_is_seen_by_both(crate: Path, name: str) -> None:
    seen, content = stat_signature(crate), folder_digest(crate)
    (crate / name).write_text("something else\n")
    assert stat_signature(crate) != seen
    assert folder_digest(crate) != content


def test_a_touch_changes_the_look_and_not_the_content(crate: Path) -> None:
    seen, content = stat_signature(crate), folder_digest(crate)
    os.utime(crate / "src" / "lib.rs", (1, 1))
    assert stat_signature(crate) != seen
    assert folder_digest(crate) == content


def test_content_of_equal_size_and_date_is_seen_by_the_digest(crate: Path) -> None:
    file = crate / "src" / "lib.rs"
    stat, seen, content = file.stat(), stat_signature(crate), folder_digest(crate)
    with file.open("r+") as stream:
        stream.write("fn b() {}\n")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert stat_signature(crate) == seen
    assert folder_digest(crate) != content


def test_a_renamed_file_and_content_that_moves_between_files_are_seen(crate: Path) -> None:
    content = folder_digest(crate)
    (crate / "src" / "lib.rs").rename(crate / "src" / "main.rs")
    assert folder_digest(crate) != content


CARGO = ("target/x", "Cargo.lock")
BESIDE = ("src/lib.rs~", ".lib.swp", "src/#lib.rs#", "src/4913", "src/lib.rs___jb_tmp___")
SYSTEMS = (".DS_Store", "src/._lib.rs", "Thumbs.db", ".ipynb_checkpoints/lib.rs", "lib.pyc")


@pytest.mark.parametrize("name", [*CARGO, ".git/x", "__pycache__/x", *BESIDE, *SYSTEMS])
def test_what_tools_leave_is_no_change(crate: Path, name: str) -> None:
    seen, content = stat_signature(crate), folder_digest(crate)
    (crate / name).parent.mkdir(exist_ok=True)
    (crate / name).write_text("x")
    assert (stat_signature(crate), folder_digest(crate)) == (seen, content)


@pytest.mark.parametrize("linked", ["src", "src/lib.rs", "."])
def test_what_lies_behind_a_link_is_content(crate: Path, tmp_path: Path, linked: str) -> None:
    real = crate / "src" / "lib.rs"
    if linked != ".":
        (crate / linked).rename(tmp_path / "real")
        (crate / linked).symlink_to(tmp_path / "real")
        real = tmp_path / "real" / "lib.rs" if linked == "src" else tmp_path / "real"
    folder = tmp_path / "link"
    folder.symlink_to(crate)
    watched, seen = WatchedFolder(folder), stat_signature(folder)
    assert watched.changed()
    before = folder_digest(folder)
    real.write_text("fn other() {}\n")
    assert stat_signature(folder) != seen
    assert watched.changed()
    assert folder_digest(folder) != before


def test_links_that_go_around_end(crate: Path) -> None:
    seen = folder_digest(crate)
    (crate / "src" / "up").symlink_to("..")
    (crate / "self").symlink_to(".")
    assert folder_digest(crate) == seen


def test_large_files_and_heaps_of_data_do_not_count(crate: Path) -> None:
    (crate / "data").mkdir()
    for number in range(2000):
        (crate / "data" / f"{number}.csv").touch()
    with (crate / "core.4711").open("wb") as file:
        file.truncate(5 << 30)
    before = take_snapshot(crate)
    assert len(before.signature) == 2
    with (crate / "core.4711").open("ab") as file:
        file.truncate(6 << 30)
    assert before.still_holds()
    (crate / "src" / "lib.rs").write_text("fn other() {}\n")
    assert not before.still_holds()


def test_sources_come_first_where_there_are_many_files(crate: Path) -> None:
    for folder in range(30):
        (crate / "a" / str(folder)).mkdir(parents=True)
        for number in range(100):
            (crate / "a" / str(folder) / str(number)).touch()
    seen = stat_signature(crate)
    assert len(seen) == 2000
    (crate / "src" / "lib.rs").write_text("fn other() {}\n")
    assert stat_signature(crate) != seen


def test_a_module_named_target_is_content(crate: Path) -> None:
    seen = folder_digest(crate)
    (crate / "src" / "target").mkdir()
    (crate / "src" / "target" / "mod.rs").write_text("")
    assert folder_digest(crate) != seen


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only POSIX systems have named pipes")
def test_a_pipe_is_looked_at_and_not_read(crate: Path) -> None:
    seen = folder_digest(crate)
    os.mkfifo(crate / "pipe")
    assert folder_digest(crate) != seen


def test_a_missing_file_a_folder_and_a_broken_link_differ(crate: Path) -> None:
    file = crate / "src" / "lib.rs"
    seen = {folder_digest(crate)}
    file.unlink()
    seen.add(folder_digest(crate))
    file.symlink_to("nowhere")
    seen.add(folder_digest(crate))
    file.unlink()
    file.mkdir()
    (file / "x").write_text("")
    seen.add(folder_digest(crate))
    assert len(seen) == 4


def test_no_folder_is_no_error(tmp_path: Path) -> None:
    assert stat_signature(tmp_path / "none") == ()
    assert folder_digest(tmp_path / "none") == folder_digest(tmp_path / "neither")


def test_a_watched_folder_changes_when_its_content_does(crate: Path) -> None:
    watched = WatchedFolder(crate)
    assert watched.changed()
    assert not watched.changed()
    os.utime(crate / "src" / "lib.rs", (1, 1))
    assert not watched.changed()  # another look, the same content
    (crate / "src" / "lib.rs").write_text("fn c() {}\n")
    assert watched.changed()
    watched.forget()
    assert watched.changed()


def test_content_of_equal_look_is_found_by_reading_it_now_and_then(
    crate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched, file = WatchedFolder(crate), crate / "src" / "lib.rs"
    assert watched.changed()
    stat = file.stat()
    with file.open("r+") as stream:
        stream.write("fn b() {}\n")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    monkeypatch.setattr("workshop.base.folder_snapshot._IN_FULL", 0.0)
    assert watched.changed()


def test_nobody_looks_often_where_nothing_changes(
    crate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = WatchedFolder(crate)
    soon = watched.pause
    monkeypatch.setattr("workshop.base.folder_snapshot._RECENTLY", 0.0)
    assert watched.pause > soon


def test_a_look_that_takes_long_is_followed_by_a_long_pause(
    crate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter([0.0, 0.0, 2.0, 2.0])
    monkeypatch.setattr("time.monotonic", lambda: next(times))
    watched = WatchedFolder(crate)
    watched.changed()
    assert watched.pause > 2


def test_a_snapshot_holds_until_a_content_or_a_date_changes(tmp_path: Path) -> None:
    file = tmp_path / "lib.rs"
    file.write_text("a")
    stat, snapshot = file.stat(), take_snapshot(tmp_path)
    assert snapshot.still_holds()
    file.write_text("b")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert stat_signature(tmp_path) == snapshot.signature
    assert not snapshot.still_holds()
    file.write_text("a")
    assert folder_digest(tmp_path) == snapshot.digest
    assert not snapshot.still_holds()
