"""The finished package of `shipping-install`, which users copy: it works alone, in any folder.

On which Pythons its wheel runs, and what becomes of its sdist: test_shipping_wheels.py.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from components import find_component
from documents import ROOT
from workers import own_folder
from workshop.bootstrap.environment import programs_of
from workshop.course.edits import apply_edits, read_edit
from workshop.rust.toolchain import build_environment, find_program

TEMPLATE = ROOT / "solutions" / "shipping" / "install"
WORKFLOW = TEMPLATE / ".github" / "workflows" / "release.yml"
GENERATED = {"lines": 295, "unpinned-uses": 33, "artipacked": 5, "cache-poisoning": 4}
"""What the page says of the workflow that maturin writes for this package."""
PROGRAM = """
from accounts import Account

def total(accounts: list[Account]) -> float:
    return sum(account.get_balance() for account in accounts)

first: Account = Account(100.0)
first.deposit(50.0)
text: str = f"{total([first, Account(25.0)])} {first.status} {first.overdrawn}"
print(text)
"""
WRONG_PROGRAM = """
from accounts import Account

Account("100")
Account(100.0).deposit()
status: int = Account(100.0).status
"""
RENAMED = {
    "Cargo.toml": ['name = "accounts" ==> name = "tide-tables"'],
    "pyproject.toml": [
        'name = "accounts" ==> name = "tide-tables"',
        'module-name = "accounts._accounts" ==> module-name = "tide_tables._tides"',
    ],
    "src/lib.rs": ["mod _accounts { ==> mod _tides {"],
    "src/account_class.rs": ['module = "accounts" ==> module = "tide_tables"'],
    "python/tide_tables/__init__.py": [
        "from accounts._accounts import ==> from tide_tables._tides import"
    ],
    "tests/bank.rs": [
        "use accounts::account ==> use tide_tables::account",
        "use accounts::bank ==> use tide_tables::bank",
    ],
    "tests/test_accounts.py": ["from accounts import ==> from tide_tables import"],
}
"""The places that TEMPLATE.md names, as a user would change them."""


@dataclass(frozen=True)
class Copy:
    """The template alone in a folder, as a repository of its own."""

    folder: Path

    def run(
        self, *command: str | Path, status: int = 0, values: Mapping[str, str] | None = None
    ) -> str:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env={
                **build_environment(),
                "CARGO_NET_OFFLINE": "true",
                "CARGO_TARGET_DIR": str(own_folder("test-template")),
                "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
                **(values or {}),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        assert done.returncode == status, done.stdout
        return done.stdout

    def module(self, *words: str | Path, status: int = 0) -> str:
        """Run a module of the workshop's own packages."""
        return self.run(sys.executable, "-m", *words, status=status)


def copied(folder: Path) -> Copy:
    made = {"target", "dist", "__pycache__"}
    shutil.copytree(TEMPLATE, folder, ignore=lambda _folder, names: made & {*names})
    return Copy(folder)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    copy = copied(tmp_path_factory.mktemp("home") / "accounts")
    copy.run("git", "init", "--quiet")
    return copy


@pytest.fixture(scope="module")
def built(template: Copy) -> tuple[Path, Path]:
    """The wheel and the source distribution, among files that are nobody's business."""
    (template.folder / "notes.csv").write_text("a secret\n", encoding="utf-8")
    (template.folder / "python" / "accounts" / "_accounts.abi3.so").write_bytes(b"an old build")
    template.run(find_program("maturin"), "build", "--release", "--sdist", "--out", "dist")
    (template.folder / "python" / "accounts" / "_accounts.abi3.so").unlink()
    [wheel] = (template.folder / "dist").glob("*.whl")
    [source] = (template.folder / "dist").glob("*.tar.gz")
    return wheel, source


