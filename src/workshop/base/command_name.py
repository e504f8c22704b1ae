"""Name the command as it must be typed here: `workshop` where it is on PATH, else `./workshop`."""

from __future__ import annotations

import os
import sys
from typing import Any, TextIO, cast

COMMAND_NAME = "WORKSHOP_COMMAND_NAME"
"""The variable that holds how the learner's own shell names the command."""
IN_THE_FOLDER = "py workshop" if os.name == "nt" else "./workshop"
"""How it is named in the clone's folder where it is not on PATH."""


def write_command_as_typed() -> None:
    """From now on this process writes `./workshop check` where its texts say `workshop check`."""
    name = os.environ.get(COMMAND_NAME, "workshop")
    if name != "workshop":
        sys.stdout = cast("TextIO", _RenamingStream(sys.stdout, name))
        sys.stderr = cast("TextIO", _RenamingStream(sys.stderr, name))


class _RenamingStream:
    """A text stream that changes the command's name in what is written through it."""

    def __init__(self, stream: TextIO, name: str) -> None:
        self._stream, self._name = stream, name

    def write(self, text: str) -> int:
        return self._stream.write(text.replace("`workshop ", f"`{self._name} "))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
