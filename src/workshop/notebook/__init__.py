"""The IPython extension: Rust cells, exercises and questions in a notebook."""

from __future__ import annotations

from types import ModuleType


def load(id: str, *, solution: bool = False, release: bool = False) -> ModuleType:
    """Build the extension exercise `id` and return it as a freshly imported module, in a script.

    A notebook of the workshop has this function without an import. `solution=True` takes the
    finished crate instead of yours, `release=True` makes a release build.
    """
    from workshop.notebook.loading import load_in_script

    return load_in_script(id, solution=solution, release=release)


def build_library(id: str, *, solution: bool = False, release: bool = False) -> str:
    """Build the C library of the exercise `id` and return the path of a fresh copy, in a script.

    A notebook of the workshop has this function without an import. `solution=True` takes the
    finished crate instead of yours, `release=True` makes a release build.
    """
    from workshop.notebook.loading import build_in_script

    return build_in_script(id, solution=solution, release=release)
