"""What tests build once, and where: each worker of a run has folders of its own below `target/`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from documents import ROOT, tracked_files
from workshop.base.digest import digest_of
from workshop.base.locks import lock

TARGET = ROOT / "target"
PATIENCE = 1200.0


def own_folder(name: str) -> Path:
    """A folder below `target/` that no other worker uses; it stays, so the next run is warm."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    return TARGET / (name if worker == "gw0" else f"{name}-{worker}")


def once(name: str, build: Callable[[], object]) -> None:
    """Build something that all workers share, unless it was built from these very files."""
    note = TARGET / f"{name}.built"
    with lock(TARGET / f"{name}.lock", timeout=PATIENCE) as ours:
        assert ours, f"another run of the tests holds target/{name}.lock"
        names = "\n".join(str(file.relative_to(ROOT)) for file in tracked_files())
        digest = digest_of(names, *tracked_files())
        if note.is_file() and note.read_text(encoding="utf-8") == digest:
            return
        note.unlink(missing_ok=True)
        build()
        note.write_text(digest, encoding="utf-8")
