"""How far the jobs are, read from the file that the runner writes; nothing here starts one."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from workshop.base.atomic import read_replaced
from workshop.base.locks import is_held

_AGAIN = "The next start tries again."
READY = "Everything is here: you no longer need the network."


@dataclass(frozen=True)
class JobStatus:
    """How one job stands: `state` is waiting, running, done or failed; `note` says more."""

    name: str
    title: str
    state: str = "waiting"
    note: str = ""
    key: str = ""


@dataclass(frozen=True)
class PrefetchStatus:
    """How far all jobs are, and whether a runner is at work."""

    jobs: tuple[JobStatus, ...]
    running: bool

    @property
    def ready(self) -> bool:
        """Whether nothing needs the network any more."""
        return all(job.state == "done" for job in self.jobs)

    @property
    def failed(self) -> tuple[JobStatus, ...]:
        """What did not work; it is tried again at the next start."""
        return tuple(job for job in self.jobs if job.state == "failed")

    @property
    def line(self) -> str:
        """The whole status as one line for people."""
        if self.ready:
            return READY
        done = sum(job.state == "done" for job in self.jobs)
        for job in self.jobs:
            if job.state == "running" and self.running:
                note = f": {job.note}" if job.note else ""
                return f"In the background ({done + 1} of {len(self.jobs)}): {job.title}{note}"
        if self.failed:
            names = ", ".join(job.title for job in self.failed)
            return f"Not here yet: {names}. {self.failed[0].note} {_AGAIN}"
        return f"Fetched and built ahead: {done} of {len(self.jobs)}."


def read_status(root: Path) -> PrefetchStatus:
    """How far the jobs are; quick, and no error if none was ever started."""
    running = is_held(lock_file(root))
    found = read_jobs(root)
    if not running:  # it was killed
        found = tuple(replace(j, state="waiting") if j.state == "running" else j for j in found)
    return PrefetchStatus(found, running)


def follow(root: Path) -> Iterator[str]:
    """A line for each job that starts or fails, and a last one, as long as a runner is at work."""
    shown: set[str] = set()
    while True:
        now, lines = read_status(root), []
        for number, job in enumerate(now.jobs, 1):
            if job.state == "running":
                lines.append(f"In the background ({number} of {len(now.jobs)}): {job.title}")
            if job.state == "failed":
                lines.append(f"Not done: {job.title}. {job.note} {_AGAIN}")
        if now.ready:
            lines.append(READY)
        yield from (line for line in lines if line not in shown)
        shown.update(lines)
        if not now.running:
            return
        time.sleep(0.5)


def status_file(root: Path) -> Path:
    """Where the runner writes how far it is."""
    return root / "work" / ".background.json"


def lock_file(root: Path) -> Path:
    """What the runner holds as long as it works."""
    return root / "work" / ".background.lock"


def read_facts(root: Path) -> dict[str, Any]:
    """What the runner wrote last; nothing if there is no such file, or not a whole one."""
    with contextlib.suppress(OSError, ValueError):
        facts = json.loads(read_replaced(status_file(root)))
        if isinstance(facts, dict):
            return facts
    return {}


def read_jobs(root: Path) -> tuple[JobStatus, ...]:
    """How each job was left, in the order in which they are done."""
    from workshop.prefetch import jobs  # setup comes with it, which no check needs

    known: dict[str, JobStatus] = {}
    with contextlib.suppress(TypeError, KeyError):
        known = {fact["name"]: JobStatus(**fact) for fact in read_facts(root)["jobs"]}
    return tuple(known.get(job.name, JobStatus(job.name, job.title)) for job in jobs.JOBS)
