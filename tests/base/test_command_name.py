"""What the command says to type works when it is typed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from workshop.base.command_name import COMMAND_NAME, IN_THE_FOLDER
from workshop.bootstrap.environment import Installation, own_environment

SAY = (
    "from workshop.base.command_name import write_command_as_typed as start;"
    "import sys; start();"
    "print('Type `workshop hint` and run workshop.'); print('`workshop lab`', file=sys.stderr)"
)


def said(path: str) -> tuple[str, str]:
    """What the kit says to a learner whose shell has this PATH."""
    installation = Installation(Path(sys.prefix).parent)
    environment = own_environment(installation, {**os.environ, "PATH": path})
    command = [sys.executable, "-c", SAY]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return ended.stdout, ended.stderr


def test_outside_the_environment_the_clones_file_is_named(tmp_path: Path) -> None:
    out, errors = said(str(tmp_path))
    assert out == f"Type `{IN_THE_FOLDER} hint` and run workshop.\n"
    assert errors == f"`{IN_THE_FOLDER} lab`\n"


def test_inside_the_environment_the_name_is_enough(tmp_path: Path) -> None:
    installation = Installation(Path(sys.prefix).parent)
    out, _ = said(os.pathsep.join([str(installation.bin), str(tmp_path)]))
    assert out == "Type `workshop hint` and run workshop.\n"


def test_a_kit_started_by_hand_changes_nothing() -> None:
    environment = {name: text for name, text in os.environ.items() if name != COMMAND_NAME}
    command = [sys.executable, "-c", SAY]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert ended.stdout == "Type `workshop hint` and run workshop.\n"
