"""Check everything the workshop needs, and say what to do about what is missing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from workshop.base.errors import EnvironmentBroken
from workshop.bootstrap import remedies
from workshop.bootstrap.environment import Installation, own_environment
from workshop.doctor import extension_build, programs, system
from workshop.doctor.finding import Finding, Level, Machine, fail_by

Check = Callable[[Machine], Finding]

CHECKS: tuple[Check, ...] = (
    programs.python,
    programs.other_environments,
    programs.compiler,
    programs.linker,
    programs.architecture,
    programs.analyzer,
    programs.maturin,
    programs.uv,
    programs.packages,
    system.place,
    system.disk,
    system.memory,
    system.permission,
    system.network_settings,
    system.wsl,
    system.long_paths,
    system.cargo_settings,
    system.compiler_programs,
    system.downloads,
    programs.requirements,
    extension_build.build_extension,
)


def run(root: Path) -> int:
    """Print what each check found. 0 if nothing is in the way, else 3."""
    installation = Installation(root)
    machine = Machine(installation, own_environment(installation, os.environ))
    findings = [_print_finding(check, machine) for check in CHECKS]
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


def _print_finding(check: Check, machine: Machine) -> Finding:
    if check is extension_build.build_extension:
        print("      building a small module; up to a minute the first time", flush=True)
    try:
        finding = check(machine)
    except OSError as error:  # a folder that cannot be read or written: the others go on
        finding = fail_by(check.__name__.replace("_", " "), remedies.explain_os_error(error))
    print(finding, flush=True)
    return finding
