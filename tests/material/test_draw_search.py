"""The drawn search of `distances-tree` shows what its own tree enters, however much is solved."""

from __future__ import annotations

import json
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from matplotlib.figure import Figure

from documents import ROOT
from replica import exercise, place
from workshop.rust.toolchain import build_environment

SCRIPTS = [ROOT / top / "distances" / "tree" / "draw.py" for top in ("exercises", "solutions")]
DRAWING = SimpleNamespace(**runpy.run_path(str(SCRIPTS[0])))
COUNTING = SimpleNamespace(**runpy.run_path(str(ROOT / "lessons" / "data" / "search.py")))
FACTS = json.loads((ROOT / "lessons" / "data" / "search.json").read_text(encoding="utf-8"))
AS_A_PROGRAM = """\
import runpy, sys
from pathlib import Path
from workshop.notebook import loading
loading.ROOT = Path(sys.argv.pop(1))
runpy.run_path(sys.argv.pop(1), run_name="__main__")
"""
"""Builds in the tests' workshop instead of this one."""
WHOLE = (0, (0.0, 0.0), (1.0, 1.0), 200)
HALVES = [(1, (0.0, 0.0), (0.4, 1.0), 100), (1, (0.5, 0.0), (1.0, 1.0), 100)]


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ModuleType]:
    folder = tmp_path_factory.mktemp("trees")
    return {
        way: COUNTING.build(folder / way, COUNTING.edits_of(way), place().target)
        for way in COUNTING.WAYS
    }


def picture(tree: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What `python draw.py FILE` writes where this is the learner's tree."""
    main = DRAWING.main
    monkeypatch.setitem(main.__globals__, "load", {"distances-tree": tree}.__getitem__)
    main(folder / "picture.svg")
    return (folder / "picture.svg").read_text(encoding="utf-8")


def texts(svg: str) -> list[str]:
    """What is written in a picture of matplotlib, whose letters are paths."""
    return re.findall(r"<!-- (.+?) -->", svg)


def test_the_script_is_the_same_in_the_exercise_and_its_solution() -> None:
    assert len({file.read_bytes() for file in SCRIPTS}) == 1
    assert len(SCRIPTS[0].read_text(encoding="utf-8").splitlines()) <= 90


@pytest.mark.cargo
def test_the_pages_numbers_are_those_of_the_trees(trees: dict[str, ModuleType]) -> None:
    found = json.loads(json.dumps(COUNTING.look_at(trees)))
    assert found == {name: FACTS[name] for name in found}


@pytest.mark.cargo
@pytest.mark.parametrize("way", COUNTING.WAYS)
def test_the_picture_numbers_the_boxes_that_were_entered(
    trees: dict[str, ModuleType],
    way: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    written = texts(picture(trees[way], tmp_path, monkeypatch))
    facts = FACTS[way]
    summary = (
        f"{facts['entered']} of 16 boxes entered, {facts['compared']} of 200 references compared"
    )
    assert capsys.readouterr().out == f"{summary}: picture.svg\n"
    assert set(written) == {summary, *map(str, range(1, facts["entered"] + 1))}


@pytest.mark.cargo
@pytest.mark.parametrize("way", COUNTING.WAYS)
def test_each_number_stands_in_the_box_that_was_entered_then(
    trees: dict[str, ModuleType], way: str
) -> None:
    references = DRAWING.make_references()
    boxes = trees[way].boxes(references)
    entered = [index for index, _ in trees[way].entered(DRAWING.POINT, references)]
    axes = Figure().subplots()
    DRAWING.draw_search(axes, references, boxes, entered)
    order = [index for index in entered if index in DRAWING.smallest(boxes)]
    places = {int(text.get_text()): text.get_position() for text in axes.texts}
    assert len(places) == len(order) > 0
    for number, index in enumerate(order, 1):
        _, low, high, _ = boxes[index]
        assert all(a < x < b for a, x, b in zip(low, places[number], high, strict=True))


@pytest.mark.parametrize(
    ("boxes", "entered", "summary"),
    [
        ([WHOLE, *HALVES], [0], "0 of 2 boxes entered, 0 of 200 references compared"),
        ([WHOLE, *HALVES], [], "0 of 2 boxes entered, 0 of 200 references compared"),
        ([WHOLE, *HALVES], [0, 2, 2], "1 of 2 boxes entered, 100 of 200 references compared"),
        ([WHOLE], [0], "1 of 1 boxes entered, 200 of 200 references compared"),
    ],
    ids=["too much is pruned", "nothing is entered", "a box twice", "nothing is halved"],
)
def test_a_tree_with_a_mistake_is_drawn_too(
    boxes: list[Any],
    entered: list[int],
    summary: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tree = SimpleNamespace(
        boxes=lambda _references: boxes,
        entered=lambda _point, _references: [(index, 0.5) for index in entered],
    )
    assert summary in texts(picture(tree, tmp_path, monkeypatch))


def run_in_a_copy(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    script = folder / "draw.py"
    return subprocess.run(
        [sys.executable, "-c", AS_A_PROGRAM, str(place().root), str(script), *words],
        cwd=folder,
        env=build_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.cargo
def test_a_learner_draws_the_tree_as_it_is_now() -> None:
    asked = exercise("distances-tree")
    shutil.rmtree(place().path(asked), ignore_errors=True)
    folder = place().ensure_copy(asked)
    done = run_in_a_copy(folder)
    said = "16 of 16 boxes entered, 200 of 200 references compared: search.svg\n"
    assert (done.returncode, done.stdout) == (0, said), done.stderr
    assert said.partition(":")[0] in texts((folder / "search.svg").read_text(encoding="utf-8"))
    for name in asked.files:
        shutil.copyfile(place().solution(asked) / name, folder / name)
    done = run_in_a_copy(folder, "finished.png")
    said = "4 of 16 boxes entered, 51 of 200 references compared: finished.png\n"
    assert (done.returncode, done.stdout) == (0, said), done.stderr
    assert (folder / "finished.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.cargo
def test_a_tree_that_does_not_compile_is_not_drawn() -> None:
    asked = exercise("distances-tree")
    shutil.rmtree(place().path(asked), ignore_errors=True)
    folder = place().ensure_copy(asked)
    (folder / asked.files[0]).write_text("pub struct Node;\n", encoding="utf-8")
    done = run_in_a_copy(folder)
    assert done.returncode == 1
    assert "error[E" in done.stderr
    assert done.stderr.endswith("workshop: distances-tree does not compile yet.\n")
    assert "Traceback" not in done.stderr
    assert not (folder / "search.svg").exists()
