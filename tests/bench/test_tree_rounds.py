"""Which trees are measured on which problems, and what is told of them; nothing is built here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from documents import ROOT
from workshop.base.errors import EnvironmentBroken
from workshop.bench import running, tree_picture, tree_report, trees
from workshop.bench.building import LeftOut
from workshop.bench.datasets import DATASETS
from workshop.bench.making import Function, Workbench
from workshop.bench.progress import Progress
from workshop.bench.steps import Source
from workshop.bench.tree_making import TreeWorkbench
from workshop.bench.tree_rounds import ALL, AMOUNTS, Amounts, Trees, nested
from workshop.bench.tree_steps import MEASURED, TREES, Problem, settings_of
from workshop.learner.project import Project

FEW = Amounts((100, 1_000), (10, 100, 1_000), 100)
SECONDS = {"scipy_best": 0.06, "pykdtree": 0.04, "tree": 0.02, "kiddo": 0.03, "detach": 1.0}
BY_LABEL = {step.label: SECONDS[id] for id, step in MEASURED.items()}


class Bench(Workbench):
    """Makes nothing; some sources are missing here."""

    missing: tuple[Source, ...] = ()

    def make(self, source: Source) -> Function:
        if source in self.missing:
            raise LeftOut("It is not installed: `pip` brings it.")
        package = getattr(source, "package", None)
        return Function("script", "nowhere", str(source), "x", package)


class Children:
    """What children are asked for and how; they answer at once."""

    def __init__(self) -> None:
        self.orders: list[dict[str, Any]] = []
        self.options: list[dict[str, Any]] = []
        self.others = 0.0
        self.wrong = ""

    def run(self, order: dict[str, Any], _folder: Path, **options: Any) -> dict[str, Any]:
        self.orders.append(order)
        self.options.append(options)
        label, _, _problem = order["of"].partition(", ")
        label = next(text for text in BY_LABEL if order["of"].startswith(f"{text}, "))
        offset = 1e-6 if label == self.wrong else 1e-12
        np.save(order["result"], np.arange(1.0, 4.0) * (1 + offset * len(self.orders)))
        wall = BY_LABEL[label] * order["n"] / 100
        if order["data"] == "clusters":
            wall *= 1.75 if label == TREES["tree"].label else 1
        return {
            "wall": wall,
            "build": wall / 4,
            "settings": order["settings"][-1],
            "others": self.others,
        }


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> Children:
    made = Children()
    monkeypatch.setattr(running, "run_child", made.run)
    return made


def measure(folder: Path, *missing: str, guests: Path | None = None) -> Trees:
    workbench = Bench(Project(ROOT), folder, lambda _text: None, guests)
    workbench.missing = tuple(MEASURED[id].source for id in missing)
    made = Trees(workbench, Progress(1), FEW)
    made.make()
    made.run()
    return made


def facts_of(made: Trees) -> dict[str, Any]:
    """What is written, with what `write_measurement` says."""
    import json

    machine = {"processor": "P", "cores": 2, "system": "S"}
    common = {"machine": machine, "versions": {"python": "3"}, "date": "today", "command": "it"}
    read: dict[str, Any] = json.loads(json.dumps({**common, **trees._results(made, 0.1)}))
    return read


def test_each_step_is_measured_once_on_each_problem(tmp_path: Path, children: Children) -> None:
    measure(tmp_path)
    seen = [(order["of"], order["n"]) for order in children.orders]
    assert len(seen) == len(set(seen)) == 2 * 2 * len(DATASETS) * len(TREES) + 2 + 2
    assert seen[0] == ("SciPy's k-d tree, best settings, uniform, 2-D, n = 100", 100)
    brute_force = [n for of, n in seen if of.startswith(MEASURED["detach"].label)]
    assert brute_force == [10, 100], "1,000 are too many"
    assert {order["task"] for order in children.orders} == {"best"}
    for order in children.orders:
        [id] = [id for id in MEASURED if order["of"].startswith(f"{MEASURED[id].label}, ")]
        assert order["settings"] == settings_of(id)
        assert bool(order["variants"]) == (id in {"scipy_best", "pykdtree"})


def test_only_what_needs_a_guest_sees_it(tmp_path: Path, children: Children) -> None:
    measure(tmp_path, guests=tmp_path / "guests")
    cores = running.all_cores()
    for order, options in zip(children.orders, children.options, strict=True):
        guest = order["of"].startswith("pykdtree")
        assert options["guests"] == (tmp_path / "guests" if guest else None)
        assert options["openmp"] == (cores if guest else 1)
        assert options["threads"] == cores


@pytest.mark.usefixtures("children")
def test_the_results_can_be_named_by_problem_and_step(tmp_path: Path) -> None:
    facts = facts_of(measure(tmp_path))
    assert list(facts["seconds"]) == list(DATASETS)
    assert facts["seconds"]["line"]["3"]["1000"] == {
        "scipy_best": 0.6,
        "pykdtree": 0.4,
        "tree": 0.2,
        "kiddo": pytest.approx(0.3),
    }
    assert facts["build"]["uniform"]["2"]["100"]["tree"] == 0.005
    assert facts["settings"]["tight"]["2"]["100"] == settings_of("scipy_best")[-1]
    assert facts["ratio"]["uniform"]["2"]["100"] == pytest.approx(2.0)
    assert facts["ratio"]["clusters"]["3"]["1000"] == pytest.approx(2 / 1.75)
    assert facts["least_ratio"] == pytest.approx(2 / 1.75)
    assert facts["geometric_mean"] == pytest.approx(2 / 1.75**0.2)
    assert facts["slopes"] == {
        "detach": {"10": 0.1, "100": 1.0},
        "scipy_best": {"10": 0.006, "100": 0.06, "1000": 0.6},
        "tree": {"10": 0.002, "100": 0.02, "1000": 0.2},
    }
    assert list(facts["labels"]) == list(MEASURED)
    assert facts["left_out"] == {}
    assert facts["load"]["signs"] == []
    assert not list(tmp_path.glob("tight*.npy")), "results are not kept"


@pytest.mark.usefixtures("children")
def test_what_is_missing_is_left_out_and_named(tmp_path: Path) -> None:
    facts = facts_of(measure(tmp_path, "pykdtree", "kiddo"))
    assert facts["ratio"]["uniform"]["2"]["100"] == pytest.approx(3.0)
    said = tree_report.as_text(facts)
    assert "Left out: pykdtree. It is not installed: `pip` brings it." in said
    assert "Left out: the crate kiddo." in said
    assert "compared with SciPy. The geometric mean is 2." in said
    head = tree_report.trees_table(facts).splitlines()[0]
    assert (
        head
        == "| data set | dimensions | points | SciPy, best settings | our tree | times as fast |"
    )


@pytest.mark.usefixtures("children")
@pytest.mark.parametrize("missing", [("tree",), ("scipy_best", "pykdtree")])
def test_nothing_is_compared_without_both_sides(tmp_path: Path, missing: tuple[str, ...]) -> None:
    facts = facts_of(measure(tmp_path, *missing))
    assert facts["ratio"] == {}
    assert "geometric_mean" not in facts
    assert "compared with" not in tree_report.as_text(facts)
    assert len(tree_report.trees_table(facts).splitlines()) == 2 + 20 + 2
    assert tree_picture.draw_all(facts, tmp_path)


def test_trees_that_disagree_are_an_error(tmp_path: Path, children: Children) -> None:
    children.wrong = TREES["tree"].label
    with pytest.raises(
        EnvironmentBroken, match=r"At uniform, 2-D, n = 100, tree disagrees with scipy_best"
    ):
        measure(tmp_path)


def test_other_programs_at_work_are_a_sign(tmp_path: Path, children: Children) -> None:
    children.others = 0.9 * running.all_cores()
    facts = facts_of(measure(tmp_path))
    signs = facts["load"]["signs"]
    assert len(signs) == len(children.orders)
    assert signs[0].startswith("uniform, 2-D, n = 100, SciPy's k-d tree, best settings: other prog")
    assert "too busy to believe" in tree_report.as_text(facts)


@pytest.mark.usefixtures("children")
def test_the_report_has_a_line_for_each_problem_and_says_what_is_least(tmp_path: Path) -> None:
    facts = facts_of(measure(tmp_path))
    said = tree_report.as_text(facts)
    table, data, overall, builds, slopes = said.split("\n\n")
    lines = table.splitlines()
    assert len(lines) == 2 + 20
    assert len({len(line) for line in lines}) == 1
    assert len(lines[0]) < 80  # columns of a usual terminal
    assert "tight: references in 50 tight clusters" in data.splitlines()
    assert " ".join(lines[2].split()) == "uniform 2-D 100 60 ms 40 ms 20 ms 30 ms 2.0"
    assert [line.split()[-1] for line in lines].count("1.14") == 4
    assert overall.endswith("The geometric mean is 1.79, and the least is 1.14.")
    assert "the faster of SciPy and pykdtree" in overall
    assert builds.splitlines()[2].split()[3:5] == ["15", "ms"]
    assert " ".join(slopes.splitlines()[-1].split()) == "our k-d tree 2.0 ms 20 ms 200 ms"


@pytest.mark.usefixtures("children")
def test_a_page_shows_all_problems_in_words(tmp_path: Path) -> None:
    lines = tree_report.trees_table(facts_of(measure(tmp_path))).splitlines()
    assert lines[0].count("|") == lines[1].count("|") == 9
    assert lines[2] == "| uniform | 2 | 100 | 60 ms | 40 ms | 20 ms | 30 ms | 2.0 |"
    assert lines[21].startswith("| 900 distinct references, repeated | 3 | 1,000 | 600 ms |")
    assert lines[23].startswith("Wall time of one call on all cores, build included")
    assert lines[23].endswith("P, 2 cores, S; python 3; with `it`.")


@pytest.mark.usefixtures("children")
def test_the_picture_shows_both_slopes(tmp_path: Path) -> None:
    facts = facts_of(measure(tmp_path))
    [file] = tree_picture.draw_all(facts, tmp_path / "pictures")
    assert file.name == "distances-trees.svg"
    svg = file.read_text(encoding="utf-8")
    assert "prefers-color-scheme: dark" in svg
    assert svg.count("stroke-dasharray") == 2
    facts["slopes"] = {"detach": {}}
    assert tree_picture.draw_all(facts, tmp_path) == []


def test_a_learner_measures_ten_rows_and_the_pages_show_twenty() -> None:
    assert len(AMOUNTS.problems) == 10
    assert len(ALL.problems) == 20
    assert Problem(1_000_000, "line", 3) in ALL.problems
    assert set(AMOUNTS.sizes) <= set(AMOUNTS.slopes), "a row is a point of the picture"


def test_keys_become_text() -> None:
    assert nested({("a", 2, 10): 1.0, ("a", 3, 10): 2.0}) == {
        "a": {"2": {"10": 1.0}, "3": {"10": 2.0}}
    }


def test_a_crate_that_can_not_be_had_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    workbench = TreeWorkbench(Project(ROOT), tmp_path, said.append)

    def build(*_: object, **__: object) -> Path:
        raise EnvironmentBroken("distances-crate: this could not be built: no network.")

    monkeypatch.setattr(workbench, "solution", build)
    with pytest.raises(LeftOut, match="no network"):
        workbench.make(TREES["kiddo"].source)
    assert said == ["compiling the crate kiddo, once; this takes about a minute"]
    with pytest.raises(EnvironmentBroken):
        workbench.make(TREES["tree"].source)
