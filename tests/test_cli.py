"""The `workshop` command: what it prints, and the status with which it ends."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal, command
from processes import is_alive, wait_for_child
from shop import Shop, teach
from workshop import cli
from workshop.base.locks import lock
from workshop.course.catalog import Exercise
from workshop.learner.progress import Progress
from workshop.publish import notebooks
from workshop.report.json import as_json
from workshop.report.sections import verdict_sections

GOOD = "pub fn answer() -> i32 {\n    42\n}\n"
MOVED = "pub fn answer() -> usize {\n    let v = vec![42];\n    drop(v);\n    v.len()\n}\n"
TEST = "assert_eq!(answer(), 42);"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(shop: Shop, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in the shop: its status, what it said, what it complained of."""

    def run_command(*words: str) -> tuple[int, str, str]:
        status = cli.main(words, shop.root)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run_command


@pytest.fixture
def exercises(shop: Shop) -> list[Exercise]:
    """Three exercises in two episodes; each starter is moved away and the solution good."""
    made = [shop.rust(stage, MOVED, TEST) for stage in ("one", "two", "three")]
    for exercise in made:
        shop.solve(exercise, GOOD)
    teach(shop, moves="probe-one, probe-two", later="probe-three")
    return made


def test_a_pass_is_0_and_names_the_next(shop: Shop, exercises: list[Exercise], run: Run) -> None:
    shop.write(exercises[0], GOOD)
    status, said, _ = run("check", "probe-one")
    assert status == 0
    assert said == ("✓ probe-one  Passed: 2 tests.\n\nNext: probe-two, try something (5 min)\n")
    assert Progress(shop.root / "work").state("probe-one").passed


def test_no_pass_is_1_and_says_what_to_do(shop: Shop, exercises: list[Exercise], run: Run) -> None:
    status, said, _ = run("check")
    assert status == 1
    assert said.startswith("✗ probe-one  This code does not compile.")
    assert said.endswith(
        "Change work/probe/one/src/lib.rs, save, check again. `workshop hint` shows a hint.\n"
    )
    [failure] = Progress(shop.root / "work").state("probe-one").failures
    assert failure.event == "E0382"
    assert exercises


