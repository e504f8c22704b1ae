"""The learner's progress: never lost, never half written, whoever writes it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from large import write_course
from shop import Shop
from workshop.course import declarations
from workshop.course.hints import Failure
from workshop.learner.progress import Progress, State
from workshop.learner.project import Project

ONE_OF_TWO = """\
import sys
from pathlib import Path
from workshop.learner.progress import Progress
progress = Progress(Path(sys.argv[1]))
for number in range(40):
    progress.note(f"{sys.argv[2]}-{number}", hints=[sys.argv[2]])
    progress.note("both", **{sys.argv[2]: number})
"""


@pytest.fixture
def progress(tmp_path: Path) -> Progress:
    return Progress(tmp_path / "work")


def test_nothing_is_known_at_first(progress: Progress) -> None:
    assert progress.state("ownership-move") == State()
    assert progress.states() == {}
    assert progress.last_touched() is None
    assert not progress.folder.exists()


def test_a_pass_keeps_its_first_date(progress: Progress) -> None:
    progress.passed("ownership-move")
    first = progress.state("ownership-move").passed
    assert first is not None
    progress.note("ownership-move", passed="2020-02-02T00:00:00+00:00")
    progress.passed("ownership-move")
    assert progress.state("ownership-move").passed == "2020-02-02T00:00:00+00:00"


def test_a_later_failure_takes_no_pass_away(progress: Progress) -> None:
    progress.passed("ownership-move")
    moved = Failure("E0382", "use of moved value: `run`")
    progress.failed("ownership-move", [moved])
    state = progress.state("ownership-move")
    assert state.passed
    assert state.failures == (moved,)
    progress.passed("ownership-move")
    assert progress.state("ownership-move").failures == ()


def test_what_went_wrong_is_kept_with_the_words_of_each(progress: Progress) -> None:
    failures = (Failure("test_a", "1.0"), Failure("test_b", "out of bounds", panicked=True))
    progress.failed("a-b", failures)
    assert progress.state("a-b").failures == failures


def test_an_older_file_is_read_without_a_loss(progress: Progress) -> None:
    """It had one message for everything that went wrong."""
    progress.folder.mkdir()
    entry = {"last": ["test_a", "test_b"], "message": "1.0\n2.0", "hints": ["one"]}
    progress.file.write_text(json.dumps({"version": 1, "exercises": {"a-b": entry}}))
    state = progress.state("a-b")
    assert state.failures == (Failure("test_a", "1.0\n2.0"), Failure("test_b", "1.0\n2.0"))
    assert state.hints == ("one",)
    progress.failed("a-b", [Failure("E0382", "moved")])
    assert progress.state("a-b").failures == (Failure("E0382", "moved"),)


def test_the_last_one_touched_is_known(progress: Progress) -> None:
    progress.passed("a-b")
    progress.note("c-d", skipped=True)
    assert progress.last_touched() == "c-d"


def test_unknown_ids_and_keys_are_kept(progress: Progress) -> None:
    progress.folder.mkdir()
    content = {"version": 7, "quiz": {"q": 1}, "exercises": {"gone-long": {"stars": 3}}}
    progress.file.write_text(json.dumps(content))
    progress.note("ownership-move", skipped=True)
    kept = json.loads(progress.file.read_text())
    assert kept == {
        "version": 7,
        "quiz": {"q": 1},
        "exercises": {"gone-long": {"stars": 3}, "ownership-move": {"skipped": True}},
        "at": "ownership-move",
    }


def test_facts_of_another_kind_count_as_not_said(progress: Progress) -> None:
    progress.folder.mkdir()
    odd = {"passed": 1, "skipped": "no", "last": "E0382", "hints": [1, "a"], "solution_seen": 0}
    odd |= {"failures": [1, {"event": 2}, {"event": "test_it"}]}
    progress.file.write_text(json.dumps({"exercises": {"a-b": odd, "c-d": {"failures": 1}}}))
    assert progress.state("c-d") == State()
    assert progress.state("a-b") == State(hints=("a",))


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"exercises": []}', b'{"exercises": {"a-b": 1}}', b"\xff", b"[" * 100_000],
)
def test_a_damaged_file_is_set_aside_and_said(
    progress: Progress, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    progress.folder.mkdir()
    progress.file.write_bytes(content)
    assert progress.states() == {}
    [kept] = progress.folder.glob(".progress.damaged-*.json")
    assert kept.read_bytes() == content
    said = capsys.readouterr().err
    assert f"It is kept as work/{kept.name}, and a new one was started." in said
    progress.passed("a-b")
    assert progress.state("a-b").passed


def test_a_damaged_file_is_set_aside_by_a_write_too(
    progress: Progress, capsys: pytest.CaptureFixture[str]
) -> None:
    progress.folder.mkdir()
    progress.file.write_text("{")
    progress.passed("a-b")
    assert len(list(progress.folder.glob(".progress.damaged-*.json"))) == 1
    assert "It is kept as work/" in capsys.readouterr().err
    assert list(progress.states()) == ["a-b"]


def test_two_processes_lose_nothing(progress: Progress) -> None:
    words = [sys.executable, "-c", ONE_OF_TWO, str(progress.folder)]
    writers = [subprocess.Popen([*words, name]) for name in ("left", "right")]
    assert [writer.wait() for writer in writers] == [0, 0]
    states = progress.states()
    for name in ("left", "right"):
        assert all(states[f"{name}-{number}"].hints == (name,) for number in range(40))
    assert progress.read()["exercises"]["both"] == {"left": 39, "right": 39}


def test_an_error_while_it_changes_leaves_it_as_it_was(progress: Progress) -> None:
    progress.passed("a-b")
    before = progress.file.read_bytes()

    def broken(_entry: dict[str, object]) -> dict[str, object]:
        raise KeyError

    with pytest.raises(KeyError):
        progress._change("a-b", broken)
    assert progress.file.read_bytes() == before
    progress.passed("c-d")  # the lock is free again


def test_the_current_exercise_is_the_first_that_is_left(shop: Shop) -> None:
    project = Project(shop.root)
    progress = project.progress
    for stage in ("aa", "bb", "cc"):
        shop.rust(stage, "", "")
    home = shop.root / "exercises" / "probe" / "aa" / "exercise.toml"
    home.write_text(home.read_text().replace("minutes", "home = true\nminutes", 1))

    def now() -> str | None:
        exercise = project.current()
        return exercise.id if exercise else None

    assert now() == "probe-bb"  # what is for home comes last
    progress.note("probe-bb", skipped=True)
    assert now() == "probe-cc"
    progress.passed("probe-cc")
    assert now() == "probe-aa"
    progress.passed("probe-aa")
    assert now() is None


def test_what_is_next_is_found_without_reading_what_has_passed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_course(shop, 500)
    project = Project(shop.root)
    with project.progress.changing() as content:
        content["exercises"] = {id: {"passed": "now"} for id in project.catalog.order[:-1]}
    read: list[Path] = []

    def read_toml(file: Path) -> dict[str, object]:
        read.append(file)
        return declarations.read_toml(file)

    monkeypatch.setattr("workshop.course.catalog.read_toml", read_toml)
    found = project.current()
    assert found is not None
    assert read == [found.folder / "exercise.toml"]


def test_the_first_answer_to_a_question_is_kept(tmp_path: Path) -> None:
    progress = Progress(tmp_path)
    progress.keep_first_answer("moves-alias", 2, right=False)
    progress.keep_first_answer("moves-alias", 0, right=True)
    kept = progress.first_answer("moves-alias")
    assert kept is not None
    assert (kept["option"], kept["right"]) == (2, False)
    assert json.loads(progress.file.read_text())["quizzes"].keys() == {"moves-alias"}


def test_a_strange_progress_file_has_no_first_answer(tmp_path: Path) -> None:
    progress = Progress(tmp_path)
    progress.file.write_text('{"quizzes": {"moves-alias": "yes"}}', encoding="utf-8")
    assert progress.first_answer("moves-alias") is None
