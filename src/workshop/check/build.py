"""Build one crate for a check, whatever lies beside it, and say what is in the way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from workshop.base.notify import Notify, ignore
from workshop.check.preflight import find_trouble
from workshop.course.catalog import Exercise
from workshop.course.requirements import lacking
from workshop.learner.work_folder import WorkFolder
from workshop.prefetch.waiting import wait_for_dependencies, wait_for_turn
from workshop.rust.cargo import BuildResult, run_cargo
from workshop.rust.crate import read_crate
from workshop.rust.freshness import fresh_build
from workshop.rust.toolchain import build_environment, find_program
from workshop.rust.workspace import leave_out, renew_lock

_BAD_LOCK = "failed to parse lock file"
_OBSTACLES = 20
"""How often something else than the crate may stop cargo before that is the verdict."""


def build(
    work: WorkFolder,
    exercise: Exercise,
    source: Path | None = None,
    *,
    note: Notify | None = None,
    cancel: threading.Event | None = None,
) -> BuildResult:
    """Build the learner's copy, or the crate at `source`: a library, or the test program."""
    crate = source or work.ensure_copy(exercise)
    trouble = _lacking(exercise) or find_trouble(crate, exercise)
    if trouble:
        return BuildResult(None, (), trouble)
    wait_for_dependencies(work.root, note or ignore, cancel)
    work.write_workspace(crate)
    command = _command(work, exercise, crate)
    tests = exercise.tests if exercise.kind == "rust" else ()
    limit = exercise.timeout
    run = partial(run_cargo, crate=crate, tests=tests, limit=limit, note=note, cancel=cancel)
    with fresh_build(work.target, read_crate(crate), partial(wait_for_turn, note, cancel)):
        built = _past_obstacles(work, crate, partial(run, [*command, "--offline"]), note)
        if "--offline" in (built.trouble or ""):
            built = run(command)
    return _with_way_out(built, work.root, crate, exercise)


def _past_obstacles(
    work: WorkFolder, crate: Path, run: Callable[[], BuildResult], note: Notify | None
) -> BuildResult:
    built = run()
    for _ in range(_OBSTACLES):
        if not _out_of_the_way(work.root, crate, built.trouble, note or ignore):
            break
        work.write_workspace(crate)
        built = run()
    return built


def _out_of_the_way(root: Path, crate: Path, trouble: str | None, note: Notify) -> bool:
    """Mend what kept cargo from its work, where that is not in the crate itself."""
    if trouble is None:
        return False
    if _BAD_LOCK in trouble:  # a cargo that was killed left half of it
        renew_lock(root)
        return True
    others = leave_out(root, crate, trouble)
    if others:
        note(f"Left out, since its Cargo.toml stops cargo: {', '.join(others)}")
    return bool(others)


def _with_way_out(built: BuildResult, root: Path, crate: Path, exercise: Exercise) -> BuildResult:
    """Where a manifest that was changed is in the way, say so."""
    if built.trouble is None:
        return built
    trouble = built.trouble.replace(f"{root}/", "")
    given = exercise.folder / "Cargo.toml"
    if crate == root / "work" / exercise.path and not _same(crate / "Cargo.toml", given):
        shown = given.relative_to(root).as_posix()
        trouble += f"\nYour Cargo.toml is another one than was given: compare it with {shown}."
    return replace(built, trouble=trouble)


def _same(file: Path, other: Path) -> bool:
    return file.read_text(encoding="utf-8-sig") == other.read_text(encoding="utf-8-sig")


def _lacking(exercise: Exercise) -> str | None:
    """Which of the programs that the exercise needs are not there, and what to do."""
    path = build_environment()["PATH"]
    names = lacking(exercise, path)
    if not names:
        return None
    return (
        f"This exercise needs {' and '.join(names)}, which this machine lacks. Its episode says "
        f"how to get it; `workshop skip {exercise.id}` goes on without it."
    )


def _command(work: WorkFolder, exercise: Exercise, crate: Path) -> list[str]:
    goal = ["test", "--no-run", "--test", "*"] if exercise.kind == "rust" else ["build", "--lib"]
    return [
        find_program("cargo"),
        *goal,
        "--manifest-path",
        str(crate / "Cargo.toml"),
        "--target-dir",
        str(work.target),
        "--message-format=json-diagnostic-rendered-ansi",
    ]
