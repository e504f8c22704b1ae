"""What is downloaded and built ahead, so that a first edit is quick and needs no network."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workshop.base.errors import EnvironmentBroken
from workshop.base.notify import Notify
from workshop.bootstrap import find_rust, node, remedies
from workshop.bootstrap.environment import Installation, cargo_home, own_environment
from workshop.rust.toolchain import build_environment


@dataclass(frozen=True)
class Job:
    """One thing to do ahead. `key` says what it was made from; with another it is made again."""

    name: str
    title: str
    needs: tuple[str, ...]
    key: Callable[[Installation], str]
    run: Callable[[Installation, Mapping[str, str], Notify], None]


def fetch_crates(installation: Installation, environment: Mapping[str, str], say: Notify) -> None:
    """Download the sources of every locked crate."""
    say("asking the crate registry")
    _cargo(["fetch", "--locked"], installation, environment, say, "getting the crates")


def compile_dependencies(
    installation: Installation, environment: Mapping[str, str], say: Notify
) -> None:
    """Compile, for learners, one solution of each set of dependencies, and with it that set."""
    for package, tested in representatives(installation, environment):
        command = ["test", "--no-run"] if tested else ["build"]
        where = ["--package", package, "--target-dir", str(installation.root / "work" / "target")]
        options = ["--locked", "--offline", *where]
        _cargo([*command, *options], installation, environment, say, "compiling the dependencies")
        if shutil.which("cargo-clippy", path=environment.get("PATH")):
            _cargo(["clippy", *options], installation, environment, say, "reading them for clippy")


def build_book(installation: Installation, _environment: Mapping[str, str], say: Notify) -> None:
    """Build the book that `lab` and `serve` show."""
    from workshop.publish import book

    say("pages, with their cells run")
    book.build(installation.root, strict=False)


def representatives(
    installation: Installation, environment: Mapping[str, str]
) -> list[tuple[str, bool]]:
    """One package for each set of dependencies, and whether its tests have dependencies too."""
    command = ["cargo", "metadata", "--locked", "--offline", "--no-deps", "--format-version", "1"]
    result = _start(command, installation, environment).communicate()
    try:
        facts = json.loads(result[0])
    except ValueError as error:
        raise remedies.explain("reading the crates' manifests", result[1]) from error
    return _one_of_each(facts)


def _one_of_each(facts: dict[str, Any]) -> list[tuple[str, bool]]:
    chosen: dict[frozenset[tuple[str, ...]], tuple[str, bool]] = {}
    for package in facts["packages"]:
        needs = {(d["name"], *sorted(d["features"])) for d in package["dependencies"]}
        if needs and package["id"] in facts["workspace_default_members"]:
            tested = any(d["kind"] == "dev" for d in package["dependencies"])
            chosen.setdefault(frozenset(needs), (package["name"], tested))
    return list(chosen.values())


def _start(
    command: list[str], installation: Installation, environment: Mapping[str, str]
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        cwd=installation.root,
        env=build_environment(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )


def _cargo(
    arguments: list[str],
    installation: Installation,
    environment: Mapping[str, str],
    say: Notify,
    what: str,
) -> None:
    lines: list[str] = []
    with _start(["cargo", *arguments], installation, environment) as process:
        for line in process.stderr or ():
            lines.append(line)
            if found := re.match(r"\s*(?:Compiling|Downloaded) (\S+)", line):
                say(f"{found[1]} ({_count(lines)})")
    if process.returncode:
        raise remedies.explain(what, "".join(lines))


def _count(lines: list[str]) -> int:
    return sum(1 for line in lines if re.match(r"\s*(Compiling|Downloaded) ", line))


def _digest(installation: Installation, files: Iterator[Path] | list[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        if file.is_file():
            digest.update(f"{file.relative_to(installation.root)}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _crates_key(installation: Installation) -> str:
    home = cargo_home(os.environ)
    here = (home / "registry" / "cache").is_dir()
    return f"{home}|{_digest(installation, [installation.root / 'Cargo.lock'])}" if here else ""


def _dependencies_key(installation: Installation) -> str:
    built = (installation.root / "work" / "target" / "debug" / "deps").is_dir()
    names = ("Cargo.lock", "Cargo.toml", ".cargo/config.toml")
    manifests = installation.root.glob("solutions/*/*/Cargo.toml")
    files = [*(installation.root / name for name in names), *manifests]
    return f"{_rustc(installation)}|{_digest(installation, files)}" if built else ""


def _rustc(installation: Installation) -> str:
    try:
        return find_rust.find_rust(
            installation.root, own_environment(installation, os.environ)
        ).release
    except EnvironmentBroken:
        return "none"


def _npm_key(installation: Installation) -> str:
    return "installed" if node.is_installed(installation.root) else ""


def _book_key(installation: Installation) -> str:
    pages = [
        file for name in ("lessons", "solutions") for file in (installation.root / name).rglob("*")
    ]
    own = [file for file in (installation.root / "book").rglob("*") if "_build" not in file.parts]
    built = (installation.root / "book" / "_build" / "html" / "index.html").is_file()
    return _digest(installation, [*pages, *own]) if built else ""


JOBS = (
    Job("crates", "the sources of the crates", (), _crates_key, fetch_crates),
    Job(
        "dependencies",
        "the compiled crates",
        ("crates",),
        _dependencies_key,
        compile_dependencies,
    ),
    Job("npm", "the parts that run in a browser", (), _npm_key, node.install),
    Job("book", "the book", ("dependencies", "npm"), _book_key, build_book),
)
"""In this order: what a first edit needs comes first."""
