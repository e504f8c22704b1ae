from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def settings() -> dict[str, Any]:
    text = (ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))
    return read


def test_rust_analyzer_opens_the_learners_workspace_and_ours() -> None:
    linked = settings()["rust-analyzer.linkedProjects"]
    assert linked == ["work/Cargo.toml", "Cargo.toml"]
    assert '"work"' in (ROOT / "Cargo.toml").read_text(encoding="utf-8")  # two workspaces


def test_rust_analyzer_builds_into_a_folder_of_its_own() -> None:
    assert settings()["rust-analyzer.cargo.targetDir"] is True


def test_one_unfinished_exercise_does_not_mark_the_others() -> None:
    assert settings()["rust-analyzer.check.workspace"] is False


def test_the_editor_does_not_watch_what_is_built() -> None:
    watched = settings()["files.watcherExclude"]
    assert {"**/.venv/**", "**/target/**", "**/node_modules/**"} <= watched.keys()
