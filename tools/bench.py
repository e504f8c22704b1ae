"""Measurements: each writes a file of `lessons/data/` with machine, versions, date and command."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from workshop.base.errors import UsageError


def run(root: Path, name: str) -> int:
    """Make one measurement, such as `loop`."""
    if name not in _MEASUREMENTS:
        names = ", ".join(_MEASUREMENTS)
        raise UsageError(f"There is no measurement {name!r}. There are: {names}.")
    if os.name != "posix" and name in _ONLY_POSIX:
        raise UsageError(f"`bench {name}` needs a terminal that only Linux and macOS have.")
    return _MEASUREMENTS[name](root)


def _loop(root: Path) -> int:
    import bench_loop

    return bench_loop.main(root)


def _course(root: Path) -> int:
    import bench_course

    return bench_course.main(root)


def _cells(root: Path) -> int:
    import bench_cells

    return bench_cells.main(root)


_MEASUREMENTS: dict[str, Callable[[Path], int]] = {
    "loop": _loop,
    "course": _course,
    "cells": _cells,
}
_ONLY_POSIX = ("loop", "course")
