from __future__ import annotations

from pathlib import Path

import pytest

from workshop.base.errors import EnvironmentBroken
from workshop.bootstrap.installing import (
    Downloads,
    installed_versions,
    locked_names,
    pinned,
    remove_incomplete,
)

ROOT = Path(__file__).resolve().parents[2]
LOCK = """\
one==1.0 \\
    --hash=sha256:aa
    # via two
two==2.0 ; sys_platform == 'win32' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
two==2.1 ; sys_platform != 'win32' \\
    --hash=sha256:dd
"""


def test_one_package_is_cut_out_of_a_lock_with_its_hashes(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text(LOCK, encoding="utf-8")
    version, lines = pinned(lock, "one")
    assert version == "1.0"
    assert lines.splitlines() == ["one==1.0 \\", "    --hash=sha256:aa", "    # via two"]
    assert locked_names(lock) == {"one", "two"}


def install(packages: Path, name: str, record: str | None) -> Path:
    """Put a package into a folder as an installer does: one module, and its metadata."""
    folder = packages / f"{name}-1.0.dist-info"
    folder.mkdir(parents=True)
    (packages / f"{name}.py").touch()
    if record is not None:
        (folder / "RECORD").write_text(record, encoding="utf-8")
    return folder


def test_what_is_installed_is_known_by_its_plain_name(tmp_path: Path) -> None:
    install(tmp_path, "Some_Thing.py", "")
    install(tmp_path, "other", "")
    assert installed_versions(tmp_path) == {"some-thing-py": "1.0", "other": "1.0"}


def test_a_package_that_was_cut_short_counts_as_missing(tmp_path: Path) -> None:
    records = {
        "whole": 'whole.py,sha256=a,1\n"__pycache__/whole.pyc",,\n\n',
        "half_done": "half_done.py,,\nhalf_done_too.py,,\n",
        "noted_nowhere": None,
        "foreign": "gone.py,,\n",
    }
    for name, record in records.items():
        install(tmp_path, name, record)
    remove_incomplete(tmp_path, {"whole", "half-done", "noted-nowhere"})
    assert installed_versions(tmp_path).keys() == {"whole", "foreign"}


def test_the_learners_lock_pins_uv_by_hash() -> None:
    version, lines = pinned(ROOT / "requirements.txt", "uv")
    assert version[0].isdigit()
    assert "--hash=sha256:" in lines
    assert "\nwcwidth" not in lines


def test_a_lock_without_the_package_is_said(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text(LOCK, encoding="utf-8")
    with pytest.raises(EnvironmentBroken, match=r"lock\.txt"):
        pinned(lock, "uv")


def test_downloads_are_counted_from_what_uv_says() -> None:
    downloads = Downloads()
    assert downloads.read("Resolved 159 packages in 253ms") is None
    assert downloads.read("Downloading scipy (30.0MiB)") == "0 of 30 MB"
    assert downloads.read("Downloading jedi (512.0KiB)") == "0 of 30 MB"
    assert downloads.read(" Downloaded scipy") == "30 of 30 MB"
