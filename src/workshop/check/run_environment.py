"""The environment variables of a run: those that it needs, so that each learner gets one verdict.

What a shell holds beside them can change how a test ends: `PYTEST_ADDOPTS`, `PYTHONOPTIMIZE`, which
leaves out assertions, `RUST_TEST_THREADS`, `RAYON_NUM_THREADS`, a language. So they are named here
that reach a run, not those that don't.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from workshop.bootstrap.environment import NO_DOWNLOAD

_NEEDED = re.compile(
    r"PATH|HOME|USER|LOGNAME|SHELL|VIRTUAL_ENV|CARGO_HOME|RUSTUP_(HOME|TOOLCHAIN)"
    # libraries of this machine's Python and Fortran, of modules on a cluster, of MPI
    r"|(LD|DYLD|DYLD_FALLBACK)_(LIBRARY|FRAMEWORK)_PATH|(OMPI|OPAL|PMIX|PRTE|MPI|UCX|FI)_.*"
    r"|SDKROOT|DEVELOPER_DIR"  # macOS: the compiler
    # Windows: the compiler; programs, libraries and the network don't start without the rest
    r"|INCLUDE|LIB|LIBPATH"
    r"|SYSTEM(ROOT|DRIVE)|WINDIR|COMSPEC|PATHEXT|USERPROFILE|HOME(DRIVE|PATH)|(LOCAL)?APPDATA"
    r"|PROGRAM(DATA|FILES.*)|COMMONPROGRAM.*|ALLUSERSPROFILE|NUMBER_OF_PROCESSORS|PROCESSOR_.*|OS",
    re.IGNORECASE,
)
_VALUES = {
    "MALLOC_ARENA_MAX": "2",  # many threads must not use up the address space
    "OPENBLAS_NUM_THREADS": "4",
    "PYTHONHASHSEED": "0",  # a set has the same order in each run
    "PYTHONIOENCODING": "utf-8",
    "PYTHONUTF8": "1",  # files, too, whatever the language
    "RUST_BACKTRACE": "0",
}


def run_environment(environment: Mapping[str, str], folder: Path | None = None) -> dict[str, str]:
    """What a run gets of `environment`; its temporary files lie in `folder`, where there is one.

    Two runs at once thus share no file: `CARGO_TARGET_TMPDIR` is cargo's name for such a folder.
    """
    values = {name: text for name, text in environment.items() if _NEEDED.fullmatch(name)}
    return values | _VALUES | NO_DOWNLOAD | (temporary_values(folder) if folder else {})


def temporary_values(folder: Path) -> dict[str, str]:
    """The variables by which Python, Rust, cargo and the system name a folder for such files."""
    return dict.fromkeys(("TMPDIR", "TEMP", "TMP", "CARGO_TARGET_TMPDIR"), str(folder))