def test_the_way_to_a_hint_names_an_exercise_that_a_hint_would_not_take(
    shop: Shop, exercises: list[Exercise], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("check", "probe-two")[1].endswith("`workshop hint` shows a hint.\n")
    monkeypatch.chdir(shop.work.ensure_copy(exercises[0]))
    assert run("check", "probe-two")[1].endswith("`workshop hint probe-two` shows a hint.\n")


def test_a_wait_is_said_once(shop: Shop, exercises: list[Exercise]) -> None:
    assert exercises
    with lock(shop.work.target / ".contents" / "probe-one.lock") as ours:
        assert ours
        waiting = subprocess.Popen(
            command(shop.root, "check", "probe-one"), stderr=subprocess.PIPE, text=True
        )
        time.sleep(2)
    _, complaint = waiting.communicate(timeout=60)
    assert complaint.count("Another check is building") == 1


@pytest.mark.parametrize("name", ["check", "hint", "solution", "reset", "skip"])
def test_an_unknown_exercise_is_2(exercises: list[Exercise], run: Run, name: str) -> None:
    status, said, complaint = run(name, "threee")
    assert (status, said) == (2, "")
    assert complaint == (
        "workshop: There is no exercise 'threee'. Did you mean probe-three? "
        "`workshop list` shows them all.\n"
    )
    assert exercises


@pytest.mark.parametrize(
    "words", [["chekc"], ["check", "a", "b"], ["list", "--loud"], ["catch-up"], ["new"]]
)
def test_what_it_does_not_know_is_2(words: list[str], run: Run) -> None:
    with pytest.raises(SystemExit) as raised:
        run(*words)
    assert raised.value.code == 2


def test_no_cargo_is_3_and_says_how_to_get_it(
    exercises: list[Exercise], run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("PATH", "CARGO_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    status, _, complaint = run("check")
    assert status == 3
    assert (
        "cargo is not installed on this machine. Install Rust from https://rustup.rs" in complaint
    )
    assert exercises


def test_a_broken_declaration_is_3_and_named(
    shop: Shop, exercises: list[Exercise], run: Run
) -> None:
    (exercises[0].folder / "exercise.toml").write_text("id = 1")
    status, _, complaint = run("check", "probe-one")
    assert status == 3
    assert "exercises/probe/one/exercise.toml:1: the key `title` is missing." in complaint
    assert shop


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        cli.main(["--help"])
    assert raised.value.code == 0
    said = capsys.readouterr().out
    named = set(re.findall(r"^  ([a-z-]+)(?: \[?[A-Z]+\]?)?  ", said, re.MULTILINE))
    assert named == set(cli.make_parser()[1])


def test_the_list_shows_states_by_episode(shop: Shop, exercises: list[Exercise], run: Run) -> None:
    progress = Progress(shop.root / "work")
    progress.passed("probe-one")
    progress.note("probe-two", skipped=True)
    shop.rust("rest", "", "")
    _, said, _ = run("list")
    assert said == (
        "\nB  moves (moves)\n"
        "   ✓ probe-one                  5 min  Try something\n"
        "   - probe-two                  5 min  Try something  (skipped)\n"
        "\nB  later (later)\n"
        "   · probe-three                5 min  Try something\n"
        "\nWithout an episode\n"
        "   · probe-rest                 5 min  Try something\n"
    )
    assert exercises


def test_what_this_machine_lacks_a_program_for_is_skipped_and_said(
    exercises: list[Exercise], run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    file = exercises[0].folder / "exercise.toml"
    file.write_text(file.read_text().replace("minutes", 'requires = ["valgrind"]\nminutes', 1))
    said = run("list")[1]
    row = "   - probe-one                  5 min  Try something  (skipped here: needs valgrind)\n"
    assert row in said
    said = run()[1]
    assert said.startswith(
        "0 of 2 exercises have passed.\n"
        "Skipped here: probe-one (needs valgrind). "
        "`workshop check ID` says how to get what is missing.\n"
        "Next: probe-two"
    )
    status, said, _ = run("check", "probe-one")
    assert status == 1
    assert "This exercise needs valgrind, which this machine lacks." in said
    assert "Until then it is skipped" in said
    assert said.endswith("\nNext: probe-two, try something (5 min)\n")


def test_without_a_command_it_says_where_you_are(exercises: list[Exercise], run: Run) -> None:
    status, said, _ = run()
    assert status == 0
    assert said == (
        "0 of 3 exercises have passed.\n"
        "Next: probe-one, try something (5 min), in the episode “moves”.\n"
        "      work/probe/one/src/lib.rs\n"
        "`workshop watch` checks at every save; `workshop lab` opens the episodes.\n"
    )
    run("hint", "probe-three")
    assert "You were working on probe-three, which has not passed." in run()[1]
    assert exercises


def test_after_the_last_one_it_says_so(shop: Shop, exercises: list[Exercise], run: Run) -> None:
    for exercise in exercises:
        Progress(shop.root / "work").passed(exercise.id)
    assert "3 of 3 exercises have passed.\nThere is nothing left to do." in run()[1]
    status, _, complaint = run("check")
    assert status == 2
    assert complaint.startswith("workshop: You have passed or skipped every exercise. Name one")


def test_hints_come_one_by_one(exercises: list[Exercise], run: Run) -> None:
    assert "Hint: A hint for a move." in run("check")[1]
    said = [run("hint")[1] for _ in range(2)]
    assert said[0] == "probe-one: A general hint.\n"
    assert said[1] == (
        "probe-one: you have seen all the hints.\n"
        "  1. A hint for a move.\n  2. A general hint.\n"
        "`workshop solution probe-one` shows a solution.\n"
    )
    every = "You have seen every hint. `workshop solution` shows a solution.\n"
    assert run("check")[1].endswith(f"save, check again. {every}")
    assert exercises


def test_a_solution_before_a_pass_is_shown_when_asked_for(
    shop: Shop, exercises: list[Exercise], run: Run
) -> None:
    status, said, _ = run("solution")
    assert (status, "fn answer" in said) == (1, False)
    assert "`workshop solution probe-one --yes` shows it without asking." in said
    status, said, _ = run("solution", "--yes")
    assert (status, said[: said.index("\n")]) == (0, "--- solutions/probe/one/src/lib.rs")
    assert GOOD in said
    assert run("solution")[0] == 0  # it asks once
    Progress(shop.root / "work").passed("probe-two")
    assert run("solution", "probe-two")[0] == 0
    assert exercises


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have such terminals")
def test_in_a_terminal_the_solution_is_asked_for(shop: Shop, exercises: list[Exercise]) -> None:
    with Terminal(command(shop.root, "solution")) as terminal:
        terminal.see("You have not passed probe-one yet. Show the solution? [y/N]")
        terminal.press("y\n")
        terminal.see("fn answer")
        assert terminal.end() == 0
    assert exercises


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have such terminals")
def test_the_end_of_the_input_is_no_yes(shop: Shop, exercises: list[Exercise]) -> None:
    with Terminal(command(shop.root, "solution")) as terminal:
        terminal.see("Show the solution? [y/N]")
        time.sleep(0.5)  # the question is seen before Python waits for the answer
        terminal.press("\x04")
        assert terminal.end() == 1
        assert "[y/N] \nNot shown. `workshop solution probe-one --yes`" in terminal.screen
    assert exercises


SLEEPS = """\
pub fn answer() -> i32 {
    std::thread::sleep(std::time::Duration::from_secs(600));
    42
}
"""


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have such terminals")
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_check_that_is_ended_leaves_nothing_behind(shop: Shop, number: signal.Signals) -> None:
    exercise = shop.rust("ended", SLEEPS, TEST, timeout=600)
    with Terminal(command(shop.root, "check", exercise.id)) as terminal:
        children = wait_for_child(terminal.process.pid, "test_probe_ended-")
        terminal.process.send_signal(number)
        assert terminal.end() == 128 + number
        assert not [pid for pid in children if is_alive(pid)]  # zombies are no programs
        assert "Traceback" not in terminal.screen


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have such terminals")
@pytest.mark.parametrize(
    ("environment", "colors"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colors_only_where_they_are_wanted(
    shop: Shop,
    exercises: list[Exercise],
    environment: dict[str, str],
    colors: bool,  # noqa: FBT001
) -> None:
    with Terminal(command(shop.root, "check"), {"NO_COLOR": "", **environment}) as terminal:
        assert terminal.end() == 1
        terminal.see("`workshop hint` shows a hint.")
        assert ("\x1b" in terminal.written) == colors
    assert exercises


def test_reset_says_where_the_learners_version_is(
    shop: Shop, exercises: list[Exercise], run: Run
) -> None:
    shop.write(exercises[0], GOOD)
    _, said, _ = run("reset", "probe-one")
    first, second, third = said.splitlines()
    assert first == "probe-one: the starter is back in work/probe/one."
    kept = re.fullmatch(r"Your version is kept in (work/\.backups/probe-one_[-_\d]+)\.", second)
    assert kept is not None
    assert third == "To restore it, copy its files over those in work/probe/one."
    assert (shop.root / kept[1] / "src" / "lib.rs").read_text() == GOOD


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have such terminals")
def test_a_reset_without_a_name_is_asked_for(shop: Shop, exercises: list[Exercise]) -> None:
    file = shop.write(exercises[0], GOOD)
    with Terminal(command(shop.root, "reset")) as terminal:
        terminal.see("Reset probe-one to its starter? Your version is kept. [y/N]")
        terminal.press("n\n")
        terminal.see("Nothing was changed.")
        assert terminal.end() == 1
    assert file.read_text() == GOOD


def test_where_nobody_is_asked_a_reset_needs_a_name_or_the_folder(
    shop: Shop, exercises: list[Exercise], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = shop.write(exercises[1], GOOD)
    Progress(shop.root / "work").go_to("probe-two")
    status, _, complaint = run("reset")
    assert status == 2
    assert "as in `workshop reset probe-two`." in complaint
    assert file.read_text() == GOOD
    monkeypatch.chdir(file.parent)
    assert "probe-two: the starter is back" in run("reset")[1]


def test_what_is_as_given_is_not_kept_once_more(
    shop: Shop, exercises: list[Exercise], run: Run
) -> None:
    file = shop.write(exercises[0], GOOD)
    assert "Your version is kept" in run("reset", "probe-one")[1]
    backups = shop.work.folder / ".backups"
    kept = list(backups.iterdir())
    _, said, _ = run("reset", "probe-one")
    assert said == "probe-one: work/probe/one is as given, so nothing was changed.\n"
    assert list(backups.iterdir()) == kept
    (file.parent / "notes.txt").write_text("mine\n")
    assert "Your version is kept" in run("reset", "probe-one")[1]


def test_the_solution_names_its_own_exercise_for_the_reset(
    exercises: list[Exercise], run: Run
) -> None:
    assert "`workshop reset probe-two`" in run("solution", "probe-two", "--yes")[1]
    assert exercises


def test_what_was_changed_after_its_pass_is_marked(
    shop: Shop, exercises: list[Exercise], run: Run
) -> None:
    mark = "(changed since it passed)"
    shop.write(exercises[0], GOOD)
    run("check", "probe-one")
    assert mark not in run("list")[1]
    run("reset", "probe-one")
    assert mark in run("list")[1]
    assert "\nNext: probe-one, try something (5 min)" in run()[1]
    assert "1 of 3 exercises have passed.\n" in run()[1]
    assert "probe-one" in run("check")[1]
    shop.write(exercises[0], GOOD)
    run("check", "probe-one")
    assert mark not in run("list")[1]
    shop.write(exercises[0], MOVED)
    run("check", "probe-one")
    assert mark in run("list")[1]


def test_a_passed_one_is_not_skipped(shop: Shop, exercises: list[Exercise], run: Run) -> None:
    Progress(shop.root / "work").passed("probe-one")
    assert "probe-one has passed already" in run("skip", "probe-one")[1]
    assert not Progress(shop.root / "work").state("probe-one").skipped
    assert "To come back to it: `workshop check probe-two`." in run("skip")[1]
    assert exercises


def test_in_the_folder_of_a_copy_it_is_meant(
    shop: Shop, exercises: list[Exercise], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop.work.folder)
    assert "✗ probe-one" in run("check")[1]
    monkeypatch.chdir(shop.work.ensure_copy(exercises[1]) / "src")
    assert "✗ probe-two" in run("check")[1]


def test_elsewhere_the_one_that_was_worked_on_is_meant(
    shop: Shop, exercises: list[Exercise], run: Run
) -> None:
    run("check", "probe-two")
    assert run("check")[1].startswith("✗ probe-two")
    assert run("hint")[1].startswith("probe-two: ")
    now = run()[1]
    assert "You were working on probe-two, which has not passed." in now
    assert "\n      work/probe/two/src/lib.rs\nNext: probe-one" in now
    shop.write(exercises[1], GOOD)
    assert run("check")[1].startswith("✓ probe-two")
    assert run("check")[1].startswith("✗ probe-one")


def test_all_starters_come_back_at_once(shop: Shop, exercises: list[Exercise], run: Run) -> None:
    shop.write(exercises[0], GOOD)
    shop.work.ensure_copy(exercises[1])
    shop.write(exercises[2], GOOD)
    run("check", "probe-one")
    status, said, _ = run("reset", "--all")
    assert (status, said.splitlines()) == (
        1,
        [
            "You have changed 2 exercises: probe-one, probe-three.",
            "Nothing was changed. `workshop reset --all --yes` does it without asking.",
        ],
    )
    status, said, _ = run("reset", "--all", "--yes")
    assert status == 0
    assert said.count("Your version is kept in work/.backups/") == 2
    assert {shop.work.is_as_given(one) for one in exercises[:2]} == {True}
    state = Progress(shop.work.folder).state("probe-one")
    assert (bool(state.passed), state.settled) == (True, False)
    kept = [file.read_text() for file in shop.work.folder.glob(".backups/*/src/lib.rs")]
    assert kept == [GOOD, GOOD]
    assert run("reset", "--all")[:2] == (0, "Every exercise is as given, so nothing was changed.\n")


@pytest.mark.parametrize("more", [["probe-one"], ["--given"]])
def test_reset_all_takes_nothing_else(
    shop: Shop, exercises: list[Exercise], run: Run, more: list[str]
) -> None:
    shop.write(exercises[0], GOOD)
    status, _, complaint = run("reset", "--all", "--yes", *more)
    assert status == 2
    assert "takes no ID, and not --given" in complaint
    assert not shop.work.is_as_given(exercises[0])


def test_work_is_saved_and_brought_back(
    shop: Shop, exercises: list[Exercise], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.write(exercises[0], GOOD)
    run("check", "probe-one")
    status, said, _ = run("save")
    [file] = shop.work.folder.glob("saved_*.zip")
    assert status == 0
    first, *more = said.splitlines()
    assert re.fullmatch(
        rf"Saved your progress and 2 files of yours \(\d kB\) in work/{file.name}\.", first
    )
    assert more == [
        "In JupyterLab's file browser, a right click on it offers Download.",
        "`workshop restore FILE` brings everything back, here or on another machine.",
    ]
    run("reset", "--all", "--yes")
    Progress(shop.work.folder).file.unlink()
    monkeypatch.chdir(shop.work.folder)
    status, said, _ = run("restore", file.name)
    assert status == 0
    assert re.fullmatch(
        r"Restored: your progress of [\d: -]{16}, 1 exercise\.\n"
        r"1 exercise passed so far\. `workshop` shows what is next\.\n",
        said,
    ), said
    assert run("check", "probe-one")[0] == 0
    status, _, complaint = run("restore", str(tmp_path / "no.zip"))
    assert status == 2
    assert complaint.startswith("workshop: There is no file ")
    run("save", str(tmp_path / "mine.zip"))
    assert (tmp_path / "mine.zip").is_file()


def test_a_mistyped_command_is_answered_with_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["chek"])
    assert ended.value.code == 2
    assert "no command 'chek'. Did you mean `workshop check`?" in capsys.readouterr().err


def test_a_command_by_another_name_is_answered_with_ours(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, ours = cli.make_parser()
    assert not set(cli.OTHER_WORDS) & set(ours)
    assert set(cli.OTHER_WORDS.values()) <= set(ours)
    with pytest.raises(SystemExit):
        cli.main(["Progress"])
    assert "no command 'Progress'. Did you mean `workshop list`?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["hint", "a", "b"], "`workshop hint` takes one exercise, as in `workshop hint a`"),
        (["hint", "a", "--all"], "`workshop hint` has no option '--all'."),
        (["list", "all"], "`workshop list` takes nothing like 'all'."),
    ],
)
def test_a_word_too_much_is_named(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["help"], "catch-up EPISODE"),
        (["help", "check"], "--picture"),
        (["help", "permissions"], "--function"),
        (["--version"], "Python 3"),
    ],
)
def test_help_and_version_are_known(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 0
    assert said in capsys.readouterr().out


def test_skip_goes_on_and_a_check_brings_it_back(exercises: list[Exercise], run: Run) -> None:
    _, said, _ = run("skip")
    assert "probe-one is skipped" in said
    assert "You were working on probe-one, which is skipped." in said
    assert "Next: probe-two" in said
    assert re.search(r"- probe-one .*  \(skipped\)\n", run("list")[1])
    run("check", "probe-one")
    assert "Next: probe-one" in run()[1]
    assert exercises


def test_catch_up_puts_every_earlier_solution_in_place(
    shop: Shop, exercises: list[Exercise], run: Run
) -> None:
    shop.write(exercises[0], MOVED + "// mine\n")
    status, said, _ = run("catch-up", "later")
    assert status == 0
    assert "probe-one: the solution is in work/probe/one; yours is kept in work/.backups/" in said
    assert "probe-two: the solution is in work/probe/two\n" in said
    assert "probe-three" not in said
    assert shop.check(exercises[0]).passed
    assert shop.check(exercises[1]).passed
    assert not shop.work.path(exercises[2]).exists()
    [kept] = (shop.root / "work" / ".backups").iterdir()
    assert (kept / "src" / "lib.rs").read_text() == MOVED + "// mine\n"
    assert "Next: probe-three" in run()[1]


def test_catch_up_leaves_what_has_passed_and_quotes_no_markers(
    shop: Shop, exercises: list[Exercise], run: Run
) -> None:
    marked = f"// [core]\n{GOOD}// [end]\n"
    (shop.work.solution(exercises[1]) / "src" / "lib.rs").write_text(marked)
    mine = shop.write(exercises[0], GOOD + "// mine\n")
    run("check", "probe-one")
    _, said, _ = run("catch-up", "later")
    assert "probe-one: your version has passed and is unchanged." in said
    assert mine.read_text() == GOOD + "// mine\n"
    assert (shop.work.path(exercises[1]) / "src" / "lib.rs").read_text() == GOOD
    assert "[core]" not in run("solution", "probe-two", "--yes")[1]
    run("reset", "probe-one")
    _, said, _ = run("catch-up", "later")
    assert "  To restore it, copy its files over those in work/probe/one." in said


def test_catch_up_to_an_unknown_episode_names_them(exercises: list[Exercise], run: Run) -> None:
    status, _, complaint = run("catch-up", "soon")
    assert status == 2
    assert "There is no episode 'soon'. The episodes: moves, later." in complaint
    assert exercises


def test_update_shows_first_and_changes_when_told_to(
    shop: Shop, exercises: list[Exercise], run: Run
) -> None:
    assert run("update")[1] == "Your copies are up to date.\n"
    shop.work.ensure_copy(exercises[0])
    shop.write(exercises[1], "// mine\n")
    for exercise in exercises:
        (exercise.folder / "src" / "lib.rs").write_text("// version two\n")
    shown = "probe-one: new: src/lib.rs\nprobe-two: yours is kept: src/lib.rs\n"
    assert run("update", "--dry")[:2] == (0, shown)
    status, said, _ = run("update")
    assert (status, said.startswith(shown)) == (1, True)
    assert (shop.work.path(exercises[0]) / "src" / "lib.rs").read_text() == MOVED
    assert run("update", "--yes")[0] == 0
    assert (shop.work.path(exercises[0]) / "src" / "lib.rs").read_text() == "// version two\n"
    assert (shop.work.path(exercises[1]) / "src" / "lib.rs").read_text() == "// mine\n"
    assert run("update")[1] == "Your copies are up to date.\n"


def test_update_renews_notebooks_that_were_not_touched(
    shop: Shop, exercises: list[Exercise], run: Run
) -> None:
    assert exercises
    episode = shop.root / "lessons" / "moves.md"
    notebooks.update_notebooks(shop.root)
    assert run("update")[1] == "Your copies are up to date.\n"
    episode.write_text(episode.read_text() + "\nA sentence more.\n")
    assert "work/lessons: moves.ipynb\n" in run("update")[1]
    assert "A sentence more." in (shop.root / "work" / "lessons" / "moves.ipynb").read_text()


def test_a_check_brings_a_new_version_of_what_was_not_touched(
    shop: Shop, exercises: list[Exercise], run: Run
) -> None:
    shop.work.ensure_copy(exercises[0])
    (exercises[0].folder / "src" / "lib.rs").write_text(GOOD)
    status, _, told = run("check", "probe-one")
    assert status == 0
    assert "The material has a new version. probe-one: new: src/lib.rs" in told


def test_a_closed_pipe_is_no_error(shop: Shop, exercises: list[Exercise]) -> None:
    code = "import sys; sys.stdin.readline()"
    words = command(shop.root, "list")
    lister = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    subprocess.run([sys.executable, "-c", code], stdin=lister.stdout, check=True)
    assert lister.stdout
    lister.stdout.close()
    _, complaint = lister.communicate()
    assert complaint == b""
    assert exercises


@pytest.mark.skipif(os.name != "posix", reason="`>&-` is for a POSIX shell")
@pytest.mark.parametrize(
    "closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&-", "| head -c 1", ">/dev/full"]
)
@pytest.mark.parametrize("words", ["list", "--help", "--version", "nonsense", "hint nonsense", ""])
def test_closed_streams_give_no_traceback(shop: Shop, words: str, closed: str) -> None:
    """In every command: what nobody reads goes nowhere."""
    typed = shlex.join([*command(shop.root), *words.split()])
    ended = subprocess.run(
        ["/bin/sh", "-c", f"{typed} {closed}"], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in ended.stderr
    assert "Exception ignored" not in ended.stderr
    assert ended.returncode in {0, 1, 2, 3}


# The verdict for programs.


def test_json_is_all_that_is_printed(shop: Shop, exercises: list[Exercise], run: Run) -> None:
    status, said, _ = run("check", "probe-one", "--json")
    verdict = json.loads(said)
    assert status == 1
    assert (verdict["outcome"], verdict["passed"]) == ("compile", False)
    error = verdict["errors"][0]
    assert (error["code"], error["file"], error["line"]) == (
        "E0382",
        "work/probe/one/src/lib.rs",
        4,
    )
    assert "already been moved" in verdict["explanation"]
    assert verdict["hint"] == "A hint for a move."
    shop.write(exercises[0], GOOD)
    status, said, _ = run("check", "probe-one", "--json")
    verdict = json.loads(said)
    assert (status, verdict["outcome"], verdict["passed"]) == (0, "passed", True)
    assert [test["name"] for test in verdict["tests"]] == ["test_it", "test_two"]
    assert verdict["collected"] == 2


def test_json_is_the_same_in_every_encoding(shop: Shop, exercises: list[Exercise]) -> None:
    shop.write(exercises[0], GOOD.replace("42", '"größer"'))
    words = command(shop.root, "check", "probe-one", "--json")
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(words, env=environment, capture_output=True, check=False)
    assert done.stderr == b""
    assert json.loads(done.stdout.decode("ascii"))["errors"][0]["code"] == "E0308"


def test_json_of_a_failed_test_has_its_facts(shop: Shop, run: Run) -> None:
    exercise = shop.rust("wrong", GOOD, "assert_eq!(answer(), 41);")
    verdict = json.loads(run("check", exercise.id, "--json")[1])
    assert verdict["tests"][0] == {
        "name": "test_it",
        "outcome": "failed",
        "facts": [
            {"label": "called", "text": "answer()"},
            {"label": "returned", "text": "42"},
            {"label": "expected", "text": "41"},
            {"label": "at", "text": "test_it.rs:5"},
        ],
    }


def field_names(value: object, prefix: str = "") -> set[str]:
    """The fields of nested objects, as `errors[].line`."""
    if isinstance(value, list):
        return set().union(*(field_names(item, f"{prefix}[]") for item in value))
    if not isinstance(value, dict):
        return set()
    names: set[str] = set()
    for key, inner in value.items():
        name = f"{prefix}.{key}".removeprefix(".")
        names |= {name} | field_names(inner, name)
    return names


def test_the_documented_fields_are_those_that_are_printed(shop: Shop, root: Path) -> None:
    moved = shop.check(shop.rust("moved", MOVED, TEST))
    wrong = shop.check(shop.rust("wrong", GOOD, "assert_eq!(answer(), 41);"))
    made = [as_json(verdict, verdict_sections(verdict, shop.root)) for verdict in (moved, wrong)]
    printed = field_names(made[0]) | field_names(made[1])
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.partition("## The verdict for programs")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)) == printed
