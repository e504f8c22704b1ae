"""Measure honestly, and write down on what: machine, versions, date, command."""

from __future__ import annotations

import json
import platform
import re
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

from workshop.base.run_command import run_command
from workshop.rust.toolchain import find_program


def cpu_seconds(work: Callable[[], object], *, repeats: int = 5, enough: float = 0.2) -> float:
    """The least CPU time of one call, in seconds; short calls are repeated inside the clock.

    CPU time, because other programs on a busy machine lengthen the wall time of every call.
    """
    calls = 1
    while (first := _time(work, calls)) < enough and calls < 10**6:
        calls *= max(2, min(10, round(enough / max(first, 1e-9))))
    return min(first, *(_time(work, calls) for _ in range(repeats - 1))) / calls


def _time(work: Callable[[], object], calls: int) -> float:
    start = time.process_time()
    for _ in range(calls):
        work()
    return time.process_time() - start


def write_measurement(
    file: Path,
    *,
    command: str,
    results: Mapping[str, Any],
    packages: tuple[str, ...] = (),
    versions: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Write the results as JSON, with what a reader needs to judge them, and return it all.

    `packages` are Python's; `versions` has those of other things.
    """
    import psutil

    facts = {
        "command": command,
        "date": datetime.now().astimezone().date().isoformat(),
        "machine": {
            "processor": _processor(),
            "cores": psutil.cpu_count(logical=True),
            "memory_gib": round(psutil.virtual_memory().total / 2**30),
            "system": f"{platform.system()} {platform.machine()}",
        },
        "versions": {
            "python": platform.python_version(),
            "rustc": run_command([find_program("rustc"), "--version"]).stdout.split()[1],
            **{name: version(name) for name in packages},
            **(versions or {}),
        },
        **results,
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(facts, indent=2, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")
    read: dict[str, Any] = json.loads(text)  # whose keys are text, as in the file
    return read


def rounded(value: Any) -> Any:
    """The same facts, whose floats keep six digits: no clock is more exact."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, Mapping):
        return {key: rounded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [rounded(inner) for inner in value]
    return value


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    text = facts.read_text(encoding="utf-8") if facts.is_file() else ""
    found = re.search(r"(?m)^model name\s*:(.*)$", text)
    return found[1].strip() if found else platform.processor() or platform.machine()


def human_time(seconds: float) -> str:
    """A time with two or three digits that mean something, as in `73 ms`."""
    units = ((1, "s"), (1e3, "ms"), (1e6, "µs"), (1e9, "ns"))
    factor, unit = next((u for u in units if seconds * u[0] >= 1), units[-1])
    value = seconds * factor
    return f"{value:.1f} {unit}" if value < 10 else f"{value:,.0f} {unit}"  # noqa: PLR2004


def human_nanoseconds(value: float) -> str:
    """Nanoseconds with two digits, or three from 100 on, as the pages round them."""
    return f"{value:,.0f}" if value >= 100 else f"{Decimal(f'{value:.1e}'):f}"  # noqa: PLR2004


def human_ratio(value: float) -> str:
    """How many times faster something is, as the pages say it: in two digits, or three below 2."""
    return f"{value:.2f}" if 1 <= value < 2 else f"{Decimal(f'{value:.1e}'):f}"  # noqa: PLR2004
