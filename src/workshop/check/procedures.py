"""The kinds of exercises: how each is built, and how its tests are run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workshop.check import builders, run
from workshop.check.builders import BuildRequest
from workshop.check.results import RunResult
from workshop.check.run import RunRequest
from workshop.course.catalog import Kind
from workshop.rust.cargo import BuildResult


@dataclass(frozen=True)
class Procedure:
    """What a check does. `warm`: its tests run in a child that may start while it is built."""

    build: Callable[[BuildRequest], BuildResult]
    run: Callable[[RunRequest], RunResult]
    warm: bool


PROCEDURES: dict[Kind, Procedure] = {
    # Rust alone: the tests are a program of their own.
    "rust": Procedure(builders.build_tests, run.run_rust, warm=False),
    # A module for Python, which the tests import.
    "extension": Procedure(builders.build_library, run.run_extension, warm=True),
    # A C ABI: the tests load the library at WORKSHOP_LIBRARY.
    "library": Procedure(builders.build_library, run.run_library, warm=True),
    # Python that the learner edits, at WORKSHOP_FOLDER; it may import a module of a given crate.
    "script": Procedure(builders.build_script, run.run_script, warm=True),
    # A wheel, WORKSHOP_WHEEL, which is installed into an environment made for it.
    "project": Procedure(builders.build_wheel, run.run_project, warm=False),
}
