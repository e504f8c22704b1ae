from __future__ import annotations

import json
from pathlib import Path

import pytest

from clones import make_clone
from workshop.base.errors import MaterialError, UsageError
from workshop.course.catalog import Catalog
from workshop.publish import notebooks
from workshop.publish.directives import Page, read_solution, render


@pytest.fixture
def page(root: Path) -> Page:
    catalog = Catalog(root)
    return Page(catalog, next(e for e in catalog.episodes if e.id == "moves"))


def test_exercise_box_names_file_command_minimum_and_stretch(page: Page) -> None:
    exercise = page.catalog.exercises["ownership-move"]
    box = render("workshop-exercise", exercise.id, "Do *this*.", page)
    assert box.startswith("(ownership-move)=\n")
    for part in (exercise.title, exercise.minimum, exercise.stretch, "Do *this*."):
        assert part in box
    assert "`work/ownership/move/src/lib.rs`" in box
    assert "`./workshop check ownership-move`" in box


def test_box_in_a_notebook_links_to_the_file_and_has_no_label(page: Page) -> None:
    notebook = Page(page.catalog, page.episode, in_notebook=True)
    box = render("workshop-exercise", "ownership-move", "", notebook)
    assert "](../ownership/move/src/lib.rs)" in box
    assert "(ownership-move)=" not in box
    assert "run the cell below, or `workshop check ownership-move` in a terminal" in box
    assert "open *Another hint* below the result" in box
    assert "hint ownership-move" not in box


def test_a_file_that_the_learner_makes_is_named_and_no_link(page: Page) -> None:
    notebook = Page(page.catalog, page.episode, in_notebook=True)
    exercise = page.catalog.exercises["shipping-layout"]
    made = exercise.made_files
    assert made
    for shown in (notebook, page):
        box = render("workshop-exercise", exercise.id, "", shown)
        for name in made:
            assert f"`work/shipping/layout/{name}`" in box
            assert f"](../shipping/layout/{name})" not in box
    assert f"](../shipping/layout/{exercise.files[0]})" in render(
        "workshop-exercise", exercise.id, "", notebook
    )
    assert [name for name, _ in read_solution(page.catalog.root, exercise)] == [*exercise.files]


def test_a_package_is_not_loaded_into_the_kernel(page: Page) -> None:
    notebook = Page(page.catalog, page.episode, in_notebook=True)
    assert "load(" not in render("workshop-exercise", "shipping-layout", "", notebook)
    assert "load(" not in render("workshop-exercise", "distances-measure", "", notebook)


def test_a_notebook_says_how_a_module_is_used_and_what_a_crash_means(page: Page) -> None:
    notebook = Page(page.catalog, page.episode, in_notebook=True)
    box = render("workshop-exercise", "distances-lists", "", notebook)
    assert '`distances = load("distances-lists")` in a cell' in box
    assert "*Restart Kernel*" in box
    assert "Restart" not in render("workshop-exercise", "distances-lists", "", page)
    assert "load(" not in render("workshop-exercise", "ownership-move", "", notebook)


def test_solution_box_holds_the_code_without_its_markers(page: Page, root: Path) -> None:
    exercise = page.catalog.exercises["ownership-move"]
    box = render("workshop-solution", exercise.id, "Why.", page)
    assert box.startswith("::::{dropdown}")
    assert "pub fn finish(" in box
    assert "// [" not in box
    assert [name for name, _ in read_solution(root, exercise)] == list(exercise.files)


@pytest.mark.parametrize(
    ("suffix", "head"),
    [
        (".rs", "//! Another way: one\n//! idea.\n"),
        (".py", '"""Another way: one\nidea."""\n'),
        (".toml", "# Another way: one\n# idea.\n"),
        (".md", "<!-- Another way: one\nidea. -->\n"),
    ],
)
def test_another_way_says_in_its_own_comment_what_it_is(
    tmp_path: Path, suffix: str, head: str
) -> None:
    text = "```console\n$ pip install it\n```"
    folder = "solutions/ownership/move"
    files = {f"{folder}/src/lib.rs": "", f"{folder}/another{suffix}": f"{head}\n{text}\n"}
    root = make_clone(tmp_path, "book/_toc.yml", "lessons", "exercises/ownership", files=files)
    box = render("workshop-solution", "ownership-move", "Why.", Page(Catalog(root), None))
    assert "**Another correct way:** one idea.\n\n" in box
    assert f"\n{text}\n````\n" in box


