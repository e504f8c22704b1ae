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

from workshop.cellsource import without_text
from workshop.errors import EnvironmentBroken, MaterialError
from workshop.rustc import NO_LIBRARIES, Libraries
from workshop.toolchain import build_environment, find_program
from workshop.work import Work

CRATES = ("numpy", "pyo3", "rayon")
"""What a cell may use; other crates need a package of their own."""
_FOLDER = "crates"


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
    if not any((work.target / "debug" / "deps").glob("libpyo3-*.rlib")):
        say(f"Building {', '.join(CRATES)}, once: this can take a minute …")
    return _libraries(list(_messages(folder, work.target)))


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


def _messages(folder: Path, target: Path) -> Iterator[dict[str, Any]]:
    command = [find_program("cargo"), "build", "--message-format=json", "--target-dir", str(target)]
    built = subprocess.run(
        command,
        cwd=folder,
        env=build_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if built.returncode != 0:
        raise EnvironmentBroken(f"The workshop's crates could not be built:\n{built.stderr}")
    for line in built.stdout.splitlines():
        yield json.loads(line)


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
