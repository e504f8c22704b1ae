"""Run the tests of what was built in a child, in an empty folder, within time and memory."""

from __future__ import annotations

import contextlib
import importlib.machinery
import json
import os
import shutil
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import workshop
from workshop.base.errors import MaterialError
from workshop.base.run_command import run_command
from workshop.base.toml_text import parse_toml
from workshop.bootstrap.environment import clean_environment, programs_of
from workshop.check.printed import Printed
from workshop.check.python_report import read_report
from workshop.check.results import RunResult
from workshop.check.run_environment import run_environment, temporary_values
from workshop.check.wheel_contents import contents, lacks_package
from workshop.course.catalog import Exercise
from workshop.learner.work_folder import WorkFolder
from workshop.process.sandbox import Child
from workshop.rust.toolchain import build_environment, find_program

_IMPORTED_AHEAD = ("numpy", "cffi", "ctypes")
_STARTING = 30.0
"""Seconds that a runner may take until it has its order, imports included."""
_LEFT_BEHIND = 3600.0
"""Seconds after which nobody uses the folder of a run any more."""


@dataclass(frozen=True)
class Runner:
    """A child that waits for an order, and what it prints."""

    child: Child
    printed: Printed


@dataclass(frozen=True)
class RunRequest:
    """What to run, in the empty folder `scratch`: tests on what was built from `folder`."""

    scratch: Path
    exercise: Exercise
    folder: Path
    artifact: Path
    take_runner: Callable[[], Runner]
    """The one that waits for an order, or a new one."""
    cancel: threading.Event | None = None


@contextmanager
def run_folder(work: WorkFolder) -> Iterator[Path]:
    """An empty folder for one run, which is removed after it, whatever has happened."""
    folder = Path(tempfile.mkdtemp(dir=runs_folder(work)))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def runs_folder(work: WorkFolder) -> Path:
    """Where these folders are: below `work/`, because some systems forbid programs in /tmp.

    What checks that were killed have left is removed.
    """
    runs = work.folder / ".runs"
    runs.mkdir(parents=True, exist_ok=True)
    for folder in runs.iterdir():
        with contextlib.suppress(OSError):  # another check does the same
            if time.time() - folder.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(folder)
    return runs


def start_runner(exercise: Exercise, venv: Path | None = None) -> Runner:
    """Start the child that will run Python tests once, so that its imports are done in time."""
    tests = "".join(file.read_text("utf-8") for file in exercise.tests)
    ahead = [name for name in _IMPORTED_AHEAD if name in tests]
    values, python, printed = build_environment(), Path(sys.executable), Printed()
    if venv is not None:
        values, python = clean_environment(venv, values), _python(venv)
    child = Child(
        [python, "-s", "-P", "-u", "-m", "workshop.check.pytest_child", *ahead],
        folder=exercise.folder,
        environment=run_environment(values),
        on_output=printed.read_output,
        on_error=printed.read_errors,
        limit_memory=True,
        limit_cpu=cpu_seconds(exercise),
        keep_stdin=True,
    )
    return Runner(child, printed)


def cpu_seconds(exercise: Exercise) -> float:
    """More than a run can use before it is stopped: the end of a program whose kit was killed."""
    return (exercise.timeout + 10) * (os.cpu_count() or 1)


def run_extension(request: RunRequest) -> RunResult:
    """Run the pytest files against the module that was built."""
    module = request.exercise.module or request.exercise.topic
    order = {"path": [_link_module(request, module)], "module": module}
    return _run_pytest(request, request.take_runner(), order)


def run_library(request: RunRequest) -> RunResult:
    """Run the pytest files with the path of the library that was built."""
    return _run_pytest(request, request.take_runner(), _library(request))


def _library(request: RunRequest) -> dict[str, Any]:
    library = request.scratch / "lib" / request.artifact.name
    link_built(request.artifact, library)
    return {"environment": {"WORKSHOP_LIBRARY": str(library)}}


def run_script(request: RunRequest) -> RunResult:
    """Run the pytest files on the learner's scripts; `module` names the one to be imported.

    The scripts may use a given crate: with a `pyproject.toml` it makes a module for Python, as
    maturin reads it, and without one a C library, whose path the tests get.
    """
    exercise, module = request.exercise, request.exercise.module
    order: dict[str, Any] = {"script": str(request.folder / f"{module}.py")} if module else {}
    if request.artifact != request.folder:
        if exercise.makes_c_library:
            order |= _library(request)
        else:
            order["path"] = [_link_module(request, _name_of_module(exercise))]
    return _run_pytest(request, request.take_runner(), order)


