"""Ask the compiler for the permissions of a program: two calls, many copies, no run.

The first call compiles the program itself, and in copies of it asks for the types of all paths,
where a value has been moved, and which points the program reaches. The second asks at each point
whether a path may be read and written. A path that holds a borrow gets copies of its own, because
a probe is a use, and a use after the last one keeps the borrow alive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from workshop.borrows.permissions.answers import Answers, is_about_borrows, read_answers
from workshop.borrows.permissions.assemble import Assembler
from workshop.borrows.permissions.facts import facts_of, first_call, targets
from workshop.borrows.permissions.left_out import needs_macros
from workshop.borrows.permissions.model import Table
from workshop.borrows.permissions.one_file import Part
from workshop.borrows.permissions.probes import CopyFile, Target
from workshop.borrows.permissions.program import NotAsked, Program, read_program
from workshop.borrows.permissions.second import second_call
from workshop.rust import rustc
from workshop.rust.diagnostics import Diagnostic
from workshop.rust.rustc import NO_LIBRARIES, Libraries

MOST_PROBES = 1500
"""Probes of one kind in one call at most; beyond that the caller chooses a function."""
_TRIES = 3


@dataclass(frozen=True)
class Rejected:
    """The program is wrong otherwise than by its borrows: the compiler's messages.

    `without_macros` says that it was compiled without attribute macros of PyO3 that it has.
    """

    diagnostics: tuple[Diagnostic, ...]
    without_macros: bool


def permissions_of(
    source: str,
    folder: Path,
    libraries: Libraries = NO_LIBRARIES,
    *,
    function: str | None = None,
    part: Part | None = None,
) -> Table | Rejected:
    """The permissions of a whole source file; the scratch `folder` gets the files to compile.

    With `function` only those of one function, `name` or `Type::name`. With a `part` of the source
    only those of that file, and the table counts its lines and bytes; the errors in it don't.
    Rejected where types or names are wrong; a NotAsked says when there are more than 1,500 probes,
    or nothing to ask.
    """
    program = read_program(source, function, part)
    _check_size(program)
    skipped = set[Target]()
    answers = _call(partial(first_call, program, skipped), skipped, folder, libraries)
    if without := _need_macros(program, answers):
        program = read_program(source, function, part, without)
        if not _size(program):
            return Rejected(answers.own, without_macros=True)
        answers = _call(partial(first_call, program, skipped), skipped, folder, libraries)
    if any(not is_about_borrows(error) for error in answers.own):
        return Rejected(answers.own, program.left_out.uses_pyo3)
    facts = facts_of(program, answers, skipped)
    ask = partial(second_call, program, facts, skipped)
    found = _call(ask, skipped, folder, libraries, {_place(error) for error in answers.own})
    return Assembler(program, facts, found, skipped).table(answers.own)


def _place(error: Diagnostic) -> int | None:
    """Where the program itself has an error: its first byte."""
    return error.primary.start if error.primary else None


def _need_macros(program: Program, answers: Answers) -> set[int]:
    """The functions with errors, by their first byte, if PyO3's macros are missing for each."""
    found = set[int]()
    for error in answers.own if program.left_out.uses_pyo3 else ():
        if not is_about_borrows(error):
            place = _place(error) or 0
            around = [start for start, end in program.spans if start <= place < end]
            if not around or not needs_macros(error):
                return set()
            found.add(around[0])
    return found


def _size(program: Program) -> int:
    """How many probes of one kind there are."""
    return sum(1 for point in program.points for _ in targets(program, point))


def _check_size(program: Program) -> None:
    count = _size(program)
    if not count:
        raise NotAsked("There are no variables here, so there is nothing to show.")
    if count > MOST_PROBES:
        names = ", ".join(f"`{name}`" for name in program.functions)
        raise NotAsked(
            f"This is too much to ask the compiler at once: {count:,} probes, and {MOST_PROBES:,} "
            f"are possible. Choose one function: {names}."
        )


def _call(
    ask: Callable[[], CopyFile],
    skipped: set[Target],
    folder: Path,
    libraries: Libraries,
    own: Iterable[int | None] = (),
) -> Answers:
    """Compile the copies; paths that can't be asked for are skipped, and the rest asked again."""
    source, answers = folder / "cell.rs", Answers(())
    for _ in range(_TRIES):
        file = ask()
        source.write_bytes(file.whole)
        compiled = rustc.check(source, libraries, library=True, lints=False)
        answers = read_answers(compiled.diagnostics, file, set(own))
        wrong = {probe.target for probe in answers.misplaced if probe.target is not None}
        if not wrong:
            break
        skipped |= wrong
    return answers