def test_objectives_and_overview_come_from_the_front_matter(page: Page) -> None:
    assert page.episode
    objectives = render("workshop-objectives", "", "", page)
    assert [f"- {text}" for text in page.episode.objectives] == objectives.splitlines()[2:]
    assert f"teaching {page.episode.teaching} minutes" in render("workshop-overview", "", "", page)


def test_a_measurement_is_shown_as_a_table_of_the_rows_that_are_asked_for(page: Page) -> None:
    whole = render("workshop-measured", "distances", "", page)
    some = render("workshop-measured", "distances", "scipy\nlists python", page)
    rows = [line.split(" | ")[0] for line in some.splitlines() if line.startswith("| ")]
    assert rows == ["| way", "| SciPy's k-d tree", "| Rust on lists", "| plain Python"]
    assert set(some.splitlines()) <= set(whole.splitlines())
    with pytest.raises(MaterialError, match=r"distances\.json:1: .*'no_such_step'"):
        render("workshop-measured", "distances", "no_such_step", page)


def test_a_measurement_of_calls_is_shown_by_group_or_by_row(page: Page) -> None:
    some = render("workshop-measured", "calls", "empty deposit.rust", page)
    rows = [line.split(" | ")[:2] for line in some.splitlines() if line.startswith("| ")]
    assert rows == [
        ["| what", "way"],
        ["| a function that does nothing", "no call: `balance += 1.0`"],
        ["| ", "Python function"],
        ["| ", "Rust function"],
        ["| one deposit", "Rust class, `&mut self`"],
    ]
    with pytest.raises(MaterialError, match=r"calls\.json:1: .*'cobol'"):
        render("workshop-measured", "calls", "deposit.cobol", page)


TREES = {
    "unit": "Wall time",
    "date": "2026-11-30",
    "command": "./workshop bench trees",
    "machine": {"processor": "P", "cores": 2, "system": "S"},
    "versions": {"python": "3.11"},
    "data": {"line": "all on a line"},
    "labels": {"scipy_best": "SciPy's k-d tree, best settings", "tree": "our k-d tree"},
    "seconds": {"line": {"2": {"1000": {"scipy_best": 0.0625, "tree": 0.025}}}},
    "build": {"line": {"2": {"1000": {"scipy_best": 0.02, "tree": 0.01}}}},
    "ratio": {"line": {"2": {"1000": 2.5}}},
}
TREES_TABLE = """\
| data set | dimensions | points | SciPy, best settings | our tree | times as fast |
|---|---:|---:|---:|---:|---:|
| all on a line | 2 | 1,000 | 62 ms | 25 ms | 2.5 |

Wall time. Measured on 2026-11-30: P, 2 cores, S; python 3.11; with `./workshop bench trees`.
"""
PAGE = """\
---
file_format: mystnb
kernelspec: {name: workshop, display_name: Workshop}
title: Trees
id: trees
part: C
teaching: 20
exercising: 0
requires: []
objectives: [measure]
exercises: []
---
## The table

:::{workshop-trees}
:::
"""


@pytest.fixture
def with_trees(tmp_path: Path) -> Catalog:
    """A clone with one page, which shows the measurement of the trees."""
    chapters = "format: jb-book\nroot: book/index\nparts:\n  - caption: C. All\n    chapters:"
    files = {
        "book/_toc.yml": f"{chapters} [{{file: lessons/trees}}]\n",
        "lessons/trees.md": PAGE,
        "lessons/data/trees.json": json.dumps(TREES),
    }
    return Catalog(make_clone(tmp_path, files=files))


def test_the_trees_are_shown_as_a_table_of_all_problems(with_trees: Catalog) -> None:
    assert render("workshop-trees", "", "", Page(with_trees, None)) == TREES_TABLE.rstrip()
    data = with_trees.root / "lessons" / "data" / "trees.json"
    data.write_text(json.dumps({**TREES, "data": {}}), encoding="utf-8")
    with pytest.raises(MaterialError, match=r"trees\.json:1: .*'line'"):
        render("workshop-trees", "", "", Page(with_trees, None))


def test_a_notebook_has_the_table_of_the_trees(with_trees: Catalog) -> None:
    [notebook] = notebooks.notebooks(with_trees)
    cells = json.loads(notebook.text)["cells"]
    assert TREES_TABLE.rstrip() in "".join("".join(cell["source"]) for cell in cells)


def test_unknown_exercise_and_missing_episode_are_named(page: Page) -> None:
    with pytest.raises(UsageError, match="no-such"):
        render("workshop-exercise", "no-such", "", page)
    with pytest.raises(UsageError, match="episode"):
        render("workshop-objectives", "", "", Page(page.catalog, None))
    with pytest.raises(UsageError, match="no-such"):
        render("workshop-measured", "no-such", "", page)
