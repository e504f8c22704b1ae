"""Make the learner's notebooks in `work/lessons/` from the episodes, and never lose a change.

The same episode gives the same bytes. A notebook that the learner has only run is renewed when
its episode changes; one with changed cells stays, and the new version is written beside it.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from workshop.base.digest import digest_of
from workshop.base.errors import MaterialError
from workshop.course.catalog import Catalog, Episode
from workshop.course.declarations import read_text
from workshop.course.front_matter import split_front_matter
from workshop.learner.notebook_folder import NotebookFolder, episode_of
from workshop.publish.converter import Cell, Converter
from workshop.publish.directives import Page
from workshop.publish.links import Linker, Target, read_labels


@dataclass(frozen=True)
class Notebook:
    """What one episode becomes: the notebook's text, and the figures that it shows."""

    name: str
    text: str
    figures: dict[str, Path]


@dataclass(frozen=True)
class Retired:
    """A notebook whose episode is gone: the learner's version of it, and what replaces it."""

    name: str
    backup: str | None
    successors: tuple[str, ...]

    @property
    def message(self) -> str:
        """What the learner should know."""
        instead = f" Its episode is now in {' and '.join(self.successors)}." * bool(self.successors)
        if self.backup is None:
            return f"work/lessons/{self.name} was deleted; you had not changed it.{instead}"
        return (
            f"The course no longer has work/lessons/{self.name}. You have changed it, so it is "
            f"kept as work/lessons/{self.backup}.{instead}"
        )


@dataclass(frozen=True)
class NotebooksUpdate:
    """What an update did, as names in `work/lessons/`.

    `kept` gives old and new for those that the learner has changed, `broken` an error for each
    episode that could not become a notebook, `retired` the notebooks of episodes that are gone.
    """

    written: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    broken: tuple[str, ...] = ()
    retired: tuple[Retired, ...] = ()

    @property
    def messages(self) -> tuple[str, ...]:
        """What the learner should know: a sentence each."""
        kept = (
            f"You have changed work/lessons/{old}, so it is kept. The new version is {new}."
            for old, new in self.kept
        )
        missing = (f"An episode is missing. {error}" for error in self.broken)
        return (*kept, *(one.message for one in self.retired), *missing)


def update_notebooks(root: Path) -> NotebooksUpdate:
    """Bring `work/lessons/` up to date with the episodes; the learner's own changes stay."""
    folder = NotebookFolder(root / "work")
    written, kept, broken = list[str](), list[tuple[str, str]](), list[str]()
    course = _Course(Catalog(root))
    for episode in course.catalog.episodes:
        try:
            notebook = course.notebook(episode)
        except MaterialError as error:  # one bad page must not take the others away
            if str(error) not in broken:
                broken.append(str(error))
            continue
        for name, source in notebook.figures.items():
            target = folder.folder / name
            if not target.is_file() or target.read_bytes() != source.read_bytes():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
        written_as = folder.write(notebook.name, notebook.text)
        if written_as == notebook.name:
            written.append(written_as)
        elif written_as is not None:
            kept.append((notebook.name, written_as))
    retired = _retire(folder, course.catalog)
    folder.save()
    return NotebooksUpdate(tuple(written), tuple(kept), tuple(broken), retired)


def _retire(folder: NotebookFolder, catalog: Catalog) -> tuple[Retired, ...]:
    episodes = catalog.episodes
    gone = folder.retire({episode.file.stem for episode in episodes})
    successors = {
        name: tuple(_name(e) for e in episodes if e.replaces == episode_of(name)) for name in gone
    }
    return tuple(Retired(name, backup, successors[name]) for name, backup in gone.items())


def _name(episode: Episode) -> str:
    return f"{episode.file.stem}.ipynb"


def notebooks(catalog: Catalog) -> list[Notebook]:
    """All episodes as notebooks, in the course's order; a MaterialError names file and line."""
    course = _Course(catalog)
    return [course.notebook(episode) for episode in catalog.episodes]


@dataclass(frozen=True)
class _Course:
    """What the notebooks of a course know of each other: their pages and labels."""

    catalog: Catalog

    @cached_property
    def pages(self) -> dict[str, str]:
        """The page of each episode, as a path below the root without its suffix."""
        return {episode.id: self._page(episode.file) for episode in self.catalog.episodes}

    def _page(self, file: Path) -> str:
        return file.relative_to(self.catalog.root).with_suffix("").as_posix()

    @cached_property
    def labels(self) -> dict[str, Target]:
        """The labels of the episodes and of the reference pages."""
        reference = sorted((self.catalog.root / "book").glob("*.md"))
        return read_labels(self.catalog.root, [*self.pages.values(), *map(self._page, reference)])

    def notebook(self, episode: Episode) -> Notebook:
        """The episode as a notebook."""
        text = read_text(episode.file)
        _, page = split_front_matter(text)
        # Blank lines instead of the front matter: the line numbers of errors stay right.
        body = "\n" * (text.count("\n") - page.count("\n")) + page
        pages = frozenset(self.pages.values())
        linker = Linker(self.catalog.root, self.pages[episode.id], pages, self.labels)
        converter = Converter(Page(self.catalog, episode, in_notebook=True), linker)
        cells = converter.cells(body, episode.file)
        if not any(re.match(r"#[ ]", cell.source) for cell in cells[:1]):
            cells.insert(0, Cell("markdown", f"# {episode.title}\n\n{self._position(episode)}"))
        return Notebook(_name(episode), _as_json(cells, episode), linker.figures)

    def _position(self, episode: Episode) -> str:
        """Where the episode stands in the course: a file browser sorts by name."""
        order = self.catalog.episodes
        number = order.index(episode)
        around = [("before", order[:number][-1:]), ("next", order[number + 1 :][:1])]
        links = [f"{word}: [{e.title}](./{e.file.stem}.ipynb)" for word, es in around for e in es]
        return " · ".join([f"Episode {number + 1} of {len(order)}", *links])


def _as_json(cells: list[Cell], episode: Episode) -> str:
    seen: dict[str, int] = {}
    content = {
        "cells": [_cell(cell, seen) for cell in cells],
        "metadata": {
            "kernelspec": {"display_name": "Workshop", "language": "python", "name": "workshop"},
            "language_info": {"name": "python"},
            "workshop": {"episode": episode.id},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _cell(cell: Cell, seen: dict[str, int]) -> dict[str, Any]:
    """The cell with an id of its own, which follows from its content and no other cell's."""
    id = digest_of(f"{cell.kind}\n{cell.source}")[:12]
    seen[id] = seen.get(id, 0) + 1
    shown: dict[str, Any] = {
        "cell_type": cell.kind,
        "id": id if seen[id] == 1 else f"{id}-{seen[id]}",
        "metadata": cell.metadata,
        "source": cell.source.splitlines(keepends=True),
    }
    if cell.kind == "markdown":
        return shown
    output = {"output_type": "display_data", "data": {"text/plain": [cell.shown]}, "metadata": {}}
    return {**shown, "execution_count": None, "outputs": [output] if cell.shown else []}
