"""Run one short command and read what it wrote; it never waits for the keyboard."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def run_command(
    command: Sequence[str | Path],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    timeout: float | None = None,
) -> subprocess.CompletedProcess[str]:
    """Both outputs as text and the exit status, whatever it is; bytes that aren't UTF-8 show as �.

    Raises OSError when the program can't be started, and subprocess.TimeoutExpired when it was
    killed after `timeout` seconds. A learner's program needs limits: `process.sandbox` has them.
    """
    return subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=timeout,
        check=False,
    )
