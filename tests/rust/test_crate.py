"""A crate is a folder with a manifest that names a package."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop.rust.crate import Crate, read_crate


def made(folder: Path, manifest: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "Cargo.toml").write_text(manifest, encoding="utf-8")
    return folder


def test_the_name_is_the_packages(tmp_path: Path) -> None:
    folder = made(tmp_path / "folder", '\ufeff[package]\nname = "other-name"\n')
    assert read_crate(folder) == Crate(folder, "other-name")
    assert read_crate(folder).manifest.is_file()


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