def _name_of_module(exercise: Exercise) -> str:
    file = exercise.folder / "pyproject.toml"
    try:
        return str(parse_toml(file.read_text("utf-8"), file)["tool"]["maturin"]["module-name"])
    except (KeyError, TypeError) as error:
        raise MaterialError(f"{file}:1: `[tool.maturin]` must name the `module-name`.") from error


def run_project(request: RunRequest) -> RunResult:
    """Install the wheel into an environment of its own, and run the pytest files there."""
    exercise, wheel = request.exercise, request.artifact
    module = exercise.module or exercise.topic
    try:
        environment = request.scratch / "environment"
        if trouble := lacks_package(wheel, module) or _install(wheel, environment):
            return RunResult((), 0, complete=False, status=1, trouble=trouble)
        order = {
            "environment": {"WORKSHOP_WHEEL": str(wheel)},
            "module": module,
            "inside": str(environment),
        }
        result = _run_pytest(request, start_runner(exercise, environment), order)
        if result.trouble and "No module named" in result.trouble:
            return replace(result, trouble=f"{result.trouble}. {contents(wheel)}")
        return result
    finally:
        shutil.rmtree(wheel.parent, ignore_errors=True)


def _run_pytest(request: RunRequest, runner: Runner, order: Mapping[str, Any]) -> RunResult:
    """Send a runner its order, and wait for its report."""
    exercise, folder = request.exercise, request.scratch
    report, trace, data = folder / "report", folder / "trace", folder / "data"
    child, printed = runner.child, runner.printed
    try:
        data.mkdir()
        environment = {"WORKSHOP_FOLDER": str(request.folder), **order.get("environment", {})}
        environment |= temporary_values(data)
        common = {
            "folder": str(data),
            "tests": [str(file) for file in exercise.tests],
            "report": str(report),
            "mark": printed.mark,
            "trace": str(trace),
            "temporary": str(folder / "temporary"),
            "timeout": max(exercise.timeout - 0.3, 0.1),
        }
        child.send(json.dumps({**order, **common, "environment": environment}))
        ended = child.wait(_seconds_left(exercise.timeout, report), request.cancel)
        said = trace.read_text() if trace.exists() else ""
        return read_report(report, ended, printed, said, exercise)
    finally:
        child.end()


def _seconds_left(limit: float, report: Path) -> Callable[[], float]:
    """The time counts from the moment the runner has its order, imports done."""
    begin, started = time.monotonic(), False

    def left() -> float:
        nonlocal begin, started
        if not started and report.exists():
            begin, started = time.monotonic(), True
        return limit + (0.0 if started else _STARTING) - (time.monotonic() - begin)

    return left


def _link_module(request: RunRequest, module: str) -> str:
    """Give what was built the name by which Python imports it; return the folder where it is."""
    file = request.scratch / "lib" / (module + importlib.machinery.EXTENSION_SUFFIXES[0])
    link_built(request.artifact, file)
    return str(file.parent)


def link_built(file: Path, name: Path) -> None:
    """Give what was built a name for one run: a second name of the file, or a copy.

    What is built meanwhile replaces the file, and leaves this name alone. Windows locks what is
    loaded or runs, under all its names: cargo could not write it again.
    """
    name.parent.mkdir()
    if sys.platform != "win32":
        with contextlib.suppress(OSError):  # another file system, or one without links
            os.link(file, name)
            return
    shutil.copy(file, name)


def _install(wheel: Path, environment: Path) -> str | None:
    """Make an environment that holds the wheel; what the tests need comes after it on the path."""
    uv, shape = find_program("uv"), ["--quiet", "--offline", "--no-config", "--no-cache"]
    python = _python(environment)
    commands: tuple[list[str | Path], ...] = (
        [uv, "venv", *shape, "--no-project", "--python", sys.executable, environment],
        [uv, "pip", "install", *shape, "--no-index", "--no-deps", "--python", python, wheel],
    )
    # Even with `--no-config`, uv reads the file that a variable names.
    values = {name: text for name, text in build_environment().items() if name[:3] != "UV_"}
    for command in commands:
        done = run_command(command, environment=values)
        if done.returncode != 0:
            return f"The wheel {wheel.name} can't be installed:\n{done.stderr.strip()}"
    places = {"base": str(environment), "platbase": str(environment)}
    packages = Path(sysconfig.get_path("purelib", "venv", places))
    # Not by `site.addsitedir`: a package under development there must not be found here.
    lines = (sysconfig.get_path("purelib"), str(Path(workshop.__file__).parents[1]))
    text = f"import sys; sys.path += [path for path in {lines!a} if path not in sys.path]\n"
    (packages / "workshop-tests.pth").write_text(text, encoding="utf-8")
    return None


def _python(environment: Path) -> Path:
    return programs_of(environment) / ("python.exe" if os.name == "nt" else "python")
