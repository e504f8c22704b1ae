"""The code that each number was measured with, as digests: a test finds numbers of other code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from workshop.base.digest import digest_of
from workshop.bench import call_rows
from workshop.bench.call_making import CALLS
from workshop.bench.call_rows import ROWS
from workshop.bench.making import CODE
from workshop.bench.steps import STEPS, Foreign, Loops, Script, Solution, Source, Step
from workshop.bench.tree_steps import MEASURED
from workshop.learner.project import Project

_COMMENTS = {".c": "//", ".f90": "!", ".py": "#", ".rs": "//"}
"""How a line begins that says nothing to the compiler, by the file's suffix."""


def source_digests(project: Project, ids: Iterable[str]) -> dict[str, str]:
    """For each step a digest of its code, without comments and empty lines."""
    return _digests(project, ids, STEPS)


def tree_digests(project: Project, ids: Iterable[str]) -> dict[str, str]:
    """The same for the steps of `bench trees`."""
    return _digests(project, ids, MEASURED)


def _digests(project: Project, ids: Iterable[str], steps: Mapping[str, Step]) -> dict[str, str]:
    return {id: digest_of(*map(code_of, _files(project, steps[id].source)))[:16] for id in ids}


def row_digests(project: Project, ids: Iterable[str]) -> dict[str, str]:
    """For each row of `bench calls` a digest of what it runs, and of the code that this calls."""
    return {
        id: digest_of(ROWS[id].text, *map(code_of, _files_of_row(project, ROWS[id].code)))[:16]
        for id in ids
    }


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
            return _rust(project.root / CODE / "loops")
        case Solution(exercise):
            return _rust(_solution(project, exercise))


def _files_of_row(project: Project, code: call_rows.Code) -> list[Path]:
    match code:
        case call_rows.Script(file, _, library):
            return [project.root / CALLS / name for name in (file, library) if name]
        case call_rows.Bare():
            return _rust(project.root / CALLS / "bare")
        case call_rows.Solution(exercise):
            return _rust(_solution(project, exercise))


def _solution(project: Project, exercise: str) -> Path:
    return project.work.solution(project.catalog.exercise(exercise))


def _rust(crate: Path) -> list[Path]:
    return sorted((crate / "src").glob("*.rs"))
