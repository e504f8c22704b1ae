"""Whatever lies beside an exercise in `work/`: one that is broken never stops another."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from shop import Shop
from workshop.check.build import build
from workshop.course.catalog import Exercise
from workshop.rust.toolchain import build_environment, find_program
from workshop.rust.workspace import Crate, read_crate, stands_alone, write_workspace

GOOD = "pub fn answer() -> i32 {\n    42\n}\n"
TEST = "assert_eq!(answer(), 42);"
DEPENDENCIES = "\n[dependencies]\n"


def appended(text: str) -> Callable[[Path], None]:
    def spoil(copy: Path) -> None:
        with (copy / "Cargo.toml").open("a") as manifest:
            manifest.write(text)

    return spoil


def replaced(old: str, new: str) -> Callable[[Path], None]:
    def spoil(copy: Path) -> None:
        manifest = copy / "Cargo.toml"
        text = manifest.read_text()
        assert old in text
        manifest.write_text(text.replace(old, new))

    return spoil


def copied_by_hand(copy: Path) -> None:
    shutil.copytree(copy, copy.with_name("bad - old version"))


def no_table(copy: Path) -> None:
    (copy / "Cargo.toml").write_text("package = 3\n")


NAME = 'name = "probe-bad"\n'
SILENT: dict[str, Callable[[Path], None]] = {
    "a folder copied by hand": copied_by_hand,
    "a package without a name": replaced(NAME, ""),
    "a number as name": replaced(NAME, "name = 3\n"),
    "a name with a space": replaced(NAME, 'name = "my crate"\n'),
    "a path as name": replaced(NAME, 'name = "../../../x"\n'),
    "no table": no_table,
    "a workspace of its own": appended("\n[workspace]\n"),
}
SAID: dict[str, Callable[[Path], None]] = {
    "an edition of the future": replaced("edition.workspace = true", 'edition = "2099"'),
    "a crate that nobody knows": appended(f'{DEPENDENCIES}no-such-crate-xyzzy = "1"\n'),
    "a slip in a crate's name": appended(f"{DEPENDENCIES}rayonn.workspace = true\n"),
    "a crate that is not there": appended(f'{DEPENDENCIES}foo = {{ path = "../foo" }}\n'),
}


@pytest.fixture
def good(shop: Shop) -> Exercise:
    made = shop.rust("beside", GOOD, TEST)
    assert shop.check(made).passed
    return made


@pytest.mark.parametrize("fault", [*SILENT, *SAID])
def test_a_broken_neighbor_stops_no_check(shop: Shop, good: Exercise, fault: str) -> None:
    bad = shop.rust("bad", GOOD, TEST)
    {**SILENT, **SAID}[fault](shop.work.ensure_copy(bad))
    notes: list[str] = []

    def notify(text: str) -> None:
        # Cargo locks the cache of packages for a moment: a test beside this one may hold it.
        if not text.startswith("Another build is running"):
            notes.append(text)

    assert build(shop.work, good, notify=notify).artifact
    said = ["Left out, because its Cargo.toml stops cargo: work/probe/bad"] if fault in SAID else []
    assert notes == said
    notes.clear()
    assert build(shop.work, good, notify=notify).artifact
    assert notes == [], "it is remembered"


def test_what_was_left_out_is_back_when_it_is_mended_or_built(shop: Shop, good: Exercise) -> None:
    bad = shop.rust("bad", GOOD, TEST)
    manifest = shop.work.ensure_copy(bad) / "Cargo.toml"
    given = manifest.read_text()
    SAID["a slip in a crate's name"](manifest.parent)
    assert build(shop.work, good).artifact
    assert members(shop) == ["probe/beside"]
    trouble = build(shop.work, bad).trouble or ""
    assert "error inheriting `rayonn` from workspace root manifest's" in trouble
    assert "`work/probe/bad/Cargo.toml`" in trouble
    assert build(shop.work, good).artifact
    assert members(shop) == ["probe/beside"]
    manifest.write_text(given)
    assert build(shop.work, good).artifact
    assert members(shop) == ["probe/bad", "probe/beside"]


def members(shop: Shop) -> list[str]:
    """The copies that cargo itself reads from the learner's workspace."""
    words = ["metadata", "--no-deps", "--offline", "--format-version", "1"]
    done = subprocess.run(
        [find_program("cargo"), *words],
        cwd=shop.work.folder,
        env=build_environment(),
        capture_output=True,
        check=True,
    )
    packages = json.loads(done.stdout)["packages"]
    places = [Path(package["manifest_path"]).parent for package in packages]
    return sorted(place.relative_to(shop.work.folder.resolve()).as_posix() for place in places)


def test_the_copy_that_is_built_is_the_one_of_its_name(shop: Shop, good: Exercise) -> None:
    copy = shop.work.ensure_copy(good)
    shutil.copytree(copy, copy.with_name("aside"))
    (copy.with_name("aside") / "src" / "lib.rs").write_text(GOOD.replace("42", "41"))
    assert shop.check(good).passed
    assert members(shop) == ["probe/beside"]


def test_a_crate_beside_the_topics_can_be_built_by_hand(shop: Shop, good: Exercise) -> None:
    """As `cargo new` makes it for whoever stands in `work/`."""
    cargo, environment = find_program("cargo"), build_environment()
    words = [cargo, "new", "--quiet", "--vcs=none", "scratch"]
    subprocess.run(words, cwd=shop.work.folder, env=environment, check=True)
    assert shop.check(good).passed
    build_by_hand(shop.work.folder / "scratch")


