"""What the part about shipping needs is installed beside what setup has installed."""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path

import pytest

from faketools import environment, needs_shell, put
from workshop.bootstrap import shipping
from workshop.bootstrap.environment import Installation
from workshop.bootstrap.steps import LEARNERS

LOCK = "mypy==2.4 \\\n    --hash=sha256:aa\npackaging==26.3 \\\n    --hash=sha256:bb\n"


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """A clone with a lock of two packages, one of which learners have from the beginning."""
    made = Installation(tmp_path)
    (tmp_path / shipping.LOCK).write_text(LOCK, encoding="utf-8")
    (tmp_path / LEARNERS).write_text("packaging==26.3 \\\n    --hash=sha256:bb\n", encoding="utf-8")
    put_package(made, "packaging", "26.3")
    return made


def put_package(installation: Installation, name: str, version: str, record: str = "") -> Path:
    """The metadata of a package, where the environment of this Python has it."""
    places = {"base": str(installation.venv), "platbase": str(installation.venv)}
    packages = Path(sysconfig.get_path("purelib", "venv", places))
    folder = packages / f"{name}-{version}.dist-info"
    folder.mkdir(parents=True)
    (folder / "RECORD").write_text(record, encoding="utf-8")
    return folder


def put_uv(installation: Installation, more: str = "exit 0") -> None:
    put(installation.bin, "uv", f'echo "$@" >> "{installation.root}/calls"\n{more}')


def test_nothing_is_installed_at_first(installation: Installation) -> None:
    assert shipping.state(installation) == ""
    (installation.root / shipping.LOCK).unlink()
    assert shipping.state(installation) == ""


def test_another_version_or_lock_is_another_state(installation: Installation) -> None:
    old = put_package(installation, "mypy", "2.3")
    states = {shipping.state(installation)}
    old.rename(old.with_name("mypy-2.4.dist-info"))
    states.add(shipping.state(installation))
    put_package(installation, "foreign", "1.0")
    put_package(installation, "pip", "24.0")
    states.add(shipping.state(installation))
    assert len(states) == 2
    (installation.root / shipping.LOCK).write_text(LOCK.replace("2.4", "2.5"), encoding="utf-8")
    assert shipping.state(installation) not in states


def test_an_environment_that_was_made_again_has_another_state(installation: Installation) -> None:
    folder = put_package(installation, "mypy", "2.4")
    assert shipping.state(installation)
    (folder / "RECORD").unlink()
    folder.rmdir()
    assert shipping.state(installation) == ""


@needs_shell
def test_what_is_locked_is_installed_from_the_cache_where_it_can_be(
    installation: Installation,
) -> None:
    put_uv(installation)
    shipping.install(installation, environment(installation.root), print)
    [call] = (installation.root / "calls").read_text(encoding="utf-8").splitlines()
    assert call.startswith(f"pip install --python {installation.python} --require-hashes")
    assert call.endswith(f"--requirement {installation.root / shipping.LOCK} --offline")
    assert "--reinstall" not in call


@needs_shell
def test_half_a_package_counts_as_missing_except_where_it_is_setups(
    installation: Installation,
) -> None:
    put_uv(installation)
    ours = put_package(installation, "mypy", "2.4", "gone.py,,\n")
    setups = put_package(installation, "packaging", "26.2", "gone.py,,\n")
    shipping.install(installation, environment(installation.root), print)
    assert not ours.exists()
    assert setups.exists()


@needs_shell
def test_without_a_network_it_says_so_in_a_paragraph(
    installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    put_uv(installation, "echo 'error: Failed to fetch: dns error' >&2; exit 1")
    for name, value in environment(installation.root).items():
        monkeypatch.setenv(name, value)
    assert shipping.main(str(installation.root)) == 3
    said = capsys.readouterr().err
    assert said.startswith("workshop: ")
    assert "network did not respond" in said


def test_only_windows_names_the_place_of_the_clone(
    installation: Installation,
) -> None:
    """Setup repairs the programs of a moved clone, on Windows only its own."""
    put_package(installation, "mypy", "2.4")
    state = shipping.state(installation)
    assert str(installation.root) not in state or os.name == "nt"
