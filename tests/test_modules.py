"""A module that one test imports from a learner's folder is not there for the next test."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("number", [1, 2])
def test_a_name_is_imported_from_the_folder_of_this_test(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "same_name" not in sys.modules
    (tmp_path / "same_name.py").write_text(f"number = {number}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    found = importlib.import_module("same_name")
    assert found.number == number
