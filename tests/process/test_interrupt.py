"""Ctrl-C at every phase: one clear line, status 130, and no program stays behind."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable

import pytest

from benchmarks.terminal import Terminal, command
from holders import hold
from processes import descendants, is_alive, wait_for_child
from shop import Shop
from workshop.course.catalog import Exercise

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have such terminals")

GOOD = "pub fn answer() -> i32 {\n    42\n}\n"
LOOP = "pub fn answer() -> i32 {\n    loop {}\n}\n"


def sleeping_build_script(shop: Shop) -> Exercise:
    exercise = shop.rust("script", GOOD, "answer();", timeout=100)
    script = "fn main() { std::thread::sleep(std::time::Duration::from_secs(600)) }"
    (shop.work.ensure_copy(exercise) / "build.rs").write_text(script)
    return exercise


PHASES: dict[str, tuple[Callable[[Shop], Exercise], str]] = {
    "compiling": (lambda shop: shop.extension("phases", "Ok(1)", timeout=100), "rustc"),
    "build script": (sleeping_build_script, "build-script-build"),
    "a Rust test": (
        lambda shop: shop.rust("phasesloop", LOOP, "answer();", timeout=100),
        "test_probe_phasesloop-",
    ),
    "a Python test": (
        lambda shop: shop.extension("phasespy", "loop {}", timeout=100),
        "workshop.check.pytest_child",
    ),
}


def assert_stopped(terminal: Terminal, children: list[int]) -> None:
    assert terminal.end() == 130
    assert "\nStopped.\n" in terminal.screen
    assert "Traceback" not in terminal.screen
    end = time.monotonic() + 60  # whoever has been killed is a zombie until the system has looked
    while (left := [pid for pid in children if is_alive(pid)]) and time.monotonic() < end:
        time.sleep(0.02)
    assert not left


@pytest.mark.parametrize("name", ["check", "watch"])
@pytest.mark.parametrize("phase", PHASES)
def test_at_every_phase(shop: Shop, name: str, phase: str) -> None:
    make, program = PHASES[phase]
    exercise = make(shop)
    with Terminal(command(shop.root, name, exercise.id)) as terminal:
        children = wait_for_child(terminal.process.pid, program)
        if phase == "a Python test":
            time.sleep(1.5)  # the runner is there from the start; now it runs the test
            children = [pid for pid, _ in descendants(terminal.process.pid)]
        terminal.press("\x03")
        assert_stopped(terminal, children)


def test_while_it_waits_for_what_is_compiled_ahead(shop: Shop) -> None:
    exercise = shop.rust("phases", GOOD, "answer();")
    facts = '{"jobs": [{"name": "dependencies", "title": "the crates", "state": "running"}]}'
    (shop.work.folder / ".background.json").write_text(facts)
    with hold(shop.work.folder / ".background.lock") as other:
        with Terminal(command(shop.root, "check", exercise.id)) as terminal:
            terminal.see("the crates")
            terminal.press("\x03")
            assert_stopped(terminal, [])
        other.kill()
        other.wait()


def test_while_a_question_is_asked(shop: Shop) -> None:
    exercise = shop.rust("phases", GOOD, "answer();")
    shop.solve(exercise, GOOD)
    with Terminal(command(shop.root, "solution", exercise.id)) as terminal:
        terminal.see("Show the solution? [y/N]")
        time.sleep(0.5)  # the question is seen before Python waits for the answer
        terminal.press("\x03")
        assert_stopped(terminal, [])


@pytest.mark.storm
def test_at_random_moments(shop: Shop) -> None:
    exercise = shop.extension("moments", "Ok(1)", timeout=100)
    file = shop.work.ensure_copy(exercise) / "src" / "lib.rs"
    source, chance = file.read_text(), random.Random(4)  # noqa: S311 - the same at each run
    for number in range(10):
        file.write_text(f"{source}// {number}\n")
        with Terminal(command(shop.root, "check", exercise.id)) as terminal:
            children = wait_for_child(terminal.process.pid, "workshop.check.pytest_child")
            time.sleep(chance.random())
            children += [pid for pid, _ in descendants(terminal.process.pid)]
            if terminal.process.poll() is None and "✓" not in terminal.screen:
                terminal.press("\x03")
            terminal.end()
            assert "Traceback" not in terminal.screen
            assert terminal.process.returncode in {0, 130}
            if terminal.process.returncode:
                assert_stopped(terminal, children)
    assert shop.check(exercise).passed
