"""SIGKILL at random moments, 100 times: progress and the learner's files are whole afterwards."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.terminal import command
from shop import Shop
from workshop.course.catalog import Exercise
from workshop.learner.progress import Progress

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have SIGKILL")

WRITER = """\
import sys
from pathlib import Path
from workshop.learner import copies
from workshop.learner.project import Project
from workshop.base.atomic import write_atomically

project, number = Project(Path(sys.argv[1])), int(sys.argv[2])
exercise = project.choose(sys.argv[3])
while True:
    number += 1
    copies.reset(project, exercise) if number % 2 else project.work.catch_up(exercise)
    file = project.work.ensure_copy(exercise) / "src" / "lib.rs"
    write_atomically(file, f"// mine {number}\\n")
    project.progress.note(f"kept-{number}", hints=[str(number)])
    print(number, flush=True)  # from here on it must be somewhere
"""
GOOD = "pub fn answer() -> i32 {\n    42\n}\n"


@pytest.fixture
def exercise(shop: Shop) -> Exercise:
    made = shop.rust("killed", GOOD, "assert_eq!(answer(), 42);")
    shop.solve(made, GOOD)
    return made


def kill_after(words: list[str], seconds: float, *, first_line: bool = False) -> str:
    """Start a program, kill it after that time, and return what it had said.

    With `first_line` the time counts from its first line on, however slow its start is.
    """
    program = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert program.stdout
    said = program.stdout.readline() if first_line else ""
    time.sleep(seconds)
    program.kill()
    rest, errors = program.communicate()
    assert said or not first_line, errors
    return said + rest


def own_files(work: Path) -> set[int]:
    """The numbers of all the learner's versions that are still there."""
    places = [*work.glob("probe/*/src/lib.rs"), *work.glob(".backups/*/src/lib.rs")]
    texts = [file.read_text() for file in places]
    return {int(found[1]) for text in texts if (found := re.search(r"^// mine (\d+)$", text))}


@pytest.mark.storm
def test_while_files_are_written(shop: Shop, exercise: Exercise) -> None:
    chance, number, done = random.Random(60), 0, set[int]()  # noqa: S311 - the same at each run
    for _ in range(60):
        words = [sys.executable, "-c", WRITER, str(shop.root), str(number), exercise.id]
        said = kill_after(words, 0.25 * chance.random(), first_line=True)
        done |= {int(line) for line in said.splitlines(keepends=True) if line.endswith("\n")}
        states = Progress(shop.work.folder).states()
        assert {f"kept-{n}" for n in done} <= states.keys()
        assert all(state.hints == (id.removeprefix("kept-"),) for id, state in states.items())
        assert done <= own_files(shop.work.folder)
        number = max([number, *(int(id.removeprefix("kept-")) for id in states)])
    assert len(done) > 60
    assert not list(shop.work.folder.glob(".progress.damaged-*"))


@pytest.mark.storm
def test_while_a_check_builds_and_runs(shop: Shop, exercise: Exercise) -> None:
    chance = random.Random(40)  # noqa: S311 - the same at each run
    Progress(shop.work.folder).passed("kept-always")
    for number in range(40):
        text = f"{GOOD}// version {number}\n"
        file = shop.write(exercise, text)
        kill_after(command(shop.root, "check", exercise.id), chance.random())
        assert file.read_text() == text
        assert Progress(shop.work.folder).state("kept-always").passed
        if number % 10 == 9:
            assert shop.check(exercise).passed
    assert not list(shop.work.folder.glob(".progress.damaged-*"))
