"""The course's workspace holds every crate of the material, and nothing that is none."""

from __future__ import annotations

import tomllib
from pathlib import Path

from documents import ROOT


def test_folders_of_exercises_that_are_no_crates_are_excluded() -> None:
    """Cargo fails for all crates where a folder that `members` matches has no manifest."""
    workspace = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["workspace"]
    folders = [*ROOT.glob("exercises/*/*/"), *ROOT.glob("solutions/*/*/")]
    no_crates = {
        folder.relative_to(ROOT).as_posix()
        for folder in folders
        if any(folder.iterdir()) and not (folder / "Cargo.toml").is_file()
    }
    assert set(workspace["exclude"]) == {"work"} | no_crates
    assert any(Path(member).parts[0] == "solutions" for member in workspace["members"])
