"""Measure the kit: each measurement writes a file of `lessons/data/`, with machine and versions."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

import program  # first: it lets the kit be found
from workshop.base.errors import UsageError
from workshop.course.declarations import did_you_mean

MEASUREMENTS = ("loop", "course", "cells", "permissions")
"""The modules of `benchmarks/` that have a `main`."""
_WITH_OPTIONS = ("permissions",)
OF_LEARNERS = ("distances", "trees", "calls")
"""What the kit itself measures, for learners: `workshop bench` comes here for the others only."""
_ONLY_POSIX = ("loop", "course")


def main(arguments: Sequence[str] | None = None) -> int:
    """Make one measurement, such as `loop`."""
    parser = program.parser("bench", __doc__)
    parser.add_argument("name", metavar="NAME", help=", ".join(MEASUREMENTS))
    options, words = parser.parse_known_args(arguments)
    if options.name not in MEASUREMENTS:
        names = [*OF_LEARNERS, *MEASUREMENTS]
        meant = did_you_mean(options.name, names)
        raise UsageError(
            f"There is no measurement {options.name!r}{meant or '.'} There are: {', '.join(names)}."
        )
    if os.name != "posix" and options.name in _ONLY_POSIX:
        raise UsageError(f"`bench {options.name}` needs a terminal that only Linux and macOS have.")
    if words and options.name not in _WITH_OPTIONS:
        raise UsageError(f"`bench {options.name}` has no option {words[0]}.")
    more = [words] if options.name in _WITH_OPTIONS else []
    status: int = importlib.import_module(f"benchmarks.{options.name}").main(options.root, *more)
    return status


if __name__ == "__main__":
    sys.exit(program.run(main))
