"""Make `.venv` for this clone, keep it right, and start the kit inside it.

Every step is noted in `.venv/workshop.json`, so that a setup which was interrupted goes on where it
stopped, and a start that finds everything as noted does nothing at all.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from workshop.base.atomic import write_atomically
from workshop.base.console import replace_unknown_characters
from workshop.base.errors import WorkshopError
from workshop.base.locks import lock
from workshop.bootstrap import remedies
from workshop.bootstrap.environment import Installation, has_home, own_environment
from workshop.bootstrap.installing import ProgressLine
from workshop.bootstrap.steps import Step, Steps

FOR_AUTHORS = frozenset({"test", "build"})
WITHOUT_RUST = frozenset({"doctor", "list", "serve"})
"""Commands that are of use on a machine without Rust."""


def prepare(
    root: str, arguments: Sequence[str], validate: Callable[[Sequence[str]], object]
) -> int | None:
    """Make the environment ready for a command, or say why not and return the exit status.

    `validate` is called first when there is something to do: it ends the program at a typing
    error, before anything is downloaded.
    """
    replace_unknown_characters()
    installation = Installation(Path(root))
    try:
        if not has_home():
            raise remedies.no_home()
        if unusable := remedies.unusable_path(installation.root):
            raise unusable
        setup = Setup(installation, own_environment(installation, os.environ), [*arguments[:1]])
        if setup.left():
            validate(arguments)
            with _alone(installation):
                setup.run()
    except (WorkshopError, OSError) as error:
        reason = remedies.explain_os_error(error) if isinstance(error, OSError) else error
        print(f"\n{reason}", file=sys.stderr)
        return reason.exit_status
    except KeyboardInterrupt:
        print("\nStopped. The next start continues from here.", file=sys.stderr)
        return 130
    return None


def become_the_kit(root: str, arguments: Sequence[str]) -> int:
    """Run the kit in place of this program, by the environment's own interpreter."""
    installation = Installation(Path(root))
    environment = own_environment(installation, os.environ)
    command = [str(installation.python), "-P", "-m", "workshop", *arguments]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execve(command[0], command, environment)  # noqa: S606 - no shell is wanted
    import subprocess

    try:
        return subprocess.run(command, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130


@contextmanager
def _alone(installation: Installation) -> Iterator[None]:
    file = installation.root / "work" / ".setup.lock"
    with lock(file) as ours:
        if ours:
            yield
            return
    print("Another setup of this clone is running; waiting for it.", file=sys.stderr)
    with lock(file, timeout=3600):
        yield


@dataclass
class Setup:
    """The way from an empty clone to an environment that is ready for one command."""

    installation: Installation
    environment: Mapping[str, str]
    command: list[str]
    notes: dict[str, str] = field(default_factory=dict)

    def left(self) -> list[str]:
        """The names of the steps that are not as noted; takes a few milliseconds."""
        self.notes = {}
        with suppress(OSError, ValueError):
            notes = json.loads(self.installation.state.read_text(encoding="utf-8"))
            if isinstance(notes, dict):
                self.notes = {str(name): str(text) for name, text in notes.items()}
        return [step.name for step in self.steps() if step.is_needed(self.notes)]

    def steps(self) -> list[Step]:
        """Every step that this command asks for."""
        command = next(iter(self.command), "")
        steps = Steps(self.installation, self.environment, self.notes)
        return steps.all(rust=command not in WITHOUT_RUST, authors=command in FOR_AUTHORS)

    def run(self) -> None:
        """Do what is left, one step after the other; each is noted as soon as it is done."""
        left = self.left()
        again = {step.name for step in self.steps()} - {"rust"} if "venv" in left else set()
        steps = [step for step in self.steps() if step.name in {*left, *again}]
        if steps:
            print(f"Setting up the workshop in {self.installation.root}", file=sys.stderr)
        for number, step in enumerate(steps, 1):
            if step.is_needed(self.notes):
                line = ProgressLine(f"  [{number}/{len(steps)}] {step.title}")
                line.done(step.run(line.update))
                self.note(step)

    def note(self, step: Step) -> None:
        """Write down that a step was done, and what it depends on."""
        self.notes[step.name] = step.state()
        if self.installation.venv.is_dir():
            write_atomically(self.installation.state, json.dumps(self.notes, indent=1))
