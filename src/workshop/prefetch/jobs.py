"""What is downloaded and built ahead, as command lines, and how to see that it is done."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from workshop.base.digest import digest_of
from workshop.base.errors import EnvironmentBroken
from workshop.base.folder_snapshot import tools_leave
from workshop.base.run_command import run_command
from workshop.bootstrap import find_rust, node, remedies, shipping
from workshop.bootstrap.environment import Installation, cargo_home, own_environment
from workshop.bootstrap.steps import LEARNERS
from workshop.prefetch import wheels

_BOOK = ("book", "exercises", "lessons", "solutions", "src/workshop")
"""The folders of what the book is made from: pages, exercises, and the kit that writes them."""
_MEASURED = {"numpy", "pyo3", "rayon"}
"""The dependencies of what learners build in the release profile, and time."""
_MODULE = (sys.executable, "-P", "-m")


@dataclass(frozen=True)
class Job:
    """One thing to do ahead. `key` says what it was made from; with another it is made again."""

    name: str
    title: str
    needs: tuple[str, ...]
    action: str
    """What it is doing, for "the network did not answer while …"."""
    first_note: str
    """What is shown until one of its commands says more."""
    key: Callable[[Installation], str]
    commands: Callable[[Installation, Mapping[str, str]], Iterable[list[str]]]
    """They are run in the clone's folder, one after the other."""


def _fixed(*command: str) -> Callable[[Installation, Mapping[str, str]], list[list[str]]]:
    return lambda _installation, _environment: [[*command]]


@dataclass(frozen=True)
class Representative:
    """A package that stands for all with the same dependencies."""

    package: str
    needs: frozenset[str]
    has_tests: bool
    """Whether its tests have dependencies, too."""


def _compile_dependencies(
    installation: Installation, environment: Mapping[str, str]
) -> Iterator[list[str]]:
    """For learners, one solution of each set of dependencies, and with it that set."""
    for chosen in representatives(installation, environment):
        options = _options(installation, chosen)
        yield ["cargo", *(["test", "--no-run"] if chosen.has_tests else ["build"]), *options]
        if shutil.which("cargo-clippy", path=environment.get("PATH")):
            yield ["cargo", "clippy", *options]


def _compile_for_release(
    installation: Installation, environment: Mapping[str, str]
) -> Iterator[list[str]]:
    """The same in the release profile, as far as learners measure what they build."""
    for chosen in representatives(installation, environment):
        if chosen.needs <= _MEASURED:
            yield ["cargo", "build", "--release", *_options(installation, chosen)]


def _options(installation: Installation, chosen: Representative) -> list[str]:
    target = str(installation.root / "work" / "target")
    return ["--locked", "--offline", "--package", chosen.package, "--target-dir", target]


def representatives(
    installation: Installation, environment: Mapping[str, str]
) -> list[Representative]:
    """One package for each set of dependencies."""
    command = ["cargo", "metadata", "--locked", "--offline", "--no-deps", "--format-version", "1"]
    result = run_command(command, folder=installation.root, environment=environment)
    try:
        facts: dict[str, Any] = json.loads(result.stdout)
    except ValueError as error:
        raise remedies.error_from_output("reading the crates' manifests", result.stderr) from error
    chosen: dict[frozenset[tuple[str, ...]], Representative] = {}
    for package in facts["packages"]:
        needs = {(d["name"], *sorted(d["features"])) for d in package["dependencies"]}
        if needs and package["id"] in facts["workspace_default_members"]:
            has_tests = any(d["kind"] == "dev" for d in package["dependencies"])
            names = frozenset(d["name"] for d in package["dependencies"])
            chosen.setdefault(frozenset(needs), Representative(package["name"], names, has_tests))
    return list(chosen.values())


def _crates_key(installation: Installation) -> str:
    home = cargo_home(os.environ)
    is_filled = (home / "registry" / "cache").is_dir()
    return f"{home}|{digest_of(installation.root / 'Cargo.lock')}" if is_filled else ""


def _compiled_key(profile: str, installation: Installation) -> str:
    """What the compiled crates in cargo's folder of this profile were made from."""
    root = installation.root
    if not (root / "work" / "target" / profile / "deps").is_dir():
        return ""
    try:
        rust = find_rust.find_rust(root, own_environment(installation, os.environ)).release
    except EnvironmentBroken:
        rust = "none"
    names = ("Cargo.lock", "Cargo.toml", ".cargo/config.toml")
    files = [*(root / name for name in names), *root.glob("solutions/*/*/Cargo.toml")]
    return f"{rust}|{_digest(root, files)}"


def _wheels_key(installation: Installation) -> str:
    """What the crates for wheels were made from: with another lock, other versions."""
    root = installation.root
    compiled = [_compiled_key(profile, installation) for profile in ("debug", "release")]
    found = wheels.manifests(root) if all(compiled) else []
    files = (file.parent / name for file in found for name in ("Cargo.toml", "Cargo.lock"))
    return f"{compiled[0]}|{_digest(root, [*files, root / LEARNERS])}" if all(compiled) else ""


def _book_key(installation: Installation) -> str:
    root = installation.root
    if not (root / "book" / "_build" / "html" / "index.html").is_file():
        return ""
    files = (file for name in _BOOK for file in (root / name).rglob("*"))
    return _digest(root, (file for file in files if not _is_made(file.relative_to(root))))


def _is_made(path: Path) -> bool:
    return any(name in {"_build", "target"} or tools_leave(name) for name in path.parts)


def _digest(root: Path, files: Iterable[Path]) -> str:
    """What changes with the name or the content of one of the files."""
    found = sorted(file for file in files if file.is_file())
    return digest_of(*(part for file in found for part in (str(file.relative_to(root)), file)))


JOBS = (
    Job(
        "crates",
        "the sources of the crates",
        (),
        "getting the crates",
        "asking the crate registry",
        _crates_key,
        _fixed("cargo", "fetch", "--locked"),
    ),
    Job(
        "dependencies",
        "the compiled crates",
        ("crates",),
        "compiling the dependencies",
        "",
        partial(_compiled_key, "debug"),
        _compile_dependencies,
    ),
    Job(
        "npm",
        "the parts that run in a browser",
        (),
        "getting the npm packages",
        "",
        lambda installation: "installed" if node.is_installed(installation.root) else "",
        _fixed(*_MODULE, "workshop.bootstrap.node", "."),
    ),
    Job(
        "shipping",
        "the packages for shipping",
        (),
        "getting the packages for shipping",
        "",
        shipping.state,
        _fixed(*_MODULE, "workshop.bootstrap.shipping", "."),
    ),
    Job(
        "release",
        "the crates for release builds",
        ("crates",),
        "compiling the dependencies for release builds",
        "",
        partial(_compiled_key, "release"),
        _compile_for_release,
    ),
    Job(
        "wheels",
        "the crates for wheels",
        ("crates",),
        "compiling the dependencies of wheels",
        "",
        _wheels_key,
        _fixed(*_MODULE, "workshop.prefetch.wheels", "."),
    ),
    Job(
        "book",
        "the book",
        ("dependencies", "npm"),
        "building the book",
        "pages and running their cells",
        _book_key,
        _fixed(*_MODULE, "workshop", "build", "--book"),
    ),
)
"""In this order: what a first edit needs comes first."""
