"""The workshop's crates for cells: built once by cargo, then handed to the compiler by path."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from workshop.cells.cellsource import without_text
from workshop.cells.rustc import NO_LIBRARIES, Libraries
from workshop.engine.toolchain import build_environment, find_program
from workshop.engine.work import Work
from workshop.errors import EnvironmentBroken, MaterialError

CRATES = ("numpy", "pyo3", "rayon")
"""What a cell may use; other crates need a package of their own."""
_FOLDER = "crates"
_PATIENCE = 2.0
"""Seconds after which a page says what it waits for."""


def needed(code: str) -> bool:
    """Whether the cell uses one of the workshop's crates."""
    return re.search(rf"\b({'|'.join(CRATES)})\b", without_text(code)) is not None


def libraries(work: Work, code: str, say: Callable[[str], None]) -> Libraries:
    """The compiled crates that the code needs; `say` is told when that takes long."""
    return _build(work, say) if needed(code) else NO_LIBRARIES


@cache
def _build(work: Work, say: Callable[[str], None]) -> Libraries:
    """Let cargo build the crates; when they are fresh this takes a tenth of a second."""
    folder = work.folder / ".cells" / _FOLDER
    _write_package(work, folder)
    return _libraries(list(_messages(folder, work.target, say)))


def _write_package(work: Work, folder: Path) -> None:
    root = work.root / "Cargo.toml"
    versions = tomllib.loads(root.read_text(encoding="utf-8"))["workspace"]["dependencies"]
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


def _messages(folder: Path, target: Path, say: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    command = [find_program("cargo"), "build", "--message-format=json", "--target-dir", str(target)]
    with subprocess.Popen(
        command,
        cwd=folder,
        env=build_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as cargo:
        try:
            output, errors = _patiently(cargo, say)
        except BaseException:
            cargo.kill()
            raise
    if cargo.returncode != 0:
        raise EnvironmentBroken(f"The workshop's crates could not be built:\n{errors}")
    for line in output.splitlines():
        yield json.loads(line)


def _patiently(cargo: subprocess.Popen[str], say: Callable[[str], None]) -> tuple[str, str]:
    try:
        return cargo.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        say(f"Building {', '.join(CRATES)}, or waiting for a build to end: once, up to a minute …")
        return cargo.communicate()


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
