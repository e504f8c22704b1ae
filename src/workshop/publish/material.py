"""Read all that the course declares: a mistake is said at once, and not after minutes of building.

Jupyter Book would show a traceback, or the same mistake once for each page.
"""

from __future__ import annotations

from pathlib import Path

from workshop.borrows import authored, memory
from workshop.course import explanations, quiz
from workshop.course.catalog import Catalog
from workshop.course.schedule import read_paths
from workshop.publish.notebooks import notebooks


def read_material(root: Path) -> None:
    """Read every declaration and every episode; a MaterialError names file and line."""
    catalog = Catalog(root)
    _ = catalog.exercises
    read_paths(catalog)
    notebooks(catalog)
    quiz.read_all(root)
    for name in (explanations.CODES, explanations.HABITS, explanations.RUN_TIME):
        explanations.entries(root, name)
    for file in sorted((root / memory.FOLDER).glob("*.toml")):
        memory.read_memory(file)
    for file in sorted((root / authored.FOLDER).glob("*.toml")):
        authored.read_timeline(file)
