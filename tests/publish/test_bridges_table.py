"""The table of the bridges, and the measurement that it is made from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clones import make_clone
from workshop.base.errors import MaterialError
from workshop.course.catalog import Catalog
from workshop.publish import notebooks
from workshop.publish.bridges_table import bridges_table
from workshop.publish.directives import Page, render

FACTS: dict[str, Any] = {
    "command": "python lessons/data/bridges.py",
    "date": "2026-01-02",
    "machine": {"processor": "a processor", "cores": 2, "system": "Linux x86_64"},
    "versions": {"python": "3.11.7", "rustc": "1.95.0"},
    "unit": "Wall time of one call",
    "labels": {"pyo3": "PyO3", "ctypes": "ctypes"},
    "ns": {
        "half": {"python": 39.6, "pyo3": 33.4, "ctypes": 219.6},
        "small": {"pyo3": 171.2, "ctypes": 2947.0},
    },
    "lines": {
        "core": {"rust": 22, "python": 0, "c": 0},
        "pyo3": {"rust": 47, "python": 0, "c": 0},
        "ctypes": {"rust": 48, "python": 41, "c": 4},
    },
    "safety": {
        "pyo3": {
            "float32": "TypeError",
            "panic_caught": "PanicException",
            "panic": "PanicException",
        },
        "ctypes": {"float32": "wrong", "panic_caught": "status 4", "panic": "abort"},
    },
}
TABLE = """\
| bridge | lines | `half` | small arrays | float32 array | panic |
|---|---:|---:|---:|---|---|
| PyO3 | 47 | 33 ns | 171 ns | `TypeError` | `PanicException` |
| ctypes | 48 + 41 + 4 | 220 ns | 2,947 ns | wrong numbers | status 4; abort |
"""
PAGE = """---
kernelspec: {name: workshop, display_name: Workshop}
title: Bridges
id: bridges
part: E
teaching: 20
exercising: 0
requires: []
objectives: [compare]
exercises: []
---
## The table

:::{workshop-bridges}
:::
"""


def test_each_bridge_has_a_row() -> None:
    text = bridges_table(FACTS)
    assert text.startswith(TABLE)
    assert "the same core of 22 lines" in text
    assert "A call of a `half` that is written in Python takes 40 ns." in text
    assert text.endswith("with `python lessons/data/bridges.py`.")


def test_a_word_that_nobody_knows_is_an_error() -> None:
    strange = {**FACTS["safety"]["ctypes"], "panic": "smoke"}
    with pytest.raises(KeyError, match="smoke"):
        bridges_table({**FACTS, "safety": {**FACTS["safety"], "ctypes": strange}})


@pytest.fixture
def with_bridges(tmp_path: Path) -> Catalog:
    """A clone with one page, which shows the measurement of the bridges."""
    chapters = "format: jb-book\nroot: book/index\nparts:\n  - caption: E. All\n    chapters:"
    files = {
        "book/_toc.yml": f"{chapters} [{{file: lessons/bridges}}]\n",
        "lessons/bridges.md": PAGE,
        "lessons/data/bridges.json": json.dumps(FACTS),
    }
    return Catalog(make_clone(tmp_path, files=files))


def test_the_box_is_the_table(with_bridges: Catalog) -> None:
    page = Page(with_bridges, None)
    assert render("workshop-bridges", "", "", page) == bridges_table(FACTS)
    data = with_bridges.root / "lessons" / "data" / "bridges.json"
    data.write_text(json.dumps({**FACTS, "lines": {}}), encoding="utf-8")
    with pytest.raises(MaterialError, match=r"bridges\.json:1: .*'core'|bridges\.json:1: .*'pyo3'"):
        render("workshop-bridges", "", "", page)


def test_a_notebook_has_the_table(with_bridges: Catalog) -> None:
    [notebook] = notebooks.notebooks(with_bridges)
    cells = json.loads(notebook.text)["cells"]
    assert TABLE in "".join("".join(cell["source"]) for cell in cells)


def test_the_measurement_of_the_course_has_all_that_the_table_shows(root: Path) -> None:
    facts = json.loads((root / "lessons" / "data" / "bridges.json").read_text(encoding="utf-8"))
    rows = [line for line in bridges_table(facts).splitlines() if line.startswith("| ")]
    assert len(rows) == 1 + len(facts["labels"])
    assert facts["labels"].keys() == facts["ns"]["small"].keys()
    assert facts["ms"]["large"].keys() >= facts["labels"].keys()
