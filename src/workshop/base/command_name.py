"""Name the command as it must be typed here: `workshop` where it is on PATH, else `./workshop`."""

from __future__ import annotations

import os
import sys
from typing import Any, TextIO, cast

from workshop.bootstrap.environment import TYPED


def speak_as_typed() -> None:
    """From now on this process writes `./workshop check` where its texts say `workshop check`."""
    name = os.environ.get(TYPED, "workshop")
    if name != "workshop":
        sys.stdout = cast("TextIO", _Stream(sys.stdout, name))
        sys.stderr = cast("TextIO", _Stream(sys.stderr, name))


class _Stream:
    """A text stream that changes the command's name in what is written through it."""

    def __init__(self, stream: TextIO, name: str) -> None:
        self._stream, self._name = stream, name

    def write(self, text: str) -> int:
        return self._stream.write(text.replace("`workshop ", f"`{self._name} "))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
