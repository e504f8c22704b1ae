"""repo2docker accepts `binder/`, and what stands there agrees with the rest of the repository."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from documents import ROOT, text_of, tracked_files
from workshop import cli
from workshop.bootstrap.steps import NEWEST, OLDEST


@pytest.fixture(scope="module")
def dockerfile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What repo2docker would build from the repository's files; nothing is built."""
    if sys.platform != "linux":
        pytest.skip("only on Linux: repo2docker needs it")
    clone = tmp_path_factory.mktemp("binder") / "clone"
    for file in tracked_files():
        target = clone / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, target)
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."]
    done = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_the_image_has_our_python_and_a_new_enough_ubuntu(dockerfile: str) -> None:
    assert re.search(r"^FROM \S*buildpack-deps:24\.04$", dockerfile, re.MULTILINE)
    assert f"python={runtime()}" in dockerfile


def test_the_image_gets_the_packages_of_apt_txt(dockerfile: str) -> None:
    for package in text_of(ROOT / "binder" / "apt.txt").split():
        assert re.search(rf"apt-get install .*\b{re.escape(package)}\b", dockerfile)


def test_the_image_runs_our_scripts(dockerfile: str) -> None:
    assert "RUN ./binder/postBuild" in dockerfile
    assert 'ENV R2D_ENTRYPOINT="binder/start"' in dockerfile.replace("${REPO_DIR}/", "")


def runtime() -> str:
    return text_of(ROOT / "binder" / "runtime.txt").strip().removeprefix("python-")


def test_the_python_is_one_that_the_workshop_supports() -> None:
    version = tuple(map(int, runtime().split(".")))
    assert OLDEST <= version <= NEWEST


def test_the_compiler_is_the_one_of_the_workspace() -> None:
    archives = [line.split()[1] for line in text_of(ROOT / "binder" / "rust.sha256").splitlines()]
    manifest = tomllib.loads(text_of(ROOT / "Cargo.toml"))
    version = manifest["workspace"]["metadata"]["rustc"]
    assert {re.sub(r".*-(\d+\.\d+\.\d+)-.*", r"\1", name) for name in archives} == {version}


@pytest.mark.parametrize("cpu", ["x86_64", "aarch64"])
def test_a_whole_tool_chain_is_pinned_for(cpu: str) -> None:
    lines = [line for line in text_of(ROOT / "binder/rust.sha256").splitlines() if cpu in line]
    assert all(re.fullmatch(r"[0-9a-f]{64}  \S+\.tar\.xz", line) for line in lines)
    names = {re.sub(r"^\S+  (.*?)-\d.*", r"\1", line) for line in lines}
    assert names == {"rustc", "rust-std", "cargo", "clippy"}


@pytest.mark.parametrize(
    "name",
    ["binder/install-rust", "binder/postBuild", "binder/rehearse", "binder/start", ".ci/run"],
)
def test_scripts_are_valid_and_end_at_the_first_error(name: str) -> None:
    bash = shutil.which("bash") or pytest.skip("only where bash is: it reads the scripts")
    assert subprocess.run([bash, "-n", str(ROOT / name)], check=False).returncode == 0
    assert "set -euo pipefail" in text_of(ROOT / name)


CURL = """#!/bin/sh
for address; do :; done
cp "$ARCHIVES/${address##*/}" .
"""
INSTALLER = """#!/bin/sh
mkdir -p "${1#--prefix=}/bin"
echo "echo Rust" >"${1#--prefix=}/bin/rustc"
"""


def install_rust(folder: Path, *, changed: bool) -> subprocess.CompletedProcess[str]:
    """Run the script with an archive of our own, and a curl that takes it from a folder."""
    if sys.platform != "linux":
        pytest.skip("only on Linux, as in the image")
    if not shutil.which("xz"):
        pytest.skip("xz is missing. On Debian and Ubuntu: apt-get install xz-utils")
    name = f"rustc-1.0.0-{platform.machine()}-unknown-linux-gnu"
    for file, text in {f"{name}/install.sh": INSTALLER, "programs/curl": CURL}.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
        (folder / file).chmod(0o755)
    shutil.make_archive(str(folder / name), "xztar", folder, name)
    digest = hashlib.sha256((folder / f"{name}.tar.xz").read_bytes()).hexdigest()
    line = f"{'0' * 64 if changed else digest}  {name}.tar.xz\n"
    (folder / "rust.sha256").write_text(line, encoding="utf-8")
    shutil.copy2(ROOT / "binder" / "install-rust", folder)
    path = os.pathsep.join([str(folder / "programs"), os.environ["PATH"]])
    environment = {**os.environ, "HOME": str(folder), "ARCHIVES": str(folder), "PATH": path}
    script = ["bash", str(folder / "install-rust")]
    return subprocess.run(script, env=environment, capture_output=True, text=True, check=False)


