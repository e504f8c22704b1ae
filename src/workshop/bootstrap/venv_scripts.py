"""The programs of an environment: each names the Python that starts it."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

_HEAD = 4096
"""Bytes of a program in which its Python is named."""
_PYTHON = re.compile(rb"""(?:#!"?|exec' ['"])([^\r\n'"]+)[\\/]python""")
_TRAMPOLINE = """\
#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
"""
_COMMAND = """\
#!/bin/sh
here=$(dirname -- "$0")
exec "$here/python" "$here/../../workshop" "$@"
"""
_COMMAND_WINDOWS = '@"%~dp0python.exe" "%~dp0..\\..\\workshop" %*\r\n'


def write_command(folder: Path) -> None:
    """Put the command `workshop` beside the Python of an environment."""
    if os.name == "nt":
        (folder / "workshop.cmd").write_bytes(_COMMAND_WINDOWS.encode())
        return
    command = folder / "workshop"
    command.write_text(_COMMAND, encoding="utf-8")
    command.chmod(0o755)


def folder_named_by_pip(folder: Path) -> Path | None:
    """The folder of the Python that pip's program in `folder` names, or None if it names none."""
    for file in folder.glob("pip*"):
        if found := _PYTHON.search(file.read_bytes()):
            return Path(os.fsdecode(found[1]))
    return None


def repoint(folder: Path, old: Path) -> None:
    """Let the programs in `folder` start its own Python instead of the one at `old`.

    Those of pip come last: `folder_named_by_pip` reads them to see whether this was done.
    """
    for file in sorted(folder.iterdir(), key=lambda file: file.name.startswith("pip")):
        text = b"" if file.is_symlink() or not file.is_file() else file.read_bytes()
        if text.startswith(b"#!") and os.fsencode(old) in text[:_HEAD]:
            head, _, rest = text.partition(b"\n")
            if _PYTHON.match(head):
                new = _TRAMPOLINE.format(python=folder / "python").encode() + rest
            else:
                new = text.replace(os.fsencode(old), os.fsencode(folder))
            file.write_bytes(new)


def keep_uv(venv: Path, folder: Path) -> None:
    """Move uv out of an environment whose Python is lost.

    It needs no Python, and so the packages come back from its cache without the network.
    """
    shutil.rmtree(folder, ignore_errors=True)
    for pattern in ("bin/uv", "Scripts/uv.exe", "[Ll]ib/site-packages", "lib/*/site-packages"):
        for found in list(venv.glob(pattern)):
            package = [*found.glob("uv"), *found.glob("uv-*.dist-info")]
            for part in [found] if found.is_file() else package:
                folder.mkdir(parents=True, exist_ok=True)
                shutil.move(part, folder / part.name if found.is_dir() else folder / "program")


def put_back_uv(folder: Path, programs: Path, packages: Path) -> None:
    """Move what `keep_uv` put into `folder` to an environment that is new."""
    name = "uv.exe" if os.name == "nt" else "uv"
    for part in list(folder.glob("*")):
        shutil.move(part, programs / name if part.name == "program" else packages / part.name)
    shutil.rmtree(folder, ignore_errors=True)
