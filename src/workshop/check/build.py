"""Build one exercise for a check, whatever lies beside it in `work/`, or say what is in the way."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

from workshop.base.folder_snapshot import Snapshot, take_snapshot
from workshop.base.notify import Notify, ignore
from workshop.check.preflight import read_files
from workshop.check.procedures import PROCEDURES
from workshop.check.run import runs_folder
from workshop.course.catalog import Exercise
from workshop.course.requirements import how_to_get, lacking
from workshop.learner.work_folder import WorkFolder
from workshop.prefetch.waiting import wait_for_dependencies, wait_for_turn
from workshop.rust import linked, maturin, obstacles
from workshop.rust.cargo import BuildResult, cargo_command, clean, run_cargo
from workshop.rust.freshness import build_fresh
from workshop.rust.toolchain import build_environment
from workshop.rust.workspace import Crate, forget_lock, leave_out, write_workspace

_BAD_LOCK = "failed to parse lock file"
_RELEASE_TIME = 3
"""How many times longer than a debug build an optimized one may take."""
_OBSTACLES = 20
"""How often something else than the crate may stop cargo before that is the verdict."""


def build(
    work: WorkFolder,
    exercise: Exercise,
    source: Path | Snapshot | None = None,
    *,
    release: bool = False,
    notify: Notify = ignore,
    cancel: threading.Event | None = None,
) -> BuildResult:
    """Build the learner's copy, or the files in `source`, as the exercise's kind is built.

    A check makes debug builds; `release` is for those who measure an extension.
    """
    source = source or work.ensure_copy(exercise)
    snapshot = source if isinstance(source, Snapshot) else take_snapshot(source)
    if exercise.requires and (names := lacking(exercise, build_environment()["PATH"])):
        missing = (
            f"This exercise needs {' and '.join(names)}, which this machine lacks.\n"
            f"{how_to_get(names)}\nUntil then it is skipped: `workshop` says what is next."
        )
        return BuildResult(None, trouble=missing)
    crate = read_files(snapshot.folder, exercise)
    if isinstance(crate, BuildResult):
        return crate
    if crate is None:  # scripts are there already
        return BuildResult(snapshot.folder)
    crate = linked.readable(work.root, crate)
    return _build_crate(
        work, exercise, snapshot, crate, release=release, notify=notify, cancel=cancel
    )


class _Wheels:
    """The wheels of one build: whoever runs the last one removes it, nobody knows those before."""

    def __init__(self) -> None:
        self._folder: Path | None = None

    def last(self, built: BuildResult) -> BuildResult:
        """Forget the one before."""
        self._forget()
        self._folder = built.artifact.parent if built.artifact else None
        return built

    def _forget(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:  # such as Ctrl-C
            self._forget()


def _build_crate(
    work: WorkFolder,
    exercise: Exercise,
    snapshot: Snapshot,
    crate: Crate,
    *,
    release: bool,
    notify: Notify,
    cancel: threading.Event | None,
) -> BuildResult:
    """Build when nothing else is built here, until nothing but the crate stops it."""
    goal, target = PROCEDURES[exercise.kind].goal, work.target
    tests = exercise.tests if "test" in goal else ()
    profile = ["--release"] if release else []
    wheels = _Wheels()

    def once(*options: str) -> BuildResult:
        limit = exercise.timeout * (_RELEASE_TIME if release else 1)
        if not goal:
            runs = runs_folder(work)
            return wheels.last(
                maturin.build_wheel(crate, target, runs, limit=limit, notify=notify, cancel=cancel)
            )
        return run_cargo(
            cargo_command([*goal, *profile, *options], crate.folder, target),
            crate.folder,
            tests=tests,
            limit=limit,
            notify=notify,
            cancel=cancel,
        )

    def unhindered() -> BuildResult:
        built = once("--offline")
        for _ in range(_OBSTACLES):
            if built.trouble is None or not _remove_obstacle(work.root, crate, built, notify):
                break
            write_workspace(work.root, crate)
            built = once("--offline")
        if obstacles.is_damaged(built, crate):
            notify("A file in work/target is damaged: building all that is needed again.")
            clean(crate, target, everything=True, release=release)
            built = once("--offline")
        # A learner may have added a dependency: then the network is asked, and only then.
        return once() if goal and "--offline" in (built.trouble or "") else built

    wait_for_dependencies(work.root, notify, cancel, release=release)
    write_workspace(work.root, crate)
    waiting = partial(wait_for_turn, notify, cancel)
    with wheels:
        built = build_fresh(target, crate, snapshot, unhindered, waiting=waiting, release=release)
    built = obstacles.without_blame(built, crate)
    if built.trouble is None:
        return built
    return replace(built, trouble=built.trouble.replace(f"{work.root}/", ""))


def _remove_obstacle(root: Path, crate: Crate, built: BuildResult, notify: Notify) -> bool:
    """Remove what kept cargo from its work, where that is not in the crate itself."""
    trouble = built.trouble or ""
    if _BAD_LOCK in trouble:  # a cargo that was killed left half of it
        forget_lock(root)
        return True
    others = leave_out(root, crate, trouble)
    if others:
        notify(f"Left out, because its Cargo.toml stops cargo: {', '.join(others)}")
    return bool(others)
