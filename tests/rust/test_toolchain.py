"""Every cargo sees the same Python, whoever starts it."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from workshop.bootstrap.cargo_config import write_cargo_config
from workshop.prefetch import jobs, runner
from workshop.prefetch.jobs import Job
from workshop.rust.toolchain import build_environment


def configured(root: Path) -> dict[str, str]:
    """The variables that setup writes into cargo's configuration."""
    write_cargo_config(root, Path(sys.executable))
    text = (root / ".cargo" / "config.toml").read_text(encoding="utf-8")
    settings = tomllib.loads(text)["env"]
    assert all(setting["force"] for setting in settings.values())
    return {name: setting["value"] for name, setting in settings.items()}


def test_cargos_configuration_is_in_the_environment_of_every_check(tmp_path: Path) -> None:
    """Cargo 1.85 looks at the environment alone, where maturin sets these values too."""
    assert configured(tmp_path).items() <= build_environment().items()


def test_cargos_configuration_is_in_the_environment_of_what_is_built_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = "import os; open('seen', 'w').write('\\0'.join(map('='.join, os.environ.items())))"
    command = [sys.executable, "-c", program]
    job = Job("look", "", (), "", "", lambda _: "1", lambda _installation, _environment: [command])
    monkeypatch.setattr(jobs, "JOBS", (job,))
    assert runner.run(tmp_path) == 0
    seen = (tmp_path / "seen").read_text(encoding="utf-8").split("\0")
    assert {"=".join(pair) for pair in configured(tmp_path).items()} <= set(seen)
