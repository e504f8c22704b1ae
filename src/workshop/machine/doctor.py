"""Look at everything the workshop needs, and say what to do about what is missing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from workshop.errors import EnvironmentBroken
from workshop.machine import advice, doctor_system, doctor_tools, probe
from workshop.machine.doctor_tools import Machine
from workshop.machine.finding import Finding, Level, told
from workshop.machine.surroundings import Place, own_environment

Check = Callable[[Machine], Finding]

CHECKS: tuple[Check, ...] = (
    doctor_tools.python,
    doctor_tools.libpython,
    doctor_tools.other_environments,
    doctor_tools.compiler,
    doctor_tools.linker,
    doctor_tools.architecture,
    doctor_tools.analyzer,
    doctor_tools.maturin,
    doctor_tools.uv,
    doctor_tools.packages,
    doctor_system.disk,
    doctor_system.memory,
    doctor_system.permission,
    doctor_system.network_settings,
    doctor_system.file_events,
    doctor_system.wsl,
    doctor_system.long_paths,
    doctor_system.cargo_settings,
    doctor_system.downloads,
    probe.probe,
)


def run(root: Path) -> int:
    """Print what each check found. 0 if nothing is in the way, else 3."""
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
    try:
        finding = check(machine)
    except OSError as error:  # a folder that cannot be read or written: the others go on
        finding = told(check.__name__.replace("_", " "), advice.explain_os_error(error))
    print(finding, flush=True)
    return finding
