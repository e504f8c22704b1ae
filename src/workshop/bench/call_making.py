"""Make the modules that the rows call: solutions, a small crate, Python files with C beside."""

from __future__ import annotations

import shutil
from pathlib import Path

from workshop.bench.building import Builder
from workshop.bench.call_rows import Bare, Code, Script, Solution

CALLS = Path("lessons", "code", "calls")
COMPILER = "gcc"


class CallBuilder(Builder):
    """Makes the modules of the rows."""

    def make(self, code: Code) -> dict[str, str]:
        """Where a child finds the module, and under which name; or raise LeftOut."""
        calls = self.project.root / CALLS
        match code:
            case Bare():
                path = self.crate(calls / "bare", "a call that does nothing")
                return {"kind": "extension", "path": str(path), "module": "bare"}
            case Solution(exercise):
                path = self.solution(exercise)
                return {"kind": "extension", "path": str(path), "module": "accounts"}
            case Script(file, package, library):
                self.require_package(package)
                path = calls / file
                if library is not None:
                    path = self._beside(path, self.compile(COMPILER, calls / library))
                return {"kind": "script", "path": str(path), "module": path.stem}

    def _beside(self, script: Path, library: Path) -> Path:
        """A copy of a script in a folder where it finds the library under its name."""
        shutil.copyfile(library, self.folder / f"{library.name.partition('.')[0]}.so")
        return Path(shutil.copy(script, self.folder))
