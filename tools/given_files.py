"""Write `exercises/given-files.json`: `.venv/bin/python tools/given_files.py`.

A check compares a learner's clone with these digests, so they are taken anew after each change of
an exercise's tests, manifest or other given files.
"""

from __future__ import annotations

import json
from pathlib import Path

from workshop.course.catalog import Catalog
from workshop.course.given_files import RECORD, digests

ROOT = Path(__file__).resolve().parent.parent


def record_text(root: Path) -> str:
    """What the file must hold: a line for each given file of each exercise."""
    return json.dumps(digests(Catalog(root).exercises), indent=1) + "\n"


if __name__ == "__main__":
    (ROOT / "exercises" / RECORD).write_text(record_text(ROOT), encoding="utf-8", newline="\n")
