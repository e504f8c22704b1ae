"""CONTRIBUTING.md says how the repository is; it must not say how it was."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from documents import ROOT, code_in_text, files_below, must_be_none, text_of, tracked_files

GUIDE = ROOT / "CONTRIBUTING.md"
NAMED = {code for _, code in code_in_text(GUIDE)}


def keys(file: Path) -> set[str]:
    """The keys of a declaration, with those of its tables."""
    facts = tomllib.loads(text_of(file))
    tables = [facts, facts.get("starter", {}), *facts.get("hints", [])]
    return {key for table in tables for key in table}


def test_every_key_of_an_exercise_is_explained() -> None:
    files = files_below("exercises", suffix=".toml")
    declarations = [file for file in files if file.name == "exercise.toml"]
    assert declarations
    must_be_none([f"{file}: {key}" for file in declarations for key in sorted(keys(file) - NAMED)])


def test_every_folder_is_in_the_table() -> None:
    rows = re.findall(r"(?m)^\| `([\w.-]+)/?", text_of(GUIDE))
    folders = {file.relative_to(ROOT).parts[0] for file in tracked_files() if file.parent != ROOT}
    assert {name for name in folders if not name.startswith(".")} <= set(rows)


def test_every_path_that_is_named_exists() -> None:
    paths = {
        code for code in NAMED if re.fullmatch(r"[\w.-]+(/[\w.-]+)+/?|[\w-]+\.(toml|md)", code)
    }
    examples = {
        code
        for code in paths
        if "swap" in code or "NAME" in code or code in {"exercise.toml", "wrong.toml"}
    }
    made = {"work/"}
    assert {code for code in paths - examples - made if not (ROOT / code).exists()} == set()
