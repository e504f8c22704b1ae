"""After a pass: clippy's advice on the learner's own crate, as polish and never as a failure."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

from workshop.base.errors import EnvironmentBroken
from workshop.process.sandbox import Cancelled
from workshop.rust.cargo import cargo_command, run_cargo
from workshop.rust.diagnostics import Diagnostic

SECONDS = 3.0
"""How long a check goes on after its verdict, for advice that nobody waits for."""
_GOAL = ("clippy", "--lib", "--offline")


def advice(
    crate: Path,
    target: Path,
    *,
    environment: Mapping[str, str] | None = None,
    seconds: float | None = None,
    cancel: threading.Event | None = None,
) -> tuple[Diagnostic, ...]:
    """What clippy says of the crate in a folder; nothing when it is missing or takes too long.

    `environment` has the variables of the last build beside those of every build.
    """
    if not (crate / "Cargo.toml").is_file():
        return ()
    stop = cancel or threading.Event()
    timer = threading.Timer(seconds, stop.set) if seconds else None
    try:
        if timer is not None:
            timer.start()
        command = cargo_command(_GOAL, crate, target)
        built = run_cargo(command, crate, environment=environment, cancel=stop)
    except (EnvironmentBroken, OSError):
        return ()
    except Cancelled:
        if cancel is not None and cancel.is_set():
            raise
        return ()
    finally:
        if timer is not None:
            timer.cancel()
    return built.warnings
