"""The code that each step was measured with, as digests: a test finds numbers of another code."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from workshop.base.digest import digest_of
from workshop.bench.making import CODE
from workshop.bench.steps import STEPS, Foreign, Loops, Script, Solution, Source
from workshop.learner.project import Project

_COMMENTS = {".c": "//", ".f90": "!", ".py": "#", ".rs": "//"}
"""How a line begins that says nothing to the compiler, by the file's suffix."""


def source_digests(project: Project, ids: Iterable[str]) -> dict[str, str]:
    """For each step a digest of its code, without comments and empty lines."""
    return {id: digest_of(*map(code_of, _files(project, STEPS[id].source)))[:16] for id in ids}


def code_of(file: Path) -> str:
    """The lines of a source file that are not comments."""
    comment = _COMMENTS[file.suffix]
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(comment))


def _files(project: Project, source: Source) -> list[Path]:
    match source:
        case Script(file) | Foreign(_, file):
            return [project.root / CODE / file]
        case Loops():
            return sorted((project.root / CODE / "loops" / "src").glob("*.rs"))
        case Solution(exercise):
            folder = project.work.solution(project.catalog.exercise(exercise))
            return sorted((folder / "src").glob("*.rs"))
