"""`python -m workshop` is the `workshop` command."""

from __future__ import annotations

import signal
import sys


def _run() -> int:
    try:
        from workshop.base.console import replace_unknown_characters, write_command_as_typed
        from workshop.cli import main

        replace_unknown_characters()
        write_command_as_typed()
        status = main()
    except KeyboardInterrupt:  # so early that nothing had begun
        status = 130
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # nothing is left to stop
    return status


if __name__ == "__main__":
    sys.exit(_run())
