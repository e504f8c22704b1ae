"""What the compiler says of a crate's own files, without the macros that must not run.

Its messages name each file and line as they are, which those of the one text can't.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import reduce
from pathlib import Path

from workshop.borrows.permissions.left_out import what_is_left_out
from workshop.borrows.permissions.one_file import OneFile, Part
from workshop.borrows.permissions.probes import Edit
from workshop.borrows.permissions.syntax import parse
from workshop.rust import rustc
from workshop.rust.diagnostics import Diagnostic, with_other_paths
from workshop.rust.rustc import NO_LIBRARIES, Libraries


def errors_of(
    crate: OneFile,
    folder: Path,
    libraries: Libraries = NO_LIBRARIES,
    *,
    name: Callable[[Path], str],
) -> tuple[Diagnostic, ...]:
    """The compiler's errors of the crate, which is written to the scratch `folder`.

    `name` says how a file is shown.
    """
    edits = what_is_left_out(parse(crate.source.encode()), crate.asked).of_program
    files = list(dict.fromkeys(part.file.resolve() for part in crate.parts))
    top, base = (
        Path(os.path.commonpath([file.parent for file in files])),
        crate.root.resolve().parent,
    )
    names = dict[str, str]()
    for part in crate.parts:
        file = part.file.resolve()
        copy = folder / "files" / file.relative_to(top)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(_without(edits, part))
        names[os.path.relpath(file, base)] = name(part.file)
    root = folder / "files" / crate.root.resolve().relative_to(top)
    found = rustc.check(root, libraries, library=True, lints=False).errors
    return tuple(reduce(_renamed, names.items(), error) for error in found)


def _without(edits: tuple[Edit, ...], part: Part) -> bytes:
    """The text of a file with blanks where an attribute was."""
    data = bytearray(part.text.encode())
    for edit in edits:
        if part.has(edit.start):
            data[part.own(edit.start) : part.own(edit.end)] = edit.text
    return bytes(data)


def _renamed(diagnostic: Diagnostic, names: tuple[str, str]) -> Diagnostic:
    return with_other_paths(diagnostic, *names)
