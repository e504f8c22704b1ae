"""The course's workspace holds every crate of the material, and nothing that is none."""

from __future__ import annotations

import tomllib
from pathlib import Path

from documents import ROOT


def test_folders_of_exercises_that_are_no_crates_are_excluded() -> None:
    """Cargo fails for all crates where a folder that `members` matches has no manifest."""
    workspace = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["workspace"]
    folders = [*ROOT.glob("exercises/*/*/"), *ROOT.glob("solutions/*/*/")]
    no_members = {
        folder.relative_to(ROOT).as_posix()
        for folder in folders
        if any(folder.iterdir()) and not is_member(folder / "Cargo.toml")
    }
    # Python makes this folder at the first import of a module that the tests of a topic share.
    modules = ROOT.glob("exercises/*/*.py")
    caches = {f"exercises/{file.parent.name}/__pycache__" for file in modules}
    assert set(workspace["exclude"]) == {"work"} | no_members | caches
    assert any(Path(member).parts[0] == "solutions" for member in workspace["members"])


def is_member(manifest: Path) -> bool:
    """Whether there is a crate that has no workspace of its own."""
    return manifest.is_file() and "workspace" not in tomllib.loads(manifest.read_text("utf-8"))
