"""Check what some exercises need beside Rust and Python."""

from __future__ import annotations

import sys
from pathlib import Path

from workshop.base.errors import WorkshopError
from workshop.course.requirements import how_to_get, lacking
from workshop.doctor.finding import Finding, fail_by, ok, warn
from workshop.doctor.machine import Machine
from workshop.rust.toolchain import build_environment

_NAME = "exercises"


def requirements(machine: Machine) -> Finding:
    """Which exercises are skipped here, and what brings the programs and packages they need."""
    if Path(sys.prefix) != machine.installation.venv:
        return warn(_NAME, "not known without .venv", "See the line about packages.")
    from workshop.course.catalog import Catalog  # its packages are in .venv

    path = build_environment(machine.environment)["PATH"]
    try:
        every = Catalog(machine.root).exercises.values()
    except WorkshopError as error:
        return fail_by(_NAME, error)
    missing = {each.id: names for each in every if (names := lacking(each, path))}
    if not missing:
        return ok(_NAME, "nothing that they need is missing")
    skipped = ", ".join(f"{id} (needs {' and '.join(names)})" for id, names in missing.items())
    needed = sorted({name for names in missing.values() for name in names})
    return warn(_NAME, f"skipped here: {skipped}", how_to_get(needed))
