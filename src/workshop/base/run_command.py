"""Run a command of our own and read what it writes; it never waits for the keyboard."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
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


def follow_command(
    command: Sequence[str | Path],
    on_error_line: Callable[[str], None],
    *,
    folder: Path,
    environment: Mapping[str, str],
) -> tuple[int, str]:
    """Call `on_error_line` with each line of standard error while it comes.

    Returns the exit status and all of standard error. Standard output goes nowhere.
    """
    lines = []
    with subprocess.Popen(
        [str(word) for word in command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stderr or ():
            lines.append(line)
            on_error_line(line)
    return process.returncode, "".join(lines)
