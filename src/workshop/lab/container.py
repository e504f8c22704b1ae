"""What a container is asked to start, such as Binder's, with the workshop in it.

A service names one of Jupyter's programs, with its own options. The one that runs is the JupyterLab
of the workshop's environment, which alone has the kernel and the pages.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from workshop.base.errors import UsageError, WorkshopError
from workshop.lab.config import write_configuration
from workshop.lab.lab import JUPYTERLAB, first_page, lab_environment

ROOT = Path(__file__).resolve().parents[3]
_LAB = {"jupyter-lab", "jupyter-notebook", "jupyter-server", "jupyter-nbclassic"}
"""All of them take the options of a Jupyter server, and open what it shows first."""
_OF_A_HUB = {"jupyterhub-singleuser", "jupyter-labhub", "jupyterhub"}


def command_for(words: Sequence[str]) -> list[str] | None:
    """The command of our JupyterLab, or None where something else was asked for."""
    program, rest = Path(words[0]).name, list(words[1:])
    if program == "jupyter" and rest and not rest[0].startswith("-"):
        program, rest = f"jupyter-{rest[0]}", rest[1:]
    if program in _OF_A_HUB:
        raise UsageError(
            f"This container can't start `{program}`: the workshop's environment has no "
            "JupyterHub, and in another environment there would be no kernel of ours. "
            "Let the hub start `jupyter-lab`, as Binder does."
        )
    if program not in _LAB:
        return None
    return [*JUPYTERLAB, *rest]


def main(words: list[str], root: Path = ROOT) -> int:
    """Become what was asked for; return only where that can't be."""
    if not words:
        print("binder/start: Name what to start, such as `jupyter-lab`.", file=sys.stderr)
        return UsageError.exit_status
    try:
        command = command_for(words)
        page = first_page(root) if command else ""
        environment = lab_environment(write_configuration(root, first_page=page))
    except WorkshopError as error:
        print(f"binder/start: {error}", file=sys.stderr)
        return error.exit_status
    if command:
        os.chdir(root / "work")  # a terminal opens where the server was started
    os.execvpe((command or words)[0], command or words, environment)  # noqa: S606 - it is asked for
    return 0  # where a test stands in for it


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