def build_by_hand(copy: Path) -> None:
    words = [find_program("cargo"), "check", "--quiet", "--offline"]
    subprocess.run(words, cwd=copy, env=build_environment(), check=True)


def test_a_removed_copy_stops_no_build_by_hand(shop: Shop, good: Exercise) -> None:
    """Neither one copy nor the last one of its topic, before the workshop has seen it."""
    other = shop.rust("removed", GOOD, "")
    shop.work.ensure_copy(other)
    beside = shop.work.folder / "crate" / "alone"
    shutil.copytree(shop.work.path(other), beside)
    (beside / "Cargo.toml").write_text('[package]\nname = "alone"\nedition = "2024"\n')
    build_by_hand(shop.work.ensure_copy(good))
    shop.work.write_workspace()
    shutil.rmtree(shop.work.path(other))
    shutil.rmtree(beside.parent)
    build_by_hand(shop.work.path(good))


STANDS_ALONE = """\
[package]
name = "probe"
version = "0.1.0"
edition = "2024"

[workspace]

[lib]
crate-type = ["cdylib", "rlib"]

[dependencies]
pyo3 = "0.30.1"
"""


@pytest.fixture
def alone(shop: Shop) -> Exercise:
    """A package that stands alone, with a lock of its own, as those of the part on shipping."""
    made = shop.project("alone", "Ok(1)")
    (made.folder / "Cargo.toml").write_text(STANDS_ALONE)
    (shop.root / "Cargo.toml").write_text(
        (shop.root / "Cargo.toml")
        .read_text()
        .replace('exclude = ["work"', 'exclude = ["work", "exercises/probe/alone"')
    )
    words = [find_program("cargo"), "generate-lockfile", "--offline", "--quiet"]
    shutil.copy(shop.root / "Cargo.lock", made.folder)  # the versions of the course
    subprocess.run(words, cwd=made.folder, env=build_environment(), check=True)
    return made


def test_a_crate_that_stands_alone_is_no_member_and_nothing_to_complain_of(
    shop: Shop, good: Exercise, alone: Exercise
) -> None:
    assert shop.check(alone).passed
    notes = list[str]()
    assert shop.check(good, notes.append).passed
    assert not [note for note in notes if "Left out" in note]
    assert members(shop) == ["probe/beside"]
    assert write_workspace(shop.root) == ()
    shop.work.path(alone).joinpath("Cargo.toml").write_text("[package")
    assert write_workspace(shop.root) == ("work/probe/alone",)


def test_a_crate_that_stands_alone_is_built_by_hand_with_what_is_compiled(
    shop: Shop, good: Exercise, alone: Exercise
) -> None:
    """By cargo and by maturin, from a terminal of JupyterLab."""
    joined = shop.extension("joined", "Ok(1)")
    assert build(shop.work, joined).artifact  # with it PyO3 is compiled
    copy = shop.work.ensure_copy(alone)
    environment = {**build_environment(), "VIRTUAL_ENV": str(shop.root / ".venv")}
    programs = [sys.executable, "-m", "venv", "--without-pip", str(shop.root / ".venv")]
    subprocess.run(programs, check=True)
    for command in (
        [find_program("cargo"), "build", "--offline"],
        [find_program("maturin"), "develop", "--uv", "--offline"],
        [find_program("cargo"), "build", "--offline"],
    ):
        done = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        compiled = re.findall(r"^\s*Compiling (\S+)", done.stderr, re.MULTILINE)
        assert set(compiled) <= {"probe"}, command
    assert not (copy / "target").exists()
    assert shop.check(good).passed


def test_a_damaged_note_of_what_is_left_out_does_no_harm(shop: Shop, good: Exercise) -> None:
    for text in ("", "[]", '{"a": 1}', '{"probe/beside/Cargo.toml": "0 0"}'):
        (shop.work.folder / ".left-out.json").write_text(text)
        assert shop.check(good).passed


def made(folder: Path, manifest: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "Cargo.toml").write_text(manifest, encoding="utf-8")
    return folder


def test_the_name_is_the_packages(tmp_path: Path) -> None:
    folder = made(tmp_path / "folder", '\ufeff[package]\nname = "other-name"\n')
    assert read_crate(folder) == Crate(folder, "other-name")
    assert read_crate(folder).manifest.is_file()


@pytest.mark.parametrize("table", ["[workspace]", '[workspace]\nmembers = ["a"]', "workspace = {}"])
def test_a_package_with_a_workspace_of_its_own_stands_alone(tmp_path: Path, table: str) -> None:
    package = '[package]\nname = "alone"\n'
    text = f"{package}{table}\n" if table.startswith("[") else f"{table}\n{package}"
    folder = made(tmp_path / "folder", text)
    assert read_crate(folder) == Crate(folder, "alone", stands_alone=True)
    assert stands_alone(folder / "Cargo.toml")


@pytest.mark.parametrize("text", ["[package", "", '[package]\nname = "other"\n'])
def test_every_other_manifest_does_not(tmp_path: Path, text: str) -> None:
    assert not stands_alone(made(tmp_path, text) / "Cargo.toml")


@pytest.mark.parametrize(
    ("manifest", "error"),
    [
        ("[package", ValueError),
        ("", LookupError),
        ("package = 3", LookupError),
        ("[package]\nname = 3", LookupError),
        ('[package]\nname = "../x"', LookupError),
    ],
)
def test_a_manifest_without_a_name_is_an_error(
    tmp_path: Path, manifest: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        read_crate(made(tmp_path, manifest))


def test_a_folder_without_a_manifest_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        read_crate(tmp_path)
