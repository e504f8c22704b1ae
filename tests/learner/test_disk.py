"""A full disk and a `work/` that may not be written: a clear line, and nothing is lost."""

from __future__ import annotations

import json
import shlex

import pytest

from benchmarks.terminal import command
from mounted import run_in
from shop import Shop, teach
from workshop.course.catalog import Exercise

pytestmark = pytest.mark.slow

GOOD = "pub fn answer() -> i32 {\n    42\n}\n"


@pytest.fixture
def exercise(shop: Shop) -> Exercise:
    """An exercise whose starter passes, in a shop with an empty `work/`."""
    made = shop.rust("disk", GOOD, "assert_eq!(answer(), 42);")
    shop.work.target.unlink()
    for file in shop.work.folder.rglob("*"):
        if file.is_file():
            file.unlink()
    return made


def run(shop: Shop, size: str, script: str, *words: str) -> tuple[int, str, str]:
    """Run `script` with `work/` on a file system of this size; `"$@"` is the command."""
    return run_in(shop.work.folder, size, script, command(shop.root, *words))


def test_no_room_for_a_copy(shop: Shop, exercise: Exercise) -> None:
    script = 'refill; "$@"'
    status, said, complaint = run(shop, "64k", script, "check", exercise.id)
    assert (status, said) == (3, "")
    assert "workshop: Your copy" in complaint
    assert "could not be created: No space left on device" in complaint
    assert "Is the disk full" in complaint


def test_no_room_for_what_cargo_builds(shop: Shop, exercise: Exercise) -> None:
    status, said, complaint = run(shop, "300k", '"$@"', "check", exercise.id)
    assert status in {1, 3}
    assert "the disk is full" in said or "No space left on device" in complaint


def test_no_room_for_the_progress_costs_no_verdict(shop: Shop, exercise: Exercise) -> None:
    progress, before = shop.work.folder / ".progress.json", shop.root / "before"
    again = f'refill; "$@"; cmp "{before}" "{progress}"'
    script = f'"$@" >/dev/null; cp "{progress}" "{before}"; {again}'
    status, said, complaint = run(shop, "80m", script, "check", exercise.id)
    assert status == 0, complaint
    assert "✓ probe-disk  Passed: 2 tests." in said
    assert "The progress could not be written: No space left on device" in complaint


@pytest.mark.parametrize("words", [["reset"], ["catch-up", "later"]])
def test_what_finds_no_room_leaves_the_learners_file(
    shop: Shop, exercise: Exercise, words: list[str]
) -> None:
    shop.solve(exercise, GOOD * 2000)
    teach(shop, first=exercise.id, later="")
    starter = exercise.folder / "src" / "lib.rs"
    file = shop.work.path(exercise) / "src" / "lib.rs"
    script = f"""
    mkdir -p "{file.parent}"; cp "{exercise.folder}/Cargo.toml" "{file.parent.parent}"
    echo "// mine" > "{file}"; refill; set +e; "$@"; status=$?; cat "{file}"; exit $status
    """
    starter.write_text(GOOD * 2000)
    name = [*words, exercise.id] if words == ["reset"] else words
    status, said, complaint = run(shop, "100k", script, *name)
    assert status == 3
    assert said == "// mine\n"
    assert "No space left on device" in complaint
    assert "Your files are unchanged." in complaint


COMMANDS = {
    "check": (3, "", "The check could not run: Read-only file system"),
    "hint": (3, "probe-disk: A general hint.", "Read-only file system"),
    "solution": (3, "fn answer", "Read-only file system"),
    "reset": (3, "", "Read-only file system"),
    "skip": (3, "", "Read-only file system"),
    "list": (0, "· probe-disk", ""),
    "": (0, "Next: probe-disk", ""),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_work_folder_that_may_not_be_written(shop: Shop, exercise: Exercise, name: str) -> None:
    status, said, complaint = COMMANDS[name]
    shop.solve(exercise, GOOD)
    prepare = command(shop.root, "check", exercise.id)
    words = [name] if name else []
    words += {"solution": ["--yes"], "reset": [exercise.id]}.get(name, [])
    quoted = shlex.join(prepare)
    script = (
        f'{quoted} >/dev/null 2>&1; rm -f "{shop.work.folder}/.progress.json"; readonly_now; "$@"'
    )
    found = run(shop, "80m", script, *words)
    assert found[0] == status, found
    assert said in found[1]
    assert complaint in found[2]
    assert "Traceback" not in found[2]


def test_json_stays_json_when_the_progress_finds_no_room(shop: Shop, exercise: Exercise) -> None:
    script = '"$@" >/dev/null; refill; "$@"'
    status, said, _ = run(shop, "80m", script, "check", exercise.id, "--json")
    assert status == 0
    assert json.loads(said)["passed"]
