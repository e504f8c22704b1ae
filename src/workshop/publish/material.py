"""Read all that the course declares: a mistake is said at once, and not after minutes of building.

Jupyter Book would show a traceback, or the same mistake once for each page.
"""

from __future__ import annotations

import re
from pathlib import Path

from workshop.borrows import memory
from workshop.course import explanations, quiz
from workshop.course.catalog import Catalog
from workshop.course.declarations import did_you_mean, mistake, read_text
from workshop.course.schedule import read_paths
from workshop.course.sections import plain
from workshop.publish.notebooks import notebooks


def read_material(root: Path) -> None:
    """Read every declaration and every episode; a MaterialError names file and line."""
    catalog = Catalog(root)
    _ = catalog.exercises
    read_paths(catalog)
    notebooks(catalog)
    quiz.read_all(root)
    for name in (explanations.CODES, explanations.HABITS, explanations.RUN_TIME):
        _find_sections(catalog, root / "lessons" / f"{name}.toml")
    for file in sorted((root / memory.FOLDER).glob("*.toml")):
        memory.read_memory(file)


def _find_sections(catalog: Catalog, file: Path) -> None:
    """Look up where each of our sentences on a message says to read on."""
    read_text(file)  # a check does without one that is missing
    pages = {episode.id: episode.file for episode in catalog.episodes}
    for entry in explanations.entries(catalog.root, file.stem):
        if entry.page not in pages:
            continue  # it names none, or one that is planned
        text = read_text(pages[entry.page])
        headings = [plain(found) for found in re.findall(r"(?m)^#+ (.+?) *$", text)]
        if entry.section and plain(entry.section) not in headings:
            meant = did_you_mean(entry.section, headings)
            problem = f"{entry.page!r} has no section {entry.section!r}{meant}"
            raise mistake(file, problem, entry.name, "section")
