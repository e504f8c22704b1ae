"""A crate behind a link, as cargo can read it.

A manifest names the tests by a path that leaves the copy, `../../../exercises/…`. The system goes
there from where the copy really is. So a copy that is a link, or lies behind one, gets a stand-in:
a folder of links to its files, and a manifest whose path stays inside.
"""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import replace
from pathlib import Path

from workshop.base.atomic import write_atomically
from workshop.rust.workspace import Crate

FOLDER = ".linked"
_OUTSIDE, _INSIDE = '"../../../exercises/', '"exercises/'
_OWN = {"Cargo.toml", "target"}


def readable(root: Path, crate: Crate) -> Crate:
    """The crate itself, or its stand-in in the clone at `root`."""
    try:
        place = crate.folder.relative_to(root)
        text = crate.manifest.read_text(encoding="utf-8-sig")
        if crate.folder.resolve() == root.resolve() / place or _OUTSIDE not in text:
            return crate
        folder = root / "work" / FOLDER / Path(*place.parts[-2:])
        _link(root, crate.folder.resolve(), folder)
        write_atomically(folder / "Cargo.toml", text.replace(_OUTSIDE, _INSIDE))
    except (OSError, ValueError):  # not in the clone, or a system where nobody may make links
        return crate
    return replace(crate, folder=folder)


def _link(root: Path, copy: Path, folder: Path) -> None:
    """Let `folder` hold links to all that lies in `copy`, and to the exercises."""
    wanted = {
        file.name: file for file in copy.iterdir() if file.name not in {"Cargo.toml", "target"}
    }
    wanted["exercises"] = root.resolve() / "exercises"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.is_symlink() and wanted.get(old.name) != old.readlink():
            old.unlink()
        elif old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
    for name, file in wanted.items():
        with contextlib.suppress(FileExistsError):
            (folder / name).symlink_to(file)
