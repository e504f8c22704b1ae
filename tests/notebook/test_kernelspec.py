from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from workshop.notebook.kernelspec import install_kernel


@pytest.fixture
def kernel_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the kernel of an environment that is empty as yet belongs."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    return tmp_path / "venv/share/jupyter/kernels/workshop/kernel.json"


def test_the_kernel_loads_the_workshops_magics(kernel_file: Path) -> None:
    install_kernel()
    kernel = json.loads(kernel_file.read_text(encoding="utf-8"))
    assert kernel["argv"][0] == sys.executable
    assert kernel["argv"][-2:] == ["--ext", "workshop.notebook.ipython_extension"]


def test_nothing_that_a_cell_starts_downloads_a_rust(kernel_file: Path) -> None:
    install_kernel()
    kernel = json.loads(kernel_file.read_text(encoding="utf-8"))
    assert kernel["env"]["MATURIN_NO_INSTALL_RUST"] == "1"


def test_installing_the_kernel_twice_writes_once(kernel_file: Path) -> None:
    install_kernel()
    before = kernel_file.stat().st_mtime_ns
    install_kernel()
    assert kernel_file.stat().st_mtime_ns == before
