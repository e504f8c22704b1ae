"""Ask the compiler one question: one probe really inserted into a program, compiled on its own.

It is the other way to every permission that the kit shows, and shares nothing with it: a place is
a line of the text, no parser reads the program, and nothing is asked together with anything else.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from probe_places import HELPERS, Place, candidates
from workshop.rust import rustc
from workshop.rust.diagnostics import Diagnostic, Span
from workshop.rust.rustc import NO_LIBRARIES, Libraries
from workshop.rust.source_text import without_text

PROBES = {"R": "let _ = &{0};", "W": "let _ = &mut {0};", "O": "crate::__take({0});"}
_REACHED = "{ let __u: u8; let _ = &__u; }"
"""The compiler rejects it (E0381) exactly where the program can come."""
_TAKE_AND_STAY = "if false { crate::__take({0}); loop {} }"
"""For loops: a value that was taken isn't there in the next round, whatever else was done to it."""
_OF_BORROWS = {
    *("E0373", "E0381", "E0382", "E0384", "E0499", "E0502", "E0503", "E0505", "E0506", "E0507"),
    *("E0508", "E0509", "E0515", "E0521", "E0594", "E0596", "E0597", "E0621", "E0700", "E0712"),
    *("E0713", "E0716", None),
}
"""The codes of ownership, borrows and lifetimes; "may not live long enough" has no code."""
_OF_MOVES = {"E0381", "E0382"}


@dataclass(frozen=True)
class Answer:
    """What one probe found: `allowed` is None where it can't be asked, and `why` says why.

    `breaks` is the line of the program that the probe would break.
    """

    allowed: bool | None
    why: str = ""
    breaks: int | None = None


class Unprobed(Exception):
    """This place can't be probed; the text says why."""


