"""The workshop's crates for cells: built once by cargo, then given to the compiler by path."""

from __future__ import annotations

import json
import math
import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from workshop.base.errors import EnvironmentBroken, MaterialError
from workshop.base.notify import Notify
from workshop.base.toml_text import parse_toml
from workshop.learner.work_folder import WorkFolder
from workshop.notebook.status_line import StatusLine
from workshop.process.sandbox import Child, running
from workshop.rust.rustc import NO_LIBRARIES, Libraries
from workshop.rust.source_text import without_text
from workshop.rust.toolchain import build_environment, find_program

CRATES = ("numpy", "pyo3", "rayon")
"""What a cell may use; other crates need a package of their own."""
_FOLDER = "crates"


def needed(code: str) -> bool:
    """Whether the cell uses one of the workshop's crates."""
    return re.search(rf"\b({'|'.join(CRATES)})\b", without_text(code)) is not None


def libraries(work: WorkFolder, code: str, *, release: bool = False) -> Libraries:
    """The compiled crates that the code needs; where that takes long, the page says so.

    A release build uses crates that are optimized, too, or its times would be those of a mixture.
    """
    if not needed(code):
        return NO_LIBRARIES
    if not all(file.is_file() for _, file in _build(work, release).crates):
        _build.cache_clear()  # somebody has cleaned up meanwhile
    return _build(work, release)


@cache
def _build(work: WorkFolder, release: bool) -> Libraries:  # noqa: FBT001 - a key of the cache
    """Let cargo build the crates; when they are fresh this takes a tenth of a second."""
    folder = work.folder / ".cells" / _FOLDER
    _write_package(work, folder)
    with StatusLine() as notify:
        messages = _messages(folder, work.target, notify, release=release)
        return _libraries([json.loads(line) for line in messages])


def _write_package(work: WorkFolder, folder: Path) -> None:
    root = work.root / "Cargo.toml"
    workspace = parse_toml(root.read_text(encoding="utf-8"), root).get("workspace", {})
    versions = workspace.get("dependencies", {})
    lines = ["[package]", 'name = "cells"', 'edition = "2024"', "[workspace]", 'resolver = "3"']
    lines += ["[dependencies]", *(_dependency(name, versions) for name in CRATES)]
    text = "\n".join(lines) + "\n"
    manifest, lock = folder / "Cargo.toml", work.root / "Cargo.lock"
    (folder / "src").mkdir(parents=True, exist_ok=True)
    (folder / "src" / "lib.rs").touch()
    if not manifest.is_file() or manifest.read_text(encoding="utf-8") != text:
        manifest.write_text(text, encoding="utf-8")
    if lock.is_file():
        shutil.copyfile(lock, folder / "Cargo.lock")


def _dependency(name: str, versions: dict[str, Any]) -> str:
    value = versions.get(name)
    if isinstance(value, str):
        return f"{name} = {json.dumps(value)}"
    if isinstance(value, dict):
        return f"{name} = {{ {', '.join(f'{k} = {json.dumps(v)}' for k, v in value.items())} }}"
    raise MaterialError(f"Cargo.toml: [workspace.dependencies] does not name {name}.")


def _messages(folder: Path, target: Path, notify: Notify, *, release: bool) -> list[str]:
    """What cargo says for programs, a line for each message."""
    command = [find_program("cargo"), "build", "--message-format=json", "--target-dir", str(target)]
    command += ["--release"] if release else []
    lines: list[str] = []
    with running(
        lambda: Child(
            command,
            folder=folder,
            environment=build_environment(),
            on_output=lines.append,
            on_error=lambda line: _notify_progress(line, notify),
        )
    ) as cargo:
        ended = cargo.wait(lambda: math.inf)
    if ended.status != 0:
        raise EnvironmentBroken(f"The workshop's crates could not be built:\n{ended.errors}")
    return lines


def _notify_progress(line: str, notify: Notify) -> None:
    """Say what cargo is doing, in the words of the page."""
    if "Blocking waiting for file lock" in line:
        notify("Another build is running: waiting for it")
    elif found := re.match(r"\s*(Compiling|Downloading|Downloaded) (\S+) v?(\S+)", line):
        notify(f"{found[1]} {found[2]} {found[3]}, once for all cells")


def _libraries(messages: list[dict[str, Any]]) -> Libraries:
    found = {
        message["target"]["name"]: Path(file)
        for message in messages
        if message["reason"] == "compiler-artifact"
        for file in message["filenames"]
        if file.endswith(".rlib")
    }
    crates = tuple((name, found[name]) for name in CRATES)
    folders = [f"dependency={crates[0][1].parent}"]
    for message in messages:
        if message["reason"] == "build-script-executed":
            folders += message["linked_paths"]
    return Libraries(crates, tuple(dict.fromkeys(folders)))
