"""After a pass: clippy's advice on the learner's own crate, as polish and never as a failure."""

from __future__ import annotations

import re
import threading
from pathlib import Path

from workshop.base import ansi
from workshop.base.errors import EnvironmentBroken
from workshop.process.sandbox import Cancelled
from workshop.rust.cargo import run_cargo
from workshop.rust.diagnostics import Diagnostic
from workshop.rust.toolchain import find_program

SECONDS = 3.0
"""How long a check goes on after its verdict, for advice that nobody waits for."""
SHOWN = 2
"""Pieces of advice that are shown in full."""
_HEAD = "Polish, if you like: it passes as it is. Clippy, the tool that knows good style, says:"
_NOTES = re.compile(r" *= (?:note: `(?:#|-)|note: requested on|help: for further information)")


def advice(
    crate: Path,
    target: Path,
    *,
    seconds: float | None = None,
    cancel: threading.Event | None = None,
) -> tuple[Diagnostic, ...]:
    """What clippy says of the crate in a folder; nothing when it is missing or takes too long."""
    stop = cancel or threading.Event()
    timer = threading.Timer(seconds, stop.set) if seconds else None
    try:
        if timer is not None:
            timer.start()
        built = run_cargo(_command(crate, target), crate, cancel=stop)
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


def _command(crate: Path, target: Path) -> list[str]:
    where = ["--manifest-path", str(crate / "Cargo.toml"), "--target-dir", str(target)]
    shape = ["--offline", "--message-format=json-diagnostic-rendered-ansi"]
    return [find_program("cargo"), "clippy", "--lib", *where, *shape]


def as_text(found: tuple[Diagnostic, ...], *, color: bool) -> str:
    """The advice for a terminal: the first pieces in full, the others named."""
    parts = [_HEAD, *map(_trimmed, found[:SHOWN])]
    if more := found[SHOWN:]:
        parts.append("And:\n" + "\n".join(f"  {_line(piece)}" for piece in more))
    text = "\n\n".join(parts)
    return text if color else ansi.plain(text)


def as_html(found: tuple[Diagnostic, ...]) -> str:
    """The advice for a notebook, folded."""
    head, _, rest = as_text(found, color=True).partition("\n\n")
    return f"<details><summary>{head}</summary><pre>{ansi.as_html(rest)}</pre></details>"


def _trimmed(piece: Diagnostic) -> str:
    """The compiler's words, without its notes on how the lint is named and switched off."""
    lines = piece.rendered.strip().splitlines()
    return "\n".join(line for line in lines if not _NOTES.match(ansi.plain(line)))


def _line(piece: Diagnostic) -> str:
    place = piece.primary
    return f"{place.file}:{place.line}: {piece.message}" if place else piece.message