def environment(folder: Path, python: str = sys.executable) -> Path:
    """A fresh environment, after whose packages come the workshop's; returns its Python."""
    Copy(ROOT).run(python, "-m", "venv", "--without-pip", folder)
    program = programs_of(folder) / ("python.exe" if os.name == "nt" else "python")
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(Copy(ROOT).run(program, "-c", where).strip())
    (packages / "workshop.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return program


# The code


@pytest.mark.cargo
@pytest.mark.parametrize(
    "command",
    ["fmt --check", "clippy --locked --all-targets -- -D warnings", "test --locked"],
)
def test_cargo_is_content(template: Copy, command: str) -> None:
    for name in ("rustfmt", "cargo-clippy"):
        find_component(name)
    template.run(find_program("cargo"), *command.split())


@pytest.mark.cargo
def test_a_user_develops_it_in_a_fresh_environment(template: Copy, tmp_path: Path) -> None:
    python = environment(tmp_path / "venv")
    active = {"VIRTUAL_ENV": str(tmp_path / "venv")}
    template.run(find_program("maturin"), "develop", "--uv", values=active)
    assert "passed" in template.run(python, "-m", "pytest", "-p", "no:cacheprovider")
    ignored = template.run("git", "status", "--porcelain", "--ignored")
    assert "!! python/accounts/_accounts.abi3.so" in ignored or os.name == "nt"


def test_types_of_its_own_files(template: Copy) -> None:
    assert "Success" in template.module("mypy", "--cache-dir", os.devnull)


# What is released


@pytest.mark.cargo
def test_release_holds_what_it_must_and_nothing_else(built: tuple[Path, Path]) -> None:
    wheel, source = built
    assert wheel.name.startswith("accounts-0.2.0-cp311-abi3-")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        notes = {name.rpartition("/")[2] for name in archive.namelist()} - names
    assert {re.sub(r"\.(so|pyd)$", "", name) for name in names} == {
        "accounts/__init__.py",
        "accounts/_accounts.abi3" if os.name != "nt" else "accounts/_accounts",
        "accounts/_accounts.pyi",
        "accounts/py.typed",
    }
    assert {"METADATA", "LICENSE", "RECORD", "WHEEL"} <= notes
    with tarfile.open(source) as archive_of_sources:
        held = {name.partition("/")[2] for name in archive_of_sources.getnames()}
    mine = {path.relative_to(TEMPLATE).as_posix() for path in TEMPLATE.rglob("*") if path.is_file()}
    at_home = {"another.md", "RELEASE.md", "TEMPLATE.md", ".gitignore"}
    wanted = {
        name
        for name in mine - at_home
        if not name.startswith((".github/", "target/", "dist/")) and "__pycache__" not in name
    }
    assert held == wanted | {"PKG-INFO"}
    assert wheel.stat().st_size < 300_000
    assert source.stat().st_size < 10_000


@pytest.mark.cargo
def test_twine_accepts_the_release(template: Copy, built: tuple[Path, Path]) -> None:
    assert template.module("twine", "check", "--strict", *built).count("PASSED") == 2


@pytest.mark.cargo
def test_a_users_program_has_types_and_runs(built: tuple[Path, Path], tmp_path: Path) -> None:
    python = environment(tmp_path / "venv")
    user = Copy(tmp_path)
    install = [find_program("uv"), "pip", "install", "--no-index", "--no-deps"]
    user.run(*install, "--python", python, built[0])
    (tmp_path / "right.py").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "wrong.py").write_text(WRONG_PROGRAM, encoding="utf-8")
    strict: list[str | Path] = [
        "mypy",
        "--strict",
        "--config-file",
        os.devnull,
        "--python-executable",
        python,
    ]
    assert "Success" in user.module(*strict, "right.py")
    said = user.module(*strict, "wrong.py", status=1)
    assert [int(line) for line in re.findall(r"wrong\.py:(\d+): error", said)] == [4, 5, 6]
    assert user.run(python, "right.py").split() == ["175.0", "open", "False"]
    assert "Success" in user.run(python, "-m", "mypy.stubtest", "accounts")
    shown = user.run(python, "-c", "import accounts; help(accounts.Account)")
    assert "Add an amount to the balance." in shown


# To make it one's own


@pytest.mark.cargo
def test_it_has_another_name_where_template_md_says(tmp_path: Path) -> None:
    copy = copied(tmp_path / "tides")
    package = copy.folder / "python" / "tide_tables"
    (copy.folder / "python" / "accounts").rename(package)
    (package / "_accounts.pyi").rename(package / "_tides.pyi")
    told = (TEMPLATE / "TEMPLATE.md").read_text(encoding="utf-8").partition("## Give it your")[2]
    for name, edits in RENAMED.items():
        place = name.replace("tide_tables", "accounts")
        assert any(f"`{one}`" in told for one in (place, place.rpartition("/")[0] + "/")), name
        file = copy.folder / name
        text = apply_edits(file.read_text(encoding="utf-8"), map(read_edit, edits))
        file.write_text(text, encoding="utf-8")
    copy.run(find_program("cargo"), "test")
    python = environment(tmp_path / "venv")
    active = {"VIRTUAL_ENV": str(tmp_path / "venv")}
    copy.run(find_program("maturin"), "develop", "--uv", values=active)
    assert "passed" in copy.run(python, "-m", "pytest", "-p", "no:cacheprovider")
    assert "Success" in copy.run(python, "-m", "mypy.stubtest", "tide_tables")
    where = "import tide_tables; print(tide_tables.Account.__module__)"
    assert copy.run(python, "-c", where).strip() == "tide_tables"


