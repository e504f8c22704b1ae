"""What is written to a console, which may be closed: the command as typed, characters it knows."""

from __future__ import annotations

import codecs
import os
import sys
from functools import cache
from io import TextIOWrapper
from typing import Any, TextIO, cast

COMMAND_NAME = "WORKSHOP_COMMAND_NAME"
"""The variable that holds how the learner's own shell names the command."""
IN_THE_FOLDER = "py workshop" if os.name == "nt" else "./workshop"
"""How it is named in the clone's folder where it is not on PATH."""
_ERROR_HANDLER = "workshop-similar-characters"
_SIMILAR = str.maketrans(
    {"✓": "+", "✗": "x", "·": "-", "…": "...", "→": "->", "█": "#", "░": "."}
    | {"✕": "x", "│": "|", "┊": ":", "⋮": ":"}
    | dict.fromkeys("\u2018\u2019\u201c\u201d\u201e", "'")  # quotation marks
)
"""What stands for the characters of our own texts; never a quote or backslash: JSON reads them."""


_STANDARD_OUTPUT, _VIRTUAL_TERMINAL = -11, 0x4
"""Of Windows' consoles: the handle to ask for, and the mode in which codes have a meaning."""


@cache
def understands_codes() -> bool:
    """Whether this console takes codes for colors and places; an old one of Windows does not."""
    if sys.platform != "win32":
        return True
    import ctypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.GetStdHandle.restype = ctypes.c_void_p
    console, mode = ctypes.c_void_p(kernel.GetStdHandle(_STANDARD_OUTPUT)), ctypes.c_uint32()
    if not kernel.GetConsoleMode(console, ctypes.byref(mode)):
        return False  # it is a file or a pipe
    return bool(kernel.SetConsoleMode(console, mode.value | _VIRTUAL_TERMINAL))


def open_closed_streams() -> None:
    """Open what the shell has closed (`>&-`) to nowhere, or the next file would take its place."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            file = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(file, True)  # noqa: FBT003 - also for whoever takes over
        if getattr(sys, name) is None:
            mode = "w" if number else "r"
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def discard_output() -> None:
    """Let what can't be written any more go nowhere, also when Python itself ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(nowhere, stream.fileno())


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


def replace_unknown_characters() -> None:
    """From now on a character that standard output or error lacks is written as a similar one."""

    def replace(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        text = error.object[error.start : error.end].translate(_SIMILAR)
        return text.encode("ascii", "replace").decode("ascii"), error.end

    codecs.register_error(_ERROR_HANDLER, replace)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_ERROR_HANDLER)