def test_rust_is_installed_for_the_user(tmp_path: Path) -> None:
    done = install_rust(tmp_path, changed=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / ".local" / "bin" / "rustc").is_file()


def test_an_archive_with_another_hash_is_not_installed(tmp_path: Path) -> None:
    done = install_rust(tmp_path, changed=True)
    assert done.returncode != 0
    assert "did NOT match" in done.stderr
    assert not (tmp_path / ".local").exists()


def test_start_gives_over_to_what_binder_asks_for() -> None:
    last = text_of(ROOT / "binder" / "start").rstrip().splitlines()[-1]
    assert last == 'exec .venv/bin/python -P -m workshop.lab.container "$@"'


def test_mpi_is_installed_in_the_versions_of_the_lock() -> None:
    [pattern] = re.findall(r"grep -oE '(\S+)'", text_of(ROOT / "binder" / "postBuild"))
    found = re.findall(f"(?m){pattern}", text_of(ROOT / "requirements-dev.txt"))
    assert sorted(found) == ["4py", "ch"]


def test_no_file_of_the_repository_is_ignored() -> None:
    command = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == ""


# The dev container


def dev_container() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(text_of(ROOT / ".devcontainer" / "devcontainer.json"))
    return content


KNOWN = {
    "name": str,
    "build": dict,
    "remoteUser": str,
    "hostRequirements": dict,
    "onCreateCommand": str,
    "postAttachCommand": str,
    "forwardPorts": list,
    "portsAttributes": dict,
    "customizations": dict,
}
"""The properties of the specification that we use, with the kind of each."""


def test_the_dev_container_has_properties_of_the_specification_alone() -> None:
    content = dev_container()
    assert {name: type(value) for name, value in content.items()} == KNOWN
    assert set(content["hostRequirements"]) <= {"cpus", "memory", "storage", "gpu"}
    for size in (content["hostRequirements"][name] for name in ("memory", "storage")):
        assert re.fullmatch(r"\d+([tgmk]b)?", size)
    for port in content["portsAttributes"].values():
        assert set(port) <= {"label", "onAutoForward", "protocol", "requireLocalPort"}
        assert port["onAutoForward"] in {"notify", "openBrowser", "openPreview", "silent", "ignore"}


def test_the_dev_container_is_built_and_started_as_we_say() -> None:
    content, folder = dev_container(), ROOT / ".devcontainer"
    assert (folder / content["build"]["context"]).resolve() == ROOT
    dockerfile = text_of(folder / content["build"]["dockerfile"])
    assert re.search(rf"^FROM python:{re.escape(runtime())}-\w+$", dockerfile, re.MULTILINE)
    copied = re.findall(r"^COPY (\S+)", dockerfile, re.MULTILINE)
    assert copied == ["binder/apt.txt"]
    assert f"--uid 1000 {content['remoteUser']}" in dockerfile
    assert content["onCreateCommand"] == "bash binder/postBuild"
    words = content["postAttachCommand"].split()
    assert words[0] == "./workshop"
    assert cli.parse(words[1:]).port == content["forwardPorts"][0]
    assert set(content["portsAttributes"]) == {str(content["forwardPorts"][0])}
    extensions = content["customizations"]["vscode"]["extensions"]
    recommended = json.loads(text_of(ROOT / ".vscode" / "extensions.json"))["recommendations"]
    assert extensions == recommended


def test_the_workflow_runs_every_python_that_the_workshop_supports(root: Path) -> None:
    workflow = text_of(root / ".github" / "workflows" / "test.yml")
    found = re.search(r"^        python: \[(.*)\]$", workflow, re.MULTILINE)
    assert found
    wanted = [f'"3.{minor}"' for minor in range(OLDEST[1], NEWEST[1] + 1)]
    assert found[1].split(", ") == wanted


@pytest.mark.parametrize("name", ["binder/postBuild", "binder/start", "binder/rehearse"])
def test_what_the_scripts_take_from_the_repository_exists(name: str) -> None:
    text = text_of(ROOT / name)
    imported = dict(re.findall(r"from (workshop[\w.]*) import (\w+)", text))
    started, files = re.findall(r"-m (workshop[\w.]*)", text), re.findall(r" (tools/\S+\.py)", text)
    assert imported or started or files
    for package, module in imported.items():
        functions = re.findall(rf"\b{module}\.(\w+)\(", text)
        assert functions
        found = import_module(f"{package}.{module}")
        assert all(callable(getattr(found, function, None)) for function in functions)
    assert all(find_spec(module) for module in started)
    crates = {
        tomllib.loads(text_of(file))["package"]["name"]
        for file in ROOT.glob("solutions/*/*/Cargo.toml")
    }
    assert set(re.findall(r"--package (\S+)", text)) <= crates
    assert all((ROOT / file).is_file() for file in files)
