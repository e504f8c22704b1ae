"""Make what the steps need: release builds of the solutions, loops in Rust, C and Fortran."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from workshop.base.errors import EnvironmentBroken
from workshop.bench.building import Builder, LeftOut
from workshop.bench.steps import Foreign, Loops, Script, Solution, Source, Step

CODE = Path("lessons", "code", "distances")


@dataclass(frozen=True)
class Function:
    """What a child loads: the function `name` of the file at `path`, which needs the `package`."""

    kind: str
    path: str
    name: str
    module: str = ""
    package: str | None = None


class Workbench(Builder):
    """Makes the functions of the steps."""

    def make_all(self, steps: Iterable[Step]) -> tuple[dict[str, Function], dict[str, str]]:
        """The functions by step, and of each step that is left out, the reason."""
        functions, left_out = dict[str, Function](), dict[str, str]()
        for step in steps:
            try:
                functions[step.id] = self.make(step.source)
            except LeftOut as error:
                left_out[step.id] = str(error)
        if not functions:
            raise EnvironmentBroken("\n".join(["Nothing can be measured.", *left_out.values()]))
        return functions, left_out

    def make(self, source: Source) -> Function:
        """Make the function of a step, or raise LeftOut."""
        code = self.project.root / CODE
        match source:
            case Script(file, function, package):
                self.require_package(package)
                path = code / file
                return Function("script", str(path), function, path.stem, package)
            case Solution(exercise, release):
                path = self.solution(exercise, release=release)
                return Function("extension", str(path), "nearest_distances", "distances")
            case Loops(function, native):
                path = self.crate(code / "loops", "the loops", native=native)
                return Function("extension", str(path), function, "loops")
            case Foreign(compiler, file):
                path = self.compile(compiler, code / file)
                return Function("library", str(path), "nearest_distances")


def fetch_guests(folder: Path, names: tuple[str, ...]) -> Path:
    """Install packages into a folder that is thrown away later; needs the network."""
    options = ["install", "--quiet", "--only-binary", ":all:", "--target", str(folder)]
    done = subprocess.run([sys.executable, "-m", "pip", *options, *names], check=False)
    if done.returncode:
        raise EnvironmentBroken(
            f"{' and '.join(names)} could not be installed for this run: "
            f"that needs the network. Without it, leave out `--with-{names[0]}`."
        )
    return folder


def version_of_package(folder: Path | None, name: str) -> str | None:
    """The version of a package that lies in a folder of its own."""
    found = sorted(folder.glob(f"{name}-*.dist-info")) if folder else []
    return found[0].name.removeprefix(f"{name}-").removesuffix(".dist-info") if found else None
