"""The panic that made a test fail, found in what the program wrote to standard error.

Rust writes each panic as one piece: a line with thread and place, the message, and after the first
panic of a program a note. Around it anything may stand, also other panics: of other threads, or
caught ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADER = re.compile(
    r"\n?thread '(?P<thread>.*)' (?:\(\d+\) )?panicked at (?P<file>.+?):(?P<line>\d+):\d+:\n"
)
_NOTE = re.compile(r"^note: run with `RUST_BACKTRACE=1` .*\n?", re.MULTILINE)
_BACKTRACE = re.compile(r"^stack backtrace:\n(?: +(?:\d+:|at) .*\n)+", re.MULTILINE)
_ABORT = re.compile(r"panic in a (?:(destructor during cleanup)|function that cannot unwind)")
"""How the last panic reads that aborts a program, because another one is on its way."""
_NOT_BEGUN = "fatal runtime error: failed to initiate panic"
"""What Rust writes after a panic that finds no function of Rust that could catch it."""
_RELAYED = re.compile(r".*: Any \{ \.\. \}|a scoped thread panicked")
"""How a panic reads that only says that another thread has panicked."""


@dataclass(frozen=True)
class Panic:
    """One panic: where, and its message; `start` and `end` are its place in the text."""

    thread: str
    file: str
    line: int
    message: str
    start: int
    end: int

    @property
    def is_own(self) -> bool:
        """Whether it happened in a crate of this workspace: the others have absolute paths."""
        return not re.match(r"/|\\|[A-Za-z]:|library[/\\]", self.file)

    @property
    def place(self) -> str | None:
        """The line of the learner's crate as they know it, such as `src/lib.rs:7`."""
        file = self.file.replace("\\", "/")
        return f"{file[max(file.rfind('src/'), 0) :]}:{self.line}" if self.is_own else None


def failing_panic(errors: str, test: str) -> Panic | None:
    """The panic that ended `test`, run alone: the last of its thread, or the one it passes on."""
    panics = list(_panics(errors))
    own = [panic for panic in panics if panic.thread in {test, "main"}]
    if own and (abort := _ABORT.match(own[-1].message)):
        own = own[:-2] if abort[1] and len(own) > 2 else own[:-1]  # noqa: PLR2004 - with the `drop`
    if not own:
        return panics[-1] if panics else None
    others = [p for p in panics if p.thread not in {test, "main"} and p.start < own[-1].start]
    relayed = _RELAYED.match(own[-1].message) and others
    return others[-1] if relayed else own[-1]


def panic_that_aborts(errors: str) -> Panic | None:
    """The panic that reached the end of a function of C, which no panic can leave."""
    panics = list(_panics(errors))
    for number, panic in enumerate(panics[1:], 1):
        found = _ABORT.match(panic.message)
        if found and not found[1]:
            return panics[number - 1]
    unhandled = [panic for panic in panics if panic.start < errors.rfind(_NOT_BEGUN)]
    return unhandled[-1] if unhandled else None


def panic_that_says(errors: str, message: str) -> Panic | None:
    """The last panic with this message, as PyO3 hands it to Python."""
    return next((p for p in reversed(list(_panics(errors))) if p.message == message.strip()), None)


def without(errors: str, panic: Panic | None) -> str:
    """All that was written beside the panic, and beside the backtrace of an abort."""
    left = errors if panic is None else errors[: panic.start] + errors[panic.end :]
    return _BACKTRACE.sub("", left)


def _panics(errors: str) -> Iterator[Panic]:
    headers = list(_HEADER.finditer(errors))
    starts = [*(header.start() for header in headers), len(errors)]
    for header, until in zip(headers, starts[1:], strict=True):
        note = _NOTE.search(errors, header.end(), until)
        said = errors[header.end() : note.start() if note else until]
        message = _BACKTRACE.sub("", said).strip()
        end = note.end() if note else until
        place = header["file"], int(header["line"])
        yield Panic(header["thread"], *place, message, header.start(), end)
