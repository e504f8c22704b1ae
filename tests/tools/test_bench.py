"""Measurements measure what they say; how fast it is, a test does not ask."""

from __future__ import annotations

import importlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import bench
from benchmarks import course, loop
from benchmarks.clone import EXTENSION, REFUSED, RUST, Clone, clone
from shop import Shop
from workshop import cli
from workshop.base.errors import UsageError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have such terminals")


@pytest.fixture
def made(shop: Shop) -> Iterator[Clone]:
    """A clone of the shop: what it builds is compiled already."""
    shop.work.ensure_copy(shop.rust("any", "", ""))
    with clone(shop.root) as found:
        yield found


def test_an_unknown_measurement_names_those_there_are(
    capfd: pytest.CaptureFixture[str],
) -> None:
    names = "distances, trees, calls, loop, course, cells, permissions"
    with pytest.raises(UsageError, match=f"There are: {names}"):
        bench.main(["speed"])
    with pytest.raises(UsageError, match=r"'tree'\. Did you mean `trees`\? There are"):
        bench.main(["tree"])
    assert cli.main(["bench", "speed"]) == 2
    said = capfd.readouterr()
    assert said.err == (f"workshop: There is no measurement 'speed'. There are: {names}.\n")
    assert not said.out


def test_each_measurement_is_a_module_with_a_main() -> None:
    for name in bench.MEASUREMENTS:
        assert callable(importlib.import_module(f"benchmarks.{name}").main)


def test_a_clone_is_gone_afterwards(shop: Shop) -> None:
    with clone(shop.root) as found:
        assert found.file(found.rust).is_file()
        shutil.rmtree(found.root / "exercises")
    assert not found.root.exists()
    assert shop.work.target.exists()


@pytest.mark.storm
def test_every_edit_gets_a_verdict_of_its_own(made: Clone) -> None:
    watched = loop._watched
    ways = [
        (made.rust, RUST, loop._DISTANCE),
        (made.rust, REFUSED, loop._REFUSAL),
        (made.extension, EXTENSION, loop._DISTANCE),
    ]
    for exercise, source, seen in ways:
        times = watched(made, exercise, source, 2, seen)
        assert len(times) == 2
        assert min(times) > 0
    loop._check_once(made, 10)


@pytest.mark.storm
def test_what_others_use_is_measured_on_the_same_edits(made: Clone) -> None:
    others = loop._Others(made)
    others.develop(10)
    others.develop(20)


def test_a_course_of_any_size_is_read(made: Clone) -> None:
    from workshop.course.catalog import Catalog

    course.grow(made, 12)
    catalog = Catalog(made.root)
    assert len(catalog.episodes) == 3
    assert [*catalog.exercises][:2] == ["bench-rust", "more0-stage"]
    assert len(catalog.exercises) == 12 + 1  # and the extension, which no episode names
    assert course._cpu(made, ["list"]) > 0


@pytest.mark.parametrize("name", ["loop", "course"])
def test_the_file_of_a_measurement_says_on_what_and_when(root: Path, name: str) -> None:
    facts = json.loads((root / "lessons" / "data" / f"{name}.json").read_text(encoding="utf-8"))
    assert facts["command"] == f"workshop bench {name}"
    assert {"date", "machine", "versions", "unit", "labels", "seconds"} <= facts.keys()
    assert facts["seconds"].keys() == facts["labels"].keys()
