"""How each kind of exercise is built, whatever lies beside it in `work/`."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from workshop.base.folder_snapshot import Snapshot
from workshop.base.notify import Notify
from workshop.check.run_folder import runs_folder
from workshop.course.catalog import Exercise
from workshop.learner.work_folder import WorkFolder
from workshop.prefetch.waiting import wait_for_dependencies, wait_for_turn
from workshop.rust import maturin
from workshop.rust.cargo import BuildResult, cargo_command, run_cargo
from workshop.rust.crate import Crate
from workshop.rust.freshness import fresh_build
from workshop.rust.workspace import forget_lock, leave_out

_BAD_LOCK = "failed to parse lock file"
_OBSTACLES = 20
"""How often something else than the crate may stop cargo before that is the verdict."""


@dataclass(frozen=True)
class BuildRequest:
    """What is to be built: the files that `snapshot` saw, and the crate that they are, if any."""

    work: WorkFolder
    exercise: Exercise
    snapshot: Snapshot
    crate: Crate | None
    notify: Notify
    cancel: threading.Event | None


def build_tests(request: BuildRequest) -> BuildResult:
    """Build the program that runs the exercise's Rust tests."""
    return _by_cargo(request, ["test", "--no-run", "--test", "*"], request.exercise.tests)


def build_library(request: BuildRequest) -> BuildResult:
    """Build the library that Python loads."""
    return _by_cargo(request, ["build", "--lib"])


def build_script(request: BuildRequest) -> BuildResult:
    """Scripts are there already; only a crate that they use is built."""
    return build_library(request) if request.crate else BuildResult(request.snapshot.folder)


def build_wheel(request: BuildRequest) -> BuildResult:
    """Build the wheel, into a folder of its own that the run removes."""
    return _in_turn(request, lambda crate: _by_maturin(request, crate))


def _by_cargo(
    request: BuildRequest, goal: Sequence[str], tests: Sequence[Path] = ()
) -> BuildResult:
    def run(crate: Crate, *options: str) -> BuildResult:
        return run_cargo(
            cargo_command([*goal, *options], crate.folder, request.work.target),
            crate.folder,
            tests=tests,
            limit=request.exercise.timeout,
            notify=request.notify,
            cancel=request.cancel,
        )

    # A learner may have added a dependency: then the network is asked, and only then.
    return _in_turn(request, lambda crate: run(crate, "--offline"), run)


def _in_turn(
    request: BuildRequest,
    run: Callable[[Crate], BuildResult],
    online: Callable[[Crate], BuildResult] | None = None,
) -> BuildResult:
    """Run a builder when nothing else is built here, until nothing but the crate stops it."""
    work, crate = request.work, request.crate
    assert crate is not None, request.exercise.id  # noqa: S101 - preflight has read it
    wait_for_dependencies(work.root, request.notify, request.cancel)
    work.write_workspace(crate)
    waiting = partial(wait_for_turn, request.notify, request.cancel)
    with fresh_build(work.target, crate, request.snapshot, waiting):
        built = run(crate)
        for _ in range(_OBSTACLES):
            if built.trouble is None or not _remove_obstacle(request, crate, built.trouble):
                break
            work.write_workspace(crate)
            built = run(crate)
        if online is not None and "--offline" in (built.trouble or ""):
            built = online(crate)
    return _with_manifest_hint(request, crate, built)


def _by_maturin(request: BuildRequest, crate: Crate) -> BuildResult:
    wheels = Path(tempfile.mkdtemp(prefix="wheel-", dir=runs_folder(request.work)))
    built = None
    try:
        built = maturin.build_wheel(
            crate,
            request.work.target,
            wheels,
            limit=request.exercise.timeout,
            notify=request.notify,
            cancel=request.cancel,
        )
    finally:
        if built is None or built.artifact is None:
            shutil.rmtree(wheels, ignore_errors=True)
    return built


def _remove_obstacle(request: BuildRequest, crate: Crate, trouble: str) -> bool:
    """Remove what kept cargo from its work, where that is not in the crate itself."""
    root = request.work.root
    if _BAD_LOCK in trouble:  # a cargo that was killed left half of it
        forget_lock(root)
        return True
    others = leave_out(root, crate, trouble)
    if others:
        request.notify(f"Left out, since its Cargo.toml stops cargo: {', '.join(others)}")
    return bool(others)


def _with_manifest_hint(request: BuildRequest, crate: Crate, built: BuildResult) -> BuildResult:
    """Where a manifest that was changed is in the way, say so."""
    if built.trouble is None:
        return built
    exercise, root = request.exercise, request.work.root
    trouble = built.trouble.replace(f"{root}/", "")
    given = exercise.folder / "Cargo.toml"
    is_copy = crate.folder == request.work.path(exercise)
    if is_copy and "Cargo.toml" not in exercise.files and _text(crate.manifest) != _text(given):
        shown = given.relative_to(root).as_posix()
        trouble += f"\nYour Cargo.toml is another one than was given: compare it with {shown}."
    return replace(built, trouble=trouble)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig")
