"""Look at everything the workshop needs, and say what to do about what is missing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path

from workshop.errors import EnvironmentBroken
from workshop.machine import checks, checks_system, probe
from workshop.machine.checks import Machine
from workshop.machine.finding import Finding, Level
from workshop.machine.surroundings import Place, own_environment

Check = Callable[[Machine], Finding]

CHECKS: tuple[Check, ...] = (
    checks.python,
    checks.libpython,
    checks.other_environments,
    checks.compiler,
    checks.linker,
    checks.architecture,
    checks.analyzer,
    checks.maturin,
    checks.uv,
    checks.packages,
    checks_system.disk,
    checks_system.memory,
    checks_system.permission,
    checks_system.network_settings,
    checks_system.file_events,
    checks_system.wsl,
    checks_system.long_paths,
    checks_system.cargo_settings,
    checks_system.downloads,
    probe.probe,
)


def run(root: Path) -> int:
    """Print what each check found. 0 if nothing is in the way, else 3."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # an old Windows terminal knows few letters
    machine = Machine(Place(root), own_environment(Place(root), os.environ))
    findings = [_shown(check, machine) for check in CHECKS]
    print()
    print(summary(findings))
    failed = any(finding.level is Level.FAIL for finding in findings)
    return EnvironmentBroken.exit_status if failed else 0


def summary(findings: list[Finding]) -> str:
    """The last line: you are ready, or what is missing."""
    missing = [finding.name for finding in findings if finding.level is Level.FAIL]
    warnings = [finding.name for finding in findings if finding.level is Level.WARN]
    if missing:
        return f"Not ready yet: {', '.join(missing)}. The lines above say what to do."
    if warnings:
        return f"You are ready. Worth a look: {', '.join(warnings)}."
    return "You are ready."


def _shown(check: Check, machine: Machine) -> Finding:
    if check is probe.probe:
        print("      building a small module; up to a minute the first time", flush=True)
    finding = check(machine)
    print(finding, flush=True)
    return finding
