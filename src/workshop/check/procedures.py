"""The kinds of exercises: how each is built, and how its tests are run."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from workshop.check import run
from workshop.check.results import RunResult
from workshop.check.run import RunRequest
from workshop.check.rust_run import run_rust
from workshop.course.catalog import Kind


class Procedure(NamedTuple):
    """What a check does.

    `goal` is what cargo is asked for, and empty where maturin builds a wheel. `warm`: the tests run
    in a child that may start while it is built.
    """

    goal: tuple[str, ...]
    run: Callable[[RunRequest], RunResult]
    warm: bool


_LIBRARY = ("build", "--lib")
PROCEDURES: dict[Kind, Procedure] = {
    # Rust alone: the tests are a program of their own.
    "rust": Procedure(("test", "--no-run", "--test", "*"), run_rust, warm=False),
    # A module for Python, which the tests import.
    "extension": Procedure(_LIBRARY, run.run_extension, warm=True),
    # A C ABI: the tests load the library at WORKSHOP_LIBRARY.
    "library": Procedure(_LIBRARY, run.run_library, warm=True),
    # Python that the learner edits, at WORKSHOP_FOLDER; it may import a module of a given crate.
    "script": Procedure(_LIBRARY, run.run_script, warm=True),
    # A wheel, WORKSHOP_WHEEL, which is installed into an environment made for it.
    "project": Procedure((), run.run_project, warm=False),
}
