"""Commands as one types them in a notebook: a magic, or the command in a terminal."""

from __future__ import annotations

import re

_COMMAND = re.compile(r"(`|<code>)workshop (?P<words>[^`<]+)(`|</code>)(?! in a terminal)")
_MAGIC = re.compile(r"(?:check|hint|save|solution|reset)(?: [A-Za-z][\w-]*)?(?: --given)?")


def in_a_notebook(text: str) -> str:
    """The text, whose commands for a terminal are what a cell runs, or say where they run."""

    def here(command: re.Match[str]) -> str:
        if _MAGIC.fullmatch(command["words"]):
            return f"{command[1]}%{command['words']}{command[3]}"
        return f"{command[0]} in a terminal"

    return _COMMAND.sub(here, text)
