"""What holds for every file of the repository, and the facts that are said only once."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from documents import (
    BINARY,
    ROOT,
    fences,
    files_below,
    must_be_none,
    prose,
    text_of,
    tracked_files,
)
from workshop.bootstrap import node, shipping
from workshop.bootstrap.steps import AUTHORS, LEARNERS
from workshop.rust.workspace import stands_alone

TEXTS = [file for file in tracked_files() if file.suffix not in BINARY]
PAGES = files_below("lessons", "book", "slides", suffix=".md")
ALL_PAGES = [file for file in tracked_files() if file.suffix == ".md"]
PYTHON_LOCKS = sorted(file.name for file in ROOT.glob("requirements*.txt"))
LOCKS = {"Cargo.lock", "package-lock.json", *PYTHON_LOCKS}


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def matches(pattern: str, file: Path) -> Iterator[str]:
    for number, line in enumerate(text_of(file).splitlines(), 1):
        for found in re.finditer(pattern, line):
            yield f"{name_of(file)}:{number}: {found[0]}"


def pyproject() -> dict[str, Any]:
    return tomllib.loads(text_of(ROOT / "pyproject.toml"))


# Files


def test_files_are_utf_8_with_unix_lines_and_a_last_newline() -> None:
    def faults(file: Path) -> Iterator[str]:
        data = file.read_bytes()
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            yield f"not UTF-8: {error}"
        if b"\r" in data:
            yield "has Windows line ends"
        if data and not data.endswith(b"\n"):
            yield "the last line has no end"

    must_be_none([f"{name_of(file)}: {what}" for file in TEXTS for what in faults(file)])


REGISTRIES = (
    r"\bpypi\.org|pythonhosted\.org|registry\.npmjs\.org|\bnpmjs\.com|\bcrates\.io(?!-index)"
    r"|(ftp|deb|security|archive)\.(debian|ubuntu)\.(org|com)|conda\.anaconda\.org"
)
CARGO_SOURCE = "registry+https://github.com/rust-lang/" + "crates.io-index"


def test_no_file_names_the_host_of_a_registry() -> None:
    places = [
        place for file in TEXTS if file != Path(__file__) for place in matches(REGISTRIES, file)
    ]
    must_be_none(places)


def test_lock_files_carry_no_addresses_of_packages() -> None:
    def addresses(name: str) -> list[str]:
        text = text_of(ROOT / name).replace(CARGO_SOURCE, "")
        lines = [line for line in text.splitlines() if '"url":' not in line]  # funding pages
        return [f"{name}: {url}" for line in lines for url in re.findall(r"https?://\S+", line)]

    must_be_none([place for name in sorted(LOCKS) for place in addresses(name)])


def test_no_path_of_one_machine_is_written_down() -> None:
    pattern = r"(?<![\w.~}$/-])/(root|tmp|home/(?!jovyan)\w+|Users/\w+|work/\w+)/\w[\w./-]*"
    must_be_none([place for file in TEXTS for place in matches(pattern, file)])


MADE = (
    ".bash_history",
    ".bash_logout",
    ".bashrc",
    ".cache/x",
    ".cargo/config.toml",
    ".config/x",
    ".ipython/x",
    ".jupyter-server-log.txt",
    ".jupyter/x",
    ".gitconfig",
    ".local/bin/cargo",
    ".mypy_cache/x",
    ".npm/x",
    ".profile",
    ".pytest_cache/x",
    ".python_history",
    ".ruff_cache/x",
    ".rustup/x",
    ".venv/bin/python",
    ".vscode-server/x",
    ".wget-hsts",
    "_site/index.html",
    "book/_build/html/index.html",
    "exercises/distances/lists/target/x",
    "lessons/.ipynb_checkpoints/x",
    "node_modules/remark-slide/x.js",
    "src/workshop/__pycache__/x.pyc",
    "target/debug/x",
    "work/ownership/move/src/lib.rs",
    "work/target/debug/x",
)


def test_what_the_tools_make_is_ignored_by_git() -> None:
    command = ["git", "check-ignore", "--no-index", "--stdin"]
    shown = subprocess.run(
        command, input="\n".join(MADE), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert sorted(set(MADE) - set(shown.stdout.splitlines())) == []


def test_no_test_fails_on_a_slow_machine() -> None:
    """Wait for a state, with patience; how long something takes is for a benchmark to say."""
    threshold = r"(monotonic|perf_counter|time)\(\) - \w+ <|\bseconds < \d"
    tests = [file for file in files_below("tests", suffix=".py") if file != Path(__file__)]
    must_be_none([place for file in tests for place in matches(threshold, file)])


# Words


CODE = [
    *files_below("exercises", "solutions", suffix=".rs"),
    *files_below("exercises", "solutions", suffix=".py"),
    *[file for end in (".rs", ".py") for file in files_below("lessons", suffix=end)],
]


def test_code_for_learners_has_names_from_their_work() -> None:
    empty = r"\b(foo|baz|foobar|bar(?=\s*[=(:,;]))\b"
    places = [
        place for file in CODE if "figures" not in file.parts for place in matches(empty, file)
    ]
    shown = [fence for page in PAGES for fence in fences(page)]
    places += [f"{fence}: {found[0]}" for fence in shown if (found := re.search(empty, fence.text))]
    must_be_none(places)


def test_pages_never_call_a_thing_simple() -> None:
    belittling = r"(?i)\b(simply|just(?!-in-time)|obviously|trivial(ly)?|of course)\b"
    must_be_none([
        f"{name_of(page)}:{line}: {found[0]} in {text!r}"
        for page in ALL_PAGES
        for line, text in prose(page)
        if (found := re.search(belittling, re.sub("“.*?”", "", text)))
    ])  # fmt: skip


BRITISH = (
    r"(?i)\b\w*(colour|behaviour|favour|neighbour|licence|analyse[ds]?|organis|optimis|initialis"
    r"|serialis|normalis|summaris|recognis|centre[ds]?|modell(ed|ing)|travell|grey)\w*"
)


def test_the_spelling_is_american() -> None:
    own = [file for file in TEXTS if file.name not in LOCKS and not file.name.startswith("LICENSE")]
    own = [file for file in own if file.suffix in {".md", ".py", ".rs", ".toml", ".cff", ".txt"}]
    own = [file for file in own if "wrong_answers" not in file.parts]  # slips of learners
    found = [place for file in own if file != Path(__file__) for place in matches(BRITISH, file)]
    must_be_none([place for place in found if not place.endswith(": LICENCE")])  # a file's name


# One fact, one place


def test_the_oldest_python_is_the_same_everywhere() -> None:
    oldest = pyproject()["project"]["requires-python"].removeprefix(">=")
    assert pyproject()["tool"]["mypy"]["python_version"] == oldest
    assert pyproject()["tool"]["ruff"]["target-version"] == "py" + oldest.replace(".", "")
    packages = [file for file in tracked_files() if file.name == "pyproject.toml"]
    said = [place for file in packages for place in matches(r"^requires-python.*", file)]
    said = [place for place in said if "# TODO" not in place]  # a starter's slip
    must_be_none([place for place in said if not place.endswith(f'= ">={oldest}"')])


def test_the_oldest_compiler_is_said_once() -> None:
    manifests = [file for file in tracked_files() if file.name == "Cargo.toml"]
    said = [place for file in manifests for place in matches(r'^rust-version\s*=\s*".*"', file)]
    first, *others = said
    assert first.split(":")[0] == "Cargo.toml"
    must_be_none([  # a package that stands alone has no workspace that could say it
        place
        for place in others
        if not (stands_alone(ROOT / place.split(":")[0]) and place.endswith(first.split(": ")[1]))
    ])  # fmt: skip


def test_the_version_is_the_same_everywhere() -> None:
    cargo = tomllib.loads(text_of(ROOT / "Cargo.toml"))
    said = {
        "pyproject.toml": pyproject()["project"]["version"],
        "Cargo.toml": cargo["workspace"]["package"]["version"],
        "package.json": json.loads(text_of(ROOT / "package.json"))["version"],
        "CITATION.cff": yaml.safe_load(text_of(ROOT / "CITATION.cff"))["version"],
    }
    assert len(set(said.values())) == 1, said


ADDRESS = re.compile(r"(?:github\.com|mybinder\.org/v2/gh)/([\w.-]+/interfacing-rust-and-python)")


def test_the_address_of_the_repository_is_that_of_pyproject() -> None:
    """Publishing means to set the owner in pyproject.toml; this test names what must follow."""
    url = pyproject()["project"]["urls"]["repository"]
    own = ADDRESS.search(url)
    assert own
    wrong = []
    for file in TEXTS:
        found = [match[1] for match in ADDRESS.finditer(text_of(file))]
        wrong += [f"{name_of(file)}: {name}, not {own[1]}" for name in found if name != own[1]]
    must_be_none(wrong)


# The locks


def locked(name: str) -> dict[str, set[str]]:
    """The versions of each package in a requirements file (one for each group of systems)."""
    found: dict[str, set[str]] = {}
    for package, version in re.findall(r"(?m)^([\w.-]+)==([^\s;\\]+)", text_of(ROOT / name)):
        found.setdefault(canonicalize_name(package), set()).add(version)
    return found


def wanted() -> dict[str, list[Requirement]]:
    learners = [Requirement(text) for text in pyproject()["project"]["dependencies"]]
    shipping, authors = (
        [Requirement(text) for text in pyproject()["dependency-groups"][name] if type(text) is str]
        for name in ("shipping", "dev")
    )
    return {
        "requirements.txt": learners,
        "requirements-shipping.txt": shipping,
        "requirements-dev.txt": learners + shipping + authors,
    }


@pytest.mark.parametrize("name", wanted())
def test_the_lock_holds_what_pyproject_asks_for(name: str) -> None:
    lock = locked(name)
    must_be_none([
        f"{name}: {need} is locked as {lock.get(canonicalize_name(need.name))}; lock again"
        for need in wanted()[name]
        if not (versions := lock.get(canonicalize_name(need.name)))
        or not all(need.specifier.contains(version, prereleases=True) for version in versions)
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("requirements.txt", "requirements-shipping.txt"),
        ("requirements.txt", "requirements-dev.txt"),
        ("requirements-shipping.txt", "requirements-dev.txt"),
    ],
)
def test_all_locks_have_the_same_versions(above: str, below: str) -> None:
    """So what one of them installs, no other replaces."""
    versions, others = locked(above), locked(below)
    missing = [] if below == "requirements-shipping.txt" else versions.keys() - others.keys()
    assert not missing
    must_be_none([
        f"{name}: {others[name]} in {below}, {versions[name]} in {above}"
        for name in versions.keys() & others.keys()
        if others[name] != versions[name]
    ])  # fmt: skip


def test_every_lock_has_its_command_and_somebody_who_installs_it() -> None:
    in_order = [LEARNERS, shipping.LOCK, AUTHORS]
    assert sorted([*in_order, node.LOCK]) == PYTHON_LOCKS
    commands = text_of(ROOT / "CONTRIBUTING.md")
    assert re.findall(r"-o (requirements\S*\.txt)", commands) == in_order


def test_packages_without_a_wheel_for_intel_macs_are_held_back() -> None:
    lock = locked("requirements.txt")
    for text in pyproject()["tool"]["uv"]["constraint-dependencies"]:
        held = Requirement(text)
        for version in lock[canonicalize_name(held.name)]:
            assert held.specifier.contains(version)


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_python_package_has_its_hashes(name: str) -> None:
    blocks = re.split(r"(?m)^(?=[\w.-]+==)", text_of(ROOT / name))[1:]
    assert blocks
    must_be_none([block.split("\\")[0] for block in blocks if "--hash=sha256:" not in block])


def test_every_npm_package_has_its_hash() -> None:
    packages = json.loads(text_of(ROOT / "package-lock.json"))["packages"]
    assert len(packages) > 1
    must_be_none([name for name, facts in packages.items() if name and "integrity" not in facts])


def test_every_crate_has_its_hash() -> None:
    crates = tomllib.loads(text_of(ROOT / "Cargo.lock"))["package"]
    fetched = [crate for crate in crates if "source" in crate]
    assert {crate["source"] for crate in fetched} == {CARGO_SOURCE}
    must_be_none([crate["name"] for crate in fetched if "checksum" not in crate])
