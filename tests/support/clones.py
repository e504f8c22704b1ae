"""A folder that stands for a clone of the repository, with as much of it as a test needs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from documents import ROOT

IGNORED = shutil.ignore_patterns("__pycache__", "_build", "labextension", "target")
"""What the tools make."""


def make_clone(folder: Path, *names: str, files: Mapping[str, str] | None = None) -> Path:
    """Copy these files and folders of the repository to `folder`, and write other files there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=IGNORED, dirs_exist_ok=True)
        else:
            shutil.copy(source, target)
    for name, text in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def renew_clone(folder: Path, *names: str) -> Path:
    """Bring files and folders up to date in a clone that stays: what is equal keeps its date.

    Cargo compares dates, so what was built from equal files is not built again.
    """
    for name in names:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            _renew_folder(source, target)
        else:
            _renew_file(source, target)
    return folder


def _renew_folder(source: Path, target: Path) -> None:
    wanted = {file.relative_to(source) for file in source.rglob("*") if file.is_file()}
    wanted = {file for file in wanted if "__pycache__" not in file.parts}
    for file in wanted:
        _renew_file(source / file, target / file)
    for old in sorted(target.rglob("*"), reverse=True):
        if old.is_dir() and not any(old.iterdir()):
            old.rmdir()
        elif old.is_file() and old.relative_to(target) not in wanted:
            old.unlink()


def _renew_file(source: Path, target: Path) -> None:
    if not target.is_file() or target.read_bytes() != source.read_bytes():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