def test_template_md_explains_each_file() -> None:
    table = (TEMPLATE / "TEMPLATE.md").read_text(encoding="utf-8").partition("## ")[0]
    files = {path.relative_to(TEMPLATE).as_posix() for path in TEMPLATE.rglob("*")}
    files = {name for name in files if (TEMPLATE / name).is_file() and "__pycache__" not in name}
    files -= {name for name in files if name.startswith(("target/", "dist/"))}
    files -= {"another.md", "TEMPLATE.md"}
    named = set(re.findall(r"`([^`]+)`", table))
    assert {name for name in files if {name, name.rpartition("/")[2]} & named} == files


# Its workflow


def findings(*files: str | Path, folder: Path) -> Counter[str]:
    """What zizmor finds, by kind."""
    zizmor = [find_program("zizmor"), "--offline", "--no-progress", "--format", "json-v1"]
    done = subprocess.run([*zizmor, *files], cwd=folder, capture_output=True, check=False)
    return Counter(found["ident"] for found in json.loads(done.stdout))


def test_workflow_is_valid_and_audited(template: Copy) -> None:
    schema = [find_program("check-jsonschema"), "--builtin-schema", "vendor.github-workflows"]
    template.run(*schema, ".github/workflows/release.yml")
    assert findings(".", folder=template.folder) == {}


def test_workflow_can_be_read_line_by_line() -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 120
    jobs = yaml.safe_load(text)["jobs"]
    assert list(jobs) == ["check", "wheel", "source", "publish"]
    assert [name for name in jobs if not re.search(rf"  # .+\n  {name}:\n", text)] == []


def test_only_the_job_that_publishes_may_do_so() -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    publish = workflow["jobs"].pop("publish")
    assert workflow["permissions"] == {}
    assert publish["permissions"] == {"id-token": "write"}
    assert publish["if"] == "github.ref_type == 'tag'"
    assert set(publish["needs"]) == set(workflow["jobs"])
    assert publish["environment"] == "pypi"
    assert all("run" not in step for step in publish["steps"]), "it runs no code of ours"
    for job in workflow["jobs"].values():
        assert job["permissions"] == {"contents": "read"}
    assert not re.search(r"secrets\.|password:|token:(?! write)", text)


@pytest.mark.parametrize(("tag", "status"), [("v0.2.0", 0), ("v0.3.0", 1), ("0.2.0", 1)])
@pytest.mark.cargo
def test_a_tag_must_be_the_version(template: Copy, tag: str, status: int) -> None:
    steps = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]["check"]["steps"]
    [compare] = [step for step in steps if "tag" in step.get("name", "")]
    template.run("bash", "-e", "-c", compare["run"], status=status, values={"GITHUB_REF_NAME": tag})


def test_what_the_page_says_of_the_workflow_that_maturin_writes(
    template: Copy, tmp_path: Path
) -> None:
    settings = "\n[tool.maturin.generate-ci.github]\npytest = true\ntrusted-publishing = true\n"
    project = template.folder / "pyproject.toml"
    before = project.read_text(encoding="utf-8")
    project.write_text(before + settings + 'publishing-environment = "pypi"\n', encoding="utf-8")
    try:
        written = template.run(find_program("maturin"), "generate-ci", "github", "--output", "-")
    finally:
        project.write_text(before, encoding="utf-8")
    file = tmp_path / "CI.yml"
    file.write_text(written[written.index("# This file") :], encoding="utf-8")
    found = findings(file, folder=tmp_path)
    assert {"lines": len(file.read_text("utf-8").splitlines()), **found} == GENERATED
    config = TEMPLATE / ".github" / "zizmor.yml"
    relaxed = findings("--config", config, file, folder=tmp_path)
    assert relaxed == {kind: found[kind] for kind in ("artipacked", "cache-poisoning")}
