"""What the tests of both benchmarks share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from clones import renew_clone
from shop import MEMBERS
from workers import own_folder
from workshop.bootstrap.cargo_config import write_cargo_config


@pytest.fixture
def clone() -> Path:
    """A clone whose builds stay from run to run."""
    root = own_folder("bench-clone")
    renew_clone(root, "Cargo.toml", "Cargo.lock", "clippy.toml", "exercises", "solutions")
    renew_clone(root, *MEMBERS, "lessons", "book/_toc.yml")
    write_cargo_config(root, Path(sys.executable))
    return root
