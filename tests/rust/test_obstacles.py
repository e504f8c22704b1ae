"""What is not in the learner's code is not blamed on it: the reason is said, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from shop import Shop
from workshop.base.errors import EnvironmentBroken
from workshop.check.verdict import Verdict
from workshop.course.catalog import Exercise
from workshop.rust.cargo import BuildResult
from workshop.rust.diagnostics import Diagnostic
from workshop.rust.obstacles import is_damaged, without_blame
from workshop.rust.rustc import Libraries, compile_program
from workshop.rust.workspace import Crate

USES = "pub fn answer() -> i32 {\n    either::Either::<i32, i32>::Left(42).into_inner()\n}\n"
NOWHERE = Crate(Path("nowhere"), "nowhere")
TEST = "assert_eq!(answer(), 42);"


@pytest.fixture
def own_shop(tmp_path: Path) -> Shop:
    """One whose target folder may be damaged."""
    (tmp_path / "own").mkdir()
    return Shop(tmp_path / "own", tmp_path / "target")


@pytest.fixture
def uses(own_shop: Shop) -> Exercise:
    """An exercise that needs another crate, which is small."""
    exercise = own_shop.rust("uses", USES, TEST, timeout=60)
    for folder in (exercise.folder, own_shop.work.ensure_copy(exercise)):
        manifest = folder / "Cargo.toml"
        text = manifest.read_text().replace("[lib]", '[dependencies]\neither = "1"\n\n[lib]')
        manifest.write_text(text)
    return exercise


def cut(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.truncate(file.stat().st_size // 2)


def empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.cargo
def test_a_damaged_target_folder_is_built_again(own_shop: Shop, uses: Exercise) -> None:
    assert own_shop.check(uses).passed
    file = own_shop.work.path(uses) / "src" / "lib.rs"
    deps = own_shop.work.target / "debug" / "deps"
    damages: tuple[Callable[[Path], object], ...] = (cut, Path.unlink, empty)
    for number, damage in enumerate(damages):
        for made in (*deps.glob("libeither-*.rlib"), *deps.glob("libeither-*.rmeta")):
            damage(made)
        file.write_text(f"{USES}// {number}\n")
        assert own_shop.check(uses).passed
    for folder in (own_shop.work.target / "debug" / ".fingerprint").glob("either-*"):
        for made in folder.iterdir():
            made.write_bytes(b"\xff garbage")
    file.write_text(f"{USES}// garbage\n")
    assert own_shop.check(uses).passed


@pytest.mark.cargo
@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("RUSTC_WRAPPER", "RUSTC_WRAPPER"),
        ("CARGO_BUILD_RUSTC_WRAPPER", "RUSTC_WRAPPER"),
        ("RUSTFLAGS", "the linker that it starts isn't there"),
    ],
)
def test_a_program_that_is_missing_is_named(
    own_shop: Shop, monkeypatch: pytest.MonkeyPatch, variable: str, said: str
) -> None:
    exercise = own_shop.rust("plain", "pub fn answer() -> i32 {\n    42\n}\n", TEST)
    value = "no-such-program"
    monkeypatch.setenv(variable, f"-Clinker={value}" if variable == "RUSTFLAGS" else value)
    verdict = own_shop.check(exercise)
    assert_not_blamed(verdict)
    assert said in verdict.headline
    assert value in verdict.headline


def assert_not_blamed(verdict: Verdict) -> None:
    assert verdict.outcome == "broken"
    assert not verdict.errors
    assert "not about your code" in verdict.headline


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("couldn't create a temp dir: No space left on device (os error 28)", "disk is full"),
        ("failed to write /x/lib.rmeta: Permission denied (os error 13)", "can't be written"),
        ("crate `either` required to be available in rlib format", "Delete the folder"),
        ("failed to verify the checksum of `either v1.15.0`", "downloaded sources"),
        ("failed to download `kiddo v5.3.3`", "could not download it"),
    ],
)
def test_an_error_without_a_place_is_the_machines(words: str, said: str) -> None:
    error = Diagnostic("error", None, words, f"error: {words}\n", None, ())
    shown = without_blame(BuildResult(None, (error,)), NOWHERE)
    assert not shown.errors
    assert said in (shown.trouble or "")
    assert words in (shown.trouble or "")


def test_a_damaged_crate_is_not_the_fault_of_a_cell(tmp_path: Path) -> None:
    source, library = tmp_path / "cell.rs", tmp_path / "libdamaged.rlib"
    source.write_text("fn main() {\n    damaged::run();\n}\n")
    library.write_bytes(b"!<arch>\nno archive")
    with pytest.raises(EnvironmentBroken, match="Delete the folder `work/target`"):
        compile_program(source, Libraries((("damaged", library),)))


def test_a_crate_that_others_wrote_is_not_blamed_on_the_learner() -> None:
    error = Diagnostic("error", "E0583", "file not found for module", "error: E0583\n", None, ())
    built = BuildResult(None, trouble="Cargo could not build the crate", of_others=(error,))
    assert "workshop doctor" in (without_blame(built, NOWHERE).trouble or "")
    assert not is_damaged(built, NOWHERE)


@pytest.mark.parametrize(
    ("place", "damaged"), [("/x/target/own/README.md", False), ("/x/target/debug/a.rmeta", True)]
)
def test_a_file_that_the_crate_lacks_is_no_damage(place: str, *, damaged: bool) -> None:
    crate = Crate(Path("/x/target/own"), "own")
    built = BuildResult(None, trouble=f"failed to open file `{place}`: No such file or directory")
    assert is_damaged(built, crate) == damaged


def test_the_learners_own_errors_stay(own_shop: Shop) -> None:
    verdict = own_shop.check(own_shop.rust("wrong", "pub fn answer() -> i32 {\n", TEST))
    assert verdict.outcome == "compile"
    linking = own_shop.rust(
        "linking",
        'unsafe extern "C" {\n    safe fn nowhere() -> i32;\n}\n\n'
        "pub fn answer() -> i32 {\n    nowhere()\n}\n",
        TEST,
    )
    assert own_shop.check(linking).outcome == "compile"
