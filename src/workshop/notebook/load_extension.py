"""Import a library that was built a moment ago, under a new path, with no kernel restart."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.machinery import ExtensionFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from workshop.base.errors import WorkshopError
from workshop.base.run_command import run_command
from workshop.learner.work_folder import WorkFolder
from workshop.rust.toolchain import build_environment

IMPORT_LIMIT = 30.0
"""Seconds that the first import, in a child, may take."""
OLD_OBJECTS = (
    "{0} was loaded again. Objects made before still work, but they belong to the earlier load: "
    "the new {0} rejects them, and `isinstance` returns False. Make them again."
)
"""What a second load means, where there are classes."""
SUFFIX = ".pyd" if sys.platform == "win32" else ".so"
"""How the file of a Python module ends."""
C_SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
"""How the file of a C library ends."""
_TRY = """
import sys
from importlib.machinery import ExtensionFileLoader as Loader
from importlib.util import module_from_spec, spec_from_file_location
name, path = sys.argv[1:]
spec = spec_from_file_location(name, path, loader=Loader(name, path))
spec.loader.exec_module(module_from_spec(spec))
print("imported")
"""


def modules_folder(work: WorkFolder) -> Path:
    """Where the modules and C libraries are that notebooks and scripts have loaded."""
    return work.folder / ".cells" / "modules"


def new_path(folder: Path, name: str, suffix: str = SUFFIX) -> Path:
    """A path that no library has had; the folder names this process, which may have it loaded."""
    folder.mkdir(parents=True, exist_ok=True)
    own = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=folder))
    return own / f"{name}{suffix}"


def forget_old(folder: Path) -> None:
    """Remove what processes that have ended left in the folder."""
    import psutil

    for old in folder.glob("*-*"):
        pid = old.name.partition("-")[0]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(old, ignore_errors=True)


def import_library(name: str, path: Path) -> ModuleType:
    """Import `path` as the module `name`, after a child has shown that this does no harm."""
    _try_in_child(name, path)
    spec = spec_from_file_location(name, path, loader=ExtensionFileLoader(name, str(path)))
    assert spec is not None  # noqa: S101
    assert spec.loader is not None  # noqa: S101
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def has_classes(module: ModuleType) -> bool:
    """Whether objects of the module may have been kept from an earlier load."""
    return any(isinstance(thing, type) for thing in vars(module).values())


def _try_in_child(name: str, path: Path) -> None:
    try:
        command = [sys.executable, "-I", "-c", _TRY, name, str(path)]
        tried = run_command(command, environment=build_environment(), timeout=IMPORT_LIMIT)
    except subprocess.TimeoutExpired:
        limit = f"{IMPORT_LIMIT:.0f} s"
        raise WorkshopError(
            f"Importing {name} did not end within {limit}: an endless loop?"
        ) from None
    if tried.stdout.strip().endswith("imported") and tried.returncode == 0:
        return
    last = tried.stderr.strip().splitlines()[-1:] or [f"status {tried.returncode}"]
    raise WorkshopError(f"Importing {name} fails: {last[0]}")
