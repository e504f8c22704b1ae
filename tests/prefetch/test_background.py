from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from faketools import environment, needs_shell, put
from workshop.base.locks import lock
from workshop.base.notify import Notify
from workshop.bootstrap.environment import Installation
from workshop.bootstrap.remedies import no_network
from workshop.prefetch import background, jobs
from workshop.prefetch.background import READY, Step
from workshop.prefetch.jobs import Job

ROOT = Path(__file__).resolve().parents[2]


class Works:
    """Jobs that note when they run; a name in `broken` fails, and `keys` can be changed."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.broken: set[str] = set()
        self.keys: dict[str, str] = {}

    def job(self, name: str, *needs: str) -> Job:
        def run(_installation: Installation, _environment: Mapping[str, str], say: Notify) -> None:
            self.ran.append(name)
            say(f"{name} is at work")
            if name in self.broken:
                raise no_network(f"getting {name}", "connection refused")

        return Job(name, f"the {name}", needs, lambda _place: self.keys.get(name, "1"), run)


@pytest.fixture
def works(monkeypatch: pytest.MonkeyPatch) -> Works:
    made = Works()
    three = (made.job("crates"), made.job("compiled", "crates"), made.job("npm"))
    monkeypatch.setattr(jobs, "JOBS", three)
    return made


def states(root: Path) -> list[str]:
    return [step.state for step in background.status(root).steps]


def test_nothing_is_known_before_the_first_start(tmp_path: Path, works: Works) -> None:
    status = background.status(tmp_path)
    assert not status.running
    assert not status.ready
    assert [step.state for step in status.steps] == ["waiting"] * 3
    assert works.ran == []


def test_all_jobs_are_done_in_order_and_the_last_line_says_so(tmp_path: Path, works: Works) -> None:
    assert background.run(tmp_path) == 0
    assert works.ran == ["crates", "compiled", "npm"]
    assert background.status(tmp_path).ready
    assert background.status(tmp_path).line == READY
    assert list(background.follow(tmp_path)) == [READY]


def test_what_is_done_is_not_done_again(tmp_path: Path, works: Works) -> None:
    background.run(tmp_path)
    background.run(tmp_path)
    assert len(works.ran) == 3


def test_what_was_made_from_other_files_is_made_again(tmp_path: Path, works: Works) -> None:
    background.run(tmp_path)
    works.keys["npm"] = "2"
    background.run(tmp_path)
    assert works.ran[3:] == ["npm"]


def test_a_failure_stops_what_needs_it_and_is_tried_again(tmp_path: Path, works: Works) -> None:
    works.broken = {"crates"}
    assert background.run(tmp_path) == 1
    assert states(tmp_path) == ["failed", "failed", "done"]
    assert works.ran == ["crates", "npm"]

    works.broken = set()
    assert background.run(tmp_path) == 0
    assert works.ran[2:] == ["crates", "compiled"]


def test_a_failure_is_one_line_without_the_advice(tmp_path: Path, works: Works) -> None:
    works.broken = {"npm"}
    background.run(tmp_path)
    line = background.status(tmp_path).line
    assert "\n" not in line
    assert "the npm" in line
    assert "network did not answer" in line
    assert "next start" in line
    assert "macOS" not in line
    assert any("Not done: the npm" in said for said in background.follow(tmp_path))


def test_a_bug_in_one_job_does_not_stop_the_others(
    tmp_path: Path, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(_installation: Installation, _environment: Mapping[str, str], _say: Notify) -> None:
        raise KeyError("surprise")

    first, *others = jobs.JOBS
    monkeypatch.setattr(jobs, "JOBS", (replace(first, run=run), *others))
    background.run(tmp_path)
    assert states(tmp_path) == ["failed", "failed", "done"]
    assert "KeyError" in background.status(tmp_path).steps[0].note
    assert works.ran == ["npm"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"steps": [{"name": "crates"}, 3]}'])
def test_a_damaged_status_starts_over(tmp_path: Path, works: Works, damage: str) -> None:
    background.run(tmp_path)
    (tmp_path / "work" / ".background.json").write_text(damage, encoding="utf-8")
    assert states(tmp_path) == ["waiting"] * 3
    assert background.run(tmp_path) == 0
    assert len(works.ran) == 6


def test_never_two_at_once(tmp_path: Path, works: Works) -> None:
    with lock(tmp_path / "work" / ".background.lock"):
        assert background.status(tmp_path).running
        assert background.run(tmp_path) == 0
        assert not background.start(tmp_path)
    assert works.ran == []


def test_waiting_ends_when_the_step_is_done(tmp_path: Path, works: Works) -> None:
    assert not background.wait(tmp_path, "npm")  # nobody is at it
    working, may_end = threading.Event(), threading.Event()
    job = jobs.JOBS[2]

    def slow(_installation: Installation, _environment: Mapping[str, str], say: Notify) -> None:
        say("half of it")
        working.set()
        may_end.wait(30)

    works_slowly = (*jobs.JOBS[:2], replace(job, run=slow))
    shown: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "JOBS", works_slowly)
        runner = threading.Thread(target=background.run, args=(tmp_path,))
        runner.start()
        assert working.wait(30)
        threading.Timer(0.5, may_end.set).start()
        assert background.wait(tmp_path, "npm", shown.append)
        runner.join()
    assert shown[-1] == "In the background (3 of 3): the npm: half of it"
    assert works.ran == ["crates", "compiled"]


def test_another_process_does_it_at_lowest_priority_and_its_death_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        pytest.skip("only where a shell script can stand in for a program")
    root = tmp_path / "clone"
    (root / "src").mkdir(parents=True)
    (root / "src" / "workshop").symlink_to(ROOT / "src" / "workshop")
    programs = tmp_path / "programs"
    put(programs, "cargo", "echo '   Downloaded pyo3 v0.30.1' >&2; exec sleep 60")
    for name, value in environment(programs).items():
        monkeypatch.setenv(name, value)

    assert background.start(root)
    assert not background.start(root)
    facts = json.loads((root / "work" / ".background.json").read_text(encoding="utf-8"))
    assert os.getpriority(os.PRIO_PROCESS, facts["process"]) == 19
    end = time.monotonic() + 30
    while "pyo3" not in background.status(root).line and time.monotonic() < end:
        time.sleep(0.05)
    assert background.status(root).line.endswith("the sources of the crates: pyo3 (1)")

    os.killpg(facts["process"], signal.SIGKILL)
    assert not background.wait(root, "crates")
    assert not background.status(root).running
    assert background.status(root).steps[0].state == "waiting"


@needs_shell
def test_crates_are_fetched_and_each_set_of_dependencies_compiled(tmp_path: Path) -> None:
    facts = {
        "workspace_default_members": ["a", "b", "c", "d"],
        "packages": [
            package("a", "first", pyo3=None),
            package("b", "second", pyo3=None, numpy=None),
            package("c", "third", pyo3=None),
            package("d", "fourth", counter="dev"),
            package("e", "not-a-default-member", kiddo=None),
            package("f", "alone"),
        ],
    }
    (tmp_path / "metadata.json").write_text(json.dumps(facts), encoding="utf-8")
    answer = f'[ "$1" = metadata ] && cat "{tmp_path}/metadata.json"'
    put(tmp_path, "cargo", f'{answer}\necho "$@" >> "{tmp_path}/calls"; exit 0')
    variables = environment(tmp_path)
    jobs.fetch_crates(Installation(tmp_path), variables, print)
    jobs.compile_dependencies(Installation(tmp_path), variables, print)
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    where = f"--target-dir {tmp_path / 'work' / 'target'}"
    assert calls[0] == "fetch --locked"
    assert calls[2:] == [
        f"build --locked --offline --package first {where}",
        f"build --locked --offline --package second {where}",
        f"test --no-run --locked --offline --package fourth {where}",
    ]


def package(id: str, name: str, **needs: str | None) -> dict[str, object]:
    """A package as `cargo metadata` describes it; `needs` are its dependencies and their kind."""
    dependencies: list[dict[str, object]]
    dependencies = [{"name": n, "kind": kind, "features": []} for n, kind in needs.items()]
    return {"id": id, "name": name, "dependencies": dependencies}


def test_every_set_of_dependencies_of_the_course_has_its_representative() -> None:
    chosen = jobs.representatives(Installation(ROOT), {**os.environ})
    names = [name for name, _ in chosen]
    assert names
    assert all(name.endswith("-solution") or name == "cells" for name in names)
    assert "cells" in names
    assert len(names) < len(list((ROOT / "solutions").glob("*/*/Cargo.toml")))


def test_a_step_tells_what_it_was_made_from(tmp_path: Path, works: Works) -> None:
    background.run(tmp_path)
    assert background.status(tmp_path).steps[0] == Step("crates", "the crates", "done", "", "1")
    assert works.ran
