"""The course's workspace holds every crate of the material, and nothing that is none."""

from __future__ import annotations

import json
import subprocess
import tomllib
from pathlib import Path
from typing import Any

from documents import ROOT
from workshop.rust.toolchain import build_environment, find_program

BRIDGES = {f"bridges-{stage}-solution" for stage in ("c", "cffi", "ctypes", "fortran", "mpi")}
LATER = {"distances-crate-solution", "bridges-calls"} | BRIDGES
"""What is compiled when it is checked or measured, and not ahead: it needs a crate that costs much,
or another language's compiler."""


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


def test_every_solution_is_compiled_ahead_except_those_that_cost_much() -> None:
    """Of the others, `prefetch` compiles what they need: they are the default members."""
    facts = metadata("--no-deps")
    names = {package["id"]: package["name"] for package in facts["packages"]}
    manifests = [*ROOT.glob("solutions/*/*/Cargo.toml"), *ROOT.glob("lessons/code/**/Cargo.toml")]
    paths = {str(file) for file in manifests}
    members = {p["name"] for p in facts["packages"] if p["manifest_path"] in paths}
    assert members > LATER
    assert {names[id] for id in facts["workspace_default_members"]} == members - LATER


def test_kiddo_is_fetched_for_everyone_and_compiled_for_one_exercise() -> None:
    """`cargo fetch` brings what the lock names, so its exercise can be checked offline."""
    facts = metadata()
    needing = {
        package["name"]
        for package in facts["packages"]
        if any(dependency["name"] == "kiddo" for dependency in package["dependencies"])
    }
    assert needing >= {"distances-crate-solution"}
    licenses = {
        package["name"]: package["license"]
        for package in facts["packages"]
        if package["source"] and not is_free(package["license"] or "")
    }
    assert licenses == {}


def metadata(*options: str) -> dict[str, Any]:
    """What cargo knows of the course's workspace, without the network."""
    command = ["metadata", "--locked", "--offline", "--format-version", "1", *options]
    run = subprocess.run(
        [find_program("cargo"), *command],
        cwd=ROOT,
        env=build_environment(),
        capture_output=True,
        check=True,
    )
    facts: dict[str, Any] = json.loads(run.stdout)
    return facts


def is_free(terms: str) -> bool:
    """Whether a license lets everyone pass on what is built, closed or open."""
    return any(name in terms for name in ("MIT", "Apache-2.0", "BSD-2-Clause"))


def is_member(manifest: Path) -> bool:
    """Whether there is a crate that has no workspace of its own."""
    return manifest.is_file() and "workspace" not in tomllib.loads(manifest.read_text("utf-8"))
