"""Build what is measured: release builds of solutions, crates of the lessons, C and Fortran."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from workshop.base.errors import EnvironmentBroken, WorkshopError
from workshop.base.notify import Notify
from workshop.base.run_command import run_command
from workshop.check.build import build
from workshop.course.requirements import REQUIREMENTS
from workshop.learner.project import Project
from workshop.prefetch.waiting import wait_for_dependencies
from workshop.rust.cargo import BuildResult, cargo_command, run_cargo
from workshop.rust.toolchain import build_environment

_COMPILERS = {
    "gcc": ("cc", ["-O3"], ["-lm"]),
    "gfortran": ("gfortran", ["-O3"], []),
}
"""By program: the requirement that says how to get it, and options before and after the file."""
_NATIVE = ["--", "-C", "target-cpu=native"]


class LeftOut(WorkshopError):
    """Something can't be measured here; the message says why, and how to get what is missing."""


@dataclass
class Builder:
    """The folder in which everything is built, each thing once.

    `guests` is a folder with Python packages that are not installed, for this run only.
    """

    project: Project
    folder: Path
    notify: Notify
    guests: Path | None = None
    _built: dict[object, Path] = field(default_factory=dict)

    def require_package(self, name: str | None) -> None:
        """Raise LeftOut where a Python package is needed and missing."""
        if name is None or find_spec(name) or (self.guests and (self.guests / name).is_dir()):
            return
        raise LeftOut(
            f"{name} is not installed: `--with-{name}` installs it for one run, from the network."
        )

    def solution(self, id: str, *, release: bool = True) -> Path:
        """The extension that an exercise's solution makes."""

        def build_it() -> BuildResult:
            exercise, work = self.project.catalog.exercise(id), self.project.work
            self.notify(f"building {id}")
            source = work.solution(exercise)
            return build(work, exercise, source, release=release, notify=self.notify)

        return self._library((id, release), id, build_it)

    def crate(self, folder: Path, what: str, *, native: bool = False) -> Path:
        """The extension that a crate of the lessons makes; `native`: for this CPU only."""

        def once(*options: str) -> BuildResult:
            goal = ["rustc" if native else "build", "--lib", "--release", "--locked", *options]
            command = cargo_command(goal, folder, self.project.work.target)
            return run_cargo([*command, *(_NATIVE * native)], folder, notify=self.notify)

        def build_it() -> BuildResult:
            wait_for_dependencies(self.project.root, self.notify, None, release=True)
            self.notify(f"building {what}" + " for this CPU" * native)
            built = once("--offline")
            return once() if "--offline" in (built.trouble or "") else built

        return self._library((folder, native), what, build_it)

    def _library(self, key: object, what: str, build_it: Callable[[], BuildResult]) -> Path:
        """A copy of what cargo has built: the next build may write over its file."""
        if key not in self._built:
            built = build_it()
            if built.artifact is None:
                said = built.errors[0].message if built.errors else built.trouble
                raise EnvironmentBroken(f"{what}: this could not be built: {said}")
            copy = self.folder / f"library-{len(self._built)}{built.artifact.suffix}"
            shutil.copyfile(built.artifact, copy)
            self._built[key] = copy
        return self._built[key]

    def compile(self, compiler: str, source: Path) -> Path:
        """The library that another compiler makes of one file, or raise LeftOut."""
        if source in self._built:
            return self._built[source]
        requirement, before, after = _COMPILERS[compiler]
        program = shutil.which(compiler, path=build_environment()["PATH"])
        if program is None:
            how = REQUIREMENTS[requirement].how_to_get
            raise LeftOut(f"{compiler} is not installed: {how}.")
        library = self.folder / f"{source.name}.so"
        self.notify(f"compiling {source.name}")
        options = [*before, "-shared", "-fPIC", str(source), "-o", str(library), *after]
        done = run_command([program, *options], folder=self.folder)
        if done.returncode:
            raise LeftOut(f"{compiler} can't compile {source.name}: {done.stderr.strip()[:200]}")
        self._built[source] = library
        return library
