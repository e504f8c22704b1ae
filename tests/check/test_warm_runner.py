"""A runner that waits is used once, only for what there is to run."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from shop import Shop
from workshop.check.check import check
from workshop.check.warm_runner import WarmRunner

pytestmark = pytest.mark.cargo


def test_plain_rust_needs_no_runner(shop: Shop) -> None:
    spare = WarmRunner(shop.rust("plain", "", ""))
    spare.prepare()
    assert spare._runner is None


def test_a_runner_is_used_once(shop: Shop) -> None:
    spare = WarmRunner(shop.extension("once", "Ok(1)"))
    spare.prepare()
    waiting = spare._runner
    spare.prepare()
    assert spare._runner is waiting
    first, second = spare.take(), spare.take()
    assert first is waiting
    assert second is not first
    first.child.end()
    second.child.end()


def test_one_that_died_while_it_waited_is_replaced(shop: Shop) -> None:
    spare = WarmRunner(shop.extension("died", "Ok(1)"))
    spare.prepare()
    assert spare._runner is not None
    dead = spare._runner
    dead.child.process.kill()
    dead.child.process.wait()
    fresh = spare.take()
    assert fresh is not dead
    assert fresh.child.process.poll() is None
    fresh.child.end()


def test_the_compilers_refusal_keeps_it_and_the_end_ends_it(shop: Shop) -> None:
    exercise = shop.extension("keeps", "Ok(1)")
    file = shop.work.ensure_copy(exercise) / "src" / "lib.rs"
    good = file.read_text()
    spare = WarmRunner(exercise)
    spare.prepare()
    waiting = spare._runner
    assert waiting is not None
    file.write_text("fn")
    assert check(shop.work, exercise, warm_runner=spare).outcome == "compile"
    assert spare._runner is waiting
    file.write_text(good)
    assert check(shop.work, exercise, warm_runner=spare).passed
    assert spare._runner is None
    spare.prepare()
    pid = spare._runner.child.process.pid
    spare.end()
    assert not psutil.pid_exists(pid)


def test_no_verdict_depends_on_an_earlier_run(shop: Shop) -> None:
    """What a test leaves in the interpreter is gone at the next run."""
    leaves = "import sys; sys.left = getattr(sys, 'left', 0) + 1; assert sys.left == 1"
    exercise = shop.extension("leaves", "Ok(1)", test=leaves)
    spare = WarmRunner(exercise)
    for _ in range(3):
        spare.prepare()
        assert check(shop.work, exercise, warm_runner=spare).passed
    spare.end()
    assert not list(Path(shop.work.folder / ".runs").iterdir())
