"""Make what the steps need: release builds of the solutions, loops in Rust, C and Fortran."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from workshop.base.errors import EnvironmentBroken, WorkshopError
from workshop.base.notify import Notify
from workshop.base.run_command import run_command
from workshop.bench.steps import Foreign, Loops, Script, Solution, Source
from workshop.check.build import build
from workshop.course.requirements import REQUIREMENTS
from workshop.learner.project import Project
from workshop.prefetch.waiting import wait_for_dependencies
from workshop.rust.cargo import BuildResult, cargo_command, run_cargo
from workshop.rust.toolchain import build_environment

CODE = Path("lessons", "code", "distances")
_COMPILERS = {
    "gcc": ("cc", ["-O3"], ["-lm"]),
    "gfortran": ("gfortran", ["-O3"], []),
}
"""By program: the requirement that says how to get it, and options before and after the file."""
_NATIVE = ["--", "-C", "target-cpu=native"]


class LeftOut(WorkshopError):
    """A step can't be measured here; the message says why, and how to get what is missing."""


@dataclass(frozen=True)
class Function:
    """What a child loads: the function `name` of the file at `path`."""

    kind: str
    path: str
    name: str
    module: str = ""


@dataclass
class Workbench:
    """The folder in which everything is made, once for each source.

    `guests` is a folder with Python packages that are not installed, for this run only.
    """

    project: Project
    folder: Path
    notify: Notify
    guests: Path | None = None
    _made: dict[object, Path] = field(default_factory=dict)

    def make(self, source: Source) -> Function:
        """Make the function of a step, or raise LeftOut."""
        match source:
            case Script(file, function, package):
                self._require_package(package)
                path = self.project.root / CODE / file
                return Function("script", str(path), function, path.stem)
            case Solution(exercise, release):
                path = self._library(
                    (exercise, release), lambda: self._solution(exercise, release=release)
                )
                return Function("extension", str(path), "nearest_distances", "distances")
            case Loops(function, native):
                path = self._library(native, lambda: self._loops(native=native))
                return Function("extension", str(path), function, "loops")
            case Foreign(compiler, file):
                path = self._foreign(compiler, file)
                return Function("library", str(path), "nearest_distances")

    def _require_package(self, name: str | None) -> None:
        if name is None or find_spec(name) or (self.guests and (self.guests / name).is_dir()):
            return
        raise LeftOut(
            f"{name} is not installed: `python -m pip install {name}` in the workshop's terminal."
        )

    def _library(self, key: object, build_it: Callable[[], BuildResult]) -> Path:
        """A copy of what cargo has built: the next build may write over its file."""
        if key not in self._made:
            built = build_it()
            if built.artifact is None:
                said = built.errors[0].message if built.errors else built.trouble
                raise EnvironmentBroken(f"{key}: the step could not be built: {said}")
            copy = self.folder / f"library-{len(self._made)}{built.artifact.suffix}"
            shutil.copyfile(built.artifact, copy)
            self._made[key] = copy
        return self._made[key]

    def _solution(self, id: str, *, release: bool) -> BuildResult:
        exercise, work = self.project.catalog.exercise(id), self.project.work
        self.notify(f"building {id}")
        return build(work, exercise, work.solution(exercise), release=release, notify=self.notify)

    def _loops(self, *, native: bool) -> BuildResult:
        crate, root = self.project.root / CODE / "loops", self.project.root
        wait_for_dependencies(root, self.notify, None, release=True)
        self.notify("building the loops" + " for this CPU" * native)

        def once(*options: str) -> BuildResult:
            goal = ["rustc" if native else "build", "--lib", "--release", "--locked", *options]
            command = cargo_command(goal, crate, self.project.work.target)
            return run_cargo([*command, *(_NATIVE * native)], crate, notify=self.notify)

        built = once("--offline")
        return once() if "--offline" in (built.trouble or "") else built

    def _foreign(self, compiler: str, file: str) -> Path:
        requirement, before, after = _COMPILERS[compiler]
        program = shutil.which(compiler, path=build_environment()["PATH"])
        if program is None:
            how = REQUIREMENTS[requirement].how_to_get
            raise LeftOut(f"{compiler} is not installed: {how}.")
        source, library = self.project.root / CODE / file, self.folder / f"{file}.so"
        self.notify(f"compiling {file}")
        options = [*before, "-shared", "-fPIC", str(source), "-o", str(library), *after]
        done = run_command([program, *options], folder=self.folder)
        if done.returncode:
            raise LeftOut(f"{compiler} can't compile {file}: {done.stderr.strip()[:200]}")
        return library


def fetch_guests(folder: Path, names: tuple[str, ...]) -> Path:
    """Install packages into a folder that is thrown away later; needs the network."""
    options = ["install", "--quiet", "--only-binary", ":all:", "--target", str(folder)]
    done = subprocess.run([sys.executable, "-m", "pip", *options, *names], check=False)
    if done.returncode:
        raise EnvironmentBroken(f"{' and '.join(names)} could not be installed for this run.")
    return folder
