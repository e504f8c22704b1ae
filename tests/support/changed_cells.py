"""Apply the changes that a page announces with `% change:`, run the cells, and compare."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from kernels import kernel_in, shown_text
from workshop.publish.changes import Change, read_changes
from workshop.publish.fences import Fence, Location, blocks
from workshop.publish.modules import module_of

_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def wrong_changes(page: Path, scratch: Path) -> list[str]:
    """One line for each change of the page that gives something else than the page says.

    The cells of the page run from top to bottom, each changed one as a learner would: as it is,
    then edited. (A Rust cell that makes no module or library leaves nothing behind, so only changed
    ones run.)
    """
    lines = tuple(page.read_text(encoding="utf-8").splitlines())
    changes = [*read_changes(lines, Location(page, 1))]
    if not changes:
        return []
    found: list[str] = []
    with kernel_in(page.parent, scratch) as kernel:
        for cell in _cells(lines, page, changes[-1].use or changes[-1].cell):
            mine = [change for change in changes if cell == (change.use or change.cell)]
            stays = not cell.text.startswith("%%rust") or module_of(cell) is not None
            if stays:
                kernel.run(cell.text)
            for change in mine:
                messages = kernel.run(change.source)
                if change.use and not _failure(messages):
                    # A module that is loaded again may say so: only the Python cell is compared.
                    messages = kernel.run(change.use.text)
                if fault := _fault(change, messages):
                    found.append(f"{change.location}: {fault}")
                if change.use:
                    kernel.run(change.cell.text)
            if stays and mine:
                kernel.run(cell.text)
    return found


def _cells(lines: tuple[str, ...], page: Path, last: Fence) -> list[Fence]:
    fences = [block for block in blocks(lines, Location(page, 1)) if isinstance(block, Fence)]
    cells = [fence for fence in fences if fence.name == "code-cell"]
    return cells[: cells.index(last) + 1]


def _fault(change: Change, messages: list[dict[str, Any]]) -> str | None:
    failure = _failure(messages)
    if failure != change.fails:
        shown = "".join(map(shown_text, messages))
        return f"it must {_must(change)}, and {_did(failure)}:\n{_ESCAPE.sub('', shown)}"
    if change.prints is None:
        return None
    printed = _lines("".join(map(_output, messages)))
    if printed != _lines(change.prints):
        return f"it must {_must(change)}, and prints:\n" + "\n".join(printed)
    return None


def _must(change: Change) -> str:
    return f"fail with {change.fails}" if change.fails else f"print {change.prints!r}"


def _did(failure: str | None) -> str:
    return f"fails with {failure}" if failure else "runs"


def _failure(messages: list[dict[str, Any]]) -> str | None:
    """How the cell failed: the compiler's codes, `panic`, or the exception's name."""
    errors = [message for message in messages if message["msg_type"] == "error"]
    if not errors:
        return None
    shown = _ESCAPE.sub("", "".join(map(shown_text, messages)))
    if codes := sorted(set(re.findall(r"(?m)^error\[(E\d{4})\]", shown))):
        return ",".join(codes)
    if re.search(r"(?m)^thread '.*' panicked at ", shown):
        return "panic"
    if re.search(r"(?m)^error: ", shown):
        return "error"
    return str(errors[0]["ename"])


def _output(message: dict[str, Any]) -> str:
    if message["msg_type"] == "stream":
        return str(message["text"]) if message["name"] == "stdout" else ""
    return f"{shown_text(message)}\n" if message["msg_type"] == "execute_result" else ""


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").split("\n")]