@dataclass
class SingleProbes:
    """All questions about one program; the same question is compiled once."""

    program: str
    folder: Path
    libraries: Libraries = NO_LIBRARIES
    compilations: int = 0
    _known: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    _places: dict[int, Place | str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, line: int, path: str, letter: str) -> Answer:
        """May this be done with the path behind the statement that ends on this line?"""
        try:
            if self._was_moved(line, path):
                return Answer(allowed=False, why="moved")
            return self._ask(self.place(line), path, letter)
        except Unprobed as reason:
            return Answer(None, str(reason))

    def letters(self, line: int, path: str) -> str:
        """The three answers as the table has them, `RW-`, or `?` where one can't be asked."""
        found = ((letter, self.ask(line, path, letter).allowed) for letter in "RWO")
        return "".join("?" if has is None else letter if has else "-" for letter, has in found)

    def place(self, line: int) -> Place:
        """Where to put a probe for this line; Unprobed says why there is no such place."""
        if line not in self._places:
            self._places[line] = self._find_place(line)
        place = self._places[line]
        if isinstance(place, str):
            raise Unprobed(place)
        return place

    # Places

    def _find_place(self, line: int) -> Place | str:
        plain = without_text(self.program)
        for place in candidates(plain, line):
            text, probe = place.filled(self.program, _REACHED)
            new = self._new_errors(text, probe)
            if all(_is_in(error.primary, probe) and error.code == "E0381" for error in new):
                return place if new else "the program never comes here"
        return "no statement ends on this line where another one could follow"

    # Questions

    def _ask(self, place: Place, path: str, letter: str) -> Answer:
        if letter == "O" and self._is_behind_a_reference(place, path):
            return Answer(allowed=False, why="behind a reference")
        text, probe = place.filled(self.program, PROBES[letter].format(path))
        new = self._new_errors(text, probe)
        for error in new:
            if error.code == "E0282" and path.startswith("*") and letter != "O":
                return self._ask_without_a_type(place, path.removeprefix("*"))
            if error.code not in _OF_BORROWS:
                raise Unprobed(f"{error.code}: {error.message}")
        for error in new:
            if _is_in(error.primary, probe) and not self._is_of_the_loop(place, path, error):
                return Answer(allowed=False, why=f"{error.code}: {error.message}")
        for error in new:
            line = _breaks(error, probe)
            if line is not None:
                return Answer(allowed=False, why=f"{error.code}: {error.message}", breaks=line)
        return Answer(allowed=True)

    def _ask_without_a_type(self, place: Place, path: str) -> Answer:
        """What holds for something that has no value yet, so the compiler knows no type here."""
        answer = self._ask(place, path, "R")
        if answer.allowed:
            raise Unprobed("the compiler doesn't know the type here")
        return answer

    def _is_of_the_loop(self, place: Place, path: str, error: Diagnostic) -> bool:
        """Whether it says no more than that the probe itself took the value a round earlier."""
        labels = " ".join(span.label or "" for span in error.spans)
        if error.code != "E0382" or "in previous iteration of loop" not in labels:
            return False
        text, probe = place.filled(self.program, _TAKE_AND_STAY.replace("{0}", path))
        again = self._new_errors(text, probe)
        return not any(e.code == "E0382" and _is_in(e.primary, probe) for e in again)

    def _was_moved(self, line: int, path: str) -> bool:
        """Whether it is moved, where an error of the program hides the answer of a plain probe.

        The compiler reports the moves of a value once: what it says of the program's own use it
        doesn't say of the probe. So the probe goes into the program without that use.
        """
        self.place(line)
        if not any(error.code in _OF_MOVES for error in self._own_errors()):
            return False
        repaired = SingleProbes(self._repaired(), self.folder, self.libraries, _known=self._known)
        text, probe = repaired.place(line).filled(repaired.program, PROBES["R"].format(path))
        return any(e.code in _OF_MOVES and _is_in(e.primary, probe) for e in self._errors(text))

    def _repaired(self) -> str:
        """The program without its uses of moved values; the moves are still there."""
        text = self.program
        for _ in range(_MOST_REPAIRS):
            errors = self._errors(f"{text}\n{HELPERS}")
            if any(error.code not in _OF_BORROWS for error in errors):
                break
            wrong = [error for error in errors if error.code in _OF_MOVES]
            if not wrong:
                return text
            text = _without_use(text, wrong[0])
        raise Unprobed("an error of the program hides the answer")

    def _is_behind_a_reference(self, place: Place, path: str) -> bool:
        if path.startswith("*"):
            inner = path.removeprefix("*")
            return not self._holds(place, "__is_box", inner) or self._is_behind_a_reference(
                place, inner
            )
        return False  # of a field, the probe itself says whether it can be moved or copied

    def _holds(self, place: Place, function: str, path: str) -> bool:
        """Whether the type of the path is what this function takes."""
        text, probe = place.filled(self.program, f"crate::{function}(&{path});")
        wrong = [e for e in self._new_errors(text, probe) if e.code not in _OF_BORROWS]
        for error in wrong:
            if error.code != "E0277" or not _is_in(error.primary, probe):
                raise Unprobed(f"{error.code}: {error.message}")
        return not wrong

    # Compilations

    def _new_errors(self, text: str, probe: tuple[int, int, int]) -> list[Diagnostic]:
        """The errors that the program has because of the probe."""
        own = {_key(error) for error in self._own_errors()}
        return [e for e in self._errors(text) if _is_in(e.primary, probe) or _key(e) not in own]

    def _own_errors(self) -> tuple[Diagnostic, ...]:
        return self._errors(f"{self.program}\n{HELPERS}")

    def _errors(self, text: str) -> tuple[Diagnostic, ...]:
        if text not in self._known:
            with self._lock:
                self.compilations += 1
                source = self.folder / f"single{next(_NUMBERS)}.rs"
            source.write_text(text, encoding="utf-8", newline="\n")
            library = not re.search(r"\bfn\s+main\b", without_text(self.program))
            self._known[text] = rustc.check(source, self.libraries, library=library).errors
            source.unlink()
            source.with_suffix(".rmeta").unlink(missing_ok=True)
        return self._known[text]


_NUMBERS = count()
_MOST_REPAIRS = 9


def _without_use(text: str, error: Diagnostic) -> str:
    """The text without the use of a moved value: a second move gets a new value first."""
    lines = text.split("\n")
    span = error.primary
    if span is None or span.line != span.end_line:
        raise Unprobed("an error of the program hides the answer")
    line, first, last = lines[span.line - 1], span.column - 1, span.end_column - 1
    used = line[first:last]
    if error.code == "E0382" and "borrowed" not in (span.label or ""):
        lines[span.line - 1] = f"{line[:first]}{{ {used} = crate::__any(); {used} }}{line[last:]}"
    elif line.rstrip().endswith((";", ")")):
        lines[span.line - 1] = "();"
    else:
        raise Unprobed("an error of the program hides the answer")
    return "\n".join(lines)


def _is_in(span: Span | None, probe: tuple[int, int, int]) -> bool:
    if span is None:
        return False
    line, first, last = probe
    return span.line == line and first <= span.column < last


def _breaks(error: Diagnostic, probe: tuple[int, int, int]) -> int | None:
    """The line of the program that has this error because the probe uses a borrow there."""
    if error.code in _OF_MOVES or error.primary is None or _is_in(error.primary, probe):
        return None
    labeled = any(span.label and _is_in(span, probe) for span in error.spans)
    return error.primary.line if labeled else None


def _key(error: Diagnostic) -> tuple[str | None, str, int]:
    return error.code, error.message, error.primary.line if error.primary else 0
