"""Do the jobs in the background: one at a time, at lowest priority, even if the terminal closes.

`start` returns at once; another process does the work and writes how far it is, for `status`. What
failed is tried again at the next start.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from workshop.base.atomic import write_atomically
from workshop.base.errors import EnvironmentBroken, WorkshopError
from workshop.base.locks import lock
from workshop.base.notify import Notify
from workshop.base.run_command import follow_command
from workshop.bootstrap import remedies
from workshop.bootstrap.environment import Installation, own_environment
from workshop.prefetch import jobs
from workshop.prefetch.jobs import Job
from workshop.prefetch.status import (
    JobStatus,
    follow,
    lock_file,
    read_facts,
    read_jobs,
    read_status,
    status_file,
)
from workshop.rust.toolchain import build_environment

_LONGEST_NOTE = 300
_START_TIMEOUT = 10.0
_CARGO_PROGRESS = re.compile(r"\s*(?:Compiling|Downloaded) (\S+)")
_OWN_PROGRESS = re.compile(r"note: (.+)")
_OWN_ERROR = re.compile(r"^workshop: (.+)", re.MULTILINE | re.DOTALL)
"""Commands of the kit itself say what they do, and why they failed, ready to be shown."""
_started: list[subprocess.Popen[bytes]] = []
"""They outlive this process; kept, since Python complains about a child that nobody waits for."""


def start(root: Path) -> bool:
    """Start a runner unless all is done or one is at work; say whether one was started."""
    if read_status(root).running:
        return False
    name = str(time.time_ns())
    command = [sys.executable, "-P", "-m", "workshop.prefetch.runner", str(root), name]
    flags = 0
    if sys.platform == "win32":
        # A console of its own that is never seen: without one, each cargo would open a window.
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        flags |= subprocess.IDLE_PRIORITY_CLASS
    process = subprocess.Popen(
        command,
        env=own_environment(Installation(root), os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=flags,
        start_new_session=sys.platform != "win32",
    )
    _started.append(process)
    end = time.monotonic() + _START_TIMEOUT
    while process.poll() is None and read_facts(root).get("run") != name and time.monotonic() < end:
        time.sleep(0.02)  # until the status shows what this runner will do
    return True


def start_and_say(root: Path, say: Notify) -> None:
    """Start a runner, and say in a thread of its own what it does, as long as it is at work."""

    def follow_it() -> None:
        for line in follow(root):
            say(line)

    start(root)
    threading.Thread(target=follow_it, daemon=True).start()


def run(root: Path, name: str = "") -> int:
    """Do what is not done yet, in this process; 0 if everything is here at the end."""
    with lock(lock_file(root), timeout=1) as ours:
        if not ours:
            return 0
        return _Runner(Installation(root), name).run_all()


@dataclass
class _Runner:
    """One run through all jobs; what it does is written down as it happens."""

    installation: Installation
    name: str
    jobs: dict[str, JobStatus] = field(default_factory=dict)

    def run_all(self) -> int:
        """Do what is not as it was left; 0 if everything is here at the end."""
        old = {job.name: job for job in read_jobs(self.installation.root)}
        for job in jobs.JOBS:
            last, key = old[job.name], job.key(self.installation)
            is_done = last.state == "done" and key and last.key == key
            self.jobs[job.name] = last if is_done else JobStatus(job.name, job.title)
        self._write()
        for job in jobs.JOBS:
            if self.jobs[job.name].state != "done":
                self._run(job)
        return 0 if all(job.state == "done" for job in self.jobs.values()) else 1

    def _run(self, job: Job) -> None:
        missing = [name for name in job.needs if self.jobs[name].state != "done"]
        if missing:
            return self._put(job, "failed", f"It needs {self.jobs[missing[0]].title}.")
        self._put(job, "running", job.first_note)
        environment = build_environment(own_environment(self.installation, os.environ))
        try:
            for command in job.commands(self.installation, environment):
                self._run_command(job, command, environment)
        except Exception as error:  # noqa: BLE001 - the next job is tried whatever happened
            return self._put(job, "failed", _one_line(error))
        return self._put(job, "done", "")

    def _run_command(self, job: Job, command: list[str], environment: Mapping[str, str]) -> None:
        compiled = 0

        def read(line: str) -> None:
            nonlocal compiled
            if found := _CARGO_PROGRESS.match(line):
                compiled += 1
                self._put(job, "running", f"{found[1]} ({compiled})")
            elif found := _OWN_PROGRESS.match(line):
                self._put(job, "running", found[1])

        root = self.installation.root
        status, output = follow_command(command, read, folder=root, environment=environment)
        if status and (own := _OWN_ERROR.search(output)):
            raise EnvironmentBroken(own[1])
        if status:
            raise remedies.error_from_output(job.action, output)

    def _put(self, job: Job, state: str, note: str) -> None:
        key = job.key(self.installation) if state == "done" else ""
        self.jobs[job.name] = JobStatus(job.name, job.title, state, note, key)
        self._write()

    def _write(self) -> None:
        states = [asdict(job) for job in self.jobs.values()]
        facts = {"run": self.name, "process": os.getpid(), "jobs": states}
        text = json.dumps(facts, indent=1, ensure_ascii=False)
        write_atomically(status_file(self.installation.root), text)


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split("\n  ")[0].split())
    if not isinstance(error, WorkshopError):
        text = f"{type(error).__name__}: {text}"
    text = text if len(text) <= _LONGEST_NOTE else text[: _LONGEST_NOTE - 1] + "…"
    return text if text.endswith((".", "…")) else text + "."


def main(root: str, name: str = "") -> int:
    """Be the process that does the jobs, at lowest priority, and say at the end how far it got."""
    if sys.platform != "win32":
        os.nice(19)
    status = run(Path(root), name)
    print(read_status(Path(root)).line)
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
