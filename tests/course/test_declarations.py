"""Only a changed file is read again, so that a command costs the same in a larger course."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from large import write_course
from shop import Shop
from workshop import cli
from workshop.base.errors import MaterialError
from workshop.course import declarations
from workshop.course.catalog import Catalog
from workshop.course.declarations import Facts
from workshop.learner.progress import Progress

SMALL, LARGE = 5, 500


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    (tmp_path / "work").mkdir()
    made = [tmp_path / f"{name}.toml" for name in "abc"]
    for number, file in enumerate(made):
        file.write_text(f"number = {number}\n")
    return made


def numbers(store: Facts, files: list[Path]) -> list[int]:
    return [found["number"] for found in store.of(files)]


def test_what_was_read_is_kept(tmp_path: Path, files: list[Path]) -> None:
    first, second = Facts(tmp_path, "x"), Facts(tmp_path, "x")
    assert numbers(first, files) == numbers(second, files) == [0, 1, 2]
    assert (first.read, second.read) == (3, 0)


def test_a_changed_file_is_read_again_alone(tmp_path: Path, files: list[Path]) -> None:
    Facts(tmp_path, "x").of(files)
    stat = files[1].stat()
    files[1].write_text("number = 9\n")
    os.utime(files[1], ns=(stat.st_atime_ns, stat.st_mtime_ns))  # an old date does not deceive it
    store = Facts(tmp_path, "x")
    assert numbers(store, files) == [0, 9, 2]
    assert store.read == 1


@pytest.mark.parametrize("content", ["", "[]", '{"a": 1', "\x00"])
def test_a_damaged_store_is_made_anew(tmp_path: Path, files: list[Path], content: str) -> None:
    Facts(tmp_path, "x").of(files)
    (tmp_path / "work" / ".cache" / "x.json").write_text(content)
    assert numbers(Facts(tmp_path, "x"), files) == [0, 1, 2]
    assert json.loads((tmp_path / "work" / ".cache" / "x.json").read_text())


def test_where_nothing_can_be_kept_it_works_all_the_same(tmp_path: Path, files: list[Path]) -> None:
    (tmp_path / "work").rmdir()
    assert numbers(Facts(tmp_path, "x"), files) == [0, 1, 2]
    assert not (tmp_path / "work").exists()
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / ".cache").write_text("a file")
    assert numbers(Facts(tmp_path, "x"), files) == [0, 1, 2]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.toml", "a = ", "a.toml: Invalid value"),
        ("a.yml", "a: [", "a.yml: while parsing a flow node"),
        ("a.md", "---\n- a\n---\n", "a.md: it holds no keys"),
        ("b.toml", None, "b.toml: No such file or directory"),
    ],
)
def test_a_file_that_can_not_be_read_is_named(
    tmp_path: Path, name: str, text: str | None, words: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(MaterialError) as raised:
        Facts(tmp_path, "x").of([tmp_path / name])
    assert words in str(raised.value)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every file of the material that is parsed."""
    parsed: list[Path] = []
    real: Callable[[Path], dict[str, object]] = declarations.read_facts

    def read(file: Path) -> dict[str, object]:
        parsed.append(file)
        return real(file)

    monkeypatch.setattr("workshop.course.declarations.read_facts", read)
    monkeypatch.setattr("workshop.course.catalog.read_facts", read)
    return parsed


@pytest.mark.parametrize(
    "words", [["list"], ["check", "topic0-stage0"], ["hint", "topic0"], []], ids=" ".join
)
def test_a_command_parses_as_little_in_a_large_course_as_in_a_small_one(
    shop: Shop, tmp_path: Path, reads: list[Path], words: list[str]
) -> None:
    counts = {}
    for size in (SMALL, LARGE):
        folder = tmp_path / str(size)
        folder.mkdir()
        course = Shop(folder, tmp_path / "target")
        write_course(course, size)
        cli.main(words, course.root)  # what is read once
        reads.clear()
        cli.main(words, course.root)
        counts[size] = len(reads)
    assert counts[LARGE] <= counts[SMALL] <= 4
    assert shop


def test_what_is_next_is_found_without_reading_what_has_passed(
    shop: Shop, reads: list[Path]
) -> None:
    write_course(shop, LARGE)
    catalog = Catalog(shop.root)
    progress = Progress(shop.work.folder)
    with progress.changing() as content:
        content["exercises"] = {id: {"passed": "now"} for id in catalog.order[:-1]}
    cli.main([], shop.root)
    reads.clear()
    cli.main([], shop.root)
    assert [file.name for file in reads] == ["exercise.toml"]


def test_the_workspace_names_the_newest_copies_and_the_one_that_is_built(shop: Shop) -> None:
    write_course(shop, 80)
    copies = [shop.work.ensure_copy(shop.catalog.exercise(id)) for id in shop.catalog.order]
    for age, copy in enumerate(copies):
        os.utime(copy / "Cargo.toml", (age, age))
    shop.work.write_workspace(copies[0])
    text = (shop.work.folder / "Cargo.toml").read_text()
    assert text.count('"topic') == 60
    assert f'"{copies[0].relative_to(shop.work.folder).as_posix()}"' in text
    assert f'"{copies[1].relative_to(shop.work.folder).as_posix()}"' not in text
