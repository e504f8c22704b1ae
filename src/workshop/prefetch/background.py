"""Do in the background what needs the network or time, one thing at a time, at lowest priority.

`start` returns at once; another process does the work, writes how far it is to
`work/.background.json`, and goes on when the terminal is closed. What failed is tried again at
the next start.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from workshop.base.atomic import write_atomically
from workshop.base.errors import WorkshopError
from workshop.base.locks import is_held, lock
from workshop.base.notify import Notify
from workshop.bootstrap.environment import Installation, own_environment
from workshop.prefetch import jobs
from workshop.prefetch.jobs import Job

READY = "Everything is here: the network is no longer needed."
_OPEN = frozenset({"waiting", "running"})
_LONGEST_NOTE = 300
_PATIENCE = 10.0
_started: list[subprocess.Popen[bytes]] = []
"""They outlive this process; kept, since Python complains about a child that nobody waits for."""
_CHILD = """
import sys
sys.path.insert(0, sys.argv[1])
from workshop.prefetch import background
background.main(sys.argv[2], sys.argv[3])
"""


@dataclass(frozen=True)
class Step:
    """How one job stands: `state` is waiting, running, done or failed; `note` says more."""

    name: str
    title: str
    state: str = "waiting"
    note: str = ""
    key: str = ""


@dataclass(frozen=True)
class Status:
    """How far the work in the background is, and whether anybody is at it."""

    steps: tuple[Step, ...]
    running: bool

    @property
    def ready(self) -> bool:
        """Whether nothing needs the network any more."""
        return all(step.state == "done" for step in self.steps)

    @property
    def failed(self) -> tuple[Step, ...]:
        """What did not work; it is tried again at the next start."""
        return tuple(step for step in self.steps if step.state == "failed")

    @property
    def line(self) -> str:
        """The whole status as one line for people."""
        if self.ready:
            return READY
        done = sum(step.state == "done" for step in self.steps)
        for step in self.steps:
            if step.state == "running" and self.running:
                note = f": {step.note}" if step.note else ""
                return f"In the background ({done + 1} of {len(self.steps)}): {step.title}{note}"
        if self.failed:
            names = ", ".join(step.title for step in self.failed)
            return (
                f"Not here yet: {names}. {self.failed[0].note} It is tried again at the next start."
            )
        return f"Fetched and built ahead: {done} of {len(self.steps)}."


def start(root: Path) -> bool:
    """Start the work unless it is done or under way; say whether it was started."""
    if status(root).running:
        return False
    name = str(time.time_ns())
    command = [sys.executable, "-P", "-c", _CHILD, str(root / "src"), str(root), name]
    process = _detach(command, own_environment(Installation(root), os.environ))
    _started.append(process)
    end = time.monotonic() + _PATIENCE
    while process.poll() is None and _facts(root).get("run") != name and time.monotonic() < end:
        time.sleep(0.02)  # until `status` shows what this run will do
    return True


def status(root: Path) -> Status:
    """How far the work is, from the file that it writes; quick, and no error if there is none."""
    running = is_held(_lock(root))
    steps = _read(root)
    if not running:
        steps = tuple(replace(s, state="waiting") if s.state == "running" else s for s in steps)
    return Status(steps, running)


def wait(
    root: Path,
    name: str,
    say: Notify | None = None,
    cancel: threading.Event | None = None,
) -> bool:
    """Wait until the step is done, or nobody is at it any more; say whether it is done.

    `say` gets a line whenever there is something new to show. It returns at once when nothing
    is under way, and soon when `cancel` is set.
    """
    shown, stop = "", cancel or threading.Event()
    while True:
        now = status(root)
        step = next(step for step in now.steps if step.name == name)
        if not now.running or step.state not in _OPEN:
            return step.state == "done"
        if say and now.line != shown:
            shown = now.line
            say(shown)
        if stop.wait(0.2):
            return False


def follow(root: Path) -> Iterator[str]:
    """A line for each step that starts or fails, and a last one, while the work goes on."""
    shown: set[str] = set()
    while True:
        now = status(root)
        for line in _news(now):
            if line not in shown:
                shown.add(line)
                yield line
        if not now.running:
            return
        time.sleep(0.5)


def _news(now: Status) -> Iterator[str]:
    for number, step in enumerate(now.steps, 1):
        if step.state == "running":
            yield f"In the background ({number} of {len(now.steps)}): {step.title}"
        if step.state == "failed":
            yield f"Not done: {step.title}. {step.note} It is tried again at the next start."
    if now.ready:
        yield READY


def main(root: str, name: str) -> None:
    """Be the process that does the work: at lowest priority, under the name of this run."""
    if sys.platform != "win32":
        os.nice(19)
    sys.exit(run(Path(root), name))


def run(root: Path, name: str = "") -> int:
    """Do what is not done yet, in this process; 0 if everything is here at the end."""
    with lock(_lock(root), patience=1) as ours:
        if not ours:
            return 0
        return Run(Installation(root), name).do_all()


@dataclass
class Run:
    """One run through all jobs; what it does is written down as it happens."""

    installation: Installation
    name: str
    steps: dict[str, Step] = field(default_factory=dict)

    def do_all(self) -> int:
        """Do what is not as it was left; 0 if everything is here at the end."""
        old = {step.name: step for step in _read(self.installation.root)}
        self.steps = {job.name: self._renewed(old[job.name], job) for job in jobs.JOBS}
        self._write()
        for job in jobs.JOBS:
            if self.steps[job.name].state != "done":
                self._do(job)
        return 0 if all(step.state == "done" for step in self.steps.values()) else 1

    def _renewed(self, step: Step, job: Job) -> Step:
        fresh = step.state == "done" and step.key and step.key == job.key(self.installation)
        return step if fresh else Step(job.name, job.title)

    def _do(self, job: Job) -> None:
        missing = [name for name in job.needs if self.steps[name].state != "done"]
        if missing:
            return self._put(job, "failed", f"It needs {self.steps[missing[0]].title}.")
        self._put(job, "running", "")
        environment = own_environment(self.installation, os.environ)
        try:
            job.run(self.installation, environment, lambda note: self._put(job, "running", note))
        except Exception as error:  # noqa: BLE001 - the next job is tried whatever happened
            return self._put(job, "failed", _one_line(error))
        return self._put(job, "done", "")

    def _put(self, job: Job, state: str, note: str) -> None:
        key = job.key(self.installation) if state == "done" else ""
        self.steps[job.name] = Step(job.name, job.title, state, note, key)
        self._write()

    def _write(self) -> None:
        steps = [asdict(step) for step in self.steps.values()]
        facts = {"run": self.name, "process": os.getpid(), "steps": steps}
        write_atomically(
            _file(self.installation.root), json.dumps(facts, indent=1, ensure_ascii=False)
        )


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split("\n  ")[0].split())
    if not isinstance(error, WorkshopError):
        text = f"{type(error).__name__}: {text}"
    text = text if len(text) <= _LONGEST_NOTE else text[: _LONGEST_NOTE - 1] + "…"
    return text if text.endswith((".", "…")) else text + "."


def _file(root: Path) -> Path:
    return root / "work" / ".background.json"


def _lock(root: Path) -> Path:
    return root / "work" / ".background.lock"


def _facts(root: Path) -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        facts = json.loads(_file(root).read_text(encoding="utf-8"))
        if isinstance(facts, dict):
            return facts
    return {}


def _read(root: Path) -> tuple[Step, ...]:
    known: dict[str, Step] = {}
    with contextlib.suppress(TypeError, KeyError):
        known = {fact["name"]: Step(**fact) for fact in _facts(root)["steps"]}
    return tuple(known.get(job.name, Step(job.name, job.title)) for job in jobs.JOBS)


def _detach(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    flags, session = 0, True
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
        flags, session = flags | subprocess.IDLE_PRIORITY_CLASS, False
    return subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=flags,
        start_new_session=session,
    )
