"""Make `.venv` for this clone, keep it right, and hand over to the kit inside it.

Every step notes in `.venv/workshop.json` what it did, so that a set-up which was interrupted goes
on where it stopped, and a start that finds everything as noted does nothing at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from workshop.base.console_encoding import replace_unknown_characters
from workshop.base.errors import WorkshopError
from workshop.bootstrap.environment import Installation, has_home, own_environment

FORM = "1"
"""What the steps make; another number lets every clone do all of them again."""
LEARNERS, AUTHORS = "requirements.txt", "requirements-dev.txt"
FOR_AUTHORS = frozenset({"test", "build"})
WITHOUT_RUST = frozenset({"doctor", "list", "serve"})
"""Commands that are of use on a machine without Rust."""


def main(root: str, arguments: list[str]) -> int:
    """Do what the launcher is asked: help at once, all else in a ready environment."""
    if {"-h", "--help"} & set(arguments):
        return _run_here(arguments)
    replace_unknown_characters()
    place = Installation(Path(root))
    try:
        _require_home()
        prepare(place, arguments)
    except (WorkshopError, OSError) as error:
        return _stopped(error, place, arguments)
    except KeyboardInterrupt:
        print("\nStopped. The next start goes on from here.", file=sys.stderr)
        return 130
    return hand_over(place, arguments)


def prepare(place: Installation, arguments: list[str]) -> None:
    """Bring the environment to what this clone's files ask for; do nothing if it is there."""
    setup = Setup(place, own_environment(place, os.environ), arguments[:1])
    if not setup.left():
        return
    from workshop.cli import parse

    parse(arguments)  # a typing error is said before anything is downloaded
    with _alone(place):
        setup.run()


def hand_over(place: Installation, arguments: list[str]) -> int:
    """Become the kit, run by the environment's own interpreter."""
    environment = own_environment(place, os.environ)
    command = [str(place.python), "-P", "-m", "workshop", *arguments]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execve(command[0], command, environment)  # noqa: S606 - no shell is wanted
    import subprocess

    try:
        return subprocess.run(command, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130


def _require_home() -> None:
    if not has_home():
        from workshop.bootstrap import remedies

        raise remedies.no_home()


def _run_here(arguments: list[str]) -> int:
    from workshop.cli import main as run

    return run(arguments)


def _stopped(error: WorkshopError | OSError, place: Installation, arguments: list[str]) -> int:
    """Say why set-up stopped; doctor goes on, as far as it gets."""
    from workshop.bootstrap import remedies
    from workshop.doctor import doctor

    told = remedies.explain_os_error(error) if isinstance(error, OSError) else error
    print(f"\n{told}", file=sys.stderr)
    if arguments[:1] == ["doctor"] and has_home():
        return doctor.run(place.root)
    return told.exit_status


@contextmanager
def _alone(place: Installation) -> Iterator[None]:
    from workshop.base.locks import lock

    file = place.root / "work" / ".setup.lock"
    with lock(file) as ours:
        if ours:
            yield
            return
    print("Another set-up of this clone is at work; waiting for it.", file=sys.stderr)
    with lock(file, patience=3600):
        yield


@dataclass
class Setup:
    """The steps from an empty clone to an environment that is ready for one command."""

    place: Installation
    environment: Mapping[str, str]
    command: list[str]
    notes: dict[str, str] = field(default_factory=dict)

    def left(self) -> list[str]:
        """The names of the steps that are not as noted; takes a few milliseconds."""
        self.notes = _read_notes(self.place.state)
        return [name for name in self._names() if not self._is_done(name)]

    def run(self) -> None:
        """Do what is left, one step after the other; each is noted as soon as it is done."""
        from workshop.bootstrap.steps import Steps

        names = self.left()
        if "venv" in names:  # a new environment starts empty
            names = [name for name in self._names() if name != "rust" or name in names]
        if names:
            print(f"Setting up the workshop in {self.place.root}", file=sys.stderr)
        steps = Steps(self.place, self.environment, self.notes)
        for number, name in enumerate(names, 1):
            if not self._is_done(name):
                steps.do(name, f"  [{number}/{len(names)}]")
                self._note(name)

    def _names(self) -> list[str]:
        command = next(iter(self.command), "")
        rust = [] if command in WITHOUT_RUST else ["rust"]
        locks = [LEARNERS, AUTHORS] if command in FOR_AUTHORS else [LEARNERS]
        return [*rust, "venv", "uv", *locks, "links", "cargo"]

    def _is_done(self, name: str) -> bool:
        return self.notes.get(name) == self._wanted(name)

    def _wanted(self, name: str) -> str:
        root = self.place.root
        match name:
            case "rust":
                return _stamp(shutil.which("rustc", path=self.environment["PATH"]))
            case "venv":
                works = self.place.python.exists() and _stamp(self.notes.get("base"))
                return f"{FORM}|{root}|{works}"
            case "cargo":
                return _digest(root / ".cargo/config.toml", root / "work/.cargo/config.toml")
            case "requirements.txt" | "requirements-dev.txt":
                return _digest(root / name)
            case "uv":
                return f"{FORM}|{self.place.program('uv').exists()}"
            case _:
                return FORM

    def _note(self, name: str) -> None:
        self.notes[name] = self._wanted(name)
        if self.place.venv.is_dir():
            new = self.place.state.with_suffix(".new")
            new.write_text(json.dumps(self.notes, indent=1), encoding="utf-8")
            new.replace(self.place.state)


def _read_notes(file: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        notes = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(notes, dict):
            return {str(name): str(text) for name, text in notes.items()}
    return {}


def _digest(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()


def _stamp(file: str | None) -> str:
    try:
        return f"{file}|{Path(file).stat().st_mtime_ns}" if file else ""
    except OSError:
        return ""
