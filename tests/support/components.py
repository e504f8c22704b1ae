"""What differs between installations of Rust: its words, and parts that are packaged apart."""

from __future__ import annotations

import os
import shutil
import tomllib
from functools import cache
from pathlib import Path

import pytest

from workshop.bootstrap.find_rust import find_rust
from workshop.rust.toolchain import build_environment

ROOT = Path(__file__).resolve().parents[2]
HOW = {
    "rustfmt": "rustfmt is missing: rustup component add rustfmt, "
    "or with the Rust of Debian and Ubuntu: apt-get install rustfmt",
    "cargo-clippy": "clippy is missing: rustup component add clippy, "
    "or with the Rust of Debian and Ubuntu: apt-get install rust-clippy",
}


def find_component(name: str) -> str:
    """The path of a part of Rust; without it the test is skipped and says how to get it."""
    return shutil.which(name, path=build_environment()["PATH"]) or pytest.skip(HOW[name])


@cache
def compiler_of_the_texts() -> str:
    """The version whose messages the course shows."""
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))
    return str(manifest["workspace"]["metadata"]["rustc"])


@cache
def is_compiler_of_the_texts() -> bool:
    """Whether the compiler here has the words that the course shows; codes are always compared."""
    return find_rust(ROOT, {**os.environ, **build_environment()}).release == compiler_of_the_texts()


def need_compiler_of_the_texts() -> None:
    """Skip the test where another compiler is: words change between versions."""
    if not is_compiler_of_the_texts():
        pytest.skip(f"only with rustc {compiler_of_the_texts()}: words change between versions")
