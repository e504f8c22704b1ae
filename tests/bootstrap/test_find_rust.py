from __future__ import annotations

from pathlib import Path

import pytest

from faketools import environment, needs_shell, put, put_rust
from workshop.base.errors import EnvironmentBroken, MaterialError
from workshop.bootstrap import find_rust

ROOT = Path(__file__).resolve().parents[2]
SYSTEMS = ("Linux", "macOS", "Windows")

pytestmark = needs_shell


def look(programs: Path) -> find_rust.Rust:
    found = find_rust.find_rust(ROOT, environment(programs))
    find_rust.try_linker(found, ROOT, environment(programs))
    return found


def trouble(programs: Path) -> str:
    """The paragraph that a machine with these programs gets."""
    with pytest.raises(EnvironmentBroken) as caught:
        look(programs)
    assert caught.value.exit_status == 3
    text = str(caught.value)
    assert all(system in text for system in SYSTEMS)
    return " ".join(text.split())


def test_a_good_tool_chain_is_found(tmp_path: Path) -> None:
    put_rust(tmp_path)
    found = look(tmp_path)
    assert found.release == "1.95.0"
    assert found.host == "x86_64-unknown-linux-gnu"


def test_the_oldest_version_of_the_manifest_is_good_enough(tmp_path: Path) -> None:
    put_rust(tmp_path, f"{find_rust.minimum(ROOT)}.0")
    assert find_rust.find_rust(ROOT, environment(tmp_path)).release.startswith(
        find_rust.minimum(ROOT)
    )


def test_no_rust(tmp_path: Path) -> None:
    text = trouble(tmp_path)
    assert "`rustc` is not installed" in text
    assert "rustup.rs" in text


def test_rustc_without_cargo(tmp_path: Path) -> None:
    put_rust(tmp_path)
    (tmp_path / "cargo").unlink()
    assert "`cargo` is not installed" in trouble(tmp_path)


def test_old_rust(tmp_path: Path) -> None:
    put_rust(tmp_path, "1.70.0")
    text = trouble(tmp_path)
    assert "You have Rust, but it is too old: this is rustc 1.70.0" in text
    assert find_rust.minimum(ROOT) in text
    assert "rustup update stable" in text


def test_rustup_without_a_tool_chain(tmp_path: Path) -> None:
    words = "error: rustup could not choose a version of rustc to run, no default is configured"
    for name in ("rustc", "cargo"):
        put(tmp_path, name, f"echo '{words}' >&2; exit 1")
    text = trouble(tmp_path)
    assert "no Rust toolchain" in text
    assert "rustup default stable" in text


def test_a_compiler_that_does_not_run(tmp_path: Path) -> None:
    put_rust(tmp_path)
    put(tmp_path, "rustc", "echo 'error while loading shared libraries' >&2; exit 127")
    assert "error while loading shared libraries" in trouble(tmp_path)


def test_a_compiler_that_says_no_version(tmp_path: Path) -> None:
    put_rust(tmp_path)
    put(tmp_path, "rustc", "echo hello")
    assert "does not work. It says: hello" in trouble(tmp_path)


def test_no_linker(tmp_path: Path) -> None:
    put_rust(tmp_path, link="echo 'error: linker `cc` not found' >&2; exit 1".replace("`", "\\`"))
    text = trouble(tmp_path)
    assert "cannot link" in text
    for way in ("build-essential", "xcode-select --install", "Visual Studio build tools"):
        assert way in text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[workspace]\n[workspace", r"Cargo\.toml:2: this isn't TOML"),
        ("[workspace]\n", r"Cargo\.toml:1: `\[workspace\.package\]` must name the `rust-version`"),
        ("workspace = 5\n", r"must name the `rust-version`"),
    ],
)
def test_a_manifest_that_names_no_version_is_said(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "Cargo.toml").write_text(text, encoding="utf-8")
    with pytest.raises(MaterialError, match=says):
        find_rust.minimum(tmp_path)
