"""`workshop watch` in a real terminal: the last verdict is that of the last content, every time."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from benchmarks.terminal import Terminal, command
from processes import is_alive, wait_for_child
from shop import Shop
from workshop.course.catalog import Exercise
from workshop.learner.progress import Progress

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have such terminals")

ANSWER = "pub fn answer() -> i32 {{\n    {}\n}}\n"
WRONG = ANSWER.format(100)
RIGHT = ANSWER.format(-1)
TEST = "assert_eq!(answer(), -1);"
SAVES = 200
END = "q quit\n"
"""The end of every screen with a verdict."""


@pytest.fixture
def exercises(shop: Shop) -> list[Exercise]:
    """Two exercises, the first of which comes first."""
    made = [shop.rust(f"watch{letter}", WRONG, TEST) for letter in "ab"]
    for exercise in made:
        shop.solve(exercise, RIGHT)
    return made


@pytest.fixture
def watch(shop: Shop, exercises: list[Exercise]) -> Iterator[Terminal]:
    """The first exercise is watched."""
    with Terminal(command(shop.root, "watch", exercises[0].id)) as terminal:
        terminal.see("returned   100")
        terminal.see(END)
        yield terminal


def plainly(file: Path, text: str) -> None:
    file.write_text(text)


def truncating(file: Path, text: str) -> None:
    """As editors do that empty the file first: for a moment nothing is there."""
    with file.open("w") as stream:
        stream.flush()
        time.sleep(0.003)
        stream.write(text[:9])
        stream.flush()
        time.sleep(0.003)
        stream.write(text[9:])


def renaming(file: Path, text: str) -> None:
    """As editors do that write another file and put it in the place of the old one."""
    other = file.with_name("4913~")
    other.write_text(text)
    other.replace(file)


WAYS: list[Callable[[Path, str], None]] = [plainly, truncating, renaming]


def shown(terminal: Terminal) -> list[int]:
    """The contents that the verdicts spoke of, in the order in which they were shown."""
    found = [re.findall(r"returned +(\d+)", screen) for screen in terminal.screens]
    return [int(numbers[-1]) for numbers in found if numbers]


@pytest.mark.storm
def test_the_last_verdict_is_that_of_the_last_content(
    shop: Shop, exercises: list[Exercise], watch: Terminal
) -> None:
    """Saves at distances of 0 to 700 ms in all ways; each has three digits, so equal sizes."""
    chance = random.Random(20261122)  # noqa: S311 - the same saves at each run
    file = shop.work.path(exercises[0]) / "src" / "lib.rs"
    for number in range(101, 101 + SAVES):
        chance.choice(WAYS)(file, ANSWER.format(number))
        distance = chance.choice((0, 0.02, 0.1, 0.3, 0.7)) * chance.random()
        time.sleep(distance)
        if chance.random() < 0.1 or number == 100 + SAVES:
            watch.see(f"returned   {number}")
    time.sleep(1.5)  # nothing comes after it
    numbers = shown(watch)
    assert numbers[-1] == 100 + SAVES
    assert numbers == sorted(numbers), "an older content came after a newer one"


def test_content_that_goes_back_and_forth_is_judged_as_it_is(
    shop: Shop, exercises: list[Exercise], watch: Terminal
) -> None:
    chance = random.Random(7)  # noqa: S311 - the same saves at each run
    file = shop.work.path(exercises[0]) / "src" / "lib.rs"
    for _ in range(6):
        for number in (200, 300, 200, 300, 200):
            plainly(file, ANSWER.format(number))
            time.sleep(chance.random() * 0.2)
        watch.see("returned   200")
        plainly(file, ANSWER.format(300))
        watch.see("returned   300")


def test_a_save_during_a_check_cancels_it(shop: Shop) -> None:
    exercise = shop.rust("cancelled", "pub fn answer() -> i32 { loop {} }\n", TEST, timeout=100)
    with Terminal(command(shop.root, "watch", exercise.id)) as watch:
        wait_for_child(watch.process.pid, "test_probe_cancelled")
        (shop.work.path(exercise) / "src" / "lib.rs").write_text(ANSWER.format(400))
        watch.see("returned   400", seconds=60)
        assert "endless loop" not in watch.written


def test_an_endless_loop_is_stopped_and_the_next_save_checked(
    shop: Shop, exercises: list[Exercise], watch: Terminal
) -> None:
    file = shop.work.path(exercises[0]) / "src" / "lib.rs"
    file.write_text("pub fn answer() -> i32 { loop {} }\n")
    watch.see("Stopped after 3 seconds while test_it was running")
    file.write_text(RIGHT)
    watch.see("Passed: 2 tests.")


def test_a_pass_names_the_next_and_does_not_move_on(
    shop: Shop, exercises: list[Exercise], watch: Terminal
) -> None:
    (shop.work.path(exercises[0]) / "src" / "lib.rs").write_text(RIGHT)
    watch.see("1 of 2 passed · this is number 1")
    screen = watch.see(END)
    assert "✓ probe-watcha  Passed: 2 tests." in screen
    assert "Press n for the next: probe-watchb, try something (5 min)" in screen
    time.sleep(1.5)
    assert watch.screen == screen
    assert not shop.work.path(exercises[1]).exists()


def test_an_extension_is_checked_again_and_again(shop: Shop) -> None:
    exercise = shop.extension("watchpy", "Ok(100)")
    file = shop.work.ensure_copy(exercise) / "src" / "lib.rs"
    source = file.read_text()
    with Terminal(command(shop.root, "watch", exercise.id)) as terminal:
        terminal.see("returned   100")
        for body in ("Ok(101)", "Ok(102)", "abort()", "Ok(103)"):
            body = body.replace("abort", "std::process::abort")  # noqa: PLW2901
            file.write_text(source.replace("Ok(100)", body))
            wanted = body[3:6] if body.startswith("Ok") else "called abort while test_it"
            terminal.see(wanted)
        file.write_text(source.replace("Ok(100)", "Ok(1)"))
        terminal.see("Passed: 2 tests.")


def test_a_new_version_that_comes_meanwhile_is_brought_in_and_said(
    shop: Shop, exercises: list[Exercise], watch: Terminal
) -> None:
    """As by `git pull` in another terminal; the next save finds it."""
    given = exercises[0].folder / "Cargo.toml"
    given.write_text(given.read_text() + "# a newer one\n")
    shop.write(exercises[0], ANSWER.format(101))
    watch.see("returned   101")
    assert "The material has a new version. probe-watcha: new: Cargo.toml\n\n✗" in watch.see(END)
    assert (shop.work.path(exercises[0]) / "Cargo.toml").read_text() == given.read_text()
    given.with_name("exercise.toml").unlink()
    shutil.rmtree(given.parent / "tests")
    shop.write(exercises[0], ANSWER.format(102))
    watch.see("The tests in exercises/probe/watcha are missing")


def test_the_keys_n_and_p_go_to_the_neighbors(watch: Terminal) -> None:
    watch.press("n")
    watch.see("✗ probe-watchb")
    watch.press("n")
    watch.see("This is the last exercise.")
    watch.press("p")
    watch.see("✗ probe-watcha")
    watch.press("p")
    watch.see("This is the first exercise.")


def test_it_goes_on_where_it_was_left(shop: Shop, watch: Terminal) -> None:
    watch.press("n")
    watch.see("✗ probe-watchb")
    watch.see(END)
    watch.press("q")
    watch.see("Goodbye: `workshop watch` continues with probe-watchb.")
    assert watch.end() == 0
    with Terminal(command(shop.root, "watch")) as again:
        again.see("✗ probe-watchb")
        again.see(END)


def test_the_key_h_gives_one_hint_after_the_other(watch: Terminal) -> None:
    watch.press("h")
    watch.see("probe-watcha: A general hint.")
    watch.press("h")
    watch.see("you have seen all the hints")


def test_what_is_broken_gets_its_hint(shop: Shop) -> None:
    exercise = shop.project("watchbroken", "Ok(1)")
    declared = exercise.folder / "exercise.toml"
    hint = '[[hints]]\nwhen = ["broken", "gone"]\ntext = "A hint for the folder."\n'
    declared.write_text(declared.read_text() + hint)
    manifest = shop.work.ensure_copy(exercise) / "pyproject.toml"
    whole = manifest.read_text()
    manifest.write_text(whole.replace('= "python"', '= "gone"'))
    with Terminal(command(shop.root, "watch", exercise.id)) as watch:
        watch.see("Maturin could not build the wheel")
        assert "Hint: A hint for the folder." in watch.see(END)
        watch.press("h")
        watch.see("probe-watchbroken: A general hint.")
        manifest.write_text(whole)
        watch.see("✓ probe-watchbroken")
        assert "A hint for the folder." not in watch.see(END)


SLOW = """\
pub fn answer() -> i32 {
    std::thread::sleep(std::time::Duration::from_secs(2));
    100
}
"""


def test_a_hint_given_during_a_check_is_still_there_after_it(shop: Shop) -> None:
    exercise = shop.rust("watchslow", SLOW, TEST)
    with Terminal(command(shop.root, "watch", exercise.id)) as watch:
        wait_for_child(watch.process.pid, "test_probe_watchslow-")
        watch.press("h")
        watch.see("probe-watchslow: A general hint.")
        watch.see("returned   100")
        assert watch.see(END).startswith("probe-watchslow: A general hint.\n\n✗")
        shop.write(exercise, ANSWER.format(101))
        watch.see("returned   101")
        assert "A general hint." not in watch.see(END)


def test_the_key_s_asks_before_a_pass(shop: Shop, watch: Terminal) -> None:
    watch.press("s")
    watch.see("You have not passed probe-watcha yet. Show the solution? [y/N]")
    watch.press("n")
    watch.see("Not shown.")
    watch.press("s")
    watch.press("y")
    watch.see("--- solutions/probe/watcha/src/lib.rs")
    watch.see("    -1\n")
    watch.press("s")  # it asks once
    end = time.monotonic() + 60
    while watch.screen.count("--- solutions/") < 2 and time.monotonic() < end:
        time.sleep(0.02)
    assert Progress(shop.root / "work").state("probe-watcha").solution_seen
    assert watch.screen.count("Show the solution? [y/N]") == 2


def test_the_key_r_keeps_the_learners_version(
    shop: Shop, exercises: list[Exercise], watch: Terminal
) -> None:
    file = shop.work.path(exercises[0]) / "src" / "lib.rs"
    file.write_text(ANSWER.format(555))
    watch.see("returned   555")
    watch.press("r")
    watch.see("Reset to the starter? Your version is kept. [y/N]")
    watch.press("x")
    watch.see("Nothing was changed.")
    assert file.read_text() == ANSWER.format(555)
    watch.press("r")
    watch.press("y")
    screen = watch.see("returned   100")
    place = re.search(r"Your version is kept in (\S+)\.\n", screen)
    assert place is not None, screen
    assert (shop.root / place[1] / "src" / "lib.rs").read_text() == ANSWER.format(555)
    assert file.read_text() == WRONG


def test_a_key_that_fails_does_not_end_it(shop: Shop, watch: Terminal) -> None:
    shutil.rmtree(shop.root / "solutions")
    watch.press("s")
    watch.see("Show the solution? [y/N]")
    watch.press("y")
    watch.see("No such file or directory")
    watch.press("l")
    watch.see("· probe-watchb")


def test_the_key_l_lists(watch: Terminal) -> None:
    watch.press("l")
    assert "probe-watcha" in watch.see("· probe-watchb")


def test_other_keys_do_nothing(watch: Terminal) -> None:
    before = watch.screen
    for keys in ("x\x1b[A\x1b[B\u00e9 \n", "\x1bh", "\x1bOn", "\x1b[1;5h", "\x1b[200~"):
        watch.press(keys)
        time.sleep(0.2)
    assert watch.screen == before
    assert watch.process.poll() is None


def mode(terminal: Terminal) -> list[object]:
    return list(termios.tcgetattr(terminal.its_end))


@pytest.mark.parametrize(
    ("leave", "status", "words"),
    [
        (lambda t: t.press("q"), 0, "Goodbye"),
        (lambda t: t.press("\x03"), 130, "Stopped."),
        (lambda t: t.process.send_signal(signal.SIGTERM), 143, ""),
        (lambda t: t.press("\x04"), None, ""),
    ],
    ids=["q", "Ctrl-C", "SIGTERM", "Ctrl-D"],
)
def test_the_terminal_is_as_before(
    shop: Shop,
    exercises: list[Exercise],
    leave: Callable[[Terminal], None],
    status: int | None,
    words: str,
) -> None:
    with Terminal(command(shop.root, "watch", exercises[0].id)) as terminal:
        before = mode(terminal)
        terminal.see("returned   100")
        assert mode(terminal) != before
        leave(terminal)
        if status is None:  # Ctrl-D is a key like others while single keys are read
            time.sleep(0.5)
            assert terminal.process.poll() is None
            terminal.press("q")
        terminal.end()
        assert terminal.process.returncode == (status or 0)
        assert words in terminal.screen
        assert mode(terminal) == before


def test_a_crash_of_the_watch_itself_restores_the_terminal(
    shop: Shop, exercises: list[Exercise]
) -> None:
    crash = "from workshop.check.session import Session\nSession.record = None\n"
    words = command(shop.root, "watch", exercises[0].id)
    words[2] = crash + words[2]
    with Terminal(words) as terminal:
        before = mode(terminal)
        terminal.see("TypeError")
        assert terminal.end() == 1
        assert mode(terminal) == before


def test_a_closed_terminal_ends_the_watch_and_all_it_started(
    shop: Shop, exercises: list[Exercise]
) -> None:
    (shop.work.ensure_copy(exercises[0]) / "src" / "lib.rs").write_text(
        "pub fn answer() -> i32 { loop { std::hint::spin_loop() } }\n"
    )
    with Terminal(command(shop.root, "watch", exercises[0].id)) as terminal:
        terminal.see("Checking")
        children = wait_for_child(terminal.process.pid, "test_probe_watcha")
        os.kill(terminal.process.pid, signal.SIGHUP)
        assert terminal.end() == 128 + signal.SIGHUP
        assert not [pid for pid in children if is_alive(pid)]  # zombies are no programs


HOLDER = """\
import sys, time
from benchmarks.terminal import Terminal
terminal = Terminal(sys.argv[1:])
terminal.see("Checking")
print(terminal.process.pid, flush=True)
time.sleep(600)
"""


def test_a_terminal_that_is_gone_ends_the_watch_and_all_it_started(
    shop: Shop, exercises: list[Exercise]
) -> None:
    """The window is closed: whoever held the terminal is no more."""
    shop.write(exercises[0], "pub fn answer() -> i32 { loop { std::thread::park() } }\n")
    words = [sys.executable, "-c", HOLDER, *command(shop.root, "watch", exercises[0].id)]
    tools = Path(__file__).resolve().parents[2] / "tools"
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=tools) as holder:
        assert holder.stdout is not None
        watch = int(holder.stdout.readline())
        children = [watch, *wait_for_child(watch, "test_probe_watcha-")]
        holder.kill()
    end = time.monotonic() + 60
    while (left := [pid for pid in children if is_alive(pid)]) and time.monotonic() < end:
        time.sleep(0.05)
    assert not left


def test_a_terminal_that_knows_only_text_gets_only_text(
    shop: Shop, exercises: list[Exercise]
) -> None:
    words = command(shop.root, "watch", exercises[0].id)
    with Terminal(words, {"TERM": "dumb"}) as terminal:
        terminal.see(END)
        assert "\x1b" not in terminal.written
        shop.write(exercises[0], ANSWER.format(101))
        terminal.see("returned   101")


def test_a_stop_and_a_start_again_cost_no_verdict(shop: Shop, exercises: list[Exercise]) -> None:
    """Ctrl-Z and `fg`: the program has ended meanwhile, and its time is up."""
    exercise = shop.rust("watchstop", SLOW, TEST)
    with Terminal(command(shop.root, "watch", exercise.id)) as terminal:
        wait_for_child(terminal.process.pid, "test_probe_watchstop-")
        terminal.process.send_signal(signal.SIGSTOP)
        time.sleep(5)
        terminal.process.send_signal(signal.SIGCONT)
        terminal.see("returned   100")
    assert exercises


@pytest.mark.storm
def test_a_long_watch_keeps_no_dead_programs(shop: Shop, exercises: list[Exercise]) -> None:
    """What a cancelled check or clippy had started is not only ended, but also taken note of."""
    chance = random.Random(5)  # noqa: S311 - the same saves at each run
    with Terminal(command(shop.root, "watch", exercises[0].id)) as terminal:
        for number in range(12):
            shop.write(exercises[0], f"{RIGHT}// {number}\n")
            time.sleep(1.5 * chance.random())
        shop.write(exercises[0], ANSWER.format(999))
        terminal.see("returned   999")
        watch = psutil.Process(terminal.process.pid)
        end = time.monotonic() + 60
        while (left := watch.children(recursive=True)) and time.monotonic() < end:
            time.sleep(0.05)
        assert not left


def test_without_a_terminal_it_says_what_to_do_instead(
    shop: Shop, exercises: list[Exercise]
) -> None:
    words = command(shop.root, "watch", exercises[0].id)
    done = subprocess.run(
        words, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    assert done.returncode == 2
    assert done.stderr == (
        "workshop: `watch` needs a terminal with a keyboard. "
        "`workshop check` checks once, without one.\n"
    )


def test_the_end_of_the_input_ends_it_with_a_clear_line(
    shop: Shop, exercises: list[Exercise]
) -> None:
    """A terminal whose keyboard is gone: reading it gives nothing more."""
    gone = "import os\nos.read = lambda *_: b''\n"
    words = command(shop.root, "watch", exercises[0].id)
    words[2] = gone + words[2]
    with Terminal(words) as terminal:
        terminal.see("The input has ended, so the watch stops.")
        assert terminal.end() == 0
