"""The IPython extension of the workshop's kernel: `%%rust` and what belongs to it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workshop import freshly, rustcell
from workshop.cellreport import CellReport
from workshop.diagnostics import Diagnostic
from workshop.errors import WorkshopError
from workshop.work import Work

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

ROOT = Path(__file__).resolve().parents[2]


class Stopped(Exception):
    """Ends a cell with one line instead of a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [f"\x1b[31m{line}\x1b[0m" for line in str(self).splitlines()]


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Give the shell the magics; called by `--ext workshop.notebook` and by `%load_ext`."""
    work = Work(ROOT)
    freshly.forget_old(work.folder / ".cells" / "modules")

    def rust(line: str, cell: str) -> None:
        """Compile and run a cell of Rust: `%%rust [--expect CODE | --check | --module NAME]`."""
        place = rustcell.Place(work, Path.cwd(), _show, _say)
        try:
            module = rustcell.run_cell(line, cell, place)
        except WorkshopError as error:
            raise Stopped(str(error)) from None
        except KeyboardInterrupt:
            raise Stopped("Interrupted: the program was ended.") from None
        if module is not None:
            shell.user_ns[module.__name__] = module

    shell.magics_manager.register_function(rust, magic_kind="cell", magic_name="rust")


def _show(diagnostics: tuple[Diagnostic, ...], source: str) -> None:
    from IPython.display import display

    display(CellReport(diagnostics, source))  # type: ignore[no-untyped-call]


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
