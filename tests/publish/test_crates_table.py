"""The tables of the crates that were tried, and the measurement that they are made from."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from workshop.course.catalog import Catalog
from workshop.publish.crates_table import RETURNS, TIES, WORDS, crates_table
from workshop.publish.directives import Page, render

COSTS, DOES = 8, 7
CRATE = {
    "file": "one-1",
    "crate": "one",
    "version": "1.2.3",
    "published": None,
    "license": "MIT",
    "rust_version": None,
    "crates": 1,
    "seconds": 2.345,
    "unsafe": 0,
    "search": 0.0712,
    "found": {
        "returned": "square",
        "ties": "no index",
        "random": "wrong",
        "none": "wrong",
        "nan_reference": "right",
        "nan_point": "NaN",
        "infinite": "error",
        "equal": "too long",
        "line": "crash",
    },
}
FACTS = {
    "command": "python lessons/data/crates.py",
    "date": "2026-01-02",
    "machine": {"processor": "a processor", "cores": 2, "system": "Linux x86_64"},
    "versions": {"python": "3.11.7", "rustc": "1.95.0"},
    "unit": "CPU seconds to compile",
    "search_unit": "Seconds of one call",
    "seconds_of_a_case": 30,
    "crates": [CRATE],
}


def rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [line.strip("| ").split(" | ") for line in lines]


def test_each_crate_has_a_row_of_what_it_costs_and_of_what_it_does() -> None:
    text = crates_table(FACTS)
    head, costs, next_head, does = rows(text)
    assert len(head) == len(costs) == COSTS
    assert len(next_head) == len(does) == DOES
    assert costs == ["`one` 1.2.3", "not known", "MIT", "does not say", "1", "2.3 s", "no", "71 ms"]
    assert does == [
        "`one` 1.2.3",
        "a wrong distance",
        "right; NaN",
        "an error",
        "no end",
        "crashes",
        "its square; no index",
    ]
    assert "On 1,000 random points, all but `one` 1.2.3 are right." in text
    assert text.endswith("rustc 1.95.0; with `python lessons/data/crates.py`.")


def test_a_word_that_nobody_knows_is_an_error() -> None:
    crate = {**CRATE, "found": {**CRATE["found"], "line": "slow"}}  # type: ignore[dict-item]
    with pytest.raises(KeyError, match="slow"):
        crates_table({**FACTS, "crates": [crate]})


# The measurement of the course; trying the crates again needs the network, so no test does.


@pytest.fixture
def script(root: Path) -> ModuleType:
    file = root / "lessons" / "data" / "crates.py"
    spec = importlib.util.spec_from_file_location("crates_that_were_tried", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_measurement_is_of_the_crates_that_the_script_names(
    root: Path, script: ModuleType
) -> None:
    facts = json.loads((root / "lessons" / "data" / "crates.json").read_text(encoding="utf-8"))
    tried = {crate["file"]: (crate["crate"], crate["version"]) for crate in facts["crates"]}
    assert list(tried.items()) == list(script.CRATES.items())
    assert facts["seconds_of_a_case"] == script.SECONDS
    known = {"returned": RETURNS, "ties": TIES}
    for crate in facts["crates"]:
        assert list(crate["found"]) == list(script.CASES)
        strange = [
            word for case, word in crate["found"].items() if word not in known.get(case, WORDS)
        ]
        assert strange == [], crate["file"]
    locked = tomllib.loads((root / "Cargo.lock").read_text(encoding="utf-8"))["package"]
    versions = {package["name"]: package["version"] for package in locked}
    assert tried["kiddo-5"] == ("kiddo", versions["kiddo"]), "that of the exercise"


def test_each_crate_has_a_file_that_calls_it_and_each_case_is_one_of_the_probe(
    root: Path, script: ModuleType
) -> None:
    folder = root / "lessons" / "code" / "crates"
    assert {file.stem for file in folder.glob("*.rs")} == {"probe", *script.CRATES}
    probe = (folder / "probe.rs").read_text(encoding="utf-8")
    assert re.findall(r'(?m)^ {8}"(\w+)" =>', probe) == ["speed", *script.CASES]


def test_the_page_shows_the_measurement(root: Path) -> None:
    catalog = Catalog(root)
    episode = next(e for e in catalog.episodes if e.id == "distances-algorithms")
    facts = json.loads((root / "lessons" / "data" / "crates.json").read_text(encoding="utf-8"))
    assert render("workshop-crates", "", "", Page(catalog, episode)) == crates_table(facts)
    assert ":::{workshop-crates}" in episode.file.read_text(encoding="utf-8")


def test_unsafe_is_counted_in_code_only(script: ModuleType, tmp_path: Path) -> None:
    lines = ["#![deny(unsafe_code)]", "// unsafe {}", "unsafe impl Send for A {}"]
    text = "\n".join([*lines, "fn f() { unsafe { g() } }"])
    (tmp_path / "lib.rs").write_text(text, encoding="utf-8")
    assert script.count_unsafe(tmp_path) == 2
