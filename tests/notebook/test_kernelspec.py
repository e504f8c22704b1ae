"""The kernel starts Python's own modules, whatever lies beside the notebook."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager

from workshop.notebook.kernelspec import KERNEL, install_kernel


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


def test_a_cell_imports_a_file_beside_its_notebook(tmp_path: Path) -> None:
    install_kernel()
    (tmp_path / "mine.py").write_text("value = 5")
    manager = KernelManager(kernel_name=KERNEL)
    manager.start_kernel(cwd=str(tmp_path), stderr=subprocess.DEVNULL)
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(60)
        code = {"value": "__import__('mine').value"}
        answer = client.execute("", user_expressions=code, reply=True, timeout=60)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert answer["content"]["user_expressions"]["value"]["data"] == {"text/plain": "5"}
