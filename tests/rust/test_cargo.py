"""What cargo says is read as people see it: with the paths from the clone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workshop.rust.cargo import _Messages

SPAN = {
    "line_start": 3,
    "line_end": 3,
    "column_start": 1,
    "column_end": 2,
    "is_primary": True,
}


def read(folder: Path, file: str) -> tuple[str, str]:
    """The path in the message that people read, and that of the error's place."""
    said = {
        "level": "error",
        "message": "no",
        "rendered": f"error: no\n --> {file}:3:1\n",
        "spans": [{**SPAN, "file_name": file}],
    }
    line = {"reason": "compiler-message", "manifest_path": str(folder / "Cargo.toml")}
    messages = _Messages(folder.resolve(), frozenset())
    messages.read(json.dumps({**line, "message": said}))
    (found,) = messages.diagnostics
    assert found.primary is not None
    return found.rendered.partition("--> ")[2].partition(":3")[0], found.primary.file


@pytest.mark.parametrize(
    ("file", "shown"),
    [
        ("probe/one/src/lib.rs", "work/probe/one/src/lib.rs"),
        (r"probe\one\src\deep\lib.rs", "work/probe/one/src/deep/lib.rs"),
        ("probe/one/../../../exercises/probe/one/tests/it.rs", "exercises/probe/one/tests/it.rs"),
        (r"probe\one\../../../exercises/probe/one/tests/it.rs", "exercises/probe/one/tests/it.rs"),
        (r"C:\somewhere\else.rs", r"C:\somewhere\else.rs"),
    ],
)
def test_paths_begin_at_the_clone_also_as_windows_writes_them(
    file: str, shown: str, tmp_path: Path
) -> None:
    assert read(tmp_path / "work" / "probe" / "one", file) == (shown, shown)
