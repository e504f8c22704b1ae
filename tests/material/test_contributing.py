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
    examples = {code for code in paths if "swap" in code or code in {"exercise.toml", "wrong.toml"}}
    made = {"work/"}
    assert {code for code in paths - examples - made if not (ROOT / code).exists()} == set()


def test_every_module_of_the_kit_has_its_place_in_the_table() -> None:
    table = text_of(GUIDE).split("## Change the kit", 1)[1].split("| --- | --- |", 1)[1]
    rows = [
        line.rsplit("|", 2)[1].partition(":")[2]
        for line in table.split("\n\n", 1)[0].strip().splitlines()
    ]
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    files = (
        file
        for file in files_below("src", suffix=".py")
        if "workshop" in file.parts and file.name != "__init__.py"
    )
    modules = {file.stem for file in files} - {"__init__"}
    missing = [f"CONTRIBUTING.md, Change the kit: {name} is missing" for name in modules - {*named}]
    gone = [f"CONTRIBUTING.md, Change the kit: {name} is no module" for name in {*named} - modules]
    must_be_none(sorted(missing + gone))
    assert len(named) == len(modules)
