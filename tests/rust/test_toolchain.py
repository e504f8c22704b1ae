"""Every cargo sees the same Python, whoever starts it."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from workshop.bootstrap.cargo_config import write_cargo_config
from workshop.bootstrap.environment import Installation
from workshop.prefetch import jobs
from workshop.rust.toolchain import build_environment


def configured(root: Path) -> dict[str, str]:
    """The variables that set-up writes into cargo's configuration."""
    write_cargo_config(root, Path(sys.executable))
    text = (root / ".cargo" / "config.toml").read_text(encoding="utf-8")
    settings = tomllib.loads(text)["env"]
    assert all(setting["force"] for setting in settings.values())
    return {name: setting["value"] for name, setting in settings.items()}


def test_cargos_configuration_is_in_the_environment_of_every_check(tmp_path: Path) -> None:
    """Cargo 1.85 looks at the environment alone, where maturin sets these values too."""
    assert configured(tmp_path).items() <= build_environment().items()


def test_cargos_configuration_is_in_the_environment_of_what_is_built_ahead(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import os; print(*map('='.join, os.environ.items()))"]
    with jobs._start(command, Installation(tmp_path), {}) as process:
        seen = process.communicate()[0].split()
    assert {"=".join(pair) for pair in configured(tmp_path).items()} <= set(seen)
