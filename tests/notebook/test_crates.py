"""What cells may use is locked like every other crate, so that a cell needs no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from workshop.notebook.crates import CRATES
from workshop.rust.toolchain import build_environment, find_program

pytestmark = pytest.mark.cargo

NO_NETWORK = {"CARGO_HTTP_PROXY": "http://127.0.0.1:9", "CARGO_NET_RETRY": "0"}
MANIFEST = """\
[package]
name = "cells-elsewhere"
edition = "2024"

[workspace]

[dependencies]
"""


def test_a_member_of_the_workspace_needs_what_cells_may_use(root: Path) -> None:
    file = root / "lessons" / "code" / "cells" / "Cargo.toml"
    manifest = tomllib.loads(file.read_text(encoding="utf-8"))
    course = tomllib.loads((root / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]
    assert set(manifest["dependencies"]) == set(CRATES)
    assert "lessons/code/cells" in course["members"]
    assert "lessons/code/cells" in course["default-members"], "or it is not compiled ahead"


def test_a_package_with_the_crates_of_cells_is_resolved_without_network(
    root: Path, tmp_path: Path
) -> None:
    cargo, environment = find_program("cargo"), dict(build_environment())
    subprocess.run([cargo, "fetch", "--locked"], cwd=root, env=environment, check=True)
    versions = tomllib.loads((root / "Cargo.toml").read_text(encoding="utf-8"))
    needs = [f'{n} = "{versions["workspace"]["dependencies"][n]}"' for n in CRATES]
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "lib.rs").touch()
    (tmp_path / "Cargo.toml").write_text(MANIFEST + "\n".join(needs) + "\n", encoding="utf-8")
    shutil.copyfile(root / "Cargo.lock", tmp_path / "Cargo.lock")
    done = subprocess.run(
        [cargo, "metadata", "--format-version", "1"],
        cwd=tmp_path,
        env={**os.environ, **environment, **NO_NETWORK},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
