"""Which exercise comes next, on this machine: what it lacks a program for is skipped."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shop import Shop, teach
from workshop.learner import copies
from workshop.learner.project import Project
from workshop.learner.status import read_status

STAGES = ("one", "two", "three", "four")


def declare(shop: Shop, stage: str, line: str) -> None:
    """Add a line to the declaration of an exercise."""
    file = shop.root / "exercises" / "probe" / stage / "exercise.toml"
    file.write_text(file.read_text().replace("minutes", f"{line}\nminutes", 1))


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The only folder on PATH, which is empty."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def project(shop: Shop, programs: Path) -> Project:
    """Four exercises in two episodes; the second needs a program that is not there."""
    assert programs
    for stage in STAGES:
        shop.solve(shop.rust(stage, "", ""), "")
    declare(shop, "two", 'requires = ["valgrind"]')
    teach(shop, first="probe-one, probe-two", second="probe-three, probe-four")
    return Project(shop.root)


def install(programs: Path) -> None:
    """Put the program on PATH."""
    file = programs / "valgrind"
    shutil.copy("/bin/sh", file)
    file.chmod(0o755)


def ids(project: Project) -> list[str]:
    """The exercises one after the other, by the keys of `watch`."""
    found, exercise = ["probe-one"], project.catalog.exercise("probe-one")
    while following := project.neighbor(exercise, 1):
        found.append(following.id)
        exercise = following
    return found


def test_what_this_machine_lacks_a_program_for_is_skipped(project: Project, programs: Path) -> None:
    project.progress.passed("probe-one")
    current = project.current()
    assert current is not None
    assert current.id == "probe-three"
    assert ids(project) == ["probe-one", "probe-three", "probe-four"]
    before = project.neighbor(project.catalog.exercise("probe-three"), -1)
    assert before is not None
    assert before.id == "probe-one"
    install(programs)
    current = project.current()
    assert current is not None
    assert current.id == "probe-two"
    assert ids(project) == ["probe-one", "probe-two", "probe-three", "probe-four"]


def test_the_watch_does_not_begin_with_it(project: Project) -> None:
    project.progress.go_to("probe-two")
    exercise = project.at_hand()
    assert exercise is not None
    assert exercise.id == "probe-one"


def test_it_leaves_the_counts_until_it_can_be_done_or_was(project: Project, programs: Path) -> None:
    status = read_status(project)
    assert (status.passed, status.total, status.minutes_left) == (0, 3, 20 + 5 + 20 + 5 + 5)
    assert [one.word for one in status.exercises] == [
        "not yet",
        "needs valgrind",
        "not yet",
        "not yet",
    ]
    project.progress.passed("probe-one")
    assert read_status(project).episodes[0].done
    project.progress.passed("probe-two")  # elsewhere, or before the program went away
    status = read_status(project)
    assert (status.passed, status.total) == (2, 4)
    assert status.skipped_here == []
    assert programs


def test_catching_up_takes_it_along(project: Project) -> None:
    done = [one.exercise for one in copies.catch_up(project, "second")]
    assert done == ["probe-one", "probe-two"]


def test_what_was_put_back_is_the_next_one_again(project: Project) -> None:
    for stage in STAGES:
        project.progress.passed(f"probe-{stage}")
    assert project.current() is None
    three = project.catalog.exercise("probe-three")
    copies.reset(project, project.catalog.exercise("probe-three"))
    status = read_status(project)
    assert project.current() == three
    assert status.next is not None
    assert (status.next.exercise, status.next.word) == (three, "to do again")
    assert (status.passed, status.total) == (4, 4)
    assert not status.episodes[1].done
    project.progress.passed("probe-three")
    assert project.current() is None


def test_an_episode_to_be_read_is_next_until_the_learner_goes_on(shop: Shop) -> None:
    shop.rust("one", "", "")
    teach(shop, start="", middle="probe-one", end="")
    project = Project(shop.root)

    def next_page() -> str | None:
        page = read_status(project).next_page
        return page.episode.id if page else None

    assert next_page() == "start"
    project.progress.keep_first_answer("start-why", 0, right=True)
    assert next_page() == "middle"
    project.progress.passed("probe-one")
    assert next_page() == "end"
    left = [one.minutes_left for one in read_status(project).episodes]
    assert left[:2] == [0, 0]
    assert left[2] > 0
    project.progress.keep_first_answer("end-what", 1, right=False)
    assert next_page() is None
    assert read_status(project).minutes_left == 0


def test_an_exercise_for_home_comes_after_its_episode(shop: Shop, project: Project) -> None:
    for stage in ("alpha", "beta"):
        shop.rust(stage, "", "")
    declare(shop, "alpha", 'home = true\nafter = "second"')
    declare(shop, "beta", 'home = true\nafter = "first"')
    project = Project(shop.root)
    assert project.catalog.order == (
        "probe-one",
        "probe-two",
        "probe-beta",
        "probe-three",
        "probe-four",
        "probe-alpha",
    )
    assert ids(project) == [id for id in project.catalog.order if id != "probe-two"]
    status = read_status(project)
    assert [one.exercise.id for one in status.episodes[0].exercises][-1] == "probe-beta"
    assert status.others == ()
    episode = project.catalog.episode_of(project.catalog.exercise("probe-beta"))
    assert episode is not None
    assert episode.id == "first"
    for id in ("one", "three", "four"):
        project.progress.passed(f"probe-{id}")
    current = project.current()
    assert current is not None
    assert current.id == "probe-beta"  # what is for home comes last in a room
    assert read_status(project).minutes_left == 0


def test_a_broken_declaration_of_another_exercise_changes_no_order(shop: Shop) -> None:
    for stage in ("one", "two"):
        shop.rust(stage, "", "")
    (shop.root / "exercises" / "probe" / "two" / "exercise.toml").write_text("after = 1")
    project = Project(shop.root)
    assert project.catalog.order == ("probe-one", "probe-two")
    current = project.current()
    assert current is not None
    assert current.id == "probe-one"
