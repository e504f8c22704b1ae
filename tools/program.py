"""Run a program of this folder as the command does: with the kit, and an error as one line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))  # a program is started by hand, too

from workshop.base.errors import EnvironmentBroken, WorkshopError, no_access  # noqa: E402


def parser(name: str, description: str | None) -> argparse.ArgumentParser:
    """A parser with `--root`: whose files are meant, where it is not this clone."""
    made = argparse.ArgumentParser(prog=f"workshop {name}", description=description)
    made.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    return made


def run(main: Callable[[], int]) -> int:
    """The exit status: 0 done, 2 usage, 3 the environment is broken, 130 interrupted."""
    try:
        return main()
    except WorkshopError as error:
        print(f"workshop: {error}", file=sys.stderr)
        return error.exit_status
    except OSError as error:
        print(f"workshop: {no_access('That did not work', error)}", file=sys.stderr)
        return EnvironmentBroken.exit_status
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
