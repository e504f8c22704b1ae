"""One check as a learner meets it: what it renews, what it records, and what comes next."""

from __future__ import annotations

from pathlib import Path

import pytest

from shop import Shop, teach
from workshop.base.errors import EnvironmentBroken
from workshop.base.locks import lock
from workshop.check import session
from workshop.course.catalog import Exercise
from workshop.learner import progress as progress_module
from workshop.learner.project import Project

GOOD = "pub fn answer() -> i32 {\n    42\n}\n"
WRONG = "pub fn answer() -> i32 {\n    41\n}\n"
TEST = "assert_eq!(answer(), 42);"


@pytest.fixture
def exercises(shop: Shop) -> list[Exercise]:
    """Two exercises, whose starters give another number than the tests want."""
    made = [shop.rust(stage, WRONG, TEST) for stage in ("session", "sequel")]
    teach(shop, numbers="probe-session, probe-sequel")
    return made


@pytest.fixture
def project(shop: Shop) -> Project:
    """The clone of the shop."""
    return Project(shop.root)


def test_it_judges_the_new_version_of_what_was_not_touched(
    shop: Shop, project: Project, exercises: list[Exercise]
) -> None:
    shop.work.ensure_copy(exercises[0])
    (exercises[0].folder / "src" / "lib.rs").write_text(GOOD)
    begun = session.begin(project, exercises[0])
    assert begun.renewed is not None
    assert begun.renewed.renewed == ("src/lib.rs",)
    assert begun.check().passed
    assert session.begin(project, exercises[0]).renewed is None


def test_a_verdict_counts_only_when_it_is_recorded(
    project: Project, exercises: list[Exercise]
) -> None:
    begun = session.begin(project, exercises[0])
    verdict = begun.check()
    assert not verdict.passed
    assert project.progress.states() == {}
    begun.record(verdict)
    assert project.progress.state("probe-session").failures == verdict.failures


def test_a_verdict_on_older_content_is_known(
    shop: Shop, project: Project, exercises: list[Exercise]
) -> None:
    begun = session.begin(project, exercises[0])
    verdict = begun.check()
    assert begun.is_current(verdict)
    shop.write(exercises[0], GOOD)
    assert not begun.is_current(verdict)


def test_the_next_step_of_a_failure_is_the_file_and_whether_a_hint_is_left(
    project: Project, exercises: list[Exercise]
) -> None:
    begun = session.begin(project, exercises[0])
    verdict = begun.check()
    outcome = begun.record(verdict)
    step = outcome.next_step
    assert step.hint_left
    assert step.file == begun.folder / "src" / "lib.rs"
    assert [hint.text for hint in outcome.further_hints] == ["A general hint."]
    said: list[str] = []
    session.give_hint(project, exercises[0], said.append)
    assert said == ["probe-session: A general hint."]
    assert not begun.record(verdict).next_step.hint_left


def test_the_next_step_of_a_pass_is_the_following_exercise(
    shop: Shop, project: Project, exercises: list[Exercise]
) -> None:
    followers = []
    for exercise in exercises:
        shop.write(exercise, GOOD)
        begun = session.begin(project, exercise)
        followers.append(begun.record(begun.check()).next_step)
    assert [step.following and step.following.id for step in followers] == ["probe-sequel", None]
    assert [step.what_follows for step in followers] == [
        "Next: probe-sequel, try something (5 min)",
        "You have passed or skipped every exercise.",
    ]


def test_a_progress_that_is_held_costs_no_verdict(
    project: Project, exercises: list[Exercise], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_module, "_PATIENCE", 0.1)
    begun = session.begin(project, exercises[0])
    verdict = begun.check()
    with lock(project.progress.folder / ".progress.lock") as ours:
        assert ours
        outcome = begun.record(verdict)
    assert outcome.verdict == verdict
    assert outcome.unrecorded is not None
    assert "Another workshop program is using the progress file" in outcome.unrecorded
    assert begun.record(verdict).unrecorded is None


def test_a_new_version_that_finds_no_way_in_is_said(
    shop: Shop,
    project: Project,
    exercises: list[Exercise],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shop.work.ensure_copy(exercises[0])
    (exercises[0].folder / "src" / "lib.rs").write_text(GOOD)

    def full(_source: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(EnvironmentBroken, match="new version of probe-session could not be"):
        session.begin(project, exercises[0])


@pytest.fixture
def picky(shop: Shop, project: Project) -> Exercise:
    """An exercise whose hints ask for words of the message; the next one stands in a test's."""
    exercise = shop.rust("picky", "pub fn answer() -> i32 {\n    41;\n}\n", TEST)
    teach(shop, numbers="probe-picky")
    file = exercise.folder / "exercise.toml"
    hints = """[[hints]]
when = "E0308"
text = "Two types differ."
[[hints]]
when = ["E0308", "found `()`"]
text = "The value is lost."
[[hints]]
when = ["E0308", "found `f64`"]
text = "It is a float."
[[hints]]
when = ["test_it", "41"]
text = "One too little."
[[hints]]
text = "A general hint."
"""
    file.write_text(file.read_text().partition("[[hints]]")[0] + hints)
    return project.catalog.exercise(exercise.id)


def test_the_words_of_the_compilers_message_choose_the_hint(
    project: Project, picky: Exercise
) -> None:
    begun = session.begin(project, picky)
    verdict = begun.check()
    assert verdict.hint is not None
    assert verdict.hint.text == "The value is lost."
    outcome = begun.record(verdict)
    assert [hint.text for hint in outcome.further_hints] == ["Two types differ.", "A general hint."]
    said: list[str] = []
    session.give_hint(project, picky, said.append)
    session.give_hint(project, picky, said.append)
    assert said == ["probe-picky: Two types differ.", "probe-picky: A general hint."]
    assert "found `()`" in project.progress.state(picky.id).failures[0].message


def test_the_words_of_a_tests_message_choose_the_hint(
    shop: Shop, project: Project, picky: Exercise
) -> None:
    begun = session.begin(project, picky)
    shop.write(picky, WRONG)
    verdict = begun.check()
    assert verdict.hint is not None
    assert verdict.hint.text == "One too little."
    shop.write(picky, GOOD)
    begun.record(begun.check())
    assert project.progress.state(picky.id).failures == ()
