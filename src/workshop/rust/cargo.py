"""Run cargo on one crate, and read its JSON messages into diagnostics and an artifact."""

from __future__ import annotations

import json
import math
import re
import threading
import time
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from workshop.base.notify import Notify, ignore
from workshop.process.sandbox import Child, Exit
from workshop.rust.diagnostics import Diagnostic, moved, parse_diagnostic
from workshop.rust.toolchain import build_environment

_SPEAKS = {"CARGO_TERM_QUIET": "false", "CARGO_TERM_VERBOSE": "false"}
"""Whatever somebody has set for cargo: its progress is read here."""
_NOT_ASKED_FOR = """\
Cargo built nothing that can be checked: in Cargo.toml the `[lib]` part, or in an exercise without \
Python the `[[test]]` part, is not as it was given."""


@dataclass(frozen=True)
class BuildResult:
    """What cargo made of one crate: an artifact, or the reasons why there is none."""

    artifact: Path | None
    diagnostics: tuple[Diagnostic, ...]
    trouble: str | None = None

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The compiler's errors about the code, the first first; its summaries are left out."""
        found = [d for d in self.diagnostics if d.is_error]
        return tuple(d for d in found if not _is_summary(d))

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """The compiler's warnings about the code."""
        return tuple(d for d in self.diagnostics if d.level == "warning" and d.spans)


def run_cargo(
    command: list[str],
    crate: Path,
    *,
    tests: Collection[Path] = (),
    limit: float = math.inf,
    note: Notify | None = None,
    cancel: threading.Event | None = None,
) -> BuildResult:
    """Run cargo; `limit` counts the seconds that it works on the crate itself.

    With `tests` the artifact is the program made from one of them, whatever else is built.
    """
    programs = frozenset(test.resolve() for test in tests)
    reader = _Messages(crate.resolve(), programs, note or ignore)
    child = Child(
        command,
        folder=crate,
        environment={**build_environment(), **_SPEAKS},
        on_output=reader.read_message,
        on_error=reader.read_progress,
    )
    ended = child.wait(lambda: reader.seconds_left(limit), cancel)
    return reader.result(ended, limit)


@dataclass
class _Messages:
    """Collects what cargo says about the crate in `folder`."""

    folder: Path
    programs: frozenset[Path]
    note: Notify
    diagnostics: list[Diagnostic] = field(default_factory=list)
    artifact: Path | None = None
    own_start: float | None = None

    def read_message(self, line: str) -> None:
        """Take one line of cargo's standard output."""
        try:
            message = json.loads(line)
        except ValueError:
            return  # a build script or a macro printed it
        if not self._is_own(message):
            return
        if message["reason"] == "compiler-message":
            straight = json.loads(line.replace(self._detour, "exercises/"))
            found = parse_diagnostic(straight["message"])
            self.diagnostics.append(moved(found, self._own_path, f"work/{self._own_path}"))
        elif message["reason"] == "compiler-artifact":
            self.artifact = self._artifact(message) or self.artifact

    @property
    def _own_path(self) -> str:
        """How cargo names a copy: from the folder `work/`, and people look from the clone."""
        return f"{self.folder.parent.name}/{self.folder.name}/"

    @property
    def _detour(self) -> str:
        """How the manifest names the tests; rustc would show all of it."""
        return f"{self._own_path}../../../exercises/"

    def _is_own(self, message: Any) -> bool:
        manifest = message.get("manifest_path") if isinstance(message, dict) else None
        return manifest is not None and Path(manifest).parent.resolve() == self.folder

    def _artifact(self, message: dict[str, Any]) -> Path | None:
        if "custom-build" in message["target"]["kind"]:
            return None
        if self.programs:
            wanted = Path(message["target"]["src_path"]).resolve() in self.programs
            return Path(message["executable"]) if wanted and message.get("executable") else None
        endings = {".so", ".dylib", ".dll", ".pyd"}
        return next((Path(f) for f in message["filenames"] if Path(f).suffix in endings), None)

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

    def result(self, ended: Exit, limit: float) -> BuildResult:
        """What it all came to."""
        built = BuildResult(self.artifact if ended.status == 0 else None, tuple(self.diagnostics))
        if built.artifact or (built.errors and ended.status is not None):
            return built
        return replace(built, trouble=_trouble(ended, limit))


def _trouble(ended: Exit, limit: float) -> str:
    if ended.status is None:
        return f"The build did not end within {limit:g} seconds and was stopped."
    if ended.status == 0 or "no test target matches" in ended.errors:
        return _NOT_ASKED_FOR
    return _cargo_error(ended.errors)


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
