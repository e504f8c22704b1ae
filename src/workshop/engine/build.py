"""Run cargo on one crate, and read its JSON messages into diagnostics and an artifact."""

from __future__ import annotations

import json
import math
import re
import shutil
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from workshop.catalog import Exercise
from workshop.engine.child import Child, Ended
from workshop.engine.diagnostics import Diagnostic, moved, parse_diagnostic
from workshop.engine.digests import of_this_content
from workshop.engine.readable import unreadable
from workshop.engine.toolchain import build_environment, find_program
from workshop.engine.waiting import Note, say_nothing, wait_for_dependencies, wait_for_turn
from workshop.engine.work import Work
from workshop.engine.workspace import renew_lock

_BAD_LOCK = "failed to parse lock file"


@dataclass(frozen=True)
class Built:
    """What cargo made of one crate: an artifact, or the reasons why there is none."""

    artifact: Path | None
    diagnostics: tuple[Diagnostic, ...]
    trouble: str | None
    seconds: float

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The compiler's errors about the code, the first first; its summaries are left out."""
        found = [d for d in self.diagnostics if d.is_error]
        return tuple(d for d in found if not _is_summary(d))

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """The compiler's warnings about the code."""
        return tuple(d for d in self.diagnostics if d.level == "warning" and d.spans)


def build(
    work: Work,
    exercise: Exercise,
    source: Path | None = None,
    *,
    note: Note | None = None,
    cancel: threading.Event | None = None,
) -> Built:
    """Build the learner's copy, or the crate at `source`: a library, or the test program."""
    crate = source or work.copy(exercise)
    trouble = _lacking(exercise) or unreadable(crate, exercise)
    if trouble:
        return Built(None, (), trouble, 0.0)
    wait_for_dependencies(work.root, note or say_nothing, cancel)
    work.write_workspace(crate)
    command = _command(work, exercise, crate)
    with of_this_content(work.target, crate, partial(wait_for_turn, note, cancel)):
        built = run_cargo(
            [*command, "--offline"], crate, limit=exercise.timeout, note=note, cancel=cancel
        )
        if _BAD_LOCK in (built.trouble or ""):  # a cargo that was killed left half of it
            renew_lock(work.root)
            work.write_workspace(crate)
        elif "--offline" not in (built.trouble or ""):
            return built
        return run_cargo(command, crate, limit=exercise.timeout, note=note, cancel=cancel)


def _lacking(exercise: Exercise) -> str | None:
    """Which of the programs that the exercise needs are not there, and what to do."""
    path = build_environment()["PATH"]
    names = [name for name in exercise.requires if shutil.which(name, path=path) is None]
    if not names:
        return None
    return (
        f"This exercise needs {' and '.join(names)}, which this machine lacks. Its episode says "
        f"how to get it; `workshop skip {exercise.id}` goes on without it."
    )


def _command(work: Work, exercise: Exercise, crate: Path) -> list[str]:
    goal = ["test", "--no-run", "--test", "*"] if exercise.kind == "rust" else ["build", "--lib"]
    return [
        find_program("cargo"),
        *goal,
        "--manifest-path",
        str(crate / "Cargo.toml"),
        "--target-dir",
        str(work.target),
        "--message-format=json-diagnostic-rendered-ansi",
    ]


def run_cargo(
    command: list[str],
    crate: Path,
    *,
    limit: float = math.inf,
    note: Note | None = None,
    cancel: threading.Event | None = None,
) -> Built:
    """Run cargo; `limit` counts the seconds that it works on the crate itself."""
    reader = _Messages(crate.resolve(), note or say_nothing)
    started = time.monotonic()
    child = Child(
        command,
        folder=crate,
        environment=build_environment(),
        on_output=reader.read_message,
        on_error=reader.read_progress,
    )
    ended = child.wait(lambda: reader.seconds_left(limit), cancel)
    return reader.result(ended, limit, time.monotonic() - started)


@dataclass
class _Messages:
    """Collects what cargo says about the crate in `folder`."""

    folder: Path
    note: Note
    diagnostics: list[Diagnostic] = field(default_factory=list)
    artifact: Path | None = None
    own_start: float | None = None

    def read_message(self, line: str) -> None:
        """Take one line of cargo's standard output."""
        try:
            message = json.loads(line.replace(self._detour, "exercises/"))
        except ValueError:
            return  # a build script or a macro printed it
        if not self._is_own(message):
            return
        if message["reason"] == "compiler-message":
            found = parse_diagnostic(message["message"])
            self.diagnostics.append(moved(found, self._own_path, f"work/{self._own_path}"))
        elif message["reason"] == "compiler-artifact":
            self.artifact = _artifact(message) or self.artifact

    @property
    def _own_path(self) -> str:
        """How cargo names a copy: from the folder `work/`, and people look from the clone."""
        return f"{self.folder.parent.name}/{self.folder.name}/"

    @property
    def _detour(self) -> str:
        """How the manifest names the tests; rustc would show all of it."""
        return f"{self._own_path}../../../exercises/"

    def _is_own(self, message: dict[str, Any]) -> bool:
        manifest = message.get("manifest_path")
        return manifest is not None and Path(manifest).parent.resolve() == self.folder

    def read_progress(self, line: str) -> None:
        """Take one line of cargo's progress."""
        if "Blocking waiting for file lock" in line:
            self.note("Another build is running (an editor, or a terminal): waiting for it.")
        elif "Updating" in line:
            self.note("Asking the crate registry (a new dependency?)")
        elif match := re.match(r"\s*Compiling (\S+) (\S+)(.*)", line):
            if str(self.folder) in match[3]:
                self.own_start = time.monotonic()
            else:
                self.note(f"Compiling {match[1]} {match[2]} (needed once)")

    def seconds_left(self, limit: float) -> float:
        """The time left for the crate itself; waiting and dependencies do not count."""
        if self.own_start is None:
            return math.inf
        return limit - (time.monotonic() - self.own_start)

    def result(self, ended: Ended, limit: float, seconds: float) -> Built:
        """What it all came to."""
        diagnostics = tuple(self.diagnostics)
        if ended.status == 0 and self.artifact:
            return Built(self.artifact, diagnostics, None, seconds)
        built = Built(None, diagnostics, None, seconds)
        if ended.status is None:
            trouble = f"The build did not end within {limit:g} seconds and was stopped."
        elif built.errors:
            return built
        else:
            trouble = _cargo_error(ended.errors)
        return Built(None, diagnostics, trouble, seconds)


def _artifact(message: dict[str, Any]) -> Path | None:
    if "custom-build" in message["target"]["kind"]:
        return None
    if message.get("executable"):
        return Path(message["executable"])
    endings = {".so", ".dylib", ".dll", ".pyd"}
    return next((Path(f) for f in message["filenames"] if Path(f).suffix in endings), None)


def _is_summary(diagnostic: Diagnostic) -> bool:
    text = diagnostic.message
    return text.startswith("aborting due to") or diagnostic.level == "failure-note"


def _cargo_error(errors: str) -> str:
    if "No space left on device" in errors:
        return "Cargo could not build the crate: the disk is full. `workshop doctor` says how full."
    lines = [line for line in errors.splitlines() if not _is_progress(line)]
    return "Cargo could not build the crate:\n" + "\n".join(lines[:20]).strip()


def _is_progress(line: str) -> bool:
    words = ("Compiling", "Finished", "Blocking", "Locking", "Updating", "Downloading", "Adding")
    return line.strip().startswith(words)
