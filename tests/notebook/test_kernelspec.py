"""The kernel starts Python's own modules, whatever lies beside the notebook."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from workshop.notebook.kernelspec import install_kernel


def test_no_file_beside_a_notebook_stands_in_for_a_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    install_kernel()
    [file] = (tmp_path / "venv").rglob("kernel.json")
    words = json.loads(file.read_text(encoding="utf-8"))["argv"]
    start = words[: words.index("-f")]
    for name in ("ipykernel_launcher", "ipykernel", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong module')")
    command = [*start, "--help"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "the wrong module" not in done.stderr
    assert done.returncode == 0
