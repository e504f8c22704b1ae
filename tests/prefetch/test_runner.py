from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
import tomllib
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from faketools import environment, needs_shell, put
from workshop import cli
from workshop.base.locks import lock
from workshop.bootstrap.environment import Installation
from workshop.prefetch import jobs, runner, waiting
from workshop.prefetch.jobs import Job
from workshop.prefetch.status import READY, JobStatus, follow, read_status
from workshop.prefetch.waiting import wait_for_dependencies, wait_for_job
from workshop.process.sandbox import Cancelled

ROOT = Path(__file__).resolve().parents[2]


class Works:
    """Jobs whose commands note that they run; a name in `broken` fails, `keys` can be changed."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "ran"
        self.broken: set[str] = set()
        self.keys: dict[str, str] = {}

    @property
    def ran(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").split() if self.log.exists() else []

    def job(self, name: str, *needs: str) -> Job:
        def commands(_installation: Installation, _environment: object) -> list[list[str]]:
            fails = "sys.exit('error: connection refused')" if name in self.broken else "pass"
            return [python(f"open({str(self.log)!r}, 'a').write('{name} '); {fails}")]

        def key(_installation: Installation) -> str:
            return self.keys.get(name, "1")

        return Job(name, f"the {name}", needs, f"getting {name}", "", key, commands)


def python(program: str) -> list[str]:
    """A command that runs this program."""
    return [sys.executable, "-c", f"import sys; {program}"]


@pytest.fixture
def works(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Works:
    made = Works(tmp_path_factory.mktemp("works"))
    three = (made.job("crates"), made.job("compiled", "crates"), made.job("npm"))
    monkeypatch.setattr(jobs, "JOBS", three)
    return made


def states(root: Path) -> list[str]:
    return [job.state for job in read_status(root).jobs]


def test_nothing_is_known_before_the_first_start(tmp_path: Path, works: Works) -> None:
    status = read_status(tmp_path)
    assert not status.running
    assert not status.ready
    assert [job.state for job in status.jobs] == ["waiting"] * 3
    assert works.ran == []


def test_all_jobs_are_done_in_order_and_the_last_line_says_so(tmp_path: Path, works: Works) -> None:
    assert runner.run(tmp_path) == 0
    assert works.ran == ["crates", "compiled", "npm"]
    assert read_status(tmp_path).ready
    assert read_status(tmp_path).line == READY
    assert list(follow(tmp_path)) == [READY]


def test_what_is_done_is_not_done_again(tmp_path: Path, works: Works) -> None:
    runner.run(tmp_path)
    runner.run(tmp_path)
    assert len(works.ran) == 3


def test_what_was_made_from_other_files_is_made_again(tmp_path: Path, works: Works) -> None:
    runner.run(tmp_path)
    works.keys["npm"] = "2"
    runner.run(tmp_path)
    assert works.ran[3:] == ["npm"]


def test_a_failure_stops_what_needs_it_and_is_tried_again(tmp_path: Path, works: Works) -> None:
    works.broken = {"crates"}
    assert runner.run(tmp_path) == 1
    assert states(tmp_path) == ["failed", "failed", "done"]
    assert works.ran == ["crates", "npm"]

    works.broken = set()
    assert runner.run(tmp_path) == 0
    assert works.ran[2:] == ["crates", "compiled"]


def test_a_failure_is_one_line_without_the_advice(tmp_path: Path, works: Works) -> None:
    works.broken = {"npm"}
    runner.run(tmp_path)
    line = read_status(tmp_path).line
    assert "\n" not in line
    assert "the npm" in line
    assert "network did not respond" in line
    assert "next start" in line
    assert "macOS" not in line
    assert any("Not done: the npm" in said for said in follow(tmp_path))


def test_a_bug_in_one_job_does_not_stop_the_others(
    tmp_path: Path, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    def commands(_installation: Installation, _environment: object) -> list[list[str]]:
        raise KeyError("surprise")

    first, *others = jobs.JOBS
    monkeypatch.setattr(jobs, "JOBS", (replace(first, commands=commands), *others))
    runner.run(tmp_path)
    assert states(tmp_path) == ["failed", "failed", "done"]
    assert "KeyError" in read_status(tmp_path).jobs[0].note
    assert works.ran == ["npm"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"jobs": [{"name": "crates"}, 3]}'])
def test_a_damaged_status_starts_over(tmp_path: Path, works: Works, damage: str) -> None:
    runner.run(tmp_path)
    (tmp_path / "work" / ".background.json").write_text(damage, encoding="utf-8")
    assert states(tmp_path) == ["waiting"] * 3
    assert runner.run(tmp_path) == 0
    assert len(works.ran) == 6


def test_never_two_at_once(tmp_path: Path, works: Works) -> None:
    with lock(tmp_path / "work" / ".background.lock"):
        assert read_status(tmp_path).running
        assert runner.run(tmp_path) == 0
        assert not runner.start(tmp_path)
    assert works.ran == []


def test_waiting_ends_when_the_job_is_done(tmp_path: Path, works: Works) -> None:
    assert not wait_for_job(tmp_path, "npm")  # no runner is at work
    working, may_end = tmp_path / "working", tmp_path / "may-end"
    slow = (
        "import pathlib, time; print('note: half of it', file=sys.stderr, flush=True);"
        f"pathlib.Path({str(working)!r}).touch();\n"
        f"while not pathlib.Path({str(may_end)!r}).exists(): time.sleep(0.01)"
    )
    job = replace(jobs.JOBS[2], commands=lambda _installation, _environment: [python(slow)])
    shown: list[str] = []

    def notify(line: str) -> None:
        shown.append(line)
        if line.endswith("half of it"):
            may_end.touch()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "JOBS", (*jobs.JOBS[:2], job))
        thread = threading.Thread(target=runner.run, args=(tmp_path,))
        thread.start()
        wait_until(working.exists)
        assert wait_for_job(tmp_path, "npm", notify)
        thread.join()
    assert shown[-1] == "In the background (3 of 3): the npm: half of it"
    assert works.ran == ["crates", "compiled"]


def test_who_gives_up_waiting_is_cancelled(tmp_path: Path) -> None:
    given_up = threading.Event()
    given_up.set()
    with lock(tmp_path / "work" / ".background.lock"), pytest.raises(Cancelled):
        wait_for_dependencies(tmp_path, print, given_up)


def test_reading_the_status_starts_and_writes_nothing(tmp_path: Path) -> None:
    now = read_status(tmp_path)
    names = ["crates", "dependencies", "npm", "shipping", "release", "wheels", "book"]
    assert [job.name for job in now.jobs] == names
    assert now.line == "Fetched and built ahead: 0 of 7."
    assert list(tmp_path.iterdir()) == []


def test_what_a_command_of_the_kit_says_is_shown_as_it_is(tmp_path: Path, works: Works) -> None:
    said = "workshop: The book was not built:\nlessons/moves.md:3: WARNING: no such page"
    job = replace(jobs.JOBS[0], commands=lambda *_: [python(f"sys.exit({said!r})")])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "JOBS", (job, *jobs.JOBS[1:]))
        runner.run(tmp_path)
    expected = "The book was not built: lessons/moves.md:3: WARNING: no such page."
    assert read_status(tmp_path).jobs[0].note == expected
    assert works.ran == ["npm"]


def test_the_commands_of_the_kit_itself_exist() -> None:
    """Each `python -m …` of a job names a module or command that can be run."""
    installation = Installation(ROOT)
    own = [job for job in jobs.JOBS if job.name in {"npm", "shipping", "wheels", "book"}]
    *modules, [book] = (list(job.commands(installation, {})) for job in own)
    for [module] in modules:
        assert find_spec(module[module.index("-m") + 1])
    options = cli.parse(book[book.index("workshop") + 1 :])
    assert (options.command, options.book) == ("build", True)


BOOK_PARTS = [
    "book/_config.yml",
    "exercises/topic/stage/exercise.toml",
    "lessons/quizzes/moves.toml",
    "solutions/topic/stage/src/lib.rs",
    "src/workshop/publish/directives.py",
    "src/workshop/base/cells.css",
]
NOT_OF_THE_BOOK = ["book/_build/x", "exercises/.DS_Store", "src/workshop/__pycache__/x.pyc"]


@pytest.mark.parametrize("name", [*BOOK_PARTS, *NOT_OF_THE_BOOK])
def test_the_book_is_built_again_when_something_of_it_changed(tmp_path: Path, name: str) -> None:
    key, file = jobs.JOBS[-1].key, tmp_path / name
    (tmp_path / "book" / "_build" / "html").mkdir(parents=True)
    (tmp_path / "book" / "_build" / "html" / "index.html").touch()
    before = key(Installation(tmp_path))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("new", encoding="utf-8")
    assert (key(Installation(tmp_path)) != before) is (name in BOOK_PARTS)


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


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

    assert runner.start(root)
    assert not runner.start(root)
    facts = json.loads((root / "work" / ".background.json").read_text(encoding="utf-8"))
    assert os.getpriority(os.PRIO_PROCESS, facts["process"]) == 19
    end = time.monotonic() + 60
    while "pyo3" not in read_status(root).line and time.monotonic() < end:
        time.sleep(0.05)
    assert read_status(root).line.endswith("the sources of the crates: pyo3 (1)")

    os.killpg(facts["process"], signal.SIGKILL)
    assert not wait_for_job(root, "crates")
    assert not read_status(root).running
    assert read_status(root).jobs[0].state == "waiting"


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
    with pytest.MonkeyPatch.context() as patch:
        made = ("crates", "dependencies", "release")
        patch.setattr(jobs, "JOBS", tuple(job for job in jobs.JOBS if job.name in made))
        for name, value in variables.items():
            patch.setenv(name, value)
        assert runner.run(tmp_path) == 0
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    where = f"--target-dir {tmp_path / 'work' / 'target'}"
    assert calls[0] == "fetch --locked"
    builds = [call for call in calls[1:] if not call.startswith("metadata")]
    assert builds == [
        f"build --locked --offline --package first {where}",
        f"build --locked --offline --package second {where}",
        f"test --no-run --locked --offline --package fourth {where}",
        f"build --release --locked --offline --package first {where}",
        f"build --release --locked --offline --package second {where}",
    ]


def package(id: str, name: str, **needs: str | None) -> dict[str, object]:
    """A package as `cargo metadata` describes it; `needs` are its dependencies and their kind."""
    dependencies: list[dict[str, object]]
    dependencies = [{"name": n, "kind": kind, "features": []} for n, kind in needs.items()]
    return {"id": id, "name": name, "dependencies": dependencies}


def test_every_set_of_dependencies_of_the_course_has_its_representative() -> None:
    chosen = jobs.representatives(Installation(ROOT), {**os.environ})
    names = {each.package for each in chosen}
    manifests = [*ROOT.glob("solutions/*/*/Cargo.toml"), *ROOT.glob("lessons/code/*/Cargo.toml")]
    packages = [tomllib.loads(file.read_text(encoding="utf-8")) for file in manifests]
    needs = {p["package"]["name"]: frozenset(p.get("dependencies", {})) for p in packages}
    later = {name for name, each in needs.items() if "kiddo" in each}
    assert later == {"distances-crate-solution"}
    assert later.isdisjoint(names), "kiddo takes longer to compile than PyO3 and NumPy together"
    needs = {name: each for name, each in needs.items() if name not in later}
    assert len(names) < len(needs)
    assert {needs[name] for name in names} >= {each for each in needs.values() if each}
    assert all(each.needs >= needs[each.package] for each in chosen)


def test_a_release_build_waits_for_its_own_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = list[str]()
    monkeypatch.setattr(waiting, "wait_for_job", lambda _root, name, *_: waited.append(name))
    with lock(tmp_path / "work" / ".background.lock"):
        wait_for_dependencies(tmp_path, print, None)
        wait_for_dependencies(tmp_path, print, None, release=True)
    assert waited == ["dependencies", "release"]
    assert set(waited) <= {job.name for job in jobs.JOBS}


def test_a_job_says_what_it_was_made_from(tmp_path: Path, works: Works) -> None:
    runner.run(tmp_path)
    assert read_status(tmp_path).jobs[0] == JobStatus("crates", "the crates", "done", "", "1")
    assert works.ran
